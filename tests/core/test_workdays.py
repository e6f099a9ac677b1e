"""Workdays: the public calendar, and what an enterprise declares against it."""

from datetime import date

import pytest
from sqlalchemy import event, select

from app.audit.actions import first_bad
from app.audit.models import AuditEntry
from app.checks.days import declare_day, take_back_day
from app.core import db
from app.core.workdays import Day, calendar_day, days, last_known_year
from tests.world import World

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def day_of(world: World, on: date) -> Day:
    return days(world.mine_id, on, on)[on]


@pytest.mark.parametrize(
    ("on", "worked", "why"),
    [
        (FRIDAY, True, ""),
        (SATURDAY, False, ""),
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 10, 10), True, "调休上班"),  # a Saturday
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 2, 14), True, "调休上班"),
        (date(2025, 10, 6), False, "中秋"),
    ],
)
def test_the_public_calendar_is_followed_and_says_why(on: date, worked: bool, why: str) -> None:
    assert calendar_day(on) == Day(worked, why, known=True)


def test_a_year_without_data_counts_weekends_and_says_so() -> None:
    year = last_known_year() + 1
    first = date(year, 10, 1)
    assert not calendar_day(first).known and calendar_day(first).worked == (first.weekday() < 5)
    assert calendar_day(date(last_known_year(), 12, 31)).known


def test_a_stretch_has_each_of_its_days_in_order(world: World) -> None:
    found = days(world.mine_id, date(2026, 12, 28), date(2027, 1, 3))
    assert list(found) == sorted(found) and len(found) == 7
    assert [one.known for one in found.values()] == [True] * 4 + [False] * 3
    assert days(world.mine_id, SATURDAY, FRIDAY) == {}


def test_what_the_enterprise_declares_goes_before_the_calendar(world: World) -> None:
    declare_day(world.mine_id, SATURDAY, True, "赶工", world.admin.id)
    declare_day(world.mine_id, FRIDAY, False, "停电", world.admin.id)
    assert day_of(world, SATURDAY) == Day(True, "赶工", known=True)
    assert day_of(world, FRIDAY) == Day(False, "停电", known=True)
    assert not days(world.plant_id, SATURDAY, SATURDAY)[SATURDAY].worked  # another enterprise's own business


def test_a_declared_day_is_known_even_in_a_year_without_data(world: World) -> None:
    on = date(last_known_year() + 1, 10, 1)
    declare_day(world.mine_id, on, False, "国庆节", world.admin.id)
    assert day_of(world, on) == Day(False, "国庆节", known=True)


def test_declaring_again_changes_and_taking_back_follows_the_calendar_again(world: World) -> None:
    declare_day(world.mine_id, SATURDAY, True, "赶工", world.admin.id)
    declare_day(world.mine_id, SATURDAY, False, "不赶了", world.admin.id)
    assert day_of(world, SATURDAY) == Day(False, "不赶了", known=True)
    take_back_day(world.mine_id, SATURDAY, world.admin.id)
    take_back_day(world.mine_id, SATURDAY, world.admin.id)
    assert day_of(world, SATURDAY) == calendar_day(SATURDAY)
    acts = select(AuditEntry.act).where(AuditEntry.subject_kind == "day").order_by(AuditEntry.id)
    assert list(db.session().scalars(acts)) == ["day.declare", "day.declare", "day.take_back"]
    assert first_bad(world.mine_id) is None


def test_a_long_stretch_asks_the_database_once(world: World) -> None:
    asked: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert len(days(world.mine_id, date(2026, 1, 1), date(2027, 12, 31))) == 730
    assert len([one for one in asked if "day_exceptions" in one]) == 1
