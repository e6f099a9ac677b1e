"""Rows below a heading as the rows of a card: what is merged, left empty or said with 同上 is filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.cards.schemas import Kind
from app.exchange.reading.desk import Desk
from app.exchange.reading.headings import Arrangement, Column
from app.exchange.reading.sections import DataRow, Part
from app.exchange.reading.text import is_box, is_same, is_tick, ordinal, ticked
from app.exchange.reading.words import GROUPING

_SCORED = frozenset({"level", "colour", "L", "S", "E", "C", "M", "product", "score"})
_ITEMS = frozenset(
    {"measures", "advised", "steps", "how", "notes", "never", "forbidden", "standard", "rights"}
)
_WHOLE: dict[Kind, tuple[str, ...]] = {
    Kind.RISK: ("point", "hazard"),
    Kind.DUTY: ("duty",),
    Kind.OPERATION: ("procedure",),
    Kind.EMERGENCY: ("name", "steps", "act", "how"),
}


@dataclass
class View:
    """One row of a card to be."""

    where: str
    group: str
    arrangement: Arrangement
    texts: list[str]
    more: dict[str, str] = field(default_factory=dict)  # fields that stand outside the table

    def parts(self, name: str) -> list[tuple[Column, str]]:
        """The filled cells of a field."""
        return [(one, self.texts[one.at]) for one in self.arrangement.of(name) if self.texts[one.at]]

    def text(self, name: str) -> str:
        """A field's text; several cells stand on lines of their own."""
        found = list(dict.fromkeys(text for _, text in self.parts(name)))
        return "\n".join(found) or self.more.get(name, "")

    def others(self, *names: str) -> dict[str, str]:
        """Cells of columns that have no field, and of the fields named, under their own headings."""
        found: dict[str, str] = {}
        for column in self.arrangement.columns:
            text = self.texts[column.at]
            if not text or (column.field and column.field not in names):
                continue
            name = column.name or f"第 {column.at + 1} 列"
            found[name] = f"{found[name]}\n{text}" if name in found and text not in found[name] else text
        return found


def views_of(part: Part, arrangement: Arrangement, desk: Desk) -> list[View]:
    """The rows of a table, in order."""
    made: list[View] = []
    above: list[str] = []
    for row in part.rows:
        texts = _ticks(row, arrangement, desk)
        texts = [above[at] if above and is_same(text) else text for at, text in enumerate(texts)]
        if any(is_same(text) for text in row.texts):
            desk.spend(*(text for text in row.texts if is_same(text)))
        view = View(row.where, row.group, arrangement, texts)
        if made and _continues(row, texts, arrangement):
            _append(made[-1], row, texts)
        else:
            _fill(view, made[-1] if made else None)
            made.append(view)
        above = made[-1].texts
    return made


def _ticks(row: DataRow, arrangement: Arrangement, desk: Desk) -> list[str]:
    """Ticks read as the heading of their column, or as the words beside them."""
    texts: list[str] = []
    for column in arrangement.columns:
        text = row.texts[column.at]
        if column.ticks and is_tick(text):
            desk.spend(text, column.ticks)
            text = column.ticks
        elif column.ticks and (is_box(text) or text in ("×", "/", "-", "—", "无")):
            desk.spend(text)
            text = ""
        elif (chosen := ticked(text)) is not None and column.field:
            text = _chosen(row.where, column, text, chosen, desk)
        texts.append(text)
    return texts


def _chosen(where: str, column: Column, text: str, chosen: tuple[list[str], list[str]], desk: Desk) -> str:
    picked, left = chosen
    if not picked:
        desk.warn("tick", where, f"“{column.name}”里一个也没打勾：{text}。这一格先空着。")
        return ""
    desk.spend(text)
    desk.warn(
        "tick", where, f"“{column.name}”按打勾的读：{'、'.join(picked)}；没打勾的没有读：{'、'.join(left)}。"
    )
    return ("\n" if column.field in _ITEMS else "、").join(picked)


def _continues(row: DataRow, texts: Sequence[str], arrangement: Arrangement) -> bool:
    """Whether a row goes on with the one above: what it is about is merged with it or left empty."""
    if arrangement.kind is Kind.EMERGENCY:
        written = [one for one in arrangement.columns if texts[one.at] and not row.held[one.at]]
        return bool(written) and not any(one.field in (*_WHOLE[Kind.EMERGENCY], "number") for one in written)
    whole = [one for name in _WHOLE[arrangement.kind] for one in arrangement.of(name)]
    if not whole or any(texts[one.at] and not row.held[one.at] for one in whole):
        return False
    fresh = {one.field for one in arrangement.columns if texts[one.at] and not row.held[one.at]}
    return "number" not in fresh and not fresh & _SCORED


def _append(view: View, row: DataRow, texts: Sequence[str]) -> None:
    for at, text in enumerate(texts):
        if text and not row.held[at] and text != view.texts[at]:
            view.texts[at] = f"{view.texts[at]}\n{text}".strip()


def _fill(view: View, above: View | None) -> None:
    """Fields that group rows hold until the next one is named; a line over the table ends them."""
    if above is None or above.group != view.group:
        return
    for column in view.arrangement.columns:
        if column.field in GROUPING and not view.texts[column.at]:
            view.texts[column.at] = above.texts[column.at]


def check_numbers(part: Part, arrangement: Arrangement, desk: Desk) -> bool:
    """Whether the numbers of the rows count on from one; what they skip or repeat is named."""
    columns = arrangement.of("number")
    if not columns:
        return True
    at = columns[0].at
    posts = [one.at for name in ("post", "unit", "name") for one in arrangement.of(name)]
    rows = [row for row in part.rows if row.texts[at] and not row.held[at] and not is_same(row.texts[at])]
    plain, last, seen = True, 0, set[int]()
    was: tuple[str, ...] = ("",)
    for row in rows:
        number, here = ordinal(row.texts[at]), (row.group, *(row.texts[one] for one in posts))
        if number is None:
            return False
        if number == 1 and here != was:
            last, seen = 0, set()
        was = here
        plain = _next_number(number, last, seen, row.where, desk) and plain
        seen.add(number)
        last = max(last, number)
    if plain:
        desk.spend(*(row.texts[at] for row in rows))
    return plain


def _next_number(number: int, last: int, seen: Iterable[int], where: str, desk: Desk) -> bool:
    if number in seen:
        desk.warn("number", where, f"序号 {number} 重复了。两行都读入了，请核对。")
    elif number < last:
        desk.warn("number", where, f"序号 {number} 排在 {last} 后面，顺序不对。请核对。")
    elif number > last + 1:
        missing = str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"
        desk.warn("number", where, f"序号从 {last} 跳到 {number}，缺 {missing}。请核对是不是漏了。")
    return number == last + 1
