"""What holds for windows whatever the plan, the shifts, the zone and the pauses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.checks.models import Completer, Cycle
from app.checks.shifts import System, system_from
from app.checks.windows import Rule, Stay, Window, moment, window_of, windows
from app.core.workdays import Day

PLAN = UUID(int=1)
PEOPLE = [UUID(int=number) for number in range(2, 5)]
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Asia/Beirut")]
FIRST, LAST = date(2025, 12, 1), date(2028, 4, 1)
dates = st.dates(FIRST, LAST)
spans = st.tuples(dates, st.integers(0, 75)).map(lambda one: (one[0], one[0] + timedelta(days=one[1])))
DAYS = {
    FIRST + timedelta(days=number): Day(number % 7 not in (2, 3), "", True)
    for number in range(-40, (LAST - FIRST).days + 150)
}


@st.composite
def systems(draw: st.DrawFn, *, contiguous: bool = False) -> System:
    """Up to four shifts that touch each other around the clock, run through by crews so that all are worked."""
    count = draw(st.integers(1, 4))
    cuts = sorted(draw(st.lists(st.integers(0, 1439), min_size=count, max_size=count, unique=True)))
    ends = [*cuts[1:], cuts[0] + 1440]
    shifts = [
        {
            "code": f"s{place}",
            "name": f"{place} 班",
            "start": f"{start // 60}:{start % 60:02d}",
            "minutes": end - start,
        }
        for place, (start, end) in enumerate(zip(cuts, ends, strict=True))
    ]
    codes = [one["code"] for one in shifts]
    rest = [] if contiguous else draw(st.lists(st.just(""), max_size=3))
    pattern = [*codes, *rest]
    numbers = range(len(pattern)) if contiguous else draw(st.sets(st.integers(0, 6), min_size=1))
    crews = [{"name": f"{number} 班组", "offset": number} for number in numbers]
    return system_from(
        shifts, draw(dates), pattern, crews, workdays_only=not contiguous and draw(st.booleans())
    )


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    valid_from = draw(dates)
    stays = [
        Stay(who, *span)
        for who, span in draw(st.lists(st.tuples(st.sampled_from(PEOPLE), spans), max_size=4))
    ]
    stops = [Stay(None, *span) for span in draw(st.lists(spans, max_size=3))]
    leaves = [
        Stay(who, *span)
        for who, span in draw(st.lists(st.tuples(st.sampled_from(PEOPLE), spans), max_size=2))
    ]
    opens = draw(st.integers(0, 1439))
    return Rule(
        plan=PLAN,
        cycle=draw(st.sampled_from(list(Cycle))),
        completer=draw(st.sampled_from(list(Completer))),
        valid_from=valid_from,
        valid_to=draw(st.none() | st.integers(0, 200).map(lambda days: valid_from + timedelta(days=days))),
        workdays_only=draw(st.booleans()),
        from_minute=opens,
        to_minute=opens + draw(st.integers(1, 1440)),
        system=draw(systems()),
        zone=draw(st.sampled_from(ZONES)),
        days=DAYS,
        stops=stops,
        leaves=leaves,
        stays=stays,
    )


@given(rules(), spans)
def test_windows_of_one_plan_and_one_person_never_overlap(rule: Rule, span: tuple[date, date]) -> None:
    by_person: dict[UUID | None, list[Window]] = {}
    for window in windows(rule, *span):
        by_person.setdefault(window.person, []).append(window)
    for found in by_person.values():
        assert all(one.opens_at < one.closes_at for one in found)
        assert all(before.closes_at <= after.opens_at for before, after in pairwise(found))


@given(rules(), spans, st.integers(0, 80))
def test_adjacent_stretches_join_to_the_whole(rule: Rule, span: tuple[date, date], cut: int) -> None:
    middle = min(span[0] + timedelta(days=cut), span[1])
    after = middle + timedelta(days=1)
    rest = windows(rule, after, span[1]) if after <= span[1] else []
    assert windows(rule, span[0], middle) + rest == windows(rule, *span)


@given(rules(), spans)
def test_a_key_names_one_window_and_leads_back_to_it(rule: Rule, span: tuple[date, date]) -> None:
    found = windows(rule, *span)
    assert len({one.key for one in found}) == len(found)
    assert [window_of(rule, one.period, one.person) for one in found] == found


@given(rules(), spans)
def test_no_window_begins_where_work_rests_or_the_plan_does_not_run(
    rule: Rule, span: tuple[date, date]
) -> None:
    for window in windows(rule, *span):
        length = (window.last_on - window.first_on).days + 1
        days = [window.first_on + timedelta(days=number) for number in range(length)]
        if rule.cycle in (Cycle.SHIFT, Cycle.DAY):
            days = [window.day]
        assert any(rule.demands(day) for day in days)
        assert rule.is_valid(days[0])


@given(rules(), spans)
def test_only_who_is_there_is_asked_for_their_own(rule: Rule, span: tuple[date, date]) -> None:
    for window in windows(rule, *span):
        assert (window.person is not None) == (rule.completer == Completer.EACH)
        if window.person is not None:
            end = window.day if rule.cycle in (Cycle.SHIFT, Cycle.DAY) else window.last_on
            assert any(stay.who == window.person and stay.holds(end) for stay in rule.stays)


@given(systems(contiguous=True), dates, st.sampled_from(ZONES), st.integers(0, 20 * 1440))
def test_shifts_around_the_clock_hold_every_moment_once(
    system: System, first: date, zone: ZoneInfo, minute: int
) -> None:
    rule = Rule(
        plan=PLAN, cycle=Cycle.SHIFT, completer=Completer.ANYONE, valid_from=FIRST, system=system, zone=zone
    )
    rule = replace(rule, valid_from=FIRST - timedelta(days=5))
    found = windows(rule, first - timedelta(days=2), first + timedelta(days=22))
    at = datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(UTC) + timedelta(minutes=minute)
    assert sum(one.opens_at <= at < one.closes_at for one in found) == 1


@given(systems(contiguous=True), dates, st.sampled_from(ZONES))
def test_a_shift_belongs_to_the_day_it_starts_on(system: System, day: date, zone: ZoneInfo) -> None:
    rule = Rule(
        plan=PLAN, cycle=Cycle.SHIFT, completer=Completer.ANYONE, valid_from=FIRST, system=system, zone=zone
    )
    names = {one.code: one for one in system.shifts}
    for window in windows(rule, day, day):
        shift = names[window.shift]
        assert window.period == f"{day}/{shift.code}"
        assert window.opens_at == moment(zone, day, shift.start)
        assert window.last_on == day + timedelta(days=(shift.start + shift.minutes - 1) // 1440)


@given(dates, st.lists(st.integers(-100, 3000), min_size=2, max_size=2), st.sampled_from(ZONES))
def test_later_on_the_wall_is_never_an_earlier_moment(day: date, minutes: list[int], zone: ZoneInfo) -> None:
    early, late = sorted(minutes)
    assert moment(zone, day, early) <= moment(zone, day, late)
