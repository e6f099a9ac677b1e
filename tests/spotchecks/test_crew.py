"""The names of a crew are on the phones of those who may hold a 抽背 with it, and on no other."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.access import actions as access
from app.access.policy import Role
from app.org import actions as org
from app.settings import actions as settings
from app.spotchecks.settings import ASKS_SIGNATURE, PASS_PERCENT
from tests.spotchecks.builders import publish_all, worker
from tests.world import DAY, World, mine_day

HOLDERS = ("team_leader", "department_head", "safety_officer", "principal", "administrator")
OTHERS = ("worker", "driver", "park_overseer", "stranger")
TELLTALE = "只在这个班的人"


def bundles(client: FlaskClient) -> dict[str, str]:
    return client.get("/api/sync/manifest").json["bundles"]


def client_of(world: World, who: str) -> FlaskClient:
    person = {"driver": world.driver, "stranger": world.stranger}.get(who)
    return world.client(person or who)


def test_it_holds_names_posts_and_the_rules(crew: World) -> None:
    settings.override(PASS_PERCENT, 70, unit_id=crew.crew.id, enterprise_id=crew.mine.id, by=crew.admin.id)
    settings.override(
        ASKS_SIGNATURE, True, unit_id=crew.crew.id, enterprise_id=crew.mine.id, by=crew.admin.id
    )
    worker(crew, "没有岗位", "1301")
    found = crew.client("team_leader").get(f"/api/sync/bundles/crew:{crew.crew.id}").json
    assert (found["name"], found["units"]) == ("破碎甲班", ["破碎车间", "破碎甲班"])
    assert found["rules"] == {"pass_percent": 70, "asks_signature": True}
    assert found["people"] == [{"id": str(crew.worker_id), "name": "worker", "posts": [str(crew.crusher_id)]}]


@pytest.mark.parametrize("who", HOLDERS)
def test_whoever_may_hold_one_there_has_it(crew: World, who: str) -> None:
    worker(crew, TELLTALE, "1301", crew.crusher)
    client = client_of(crew, who)
    key = f"crew:{crew.crew.id}"
    held = bundles(client)
    assert key in held
    assert TELLTALE in client.get(f"/api/sync/bundles/{key}").data.decode()
    assert f"post:{crew.crusher_id}" in held


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_is_given_a_name(crew: World, who: str) -> None:
    """The park's overseer may read who passed, and so much the console shows; no phone of theirs holds a crew."""
    worker(crew, TELLTALE, "1301", crew.crusher)
    client = client_of(crew, who)
    held = bundles(client)
    mine = f"crew:{crew.crew.id}"
    assert mine not in held
    assert who == "stranger" or not [key for key in held if key.startswith("crew:")]
    assert client.get(f"/api/sync/bundles/{mine}").status_code == 404
    for key in held:
        assert TELLTALE not in client.get(f"/api/sync/bundles/{key}").data.decode(), key


def test_a_leader_of_another_department_has_only_the_own_crew(crew: World) -> None:
    access.grant_role(
        crew.driver.account, Role.TEAM_LEADER, unit_id=crew.hauling.id, unit_path=crew.hauling.path, by=None
    )
    client = crew.client(crew.driver)
    assert [key for key in bundles(client) if key.startswith("crew:")] == [f"crew:{crew.hauling.id}"]
    assert client.get(f"/api/sync/bundles/crew:{crew.crew.id}").status_code == 404


def test_it_changes_with_the_crew_and_is_gone_with_the_role(crew: World) -> None:
    client, key = crew.client("team_leader"), f"crew:{crew.crew.id}"
    seen = [bundles(client)[key]]
    assert bundles(client)[key] == seen[0]
    other = worker(crew, "工友", "1301", crew.crusher)
    seen.append(bundles(client)[key])
    org.end_assignment(other.assignments[0], on=mine_day() - timedelta(days=1), by=crew.admin.id)
    seen.append(bundles(client)[key])
    assert seen[0] == seen[2] != seen[1]
    leader = crew.people["team_leader"].account
    access.end_grant(next(one for one in leader.grants if one.role == Role.TEAM_LEADER), by=crew.admin.id)
    assert key not in bundles(client)


def test_a_post_held_elsewhere_comes_along_with_what_can_be_recited(crew: World) -> None:
    publish_all(crew.truck)
    assert f"post:{crew.truck.id}" not in bundles(crew.client("team_leader"))
    org.assign(crew.people["worker"], crew.truck, on=DAY, by=None)
    client = crew.client("team_leader")
    assert f"post:{crew.truck.id}" in bundles(client)
    assert client.get(f"/api/sync/bundles/post:{crew.truck.id}").json["recitals"]
