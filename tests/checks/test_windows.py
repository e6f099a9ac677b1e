"""Windows by example: nights, short months, years that end in mid-week, holidays, crews, pauses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.checks.models import Completer, Cycle
from app.checks.shifts import System, system_from
from app.checks.windows import Held, Rule, Stay, Window, able, moment, window_of, windows
from app.core.errors import Invalid
from app.core.workdays import Day, calendar_day
from tests.checks.builders import FOUR, TWELVE, utc

PLAN, ANNA, BORIS, CREW = (UUID(int=number) for number in range(1, 5))
JAN = date(2026, 1, 1)
TWO = system_from(TWELVE, JAN, ["day", "night", "", ""], FOUR)
SHIFTS = Rule(plan=PLAN, cycle=Cycle.SHIFT, completer=Completer.ANYONE, valid_from=JAN, system=TWO)


def rule(cycle: str, **more: object) -> Rule:
    return replace(SHIFTS, cycle=cycle, system=None, **more)


def calendar(first: date, last: date) -> dict[date, Day]:
    span = range((last - first).days + 1)
    return {day: calendar_day(day) for day in (first + timedelta(days=number) for number in span)}


def periods(found: list[Window]) -> list[str]:
    return [one.period for one in found]


def test_a_night_shift_belongs_to_the_day_it_starts_on() -> None:
    night = windows(SHIFTS, date(2026, 11, 21), date(2026, 11, 21))[1]
    assert (night.period, night.day, night.shift_name) == ("2026-11-21/night", date(2026, 11, 21), "夜班")
    assert (night.opens_at, night.closes_at) == (utc("2026-11-21 20:00"), utc("2026-11-22 08:00"))
    assert (night.first_on, night.last_on) == (date(2026, 11, 21), date(2026, 11, 22))


def test_a_stop_takes_the_night_that_starts_within_it_and_leaves_the_one_before() -> None:
    stopped = replace(SHIFTS, stops=[Stay(None, date(2026, 11, 21), date(2026, 11, 21))])
    found = windows(stopped, date(2026, 11, 20), date(2026, 11, 22))
    assert periods(found) == ["2026-11-20/day", "2026-11-20/night", "2026-11-22/day", "2026-11-22/night"]


@pytest.mark.parametrize(("year", "last"), [(2026, 28), (2028, 29)])
def test_the_last_ten_days_of_february_end_with_it(year: int, last: int) -> None:
    found = windows(rule(Cycle.XUN), date(year, 2, 1), date(year, 2, last))
    assert periods(found) == [f"{year}-02/1", f"{year}-02/2", f"{year}-02/3"]
    assert [(one.first_on.day, one.last_on.day) for one in found] == [(1, 10), (11, 20), (21, last)]
    assert found[2].closes_at == utc(f"{year}-03-01 00:00")


def test_the_last_ten_days_of_a_long_month_are_eleven() -> None:
    (found,) = windows(rule(Cycle.XUN), date(2026, 1, 21), date(2026, 1, 31))
    assert (found.period, found.last_on) == ("2026-01/3", date(2026, 1, 31))


def test_the_week_at_the_end_of_a_year_belongs_to_the_year_of_its_thursday() -> None:
    found = windows(rule(Cycle.WEEK), date(2026, 12, 28), date(2027, 1, 4))
    assert [(one.period, one.day) for one in found] == [
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W01", date(2027, 1, 4)),
    ]
    assert window_of(rule(Cycle.WEEK), "2026-W53", None) == found[0]


def test_a_month_is_open_until_its_last_midnight() -> None:
    (found,) = windows(rule(Cycle.MONTH), date(2026, 11, 1), date(2026, 11, 30))
    assert (found.period, found.opens_at) == ("2026-11", utc("2026-11-01 00:00"))
    assert found.closes_at == utc("2026-12-01 00:00")


def test_national_day_is_free_and_its_make_up_saturday_is_worked() -> None:
    first, last = date(2026, 9, 28), date(2026, 10, 12)
    found = windows(rule(Cycle.DAY, workdays_only=True, days=calendar(first, last)), first, last)
    worked = [day for day, one in calendar(first, last).items() if one.worked]
    assert [one.day for one in found] == worked
    assert date(2026, 10, 1) not in worked
    assert date(2026, 10, 10) in worked
    assert date(2026, 10, 10).weekday() == 5


def test_a_week_that_is_free_from_end_to_end_demands_nothing() -> None:
    span = (date(2026, 10, 5), date(2026, 10, 18))
    days = {day: one._replace(worked=day >= date(2026, 10, 12)) for day, one in calendar(*span).items()}
    assert periods(windows(rule(Cycle.WEEK, workdays_only=True, days=days), *span)) == ["2026-W42"]


def test_four_crews_run_through_the_pattern_one_day_apart() -> None:
    first_days = [[TWO.code_on(crew, JAN + timedelta(days=day)) for day in range(5)] for crew in TWO.crews]
    assert first_days == [
        ["day", "night", "", "", "day"],
        ["night", "", "", "day", "night"],
        ["", "", "day", "night", ""],
        ["", "day", "night", "", ""],
    ]
    assert TWO.code_on(TWO.crews[0], JAN - timedelta(days=4)) == "day"


def test_a_crew_is_asked_for_its_own_shifts_and_others_for_every_shift_that_is_worked() -> None:
    system = system_from(TWELVE, JAN, ["day", "night", "", ""], [{**FOUR[0], "unit": str(CREW)}, *FOUR[1:]])
    span = (JAN, JAN + timedelta(days=3))
    own = windows(replace(SHIFTS, system=system, unit=CREW), *span)
    assert periods(own) == ["2026-01-01/day", "2026-01-02/night"]
    assert len(windows(replace(SHIFTS, system=system, unit=ANNA), *span)) == 8


def test_a_window_of_the_day_may_end_on_the_next() -> None:
    (found,) = windows(rule(Cycle.DAY, from_minute=22 * 60, to_minute=30 * 60), JAN, JAN)
    assert (found.opens_at, found.closes_at) == (utc("2026-01-01 22:00"), utc("2026-01-02 06:00"))
    assert found.last_on == date(2026, 1, 2)


def test_the_grace_moves_the_deadline_and_not_the_end() -> None:
    (found,) = windows(rule(Cycle.DAY, grace=timedelta(hours=2)), JAN, JAN)
    assert found.deadline_at - found.closes_at == timedelta(hours=2)


def test_a_month_that_the_plan_only_touches_is_clipped_to_the_days_it_runs() -> None:
    clipped = rule(Cycle.MONTH, valid_from=date(2026, 11, 20), valid_to=date(2026, 12, 5))
    found = windows(clipped, date(2026, 10, 1), date(2027, 1, 1))
    assert [(one.period, one.first_on, one.last_on) for one in found] == [
        ("2026-11", date(2026, 11, 20), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 5)),
    ]


def test_a_month_is_let_off_only_when_work_rests_from_end_to_end() -> None:
    whole = Stay(None, date(2026, 10, 20), date(2026, 11, 30))
    assert not windows(rule(Cycle.MONTH, stops=[whole]), date(2026, 11, 1), date(2026, 11, 1))
    partly = Stay(None, date(2026, 10, 20), date(2026, 11, 29))
    assert windows(rule(Cycle.MONTH, stops=[partly]), date(2026, 11, 1), date(2026, 11, 1))


def test_each_who_is_there_has_a_window_of_their_own_but_not_on_leave() -> None:
    staying = [Stay(ANNA, JAN, None), Stay(BORIS, JAN, date(2026, 1, 2))]
    away = [Stay(ANNA, date(2026, 1, 2), date(2026, 1, 2))]
    each = rule(Cycle.DAY, completer=Completer.EACH, stays=staying, leaves=away)
    found = windows(each, JAN, date(2026, 1, 3))
    assert [(one.day.day, one.person) for one in found] == [(1, ANNA), (1, BORIS), (2, BORIS), (3, ANNA)]
    assert found[0].key == f"{PLAN}:2026-01-01:{ANNA}"
    assert [able(each, one) for one in found] == [[ANNA], [BORIS], [BORIS], [ANNA]]


def test_leave_takes_nothing_from_what_one_does_for_all() -> None:
    away = [Stay(ANNA, JAN, None)]
    assert windows(rule(Cycle.DAY, stays=[Stay(ANNA, JAN)], leaves=away), JAN, JAN)


def test_who_leaves_before_a_month_ends_is_not_asked_for_it() -> None:
    staying = [Stay(ANNA, JAN, date(2026, 1, 20)), Stay(BORIS, date(2026, 1, 20))]
    found = windows(rule(Cycle.MONTH, completer=Completer.EACH, stays=staying), JAN, JAN)
    assert [one.person for one in found] == [BORIS]


def test_a_role_is_held_while_the_window_is_open() -> None:
    held = [
        Held(ANNA, utc("2025-12-01 00:00"), utc("2026-01-01 00:00")),
        Held(BORIS, utc("2026-01-01 09:00")),
    ]
    by_role = rule(Cycle.DAY, completer=Completer.ROLE, held=held)
    (found,) = windows(by_role, JAN, JAN)
    assert able(by_role, found) == [BORIS]


def test_the_night_in_which_summer_time_begins_loses_an_hour() -> None:
    berlin = replace(SHIFTS, zone=ZoneInfo("Europe/Berlin"))
    night = windows(berlin, date(2026, 3, 28), date(2026, 3, 28))[1]
    assert night.closes_at - night.opens_at == timedelta(hours=11)
    night = windows(berlin, date(2026, 10, 24), date(2026, 10, 24))[1]
    assert night.closes_at - night.opens_at == timedelta(hours=13)


def test_a_moment_that_summer_time_leaves_out_is_the_one_at_which_it_begins() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert [moment(ZoneInfo("Europe/Berlin"), date(2026, 3, 29), minute) for minute in (120, 150, 180)] == [
        change
    ] * 3


@pytest.mark.parametrize(
    "period",
    ["", "2026-11-21", "2026-W54", "2026-W00", "2026-13", "2026-11/4", "2026-11/0", "nonsense", "2026-11/1 "],
)
@pytest.mark.parametrize("cycle", [Cycle.WEEK, Cycle.XUN, Cycle.MONTH])
def test_what_is_no_period_has_no_window(cycle: str, period: str) -> None:
    assert window_of(rule(cycle), period, None) is None


@pytest.mark.parametrize(
    ("shifts", "pattern"),
    [
        ([], ["day"]),
        (TWELVE, []),
        (TWELVE, ["", ""]),
        (TWELVE, ["day", "late"]),
        ([TWELVE[0], TWELVE[0]], ["day"]),
        ([TWELVE[0], {**TWELVE[1], "minutes": 721}], ["day"]),
        ([{**TWELVE[0], "minutes": 1441}], ["day"]),
        ([{**TWELVE[0], "minutes": 0}], ["day"]),
        ([{**TWELVE[0], "start": "24:00"}], ["day"]),
        ([{**TWELVE[0], "start": "eight"}], ["day"]),
        ([{**TWELVE[0], "code": "a/b"}], ["a/b"]),
        ([{"code": "day"}], ["day"]),
    ],
)
def test_a_calendar_that_nobody_could_follow_is_refused(shifts: list[object], pattern: list[str]) -> None:
    with pytest.raises(Invalid):
        system_from(shifts, JAN, pattern, FOUR)  # type: ignore[arg-type]


def test_one_shift_may_last_a_whole_day() -> None:
    whole = [{"code": "all", "name": "值班", "start": "08:00", "minutes": 1440}]
    made: System = system_from(whole, JAN, ["all", "", ""], [])
    assert [made.worked_on(JAN + timedelta(days=day), None) != [] for day in range(4)] == [
        True,
        False,
        False,
        True,
    ]
