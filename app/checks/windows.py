"""Windows: when a plan demands a check. Pure: a rule and a stretch of days in, windows out.

A window belongs to the first day of its period (a night shift to the day it starts on), so windows of adjacent
stretches of days join without a gap and without doubling any.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from app.checks.models import Completer, Cycle
from app.checks.periods import end_of, key_of, name_of, period_start, starts
from app.checks.shifts import DAY_MINUTES, Shift, System
from app.core.workdays import Day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """Days on which somebody, or something, is there: both included, open where None."""

    who: UUID | None
    from_on: date
    to_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def meets(self, first: date, last: date) -> bool:
        """Whether it shares a day with a stretch."""
        return self.from_on <= last and (self.to_on is None or first <= self.to_on)


@dataclass(frozen=True)
class Held:
    """A moment from which, and one until which, an account held the plan's role."""

    who: UUID
    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A plan with all that its windows are made from."""

    plan: UUID
    cycle: str
    completer: str
    valid_from: date
    valid_to: date | None = None
    workdays_only: bool = False
    from_minute: int = 0
    to_minute: int = DAY_MINUTES
    grace: timedelta = timedelta(0)
    system: System | None = None
    unit: UUID | None = None  # the plan's own, to tell whether it is a crew
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    days: Mapping[date, Day] = field(default_factory=dict)  # only asked where workdays count
    stops: Sequence[Stay] = ()  # days on which nothing is expected here
    leaves: Sequence[Stay] = ()  # of persons
    stays: Sequence[Stay] = ()  # who is at the post, or in the unit
    held: Sequence[Held] = ()  # who holds the plan's role

    def is_valid(self, day: date) -> bool:
        """Whether the plan runs on a day."""
        return Stay(None, self.valid_from, self.valid_to).holds(day)

    def is_stopped(self, day: date) -> bool:
        """Whether work rests on a day."""
        return any(stop.holds(day) for stop in self.stops)

    def demands(self, day: date) -> bool:
        """Whether a day counts: the plan runs, work does not rest, and it is a workday where that matters."""
        return (
            self.is_valid(day)
            and not self.is_stopped(day)
            and not (self.workdays_only and not _is_worked(self.days, day))
        )


@dataclass(frozen=True, kw_only=True)
class Window:
    """One check that is demanded."""

    key: str  # plan:period:person or any
    plan: UUID
    period: str
    day: date  # the first of its period
    shift: str = ""  # code
    shift_name: str = ""
    opens_at: datetime
    closes_at: datetime
    deadline_at: datetime  # closes_at and the grace
    first_on: date  # the days within which it may be done
    last_on: date
    person: UUID | None = None


def windows(rule: Rule, first: date, last: date) -> list[Window]:
    """The windows of the periods that begin on a day from `first` to `last`, both included, in order."""
    return [
        window
        for start in starts(rule.cycle, first, last)
        for shared in _of_period(rule, start)
        for window in _for_each(rule, shared)
    ]


def window_of(rule: Rule, period: str, person: UUID | None) -> Window | None:
    """The window of a period (and, where each has their own, of a person); None where there is none."""
    start = period_start(rule.cycle, period)
    if start is None:
        return None
    key = key_of(rule.plan, period, person)
    return next((window for window in windows(rule, start, start) if window.key == key), None)


def _of_period(rule: Rule, start: date) -> list[Window]:
    if rule.cycle == Cycle.SHIFT:
        return _shifts_of(rule, start)
    if rule.cycle == Cycle.DAY:
        return _made(rule, start, start.isoformat(), (start, rule.from_minute), (start, rule.to_minute))
    return _longer(rule, start)


def _shifts_of(rule: Rule, day: date) -> list[Window]:
    system = rule.system
    if system is None or (system.workdays_only and not _is_worked(rule.days, day)):
        return []
    return [
        window
        for shift in system.worked_on(day, rule.unit)
        for window in _made(
            rule,
            day,
            f"{day.isoformat()}/{shift.code}",
            (day, shift.start),
            (day, shift.start + shift.minutes),
            shift=shift,
        )
    ]


def _longer(rule: Rule, start: date) -> list[Window]:
    """The window of a week, 旬 or month: from its first to its last day on which the plan runs."""
    last, period = end_of(rule.cycle, start), name_of(rule.cycle, start)
    ran = [day for day in _span(start, last) if rule.is_valid(day)]
    if not any(rule.demands(day) for day in ran):
        return []
    return _made(rule, start, period, (ran[0], 0), (ran[-1], DAY_MINUTES), demanded=True)


def _made(
    rule: Rule,
    day: date,
    period: str,
    opens: tuple[date, int],
    closes: tuple[date, int],
    *,
    shift: Shift | None = None,
    demanded: bool = False,
) -> list[Window]:
    """The window, as a list; none where its day does not count, or the clock leaves it no time at all."""
    opens_at, closes_at = (moment(rule.zone, *one) for one in (opens, closes))
    if not (demanded or rule.demands(day)) or opens_at >= closes_at:
        return []
    made = Window(
        key=key_of(rule.plan, period, None),
        plan=rule.plan,
        period=period,
        day=day,
        shift=shift.code if shift else "",
        shift_name=shift.name if shift else "",
        opens_at=opens_at,
        closes_at=closes_at,
        deadline_at=closes_at + rule.grace,
        first_on=opens[0] + timedelta(days=opens[1] // DAY_MINUTES),
        last_on=closes[0] + timedelta(days=(closes[1] - 1) // DAY_MINUTES),
    )
    return [made]


def _for_each(rule: Rule, shared: Window) -> Iterator[Window]:
    """The window itself, or one for each person who is there when it ends and was not away all the time.

    Who has left before the end is not asked: a stay that ends takes its open windows along.
    """
    if rule.completer != Completer.EACH:
        yield shared
        return
    longer = rule.cycle not in (Cycle.SHIFT, Cycle.DAY)
    days = (
        [day for day in _span(shared.first_on, shared.last_on) if rule.demands(day)]
        if longer
        else [shared.day]
    )
    end = shared.last_on if longer else shared.day
    staying = {stay.who for stay in rule.stays if stay.holds(end)} - {None}
    for who in sorted(one for one in staying if one is not None):
        if any(_is_there(rule, who, day) for day in days):
            yield replace(shared, key=key_of(rule.plan, shared.period, who), person=who)


def _is_there(rule: Rule, who: UUID, day: date) -> bool:
    there = any(stay.who == who and stay.holds(day) for stay in rule.stays)
    return there and not any(leave.who == who and leave.holds(day) for leave in rule.leaves)


def able(rule: Rule, window: Window) -> list[UUID]:
    """The accounts that could do a check, as far as the rule knows who was there (`stays`, `held`)."""
    if window.person is not None:
        return [window.person]
    if rule.completer == Completer.ROLE:
        found = {
            one.who
            for one in rule.held
            if one.from_at < window.closes_at and (one.to_at is None or one.to_at > window.opens_at)
        }
    else:
        found = {one.who for one in rule.stays if one.who and one.meets(window.first_on, window.last_on)}
    return sorted(found)


@lru_cache(maxsize=4096)  # the plans of a day share a few
def moment(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The moment at which the clock on the wall shows `minutes` after midnight of a day, in UTC.

    Where summer time leaves the moment out it is the one at which the clocks change; where it comes twice, the
    first. So later times on the wall are never earlier moments, and shifts that touch keep touching.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return late if late <= early else _change_between(zone, early, late)


def _change_between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The moment, to the minute, at which the zone's offset changes between two moments."""
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def _is_worked(days: Mapping[date, Day], day: date) -> bool:
    return days[day].worked


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
