"""The manifest: all that a person's phone should hold, and nothing else."""

import gzip
import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.access import actions as access
from app.access.policy import Role
from app.cards.schemas import Kind
from app.cards.settings import LEVEL_ACTS
from app.core import db
from app.core.ids import new_id
from app.labels import actions as labels
from app.org import actions as org
from app.settings import actions as settings
from tests.sync.phones import Phone, hazard
from tests.world import DAY, World


def bundles(client: FlaskClient) -> dict[str, str]:
    return client.get("/api/sync/manifest").json["bundles"]


def posts(client: FlaskClient) -> set[str]:
    return {key.removeprefix("post:") for key in bundles(client) if key.startswith("post:")}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_a_worker_holds_the_own_posts_and_the_own_pages(world: World) -> None:
    worker = world.people["worker"]
    found = world.client(worker).get("/api/sync/manifest").json
    own = {f"me:{worker.id}", f"recite:{worker.id}"}
    assert set(found["bundles"]) == {f"post:{world.crusher_id}"} | own
    assert (found["account"], found["epoch"]) == (str(worker.id), str(world.installation.epoch))


def test_a_leader_holds_the_posts_of_the_own_units(world: World) -> None:
    below = org.add_post(unit=world.crew, title="二号胶带巡检岗", by=None)
    here = {str(world.crusher_id), str(below.id)}
    assert posts(world.client("team_leader")) == here
    assert posts(world.client("department_head")) == here
    assert posts(world.client("safety_officer")) == here | {str(world.truck.id)}
    assert posts(world.client("park_overseer")) == here | {str(world.truck.id), str(world.furnace_id)}


def test_who_holds_no_post_and_leads_nobody_holds_only_the_own_pages(world: World) -> None:
    own = {f"me:{world.driver.id}", f"recite:{world.driver.id}"}
    assert set(bundles(world.client(world.driver))) == own


def test_a_post_given_up_or_closed_is_no_longer_held(world: World) -> None:
    client = world.client("worker")
    org.end_assignment(world.people["worker"].assignments[0], on=DAY, by=world.admin.id)
    assert posts(client) == set()
    org.assign(world.people["worker"], world.crusher, on=DAY + timedelta(days=1), by=None)
    assert posts(client) == {str(world.crusher_id)}
    org.close_post(world.crusher, by=world.admin.id)
    assert posts(client) == set()


def test_a_role_taken_away_takes_its_posts_along(world: World) -> None:
    client, leader = world.client("team_leader"), world.people["team_leader"].account
    assert posts(client)
    access.end_grant(next(one for one in leader.grants if one.role == Role.TEAM_LEADER), by=world.admin.id)
    assert posts(client) == set()


def test_it_is_the_same_while_nothing_changes(world: World) -> None:
    world.publish_all(world.crusher)
    for title in ("二号岗", "三号岗", "四号岗"):
        org.assign(
            world.people["worker"], org.add_post(unit=world.crew, title=title, by=None), on=DAY, by=None
        )
    for who in ("worker", "safety_officer", "park_overseer"):
        client = world.client(who)
        first = client.get("/api/sync/manifest")
        again = client.get("/api/sync/manifest")
        assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])


def test_unchanged_it_is_answered_with_304_and_changed_in_full(world: World) -> None:
    client = world.client("worker")
    tag = {"If-None-Match": client.get("/api/sync/manifest").headers["ETag"]}
    assert client.get("/api/sync/manifest", headers=tag).status_code == 304
    world.publish(world.crusher, Kind.DUTY)
    assert client.get("/api/sync/manifest", headers=tag).status_code == 200


def hold_to_the_policy(world: World) -> None:
    """甲矿 decides that the department acts at level 3."""
    mine = world.mine
    settings.override(LEVEL_ACTS[3], "车间", unit_id=mine.id, enterprise_id=mine.id, by=world.admin.id)


def close_the_trucks_post(world: World) -> None:
    org.close_post(world.truck, by=world.admin.id)


def rename_the_driver(world: World) -> None:
    driver = world.driver.account
    access.amend_account(driver, name="新名", employee_no=driver.employee_no, phone=None, by=world.admin.id)


def report_a_hazard(world: World, by: str = "worker") -> None:
    answer = Phone(world, by).send("hazard.reported", hazard(post=str(world.crusher_id)))
    assert answer.state == "applied"


def stop_work(world: World) -> None:
    body = {"id": str(new_id()), "why": "钢丝绳断了", "post": str(world.crusher_id)}
    assert Phone(world, "worker").send("stopwork.declared", body).state == "applied"


BOTH = {"crusher", "truck"}
CHANGES = {
    "publishing": (lambda w: w.publish(w.crusher, Kind.DUTY), {"crusher"}),
    "publishing the same again": (
        lambda w: w.publish(w.crusher, Kind.RISK),
        {"crusher"},
    ),  # a new version number
    "a draft": (lambda w: w.draft(w.crusher, Kind.DUTY), set()),
    "a new label": (lambda w: w.label(w.crusher), {"crusher"}),
    "another label": (lambda w: labels.replace_label(w.hung, by=w.admin.id), {"crusher"}),
    "a revoked label": (lambda w: labels.revoke_label(w.hung, by=w.admin.id), {"crusher"}),
    "a post renamed": (
        lambda w: org.amend_post(w.crusher, title="新名", key_post=True, unit=w.crew, by=w.admin.id),
        {"crusher"},
    ),
    "a post marked only": (
        lambda w: org.amend_post(
            w.crusher, title=w.crusher.title, key_post=False, unit=w.crew, by=w.admin.id
        ),
        set(),
    ),
    "a post moved": (
        lambda w: org.amend_post(
            w.crusher, title=w.crusher.title, key_post=True, unit=w.hauling, by=w.admin.id
        ),
        {"crusher"},
    ),
    "a team renamed": (lambda w: org.rename_unit(w.crew, "破碎乙班", by=w.admin.id), {"crusher", "crew"}),
    "a department renamed": (
        lambda w: org.rename_unit(w.crushing, "破碎厂", by=w.admin.id),
        {"crusher", "crew", "shop"},
    ),
    # The own page lists the posts in the order of the tree.
    "a team moved": (lambda w: org.move_unit(w.crew, w.hauling, by=w.admin.id), {"crusher", "crew", "me"}),
    "an enterprise renamed": (
        lambda w: org.rename_unit(w.mine, "甲矿山", by=w.admin.id),
        {*BOTH, "top", "me"},
    ),
    "a park renamed": (lambda w: org.rename_unit(w.park, "青山区", by=w.admin.id), set()),
    "another enterprise's card": (lambda w: w.publish(w.furnace, Kind.DUTY), set()),
    "another enterprise's name": (lambda w: org.rename_unit(w.plant, "丙厂", by=w.admin.id), set()),
    "a setting that the card shows": (hold_to_the_policy, BOTH),
    "a post closed": (close_the_trucks_post, {"truck", "me"}),
    "work stopped": (stop_work, {"crusher", "me"}),  # the officer is told
    "another person's name": (rename_the_driver, {"me"}),  # among those who can be put in charge
}


@pytest.mark.parametrize("change", CHANGES)
def test_exactly_what_it_touches_changes_with(world: World, change: str) -> None:
    world.publish(world.crusher, Kind.RISK)
    world.publish(world.truck, Kind.RISK)
    world.hung = world.label(world.crusher)
    client, officer = world.client("safety_officer"), world.people["safety_officer"]
    before = bundles(client)
    act, touched = CHANGES[change]
    act(world)
    names = {
        "crusher": f"post:{world.crusher_id}",
        "truck": f"post:{world.truck.id}",
        "me": f"me:{officer.id}",
        "crew": f"crew:{world.crew.id}",
        "shop": f"crew:{world.crushing.id}",
        "top": f"crew:{world.mine_id}",  # the officers' own
    }
    assert changed(before, bundles(client)) == {names[one] for one in touched}


def test_the_own_page_changes_with_the_own_name_posts_and_roles(world: World) -> None:
    client, driver = world.client(world.driver), world.driver
    seen = [bundles(client)[f"me:{driver.id}"]]
    for change in (
        lambda: access.amend_account(
            driver.account, name="新名", employee_no="1101", phone=None, by=world.admin.id
        ),
        lambda: org.assign(driver, world.truck, on=DAY, by=None),
        lambda: access.grant_role(
            driver.account, Role.TEAM_LEADER, unit_id=world.hauling.id, unit_path=world.hauling.path, by=None
        ),
    ):
        change()
        seen.append(bundles(client)[f"me:{driver.id}"])
    assert len(set(seen)) == 4


def size(world: World, who: object) -> int:
    return len(world.client(who).get("/api/sync/manifest", headers={"Accept-Encoding": "gzip"}).data)


def test_it_is_small(world: World) -> None:
    with db.writing():
        for number in range(281):
            made = org.add_post(unit=world.crew, title=f"岗位{number}", by=None)
            if number < 4:
                org.assign(world.people["worker"], made, on=DAY, by=None)
    assert len(posts(world.client("safety_officer"))) == 283
    assert len(posts(world.client("worker"))) == 5
    assert size(world, "safety_officer") <= 10_240
    assert size(world, "worker") <= 1_024


def test_it_needs_a_sign_in_and_says_so_to_programs(world: World) -> None:
    for address in ("manifest", f"bundles/post:{world.crusher_id}"):
        answer = world.client(None).get(f"/api/sync/{address}")
        assert (answer.status_code, answer.json["code"]) == (401, "signed_out")
        assert answer.json.keys() == {"code", "message"}


def test_it_is_for_one_person_and_not_kept_by_others(world: World) -> None:
    answer = world.client("worker").get("/api/sync/manifest")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]
    whole = world.client("worker").get("/api/sync/manifest", headers={"Accept-Encoding": "gzip"})
    body = gzip.decompress(whole.data) if whole.headers.get("Content-Encoding") == "gzip" else whole.data
    assert json.loads(body) == answer.json
