"""Shift calendars (倒班). Pure: which shifts are worked on a day, and by which crew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.core.errors import Invalid

DAY_MINUTES = 24 * 60
MOST_SHIFTS = 6
LONGEST_PATTERN = 366


@dataclass(frozen=True)
class Shift:
    """One shift of a day. It belongs to the day it starts on, also when it ends on the next."""

    code: str  # day, night
    name: str  # 白班
    start: int  # minutes after midnight
    minutes: int  # by the wall clock


@dataclass(frozen=True)
class Crew:
    """A crew (班组) that runs through the pattern, `offset` days ahead of its beginning."""

    name: str
    offset: int
    unit: UUID | None = None


@dataclass(frozen=True)
class System:
    """A shift calendar as values."""

    shifts: tuple[Shift, ...]
    anchor: date  # day 0 of the pattern
    pattern: tuple[str, ...]  # a shift's code or "" (休) for each day
    crews: tuple[Crew, ...]
    workdays_only: bool = False

    def code_on(self, crew: Crew, day: date) -> str:
        """The shift that a crew works on a day; "" where it rests."""
        return self.pattern[((day - self.anchor).days + crew.offset) % len(self.pattern)]

    def worked_on(self, day: date, unit: UUID | None) -> list[Shift]:
        """The shifts of a day, in order of their start: those of the crew that `unit` is, else of all crews."""
        own = [crew for crew in self.crews if unit is not None and crew.unit == unit]
        codes = {self.code_on(crew, day) for crew in own or self.crews}
        return sorted((one for one in self.shifts if one.code in codes), key=lambda one: one.start)

    def is_crew(self, unit: UUID) -> bool:
        """Whether a unit is one of the crews."""
        return any(crew.unit == unit for crew in self.crews)


def system_from(
    shifts: Sequence[Mapping[str, Any]],
    anchor: date,
    pattern: Sequence[str],
    crews: Sequence[Mapping[str, Any]],
    *,
    workdays_only: bool = False,
) -> System:
    """A shift calendar from what is stored or typed. Raises Invalid where it could not be followed."""
    try:
        read = tuple(_shift(one) for one in shifts)
        crew = tuple(_crew(one) for one in crews) or (Crew("", 0),)
    except (KeyError, TypeError, ValueError):
        raise Invalid("班次写得不对", hint="每班要有代号、名称、几点开始、多长时间。") from None
    made = System(read, anchor, tuple(pattern), crew, workdays_only)
    _refuse_unusable(made)
    return made


def _shift(one: Mapping[str, Any]) -> Shift:
    hour, _, minute = str(one["start"]).partition(":")
    if not (0 <= int(hour) < 24 and 0 <= int(minute) < 60):
        raise ValueError(one["start"])
    return Shift(str(one["code"]), str(one["name"]), int(hour) * 60 + int(minute), int(one["minutes"]))


def _crew(one: Mapping[str, Any]) -> Crew:
    unit = one.get("unit")
    return Crew(str(one["name"]), int(one.get("offset", 0)), UUID(str(unit)) if unit else None)


def _refuse_unusable(system: System) -> None:
    codes = [one.code for one in system.shifts]
    if not 0 < len(codes) <= MOST_SHIFTS or len(set(codes)) != len(codes):
        raise Invalid(f"要有 1 到 {MOST_SHIFTS} 个班次，代号不能重复")
    if any(not (code.isascii() and code.isalnum() and len(code) <= 20) for code in codes):
        raise Invalid("班次代号只能用字母和数字", hint="比如 day、night。")
    if not 0 < len(system.pattern) <= LONGEST_PATTERN or not {*system.pattern} - {""} <= {*codes}:
        raise Invalid("轮班顺序里有不认识的班次", hint="每天写一个班次代号，休息留空。")
    if not any(system.pattern):
        raise Invalid("轮班顺序里没有一天上班")
    if any(not one.name.strip() or not 0 < one.minutes <= DAY_MINUTES for one in system.shifts):
        raise Invalid("每个班次要有名称，时长不超过 24 小时")
    if _overlap(system.shifts):
        raise Invalid("班次的时间有重叠", hint="一个班开始，上一个班就结束。")


def _overlap(shifts: Sequence[Shift]) -> bool:
    """Whether two shifts, repeated every day, are ever on at once; then one moment would belong to two."""
    ordered = sorted(shifts, key=lambda one: one.start)
    following = [*ordered[1:], ordered[0]]
    gaps = [(after.start - one.start) % DAY_MINUTES for one, after in zip(ordered, following, strict=True)]
    return any(
        one.minutes > (gap or (DAY_MINUTES if len(ordered) == 1 else 0))
        for one, gap in zip(ordered, gaps, strict=True)
    )
