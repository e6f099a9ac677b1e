"""Writing plans, their items, and the shift calendars they follow."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.words import ACTS
from app.cards.schemas import Kind
from app.checks import actions
from app.checks.models import Completer, Cycle, PlanRevision
from app.checks.schemas import PlanItem, ValueRule
from app.core import db
from app.core.errors import Conflict, Invalid, Missing
from app.org import actions as org
from tests.checks.builders import FOUR, ITEMS, plan_of, said_by, shift_terms, terms
from tests.world import World


def test_a_plan_is_a_draft_until_it_has_items_and_is_switched_on(world: World) -> None:
    plan = actions.add_plan(unit=world.crew, post=world.crusher, terms=terms(), by=world.admin.id)
    assert not plan.on
    with pytest.raises(Invalid):
        actions.switch_on(plan, by=world.admin.id)
    actions.set_items(plan, ITEMS, by=world.admin.id)
    actions.switch_on(plan, by=world.admin.id)
    assert plan.on
    assert plan.frozen_through == plan.switched_at
    acts = set(db.session().scalars(select(AuditEntry.act).where(AuditEntry.subject_id == plan.id)))
    assert acts == {"plan.add", "plan.items", "plan.on"}
    assert acts <= set(ACTS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"cycle": "yearly"},
        {"completer": "nobody"},
        {"valid_to": date(2026, 1, 1)},
        {"from_minute": -1},
        {"from_minute": 1440, "to_minute": 1500},
        {"from_minute": 600, "to_minute": 600},
        {"from_minute": 600, "to_minute": 2041},
        {"grace_minutes": -1},
    ],
)
def test_terms_that_do_not_fit_are_refused(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        actions.add_plan(unit=world.crew, post=world.crusher, terms=terms(**wrong), by=None)
    plan = plan_of(world)
    with pytest.raises(Invalid):
        actions.amend_plan(plan, said_by(plan, **wrong), by=None)


@pytest.mark.parametrize(
    "lacking",
    [
        {"cycle": Cycle.SHIFT, "shift_system_id": None},
        {"cycle": Cycle.SHIFT, "completer": Completer.EACH},
        {"completer": Completer.ROLE},
        {"completer": Completer.ROLE, "role": "park_overseer"},
    ],
)
def test_a_plan_that_nobody_could_follow_is_not_switched_on(world: World, lacking: dict[str, object]) -> None:
    plan = plan_of(world, on=False, **lacking)
    with pytest.raises(Invalid):
        actions.switch_on(plan, by=None)
    assert not plan.on


def test_each_of_a_crew_may_have_a_check_a_shift(world: World) -> None:
    crews = [{**FOUR[0], "unit": str(world.crew.id)}, *FOUR[1:]]
    system = actions.add_shift_system(unit=world.mine, terms=shift_terms(crews=crews), by=None)
    plan = plan_of(world, cycle=Cycle.SHIFT, completer=Completer.EACH, shift_system_id=system.id)
    assert plan.on


def test_a_plan_of_a_closed_post_is_not_switched_on(world: World) -> None:
    plan = plan_of(world, post=world.truck, on=False)
    org.close_post(world.truck, by=world.admin.id)
    with pytest.raises(Conflict):
        actions.switch_on(plan, by=None)


def test_items_are_numbered_and_kept(world: World) -> None:
    plan = plan_of(world)
    actions.set_items(plan, ITEMS, by=None)
    assert plan.revision == 1
    actions.set_items(plan, ITEMS[:1], by=None)
    kept = db.session().scalars(select(PlanRevision).order_by(PlanRevision.number)).all()
    assert [(one.number, len(one.items)) for one in kept] == [(1, 2), (2, 1)]


@pytest.mark.parametrize(
    "item",
    [
        PlanItem(id="", text="看护罩"),
        PlanItem(id="a:b", text="看护罩"),
        PlanItem(id="guard", text="看护罩"),
        PlanItem(id="x", text=" "),
        PlanItem(id="x", text="测温", value=ValueRule(name="", unit="度")),
        PlanItem(id="x", text="测温", value=ValueRule(name="多少度", unit="度", low=2, high=1)),
        PlanItem(id="x", text="测温", value=ValueRule(name="多少度", unit="度", step=0)),
    ],
)
def test_items_that_nobody_could_answer_are_refused(world: World, item: PlanItem) -> None:
    plan = plan_of(world)
    with pytest.raises(Invalid):
        actions.set_items(plan, [*ITEMS, item], by=None)
    assert plan.revision == 1


def test_an_item_takes_its_words_from_the_published_risk_list(world: World) -> None:
    with pytest.raises(Missing):
        actions.item_from_control(world.crusher, "r1", "m1")
    world.publish(world.crusher, Kind.RISK, residual={"L": 3, "S": 5})
    made = actions.item_from_control(world.crusher, "r1", "m1", item="guard")
    assert made == PlanItem(
        id="guard", text="护罩装好，螺栓拧紧", row="r1", measure="m1", level=2, hazard="防护罩缺失，人手卷入"
    )
    for row, measure in (("r2", "m1"), ("r1", "m2")):
        with pytest.raises(Missing):
            actions.item_from_control(world.crusher, row, measure)


def test_an_unused_calendar_is_changed_and_a_used_one_replaced(world: World) -> None:
    system = actions.add_shift_system(unit=world.mine, terms=shift_terms(), by=None)
    assert actions.amend_shift_system(system, shift_terms(name="新名"), by=None) is system
    plan = plan_of(world, cycle=Cycle.SHIFT, shift_system_id=system.id)
    newer = actions.amend_shift_system(system, shift_terms(pattern=["day", ""]), by=None)
    assert newer.id != system.id
    assert plan.shift_system_id == newer.id
    assert system.pattern == ["day", "night", "", ""]
    assert system.closed_at is not None
    with pytest.raises(Conflict):
        actions.amend_shift_system(system, shift_terms(), by=None)


def test_a_calendar_is_not_closed_while_a_plan_follows_it(world: World) -> None:
    system = actions.add_shift_system(unit=world.mine, terms=shift_terms(), by=None)
    plan = plan_of(world, cycle=Cycle.SHIFT, shift_system_id=system.id)
    with pytest.raises(Conflict):
        actions.close_shift_system(system, by=None)
    actions.switch_off(plan, by=None)
    actions.close_shift_system(system, by=None)
    with pytest.raises(Invalid):
        actions.switch_on(plan, by=None)


def test_a_calendar_that_nobody_could_follow_is_not_kept(world: World) -> None:
    for wrong in (replace(shift_terms(), name=" "), replace(shift_terms(), pattern=["late"])):
        with pytest.raises(Invalid):
            actions.add_shift_system(unit=world.mine, terms=wrong, by=None)


def test_a_pause_needs_its_days_in_order_and_a_reason(world: World) -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 3)
    with pytest.raises(Invalid):
        actions.add_stop(unit=world.mine, from_on=last, to_on=first, why="检修", by=None)
    with pytest.raises(Invalid):
        actions.add_stop(unit=world.mine, from_on=first, to_on=last, why=" ", by=None)
    with pytest.raises(Invalid):
        actions.add_stop(from_on=first, to_on=last, why="检修", by=None)
