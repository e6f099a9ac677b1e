"""From a check's record to the hazards that it opened, and back: for whoever may read the other page."""

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.access.models import Grant
from app.access.policy import Role
from app.checks import actions
from app.core import db
from app.core.clock import now
from app.hazards.models import Hazard
from tests.checks.builders import bad, begin, capture, check, plan_of
from tests.sync.phones import ago
from tests.world import World


@pytest.fixture
def found(world: World) -> Hazard:
    """What the worker's check found."""
    plan = plan_of(world, asks_scan=False)
    begin(world, plan, ago(days=2))
    body = check(plan, f"{now():%Y-%m-%d}", results=bad())
    actions.submit(body, capture(world.people["worker"], ago(minutes=5)))
    return db.session().scalars(select(Hazard)).one()


def link(where: str) -> str:
    return f'href="{where}"'


@pytest.mark.parametrize("who", ["worker", "team_leader", "safety_officer", "park_overseer"])
def test_there_and_back(world: World, found: Hazard, who: str) -> None:
    client, there, back = world.client(who), f"/console/hazards/{found.id}", f"/checks/{found.record_id}"
    assert link(there) in client.get(back).text
    assert link(back) in client.get(there).text


def test_who_is_to_mend_it_gets_no_link_to_a_record_they_may_not_read(world: World, found: Hazard) -> None:
    world.change(found, owner_id=world.driver.id)
    driver = world.client(world.driver)
    assert driver.get(f"/checks/{found.record_id}").status_code == 404
    page = driver.get(f"/console/hazards/{found.id}")
    assert page.status_code == 200 and link(f"/checks/{found.record_id}") not in page.text


def test_who_made_the_check_but_may_not_read_its_hazard_gets_no_link(world: World, found: Hazard) -> None:
    world.change(found, reporter_id=world.driver.id)
    page = world.client("worker").get(f"/checks/{found.record_id}")
    assert page.status_code == 200 and "护罩掉了" in page.text
    assert link(f"/console/hazards/{found.id}") not in page.text


def test_a_right_that_ended_shows_no_link(world: World, found: Hazard) -> None:
    leader = world.people["team_leader"]
    world.change(found, owner_id=leader.id)
    asked = select(Grant).where(Grant.account_id == leader.id, Grant.role == Role.TEAM_LEADER)
    access.end_grant(db.session().scalars(asked).one(), by=world.admin.id)
    world.forget()
    page = world.client("team_leader").get(f"/console/hazards/{found.id}")
    assert page.status_code == 200 and link(f"/checks/{found.record_id}") not in page.text


def test_a_hazard_of_no_check_leads_to_none(world: World, found: Hazard) -> None:
    world.change(found, record_id=None)
    assert "/checks/" not in world.client("team_leader").get(f"/console/hazards/{found.id}").text
