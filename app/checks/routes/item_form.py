"""The form of a plan's items: picked controls and free ones, moved, removed, compared with what is stored.

Nothing is stored until the last step; between the steps the page itself carries what was typed. What an item
says of its risk (level, hazard, signs, the control's words) is never taken from the form, always from the
published risk list, or from the revision before where the list no longer holds the control.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from flask import request

from app.cards.queries import bodies_of, published_of
from app.cards.schemas import Kind, RiskRow
from app.checks.forms import short_text
from app.checks.models import Plan
from app.checks.plans import MOST_ITEMS
from app.checks.schemas import PlanItem, ValueRule
from app.core.errors import Invalid
from app.core.ids import new_id, parse_id

PARTS = (
    "id",
    "row",
    "measure",
    "text",
    "standard",
    "first",
    "value_name",
    "value_unit",
    "value_low",
    "value_high",
    "value_decimals",
)


@dataclass(frozen=True)
class ItemRow:
    """One item as it is typed."""

    id: str
    row: str = ""
    measure: str = ""
    text: str = ""
    standard: str = ""
    first: str = ""
    value_name: str = ""
    value_unit: str = ""
    value_low: str = ""
    value_high: str = ""
    value_decimals: str = "0"
    hazard: str = ""
    level: int | None = None
    signs: list[str] = field(default_factory=list)
    gone: bool = False  # the risk list no longer holds the control

    @property
    def from_list(self) -> bool:
        """Whether it is a control of the risk list."""
        return bool(self.measure)

    @property
    def filled(self) -> list[tuple[str, str]]:
        """(label, text) of what is said beside the item itself."""
        low = f"最低 {self.value_low} {self.value_unit}".strip() if self.value_low else ""
        high = f"最高 {self.value_high} {self.value_unit}".strip() if self.value_high else ""
        value = "，".join(part for part in (self.value_name, low, high) if part)
        parts = (("标准", self.standard), ("先做", self.first), ("量", value))
        return [(label, text) for label, text in parts if text]


class Control(NamedTuple):
    """A control of the risk list as it can be picked."""

    id: str
    text: str
    kind: str


class RiskPart(NamedTuple):
    """A risk with its controls."""

    id: str
    point: str
    hazard: str
    level: int | None
    signs: list[str]
    measures: list[Control]


def risks_of(plan: Plan) -> list[RiskPart]:
    """The post's published risk list; empty for a plan of a unit, and where none is published."""
    version = published_of(plan.post_id).get(Kind.RISK) if plan.post_id else None
    found = bodies_of(version) if version else []
    return [_part(row, body) for row, body in found if isinstance(body, RiskRow)]


def _part(row: str, body: RiskRow) -> RiskPart:
    grade = body.after or body.before
    measures = [Control(one.id, one.text, one.kind) for one in body.measures]
    return RiskPart(row, body.point, body.hazard, grade.level if grade else None, body.signs, measures)


def stored(items: Sequence[PlanItem]) -> list[ItemRow]:
    """The items of a revision, to be changed."""
    return [_row(one) for one in items]


def _row(one: PlanItem) -> ItemRow:
    value = one.value
    return ItemRow(
        id=one.id,
        row=one.row,
        measure=one.measure,
        text=one.text,
        standard=one.standard,
        first=one.first,
        value_name=value.name if value else "",
        value_unit=value.unit if value else "",
        value_low=_plain(value.low) if value else "",
        value_high=_plain(value.high) if value else "",
        value_decimals=str(value.decimals) if value else "0",
        hazard=one.hazard,
        level=one.level,
        signs=list(one.signs),
    )


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def typed() -> list[ItemRow]:
    """The items of the form that was sent."""
    columns = [request.form.getlist(part) for part in PARTS]
    rows = zip(*columns, strict=False)
    return [ItemRow(**dict(zip(PARTS, row, strict=True))) for row in rows][:MOST_ITEMS]


def settle(rows: Sequence[ItemRow], risks: Sequence[RiskPart], before: Sequence[PlanItem]) -> list[ItemRow]:
    """Each item with what the risk list says of it now, or said when the last revision was made."""
    known = {(risk.id, one.id): (risk, one) for risk in risks for one in risk.measures}
    old = {one.id: one for one in before}
    return [_settled(row, known, old) for row in rows]


def _settled(
    row: ItemRow, known: Mapping[tuple[str, str], tuple[RiskPart, Control]], old: Mapping[str, PlanItem]
) -> ItemRow:
    found, past = known.get((row.row, row.measure)), old.get(row.id)
    if past is None and parse_id(row.id) is None:
        row = replace(row, id=str(new_id()))
    if found is not None:
        risk, control = found
        return replace(row, text=control.text, hazard=risk.hazard, level=risk.level, signs=risk.signs)
    if past is not None and past.measure:
        said = replace(row, row=past.row, measure=past.measure, text=past.text, hazard=past.hazard)
        return replace(said, level=past.level, signs=list(past.signs), gone=True)
    return replace(row, row="", measure="", hazard="", level=None, signs=[], gone=False)


def change(rows: list[ItemRow], told: str, risks: Sequence[RiskPart]) -> list[ItemRow]:
    """The items after a button was pressed: "up:2", "down:2", "remove:2", "add", "pick"."""
    verb, _, text = told.partition(":")
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if verb == "pick":
        return (rows + picked(rows, risks))[:MOST_ITEMS]
    if verb == "add":
        return [*rows, ItemRow(str(new_id()))][:MOST_ITEMS]
    if not 0 <= at < len(rows):
        return rows
    if verb == "remove":
        return rows[:at] + rows[at + 1 :]
    other = at + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def picked(rows: Sequence[ItemRow], risks: Sequence[RiskPart]) -> list[ItemRow]:
    """The controls that were ticked and are not items yet."""
    ticked, have = set(request.form.getlist("pick")), {(row.row, row.measure) for row in rows}
    return [
        ItemRow(str(new_id()), row=risk.id, measure=one.id, text=one.text)
        for risk in risks
        for one in risk.measures
        if f"{risk.id}:{one.id}" in ticked and (risk.id, one.id) not in have
    ]


def read(rows: Sequence[ItemRow]) -> list[PlanItem]:
    """The items as they are stored. Raises Invalid naming the item and what does not fit."""
    if not rows:
        raise Invalid("还没选查什么")
    if len({row.id for row in rows}) != len(rows):
        raise Invalid("有两项是同一项", hint="去掉一个再存。")
    return [_read(number, row) for number, row in enumerate(rows, 1)]


def first_wrong(rows: Sequence[ItemRow]) -> int | None:
    """The place of the first item that does not fit."""
    for at, row in enumerate(rows):
        try:
            _read(at + 1, row)
        except Invalid:
            return at
    return None


def _read(number: int, row: ItemRow) -> PlanItem:
    which = f"第 {number} 项"
    if not row.text.strip():
        raise Invalid(f"{which}没写看什么")
    return PlanItem(
        id=row.id[:60],
        text=short_text(row.text.strip(), f"{which}“看什么”", 300),
        standard=short_text(row.standard.strip(), f"{which}“怎样算正常”", 200),
        row=row.row,
        measure=row.measure,
        level=row.level,
        hazard=row.hazard,
        signs=row.signs,
        first=short_text(row.first.strip(), f"{which}“先做什么”", 200),
        value=_value(which, row),
    )


def _value(which: str, row: ItemRow) -> ValueRule | None:
    name, unit = row.value_name.strip(), row.value_unit.strip()
    if not name:
        if unit or row.value_low.strip() or row.value_high.strip():
            raise Invalid(f"{which}没写量什么", hint="不量，就把单位、最低、最高都空着。")
        return None
    low, high = (_number(f"{which}的{word}", text) for word, text in _limits(row))
    if low is not None and high is not None and low > high:
        raise Invalid(f"{which}的最低比最高还大")
    if row.value_decimals.strip() not in {"0", "1", "2", "3", ""}:
        raise Invalid(f"{which}的小数几位，填 0 到 3")
    decimals = int(row.value_decimals.strip() or 0)
    shown, measured = short_text(name, f"{which}“量什么”", 30), short_text(unit, f"{which}“单位”", 12)
    step = round(10**-decimals, decimals)
    return ValueRule(name=shown, unit=measured, low=low, high=high, decimals=decimals, step=step)


def _limits(row: ItemRow) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("最低", row.value_low), ("最高", row.value_high)


def _number(which: str, text: str) -> float | None:
    if not text.strip():
        return None
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not -1e9 <= found <= 1e9:
        raise Invalid(f"{which}要填数字")
    return found


def carried(rows: Sequence[ItemRow]) -> list[tuple[str, str]]:
    """The items as hidden fields: (name, value)."""
    return [(part, getattr(row, part)) for row in rows for part in PARTS]
