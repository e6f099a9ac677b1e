"""What the monthly check says is to be done reaches the hazard that it opens: what, who, by when."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.checks import actions
from app.checks.models import CheckRecord, Plan
from app.checks.schemas import MeasureTaken
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards import actions as hazards
from app.hazards.bundles import hazard_bundle
from app.hazards.models import Hazard, State
from app.hazards.schemas import HazardActed
from app.notify.models import Notice
from tests.checks.builders import bad, begin, capture, check, plan_of, utc
from tests.world import World

NOON = utc("2026-03-02 12:00")
BY = date(2026, 3, 9)


@pytest.fixture
def plan(world: World) -> Plan:
    """A daily check of the crusher that asks what is to be done."""
    made = plan_of(world, asks_scan=False, asks_measures=True)
    begin(world, made, utc("2026-03-01 00:00"))
    return made


def measure(**more: Any) -> MeasureTaken:
    return MeasureTaken(**{"item": "guard", "text": "换新护罩", "owner": "worker", "due_on": BY, **more})


def found_by(world: World, plan: Plan, *measures: MeasureTaken) -> Hazard:
    """The hazard of a check that the principal made."""
    body = check(plan, "2026-03-02", results=bad(), measures=list(measures))
    actions.submit(body, capture(world.people["principal"], NOON))
    return db.session().scalars(select(Hazard)).one()


def test_a_measure_is_planned_with_owner_and_limit(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure())
    assert (found.state, found.measures, found.owner_id, found.due_on) == (
        State.FOUND,
        "换新护罩",
        world.worker_id,
        BY,
    )
    assert found.steps[0].note == "怎么办：换新护罩，worker办，2026 年 3 月 9 日前办完"
    told = hazard_bundle(found)
    assert (told.measures, told.owner, told.due_on) == ("换新护罩", "worker", BY)


def test_whoever_is_named_hears_of_it_once_and_sees_it(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure())
    heard = db.session().scalars(select(Notice).where(Notice.account_id == world.worker_id)).all()
    assert [(one.title, one.body) for one in heard] == [
        ("principal点名请你改：护罩掉了", "3 月 9 日前改好。换新护罩")
    ]
    assert world.client("worker").get(f"/console/hazards/{found.id}").status_code == 200


@pytest.mark.parametrize("owner", ["维修队的老李", "stranger", "Worker"])
def test_a_name_that_is_nobodys_here_stays_in_the_words(world: World, plan: Plan, owner: str) -> None:
    found = found_by(world, plan, measure(owner=owner))
    assert (found.owner_id, found.measures, found.due_on) == (None, "换新护罩", BY)
    assert f"{owner}办" in found.steps[0].note


def test_a_name_that_two_people_have_stays_in_the_words(world: World, plan: Plan) -> None:
    world.person("worker", world.crew, "1777")
    assert found_by(world, plan, measure()).owner_id is None


def test_somebody_who_left_does_not_own_it(world: World, plan: Plan) -> None:
    gone = world.person("走了的", world.crew, "1778")
    access.close_account(gone.account, by=world.admin.id)
    assert found_by(world, plan, measure(owner="走了的")).owner_id is None


def test_several_measures_for_one_item_are_all_kept(world: World, plan: Plan) -> None:
    later = date(2026, 3, 20)
    found = found_by(world, plan, measure(), measure(text="贴警示牌", owner="driver", due_on=later))
    assert (found.measures, found.owner_id, found.due_on) == ("换新护罩\n贴警示牌", None, later)
    assert found.steps[0].note.count("办完") == 2


def test_the_measure_of_another_item_is_not_mixed_in(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure(), measure(item="heat", text="换轴承"))
    assert "换轴承" not in found.measures + found.steps[0].note


def test_a_very_long_measure_is_cut_and_the_check_is_kept_whole(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure(text="补" * 5000, owner="长" * 3000))
    assert len(found.measures) == len(found.steps[0].note) == 2000
    assert found.measures.endswith("…")


def test_a_check_without_measures_plans_nothing(world: World) -> None:
    made = plan_of(world, asks_scan=False)
    begin(world, made, utc("2026-03-01 00:00"))
    found = found_by(world, made, measure(text=" "))
    assert (found.measures, found.owner_id, found.due_on, found.steps[0].note) == ("", None, None, "")


def test_registering_keeps_what_was_planned_and_not_said_anew(world: World, plan: Plan) -> None:
    found, leader = found_by(world, plan, measure()), world.people["team_leader"]
    body = HazardActed(id=str(new_id()), hazard=str(found.id), act="register", grade="general")
    hazards.act(body, capture(leader, now()))
    assert (found.state, found.measures, found.owner_id, found.due_on) == (
        State.REGISTERED,
        "换新护罩",
        world.worker_id,
        BY,
    )


def test_registering_may_say_it_anew_and_the_first_words_stay(world: World, plan: Plan) -> None:
    found, head = found_by(world, plan, measure()), world.people["department_head"]
    said = {"owner": str(world.driver.id), "due_on": date(2026, 3, 5), "measures": "先拆下来"}
    body = HazardActed(id=str(new_id()), hazard=str(found.id), act="register", grade="general", **said)
    hazards.act(body, capture(head, now()))
    assert (found.measures, found.owner_id, found.due_on) == (
        "先拆下来",
        world.driver.id,
        date(2026, 3, 5),
    )
    assert "换新护罩" in found.steps[0].note


def test_the_form_offers_what_was_planned(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure(owner="driver"))
    page = world.client("team_leader").get(f"/console/hazards/{found.id}").text
    assert f'value="{world.driver.id}" selected' in page
    assert 'name="due_on" type="date" required value="2026-03-09"' in page
    assert ">换新护罩</textarea>" in page


def corrected(world: World, plan: Plan, found: Hazard, *measures: MeasureTaken) -> None:
    """The principal corrects that check: the same hazard, other measures."""
    first = db.session().scalars(select(CheckRecord)).one()
    body = check(plan, "2026-03-02", results=bad(found.id), measures=list(measures))
    actions.submit(body, capture(world.people["principal"], NOON, corrects=first.op_id))


def test_a_corrected_check_plans_anew_and_tells_whoever_is_named_now(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure())
    corrected(world, plan, found, measure(text="先停机，再换", owner="driver", due_on=date(2026, 3, 4)))
    driver = world.driver.id
    assert (found.measures, found.owner_id, found.due_on) == ("先停机，再换", driver, date(2026, 3, 4))
    heard = db.session().scalars(select(Notice).where(Notice.account_id == driver)).all()
    assert [one.body for one in heard] == ["3 月 4 日前改好。先停机，再换"]


def test_a_correction_that_plans_the_same_tells_nobody_again(world: World, plan: Plan) -> None:
    found = found_by(world, plan, measure())
    corrected(world, plan, found, measure())
    heard = db.session().scalars(select(Notice).where(Notice.account_id == world.worker_id)).all()
    assert len(heard) == 1


def test_once_registered_a_correction_plans_nothing(world: World, plan: Plan) -> None:
    found, leader = found_by(world, plan, measure()), world.people["team_leader"]
    step = HazardActed(id=str(new_id()), hazard=str(found.id), act="register", grade="general")
    hazards.act(step, capture(leader, now()))
    corrected(world, plan, found, measure(text="先停机，再换"))
    assert found.measures == "换新护罩"
