"""What the heading of a column, or the label of a line, means for a card of some kind."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.cards.schemas import Kind, MeasureKind
from app.exchange.pasted_cells import squash
from app.exchange.reading.factors import FACTORS, STAGES
from app.exchange.reading.text import marked
from app.exchange.reading.words import (
    FIELDS,
    HEAD,
    KEYWORDS,
    KIND_WORDS,
    MEASURE_KINDS,
    WEIGHTS,
)

Path = tuple[str, ...]  # a column's headings from top to bottom
LONGEST = 24
LONGEST_BY_KEYWORD = 16
LONGEST_CELL = 80  # characters of a cell that can be a heading at all, blanks included
SCORES = ("L", "S", "E", "C", "M", "severity", "product")
_WORDS = {
    kind: {name: key for key, names in reversed(fields.items()) for name in names}
    for kind, fields in FIELDS.items()
}
_HEAD = {name: key for key, names in HEAD.items() for name in names}
_MEASURE_KINDS = {name: kind for kind, names in MEASURE_KINDS.items() for name in names}
_PHASE = re.compile(
    r"(作业|操作|工作|开机|启动|运行|上岗|班|生产|施工|检修|停机)(前|中|后)(的|准备|检查|阶段|安全|要求|操作|确认|工作)*"
)
_LETTER = re.compile(r"(?<![A-Z0-9])([LSECMDR])(?![A-Z0-9])")
_PRODUCT = re.compile(r"^[^=]*[DR][^=]*=|[×xX*]")
_BRACKETS = re.compile(r"\([^()]*\)")
_SCORE_PARENT = re.compile(r"评价|评估|LEC|LS|MES|风险矩阵|风险分析|风险值|分级")
_NAMES_OF_LISTS = frozenset(
    {
        "姓名",
        "联系人",
        "手机",
        "手机号",
        "电话",
        "联系电话",
        "电话号码",
        "联系方式",
        "单位",
        "部门",
        "职务",
        "序号",
    }
)


@dataclass(frozen=True)
class Column:
    """One column: its field ("" where the card has none) and its own heading."""

    at: int
    name: str
    field: str = ""
    stage: str = ""  # before, after: of an evaluation
    kind: MeasureKind = ""
    ticks: str = ""  # what a tick in it says: 触电, 红


@dataclass(frozen=True)
class Arrangement:
    """The columns of a table, read as a card of one kind."""

    kind: Kind
    columns: list[Column] = field(default_factory=list)
    score: int = 0

    def of(self, name: str) -> list[Column]:
        """The columns of a field."""
        return [column for column in self.columns if column.field == name]


def plain(text: str) -> str:
    """A heading without white space, numbering, stars and colons, in half-width forms."""
    bare = squash(text).strip("*:※").removesuffix("(必填)").removesuffix("(选填)")
    style, _, rest = marked(bare)
    return rest if style in ("han", "plain", "han_bracket", "bracket") and rest else bare


def exact(kind: Kind, text: str) -> str:
    """The field that a heading names by one of its own words."""
    name = plain(text)
    if len(name) > LONGEST:
        return ""
    bare = _BRACKETS.sub("", name)
    return _WORDS[kind].get(name) or _WORDS[kind].get(bare) or ""


def by_keyword(kind: Kind, text: str) -> str:
    """The field that a heading names by a keyword."""
    name = plain(text)
    if len(name) > LONGEST_BY_KEYWORD or re.search("[。；;，]", text):
        return ""
    return next((key for pattern, key in KEYWORDS[kind] if re.search(pattern, name)), "")


def head_key(text: str) -> str:
    """What a heading says of the whole card: post, unit, company, approval; "" for any other."""
    name = plain(text)
    joined = {_HEAD.get(part, "") for part in name.split("/")}  # 职务/岗位, 车间/岗位
    either = joined.pop() if len(joined) == 1 else "post" if joined == {"unit", "post"} else ""
    return _HEAD.get(name, "") or _HEAD.get(_BRACKETS.sub("", name), "") or either


def is_phase(text: str) -> bool:
    """Whether a label is a phase of the work: 作业前, 开机前检查, 班中."""
    return len(text) <= LONGEST_CELL and bool(_PHASE.fullmatch(plain(text)))


def factor_of(path: Path) -> str:
    """The factor or the product that a column of scores holds: L, S, E, C, M, severity, product."""
    name = unicodedata.normalize("NFKC", plain(path[-1])).upper() if path else ""
    if (
        not name
        or len(name) > LONGEST
        or "等级" in name
        or "级别" in name
        or "措施" in name.replace("控制措施", "")
    ):
        return ""
    if _PRODUCT.search(name) and _LETTER.search(name):
        return "product"
    named = next((key for key, pattern in FACTORS.items() if re.search(pattern, name)), "")
    letters = _LETTER.findall(name)
    if len(letters) == 1 and (named or len(_BRACKETS.sub("", name)) <= 4 or name == letters[0]):
        return "product" if letters[0] in "DR" else letters[0]
    if named == "severity" and name == "后果":
        return named if len(path) > 1 and _SCORE_PARENT.search(path[-2]) else ""
    return named


def is_heading(text: str) -> bool:
    """Whether a text is a heading of any kind's column, by its own words."""
    return _has_words(text) and _is_heading(text)


def _has_words(text: str) -> bool:
    """Whether a text is short enough for a heading and has a letter in it: most cells of large tables are numbers."""
    return len(text) <= LONGEST_CELL and any(map(str.isalpha, text))


@lru_cache(maxsize=8192)
def _is_heading(text: str) -> bool:
    if not text.strip() or len(squash(text)) > LONGEST:
        return False
    name = plain(text)
    known = any(exact(kind, text) for kind in Kind) or bool(head_key(text)) or name in _MEASURE_KINDS
    return known or bool(factor_of((text,))) or name in _NAMES_OF_LISTS or name in ("备注", "说明")


def seems_heading(text: str) -> bool:
    """Whether a text may be a heading, by its own words or a keyword."""
    return _has_words(text) and _seems_heading(text)


@lru_cache(maxsize=8192)
def _seems_heading(text: str) -> bool:
    return _is_heading(text) or any(by_keyword(kind, text) for kind in Kind)


def arrange(kind: Kind, paths: Sequence[Path]) -> Arrangement:
    """Read columns as those of a card of `kind`."""
    columns = [_column(kind, at, path) for at, path in enumerate(paths)]
    columns = _settled(kind, columns)
    weights = WEIGHTS[kind]
    score = sum(weights.get(one, 0) for one in {column.field for column in columns})
    return Arrangement(kind, columns, score)


def _column(kind: Kind, at: int, path: Path) -> Column:
    name = "-".join(dict.fromkeys(" ".join(part.split()) for part in path if part.strip()))
    key = next((head_key(part) for part in reversed(path) if head_key(part)), "")
    if kind is Kind.RISK:
        return _risk_column(at, name, path, key)
    if kind is Kind.EMERGENCY and path and plain(path[-1]) in ("岗位", "岗位人员") and len(path) > 1:
        return Column(at, name, "who")
    found = next((exact(kind, part) for part in reversed(path) if exact(kind, part)), "")
    found = (
        found
        or key
        or next((by_keyword(kind, part) for part in reversed(path) if by_keyword(kind, part)), "")
    )
    return Column(at, name, found)


def _risk_column(at: int, name: str, path: Path, key: str) -> Column:
    stage = next((way for part in path for pattern, way in STAGES if re.search(pattern, part)), "")
    factor = factor_of(path)
    if factor:
        return Column(at, name, factor, stage)
    over = [exact(Kind.RISK, part) or by_keyword(Kind.RISK, part) for part in path]
    kinds = _measure_kind(path, over)
    if kinds:
        return Column(at, name, "measures", kind=kinds)
    if len(over) > 1 and not over[-1] and over[-2] in ("accidents", "level", "colour"):
        return Column(at, name, over[-2], stage, ticks=" ".join(path[-1].split()))
    if (
        path
        and re.search(r"LEC|(?<![A-Z])LS(?![A-Z])|MES", squash(path[-1]).upper())
        and "级" not in path[-1]
    ):
        return Column(at, name, "score", stage)
    if len(over) > 1 and over[-2] == "owner" and key in ("post", "unit"):
        return Column(at, name, "owner")
    found = exact(Kind.RISK, path[-1]) if path else ""
    found = found or key or next((one for one in reversed(over) if one), "")
    return Column(at, name, found, stage if found in ("level", "colour") else "")


def _measure_kind(path: Path, over: Sequence[str]) -> MeasureKind:
    """The kind of the controls in a column: by its heading, or by a word that no other kind has."""
    name = plain(path[-1]) if path else ""
    if name in _MEASURE_KINDS or not over or over[-1] != "measures" or exact(Kind.RISK, path[-1]):
        return _MEASURE_KINDS.get(name, "")
    found = [kind for pattern, kind in KIND_WORDS if re.search(pattern, name)]
    return found[0] if len(found) == 1 else ""


def _settled(kind: Kind, columns: list[Column]) -> list[Column]:
    """What columns mean beside each other: severity, 危险源, two columns of steps, a second column of a field."""
    fields = {column.field for column in columns}
    made: list[Column] = []
    for column in columns:
        found = column.field
        if found == "severity":
            found = "C" if "E" in fields and "M" not in fields else "S"
        if found == "source":
            found = "hazard" if "point" in fields and "hazard" not in fields else "point"
        made.append(Column(column.at, column.name, found, column.stage, column.kind, column.ticks))
    if kind is Kind.OPERATION:
        return _procedures_settled(made)
    return _steps_settled(made) if kind is Kind.EMERGENCY else made


def _procedures_settled(columns: list[Column]) -> list[Column]:
    """Of 工序 and 操作步骤 the first groups the second."""
    main = [column.at for column in columns if column.field == "procedure"]
    if len(main) != 2 or any(column.field == "phase" for column in columns):
        return columns
    return [Column(one.at, one.name, "phase") if one.at == main[0] else one for one in columns]


def _steps_settled(columns: list[Column]) -> list[Column]:
    """Of two columns of steps the first says what, the second how; a lone 步骤 or 内容 are the steps."""
    fields = [column.field for column in columns]
    rename: dict[int, str] = {}
    steps = [one.at for one in columns if one.field == "steps" and not re.match("第.步", one.name)]
    if len(steps) > 1 and "act" not in fields:
        rename = {steps[0]: "act"} | dict.fromkeys(steps[1:], "how")
    elif steps and "act" in fields:
        rename = dict.fromkeys(steps, "how")
    elif not steps and "name" in fields and ("act" in fields) != ("how" in fields):
        rename = {column.at: "steps" for column in columns if column.field in ("act", "how")}
    elif steps and "how" in fields:
        rename = dict.fromkeys(steps, "act")
    elif "act" not in fields and "name" not in fields:
        rename = {column.at: "" for column in columns if column.field == "how"}
    return [
        Column(one.at, one.name, rename.get(one.at, one.field), one.stage, one.kind, one.ticks)
        for one in columns
    ]


def is_contact_list(paths: Sequence[Path]) -> bool:
    """Whether a table lists people or places with their telephone numbers."""
    names = [plain(path[-1]) for path in paths if path]
    called = any("电话" in name or "手机" in name or name == "联系方式" for name in names)
    known = [name for name in names if name in _NAMES_OF_LISTS or "电话" in name or "手机" in name]
    return called and len(names) > 1 and len(known) * 3 >= len(names) * 2
