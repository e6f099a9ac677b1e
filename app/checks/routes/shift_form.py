"""The form of a shift calendar: what was typed, with rows added and dropped, as text until it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import request

from app.checks.calendar import ShiftTerms
from app.checks.forms import LONGEST_PATTERN, MOST_CREWS, MOST_SHIFTS, clock_value, minutes_of, whole_of
from app.checks.models import ShiftSystem
from app.checks.shifts import DAY_MINUTES, Shift, System, system_from
from app.core.errors import Invalid
from app.core.ids import parse_id


@dataclass
class ShiftRow:
    """One shift as it is typed."""

    code: str
    name: str = ""
    start: str = ""
    end: str = ""


@dataclass
class CrewRow:
    """One crew as it is typed; `first` is its day of the pattern, from 1, on the anchor day."""

    name: str = ""
    unit: str = ""
    first: str = "1"


@dataclass
class ShiftDraft:
    """A shift calendar as it is typed."""

    name: str = ""
    unit: str = ""
    anchor: str = ""
    workdays_only: bool = False
    shifts: list[ShiftRow] = field(default_factory=list)
    pattern: list[str] = field(default_factory=list)
    crews: list[CrewRow] = field(default_factory=list)

    def terms(self) -> ShiftTerms:
        """What the calendar says. Raises Invalid naming the first thing that does not fit."""
        return ShiftTerms(
            name=self.name.strip(),
            shifts=[_shift(one) for one in self.shifts],
            anchor=_day(self.anchor),
            pattern=list(self.pattern),
            crews=[self._crew(one) for one in self.crews],
            workdays_only=self.workdays_only,
        )

    def _crew(self, row: CrewRow) -> dict[str, Any]:
        found = parse_id(row.unit)
        if not row.name.strip() and found is None:
            raise Invalid("有一个班组没写名称")
        first = whole_of(row.first, "班组从第几天开始", 1, max(len(self.pattern), 1))
        return {"unit": str(found) if found else None, "name": row.name.strip(), "offset": first - 1}

    def system(self) -> System:
        """The calendar as values. Raises Invalid where it can't be followed."""
        said = self.terms()
        return system_from(
            said.shifts, said.anchor, said.pattern, said.crews, workdays_only=said.workdays_only
        )

    def change(self, told: str) -> None:
        """Add or drop a row, as a button of the form says: "add:crew", "drop:crew:2"."""
        verb, _, rest = told.partition(":")
        what, _, at = rest.partition(":")
        rows: dict[str, tuple[list[Any], Any, int]] = {
            "shift": (self.shifts, ShiftRow(self._new_code()), MOST_SHIFTS),
            "crew": (self.crews, CrewRow(), MOST_CREWS),
            "day": (self.pattern, "", LONGEST_PATTERN),
        }
        if what not in rows:
            return
        found, new, most = rows[what]
        if verb == "add" and len(found) < most:
            found.append(new)
        if verb == "drop" and at.isascii() and at.isdigit() and int(at) < len(found):
            found.pop(int(at))

    def _new_code(self) -> str:
        taken = {one.code for one in self.shifts}
        return next(code for number in range(1, 99) if (code := f"s{number}") not in taken)


class Line(NamedTuple):
    """A crew's next days: the names of its shifts, "" for rest."""

    name: str
    shifts: list[str]


def typed() -> ShiftDraft:
    """The calendar of the form that was sent."""
    sent = request.form
    rows = zip(*(sent.getlist(f"shift_{part}") for part in ("code", "name", "start", "end")), strict=False)
    crews = zip(*(sent.getlist(f"crew_{part}") for part in ("name", "unit", "first")), strict=False)
    return ShiftDraft(
        name=sent.get("name", ""),
        unit=sent.get("unit", ""),
        anchor=sent.get("anchor", ""),
        workdays_only="workdays_only" in sent,
        shifts=[ShiftRow(*row) for row in rows][:MOST_SHIFTS],
        pattern=sent.getlist("pattern")[:LONGEST_PATTERN],
        crews=[CrewRow(*row) for row in crews][:MOST_CREWS],
    )


def stored(found: ShiftSystem) -> ShiftDraft:
    """A stored calendar, to be changed."""
    return ShiftDraft(
        name=found.name,
        unit=str(found.unit_id),
        anchor=found.anchor.isoformat(),
        workdays_only=found.workdays_only,
        shifts=[
            ShiftRow(one["code"], one["name"], one["start"], _end(one["start"], one["minutes"]))
            for one in found.shifts
        ],
        pattern=list(found.pattern),
        crews=[CrewRow(one["name"], one.get("unit") or "", str(one["offset"] + 1)) for one in found.crews],
    )


# What many plants start from; every part of it can be changed in the form.
PRESETS: dict[str, tuple[str, list[tuple[str, str, str, str]], str, int]] = {
    "days": ("常白班", [("day", "白班", "08:00", "17:00")], "day", 1),
    "two": (
        "四班两倒",
        [("day", "白班", "08:00", "20:00"), ("night", "夜班", "20:00", "08:00")],
        "day night - -",
        4,
    ),
    "three": (
        "四班三倒",
        [
            ("day", "白班", "08:00", "16:00"),
            ("mid", "中班", "16:00", "00:00"),
            ("night", "夜班", "00:00", "08:00"),
        ],
        "day day mid mid night night - -",
        4,
    ),
}


def preset(key: str, today: date) -> ShiftDraft:
    """A calendar to start from, its crews spread evenly over the pattern; an unknown key gives the second."""
    name, shifts, order, crews = PRESETS.get(key, PRESETS["two"])
    pattern = ["" if code == "-" else code for code in order.split()]
    step = len(pattern) // crews
    return ShiftDraft(
        name=name,
        anchor=today.isoformat(),
        workdays_only=key == "days",
        shifts=[ShiftRow(*one) for one in shifts],
        pattern=pattern,
        crews=[CrewRow(f"{'甲乙丙丁'[at]}班", "", str(at * step + 1)) for at in range(crews)],
    )


def ahead(system: System, from_on: date, count: int) -> tuple[list[date], list[Line]]:
    """The next `count` days, and what each crew works on them."""
    days = [from_on + timedelta(days=number) for number in range(count)]
    names = {one.code: one.name for one in system.shifts}
    return days, [
        Line(crew.name, [names.get(system.code_on(crew, day), "") for day in days]) for crew in system.crews
    ]


def span_words(shifts: Sequence[Shift]) -> list[str]:
    """Each shift's time as people say it. One that ends on the next day belongs to the day it starts on."""
    return [_span(one) for one in shifts]


def _span(one: Shift) -> str:
    end = one.start + one.minutes
    start = f"{one.name} {one.start // 60}:{one.start % 60:02d}"
    if end < DAY_MINUTES:
        return f"{start} 到 {end // 60}:{end % 60:02d}"
    if end == DAY_MINUTES:
        return f"{start} 到 24:00"
    return f"{start} 到第二天 {end // 60 - 24}:{end % 60:02d}，算前一天的"


def _shift(row: ShiftRow) -> dict[str, Any]:
    name = row.name.strip()
    if not name:
        raise Invalid("有一个班次没写名称")
    start, end = minutes_of(row.start, f"{name}几点开始"), minutes_of(row.end, f"{name}几点结束")
    minutes = (end - start) % DAY_MINUTES or DAY_MINUTES
    return {"code": row.code, "name": name[:20], "start": clock_value(start), "minutes": minutes}


def _end(start: str, minutes: int) -> str:
    return clock_value(minutes_of(start, "") + minutes)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("起点那天没填对", hint="写成 2026-03-01 这样。") from None
