"""Freezing: the past keeps the rule it had, however often and whenever it is frozen."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.checks import actions, days
from app.checks.models import Completer, Cycle, Expectation, Pause, Plan, ShiftSystem
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.workdays import DayException
from app.org import actions as org
from tests.checks.builders import ITEMS, begin, plan_of, said_by, shift_terms, utc
from tests.world import World

START, END = utc("2026-03-01 00:00"), utc("2026-04-02 09:00")


def rows(plan: Plan | None = None) -> list[Expectation]:
    asked = select(Expectation).order_by(Expectation.opens_at, Expectation.key)
    if plan is not None:
        asked = asked.where(Expectation.plan_id == plan.id)
    return list(db.session().scalars(asked))


def said(found: list[Expectation]) -> list[tuple[object, ...]]:
    apart = {"id", "key", "plan_id", "frozen_at"}
    names = [one.name for one in Expectation.__table__.columns if one.name not in apart]
    return [tuple(getattr(row, name) for name in names) for row in found]


def every_kind(world: World) -> list[Plan]:
    """A plan of each cycle, and one that each person does."""
    plans = [plan_of(world, cycle=cycle) for cycle in Cycle]
    plans.append(plan_of(world, completer=Completer.EACH))
    plans.append(plan_of(world, unit=world.mine, cycle=Cycle.XUN, completer=Completer.ROLE, role="principal"))
    for plan in plans:
        begin(world, plan, START)
    return plans


def test_freezing_at_once_or_in_many_steps_gives_the_same_rows(world: World) -> None:
    at_once, in_steps = every_kind(world), every_kind(world)
    for plan in in_steps:
        world.change(plan, on=False)
    actions.freeze(world.mine_id, END)
    for plan in in_steps:
        world.change(plan, on=True)
    for step in range(0, 33 * 24 + 9, 29):
        actions.freeze(world.mine_id, min(START + timedelta(hours=step), END))
    actions.freeze(world.mine_id, END)
    for one, other in zip(at_once, in_steps, strict=True):
        assert said(rows(one)) == said(rows(other)) != []


def test_freezing_again_adds_nothing(world: World) -> None:
    every_kind(world)
    assert actions.freeze(world.mine_id, END) > 0
    before = len(rows())
    assert actions.freeze(world.mine_id, END) == 0
    assert actions.freeze(world.mine_id, START) == 0
    assert len(rows()) == before


def test_a_row_says_what_was_asked_of_whom(world: World) -> None:
    plan = plan_of(world, cycle=Cycle.SHIFT, grace_minutes=30)
    begin(world, plan, utc("2026-03-02 09:00"))
    actions.freeze(world.mine_id, utc("2026-03-03 08:29"))
    assert [one.period for one in rows()] == ["2026-03-02/day"]
    actions.freeze(world.mine_id, utc("2026-03-03 08:30"))
    night = rows()[1]
    assert (night.period, night.day, night.shift) == ("2026-03-02/night", date(2026, 3, 2), "夜班")
    assert (night.opens_at, night.closes_at) == (utc("2026-03-02 20:00"), utc("2026-03-03 08:00"))
    assert night.deadline_at == utc("2026-03-03 08:30")
    assert (night.unit_id, night.post_id, night.revision) == (world.crew.id, world.crusher_id, 1)
    assert night.able == [str(world.worker_id)]


def test_what_closed_before_a_plan_was_switched_on_was_never_asked_for(world: World) -> None:
    plan_of(world, valid_from=date(2026, 3, 1))
    assert actions.freeze(world.mine_id, END) == 0


def test_a_change_of_a_plan_leaves_the_past_as_it_was(world: World) -> None:
    plan = plan_of(world)
    begin(world, plan, START)
    actions.freeze(world.mine_id, utc("2026-03-05 08:00"))
    before = said(rows())
    actions.amend_plan(plan, said_by(plan, cycle=Cycle.WEEK, title="每周一次"), by=None)
    actions.set_items(plan, ITEMS[:1], by=None)
    assert said(rows())[: len(before)] == before
    assert {one.revision for one in rows() if one.closes_at < utc("2026-03-05 08:00")} == {1}


NEVER = (date(2026, 1, 1), date(2026, 1, 2))


def shifts_of(plan: Plan) -> ShiftSystem:
    return db.session().get_one(ShiftSystem, plan.shift_system_id)


def a_stop(world: World) -> Pause:
    return actions.add_stop(unit=world.mine, from_on=NEVER[0], to_on=NEVER[1], why="检修", by=None)


def take_back_a_day(world: World) -> None:
    with db.writing() as active:
        active.add(DayException(enterprise_id=world.mine_id, day=NEVER[0], worked=True))
    days.take_back_day(world.mine_id, NEVER[0], by=None)


CHANGES: dict[str, Callable[[World, Plan], object]] = {
    "a stop": lambda world, _plan: a_stop(world),
    "leave": lambda world, _plan: actions.add_leave(
        person=world.people["worker"], from_on=NEVER[0], to_on=NEVER[1], why="事假", by=None
    ),
    "items": lambda _world, plan: actions.set_items(plan, ITEMS[:1], by=None),
    "terms": lambda _world, plan: actions.amend_plan(plan, said_by(plan, grace_minutes=5), by=None),
    "shifts": lambda _world, plan: actions.amend_shift_system(
        shifts_of(plan), shift_terms(pattern=["day"]), by=None
    ),
    "off": lambda _world, plan: actions.switch_off(plan, by=None),
    "a day": lambda world, _plan: days.declare_day(world.mine_id, NEVER[0], True, "补班", by=None),
    "a day taken back": lambda world, _plan: take_back_a_day(world),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_first_freezes_what_had_closed(world: World, change: str) -> None:
    plan = plan_of(world, cycle=Cycle.SHIFT)
    before = now()
    begin(world, plan, before - timedelta(days=3))
    CHANGES[change](world, plan)
    assert len(rows()) == 6
    assert plan.frozen_through is not None
    assert plan.frozen_through >= before
    actions.freeze(world.mine_id, now())
    assert len(rows()) == 6


def test_a_pause_that_ends_freezes_first_what_it_had_let_off(world: World) -> None:
    plan = plan_of(world, cycle=Cycle.SHIFT)
    today = now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    far = timedelta(days=10)
    stop = actions.add_stop(unit=world.crew, from_on=today - far, to_on=today + far, why="检修", by=None)
    begin(world, plan, now() - timedelta(days=3))
    actions.end_pause(stop, by=None)
    assert rows() == []
    actions.freeze(world.mine_id, now() + timedelta(days=2))
    assert next(one.day for one in rows()) == today
    with pytest.raises(Conflict):
        actions.end_pause(stop, by=None)


def test_a_stop_of_a_post_or_of_a_unit_above_it_lets_its_plans_off(world: World) -> None:
    plan, other = plan_of(world), plan_of(world, post=world.truck)
    for one in (plan, other):
        begin(world, one, START)
    second, third, fourth = (date(2026, 3, day) for day in (2, 3, 4))
    actions.add_stop(unit=world.crushing, from_on=second, to_on=third, why="检修", by=None)
    actions.add_stop(post=world.crusher, from_on=fourth, to_on=fourth, why="停机", by=None)
    # What had closed before the stops were written down is frozen, so look at what they leave from here on.
    for row in rows():
        with db.writing() as active:
            active.delete(row)
    for one in (plan, other):
        begin(world, one, START)
    actions.freeze(world.mine_id, utc("2026-03-06 08:00"))
    assert [one.day.day for one in rows(plan)] == [5]
    assert [one.day.day for one in rows(other)] == [2, 3, 4, 5]


def test_a_plan_that_is_off_or_whose_post_is_closed_asks_for_nothing(world: World) -> None:
    plan, closed = plan_of(world), plan_of(world, post=world.truck)
    begin(world, plan, START)
    begin(world, closed, START)
    world.change(plan, on=False)
    org.close_post(world.truck, by=world.admin.id)
    assert actions.freeze(world.mine_id, END) == 0


def test_what_closed_while_a_plan_was_off_is_not_asked_for_when_it_is_on_again(world: World) -> None:
    plan = plan_of(world)
    world.change(plan, on=False, frozen_through=START)
    actions.switch_on(plan, by=None)
    assert actions.freeze(world.mine_id, now()) == 0


def test_all_enterprises_are_frozen_each_by_itself(world: World) -> None:
    for post in (world.crusher, world.furnace):
        begin(world, plan_of(world, post=post), utc("2026-03-02 00:00"))
    assert actions.freeze_all(utc("2026-03-03 08:00")) == 2
    assert {one.enterprise_id for one in rows()} == {world.mine_id, world.plant_id}


def test_a_window_is_excused_once_and_with_a_reason(world: World) -> None:
    begin(world, plan_of(world), START)
    actions.freeze(world.mine_id, utc("2026-03-03 08:00"))
    (row,) = rows()
    with pytest.raises(Invalid):
        actions.excuse(row, " ", by=world.admin.id)
    actions.excuse(row, "停电一天", by=world.admin.id)
    assert (row.excused_why, row.excused_by) == ("停电一天", world.admin.id)
    with pytest.raises(Conflict):
        actions.excuse(row, "又停电", by=world.admin.id)
