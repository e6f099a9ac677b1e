"""Reading a file of cards: one post's owner, jingle and any of its four cards, written in YAML. Pure.

A file is read whole or refused: what is misspelt, doubled or left empty is named, with its card and its row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import yaml

from app.cards.queries import KIND_NAMES
from app.cards.schemas import Body, Head, Kind, RiskRow, ScenarioRow, body_from
from app.core.errors import Invalid
from app.exchange.textfile import MAX_BYTES, TooLarge, WrongType, decode
from app.risk.matrices import BadScore, grade
from app.risk.schemas import Grade

T = TypeVar("T")
SHARED = ("owner", "jingle")
SCORES = ("before", "after")
MAIN = {Kind.EMERGENCY: "name", Kind.RISK: "point", Kind.OPERATION: "procedure", Kind.DUTY: "duty"}
LONGEST_ID = 80
NOTHING_DONE = "改好以后再来一遍。这次什么都没有发布。"
# What PyYAML raises where a value does not fit the tag that is written before it, or stands too deep.
_UNREADABLE = (
    yaml.YAMLError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_AT = re.compile(r" - at `\$\.?(?P<path>.*)`$")


@dataclass(frozen=True)
class CardDraft:
    """One card as a file has it."""

    kind: Kind
    head: Head
    rows: list[tuple[str, Body]]  # (identity, row)


def open_cards(raw: bytes) -> list[CardDraft]:
    """The cards of a file as it was brought. Raises Invalid."""
    try:
        return read_cards(decode(raw))
    except TooLarge as problem:
        raise _wrong(problem.message, f"最多 {MAX_BYTES // 1024 // 1024} MB。") from problem
    except WrongType as problem:
        raise _wrong(problem.message, "卡片文件是 YAML 文本，用记事本能打开。") from problem


def read_cards(text: str) -> list[CardDraft]:
    """The cards of a file, in the order of the kinds. Raises Invalid naming the first thing that is wrong."""
    written = _written(text)
    strange = [str(key) for key in written if key not in (*SHARED, *Kind)]
    if strange:
        raise _wrong(f"不认识 {strange[0][:40]}", f"最外面只能写 {'、'.join((*SHARED, *Kind))}。")
    shared = {key: written[key] for key in SHARED if key in written}
    found = [_card(kind, shared, written[kind.value]) for kind in Kind if kind.value in written]
    if not found:
        raise _wrong("文件里一张卡也没有", f"四张卡写成 {'、'.join(Kind)}，至少写一张。")
    return found


def short_name(kind: Kind) -> str:
    """A kind as people say it: 风险清单."""
    return KIND_NAMES[kind].removeprefix("岗位")


def _wrong(message: str, hint: str = NOTHING_DONE) -> Invalid:
    return Invalid(message, hint=hint)


def _written(text: str) -> dict[Any, Any]:
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise _wrong("文件太大了", f"最多 {MAX_BYTES // 1024 // 1024} MB。")
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader, and a stricter one)
    except _UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件"
        problem = error.problem if isinstance(error, _Refused) else "写法不对，读不了"
        raise _wrong(f"{where}：{problem}") from error
    if not isinstance(found, dict):
        raise _wrong("这不是卡片文件", f"最外面要有 {'、'.join(Kind)} 里的至少一张。")
    return found


class _Refused(yaml.MarkedYAMLError):
    """YAML that is well formed, and refused all the same."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.problem: str = problem


class _Loader(yaml.SafeLoader):
    """Plain values only: no aliases (a few lines of them grow to gigabytes), no key twice, no odd characters."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node, unless it is named for use elsewhere or is such a use."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None):
            raise _Refused("不能用 & 和 * 引用，请写全", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping, unless a key stands in it twice: the first would be lost without a word."""
        seen: set[str] = set()
        for key in (one for one, _ in node.value if isinstance(one.value, str)):
            if key.value in seen:
                raise _Refused(f"{key.value[:40]} 写了两次", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def construct_scalar(self, node: Any) -> Any:
        """A value, unless it holds characters that no card can show and no database keeps."""
        found: object = super().construct_scalar(node)
        if isinstance(found, str) and any(_odd(char) for char in found):
            raise _Refused("有不能用的字符", node.start_mark)
        return found


def _odd(char: str) -> bool:
    return (char < " " and char not in "\n\t") or "\ud800" <= char <= "\udfff"


def _card(kind: Kind, shared: dict[str, Any], card: object) -> CardDraft:
    name = short_name(kind)
    if not isinstance(card, dict) or not isinstance(card.get("rows"), list) or not card["rows"]:
        raise _wrong(f"{name}：一行也没有", "在 rows 下面写每一行，或者把这张卡整个去掉。")
    own = {key: value for key, value in card.items() if key != "rows"}
    head = _fitting(name, lambda: msgspec.convert({**shared, **own}, Head))
    rows: list[tuple[str, Body]] = []
    for number, row in enumerate(card["rows"], 1):
        where = f"{name}第 {number} 行"
        identity, body = _row(kind, where, row)
        if identity in (one for one, _ in rows):
            raise _wrong(f"{where}：id {identity} 前面用过了", "同一张卡里每一行的 id 都不一样。")
        rows.append((identity, body))
    return CardDraft(kind, head, rows)


def _row(kind: Kind, where: str, row: object) -> tuple[str, Body]:
    if not isinstance(row, dict):
        raise _wrong(f"{where}：写法不对", "每一行写 id 和 body。")
    strange = [str(key) for key in row if key not in ("id", "body")]
    if strange:
        raise _wrong(f"{where}：不认识的字段 {strange[0][:40]}", "每一行写 id 和 body，内容写在 body 里。")
    identity, body = row.get("id"), row.get("body")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise _wrong(f"{where}：id 没写或者不对")
    if not 0 < len(str(identity).strip()) <= LONGEST_ID:
        raise _wrong(f"{where}：id 没写或者太长")
    if not isinstance(body, dict):
        raise _wrong(f"{where}：body 没写或者不对")
    return str(identity).strip(), _body(kind, where, body)


def _body(kind: Kind, where: str, written: dict[Any, Any]) -> Body:
    made = _fitting(where, lambda: body_from(kind, _with_matrix(where, written)))
    if not getattr(made, MAIN[kind]).strip():
        raise _wrong(f"{where}：{MAIN[kind]} 是空的")
    if isinstance(made, ScenarioRow) and not made.steps:
        raise _wrong(f"{where}：steps 一步也没有", "每种事故至少写一步：谁做，做什么。")
    if isinstance(made, RiskRow):
        made.before, made.after = (
            _scored(f"{where}：{key}", score)
            for key, score in zip(SCORES, (made.before, made.after), strict=True)
        )
    return made


def _with_matrix(where: str, written: dict[Any, Any]) -> dict[Any, Any]:
    """A file gives method and inputs; score, level and matrix are worked out, never taken from it."""
    graded = {key: written[key] for key in SCORES if isinstance(written.get(key), dict)}
    for key, score in graded.items():
        strange = [str(one) for one in score if one not in ("method", "inputs")]
        if strange:
            raise _wrong(
                f"{where}：{key} 里不认识的字段 {strange[0][:40]}",
                "只写 method 和 inputs，等级会自动算出来。",
            )
    return {**written, **{key: {"matrix": "", **score} for key, score in graded.items()}}


def _scored(where: str, written: Grade | None) -> Grade | None:
    try:
        return grade(written.method, written.inputs) if written else None
    except BadScore as error:
        raise _wrong(f"{where} 不对：{error}") from error


def _fitting(where: str, convert: Callable[[], T]) -> T:
    try:
        return convert()
    except msgspec.ValidationError as error:
        raise _wrong(f"{where}：{_told(str(error))}", _hint(str(error))) from error


def _told(error: str) -> str:
    """What msgspec found, in words: "steps 第 2 项 act 不对"."""
    at = _AT.search(error)
    path = _place(at["path"]) if at else ""
    if unknown := _UNKNOWN.search(error):
        return f"{path} 里不认识的字段 {unknown['name'][:40]}".removeprefix(" 里")
    if missing := _MISSING.search(error):
        return f"{path} 缺少 {missing['name']}".strip()
    return f"{path} 不对".strip()


def _place(path: str) -> str:
    counted = re.sub(r"\[(\d+)\]", lambda found: f" 第 {int(found[1]) + 1} 项", path.replace("[...]", ""))
    return " ".join(counted.replace(".", " ").split())


def _hint(error: str) -> str:
    if "Expected `str`, got" in error:
        return "这里要写文字。数字、日期要加引号，例如 '120'。"
    if "Expected `array`" in error:
        return "这里要写成一列，每项前面加短横，例如 - 机械伤害。"
    return NOTHING_DONE
