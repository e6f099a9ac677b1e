"""Bundles: what a phone holds of one post."""

import threading

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.cards.schemas import Kind
from app.cards.settings import LEVEL_ACTS
from app.core import db
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.org import actions as org
from app.settings import actions as settings
from app.sync import queries
from app.sync.bundles import hash_of
from tests.checks.builders import plan_of
from tests.sync.phones import Phone, hazard
from tests.world import World


def key(post: object) -> str:
    return f"post:{post.id}"


def fetch(world: World, who: object, key: str) -> TestResponse:
    return world.client(who).get(f"/api/sync/bundles/{key}")


def test_it_says_all_that_the_phone_shows(world: World) -> None:
    world.publish_all(world.crusher, residual={"L": 4, "S": 5})
    label = world.label(world.crusher)
    found = fetch(world, "worker", key(world.crusher)).json
    assert (found["title"], found["enterprise"], found["units"]) == (
        "一号破碎机操作岗",
        "甲矿",
        ["破碎车间", "破碎甲班"],
    )
    assert (found["level"], found["acts"]) == (1, "立即停止作业")
    assert found["labels"] == [{"token": label.token, "code": label.code}]
    assert [card["kind"] for card in found["cards"]] == [kind.value for kind in Kind]


def test_it_does_not_depend_on_who_asks(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    askers = ["worker", "team_leader", "department_head", "safety_officer", "principal", "administrator"]
    answers = [fetch(world, who, key(world.crusher)) for who in [*askers, "park_overseer"]]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len({answer.headers["X-Bundle-Hash"] for answer in answers}) == 1


def test_what_the_park_has_set_is_the_same_for_worker_and_overseer(world: World) -> None:
    world.publish_all(world.crusher)
    park = world.park
    settings.override(LEVEL_ACTS[3], "园区", unit_id=park.id, enterprise_id=park.id, by=world.admin.id)
    seen = [fetch(world, who, key(world.crusher)).data for who in ("worker", "park_overseer", "worker")]
    assert len(set(seen)) == 1


def test_its_hash_is_that_of_its_bytes_and_of_the_manifest(world: World) -> None:
    world.publish_all(world.crusher)
    for who in ("worker", "park_overseer"):
        client = world.client(who)
        for name, hash_ in client.get("/api/sync/manifest").json["bundles"].items():
            answer = client.get(f"/api/sync/bundles/{name}")
            assert answer.headers["X-Bundle-Hash"] == hash_ == hash_of(answer.data)


def test_drafts_and_superseded_versions_do_not_travel(world: World) -> None:
    world.publish(world.crusher, Kind.DUTY)
    world.publish(world.crusher, Kind.DUTY)
    world.draft(world.crusher, Kind.RISK)
    cards = fetch(world, "worker", key(world.crusher)).json["cards"]
    assert [(card["kind"], card["version"]) for card in cards] == [("duty", 2)]


def test_a_post_not_held_is_not_given(world: World) -> None:
    for who, post in (("worker", world.truck), (world.driver, world.crusher), ("team_leader", world.truck)):
        answer = fetch(world, who, key(post))
        assert (answer.status_code, answer.json["code"]) == (404, "missing")


def test_nothing_of_another_enterprise_is_given(world: World) -> None:
    world.publish_all(world.furnace)
    for who in ("worker", "administrator", "principal"):
        assert fetch(world, who, key(world.furnace)).status_code == 404
    assert fetch(world, world.stranger, key(world.crusher)).status_code == 404


def test_nobody_gets_another_persons_page(world: World) -> None:
    worker = world.people["worker"]
    assert fetch(world, "worker", f"me:{worker.id}").status_code == 200
    for who in ("team_leader", "administrator", "park_overseer", world.stranger):
        assert fetch(world, who, f"me:{worker.id}").status_code == 404


def test_a_plan_or_hazard_that_is_not_held_is_not_given(world: World) -> None:
    plan = plan_of(world)
    Phone(world, "worker").send("hazard.reported", hazard(post=str(world.crusher_id)))
    found = db.session().scalars(select(Hazard)).one()
    for name in (f"plan:{plan.id}", f"hazard:{found.id}"):
        held = fetch(world, "worker", name)
        assert (held.status_code, held.json["id"]) == (200, name.partition(":")[2])
        assert held.headers["X-Bundle-Hash"] == hash_of(held.data)
        for who in (world.driver, world.stranger, "park_overseer"):
            assert fetch(world, who, name).status_code == 404
    assert fetch(world, "worker", f"post:{plan.id}").status_code == 404  # the right id under another kind


def test_a_stop_of_work_is_on_the_post_until_it_is_lifted(world: World) -> None:
    body = {"id": str(new_id()), "why": "钢丝绳断了", "post": str(world.crusher_id)}
    Phone(world, "worker").send("stopwork.declared", body)
    (told,) = fetch(world, "worker", key(world.crusher)).json["stops"]
    assert (told["id"], told["why"], told["by"]) == (body["id"], "钢丝绳断了", "worker")


@pytest.mark.parametrize(
    "odd", ["", "post:", "post", ":", "me:", "post:1", "all:*", "岗位", "post:%00", "post:" + "0" * 999]
)
def test_an_odd_key_is_not_there(world: World, odd: str) -> None:
    assert fetch(world, "worker", odd).status_code == 404
    assert fetch(world, "worker", f"hazard:{new_id()}").status_code == 404


def test_the_own_page_lists_own_posts_and_roles_and_no_secrets(world: World) -> None:
    found = fetch(world, "team_leader", f"me:{world.people['team_leader'].id}").json
    assert found["posts"] == [{"id": str(world.crusher_id), "mine": False, "since": None}]
    assert sorted(role["name"] for role in found["roles"]) == ["员工", "班组长"]
    assert found["console"] is True
    assert {"hazards.handle", "stopwork.lift"} <= set(found["may"])
    assert [mate["name"] for mate in found["mates"]] == ["team_leader", "worker"]  # leaders first
    told = {"kind", "id", "name", "employee_no", "enterprise", "console", "posts", "roles"}
    counts = {"signing", "publishing"}  # of cards that wait for this person
    assert found.keys() == told | counts | {"may", "windows", "last", "inbox", "mates", "learnt"}


def test_a_worker_may_put_nobody_in_charge(world: World) -> None:
    found = fetch(world, "worker", f"me:{world.worker_id}").json
    assert (found["may"], found["mates"]) == (["cards.read"], [])


def test_a_closed_account_gets_nothing_more(world: World) -> None:
    client = world.client("worker")
    org.leave(world.people["worker"], on=world.people["worker"].joined_on, by=world.admin.id)
    assert client.get(f"/api/sync/bundles/{key(world.crusher)}").status_code == 401


def test_many_phones_that_ask_at_once_all_get_the_same(world: World) -> None:
    world.publish_all(world.crusher)
    worker, start, got = world.worker_id, threading.Barrier(4), []
    db.session().rollback()

    def ask() -> None:
        from app.access.queries import account

        with world.as_request():
            db.scope_to(frozenset({world.mine_id}))
            known = account(worker)
            db.session().rollback()
            start.wait()
            got.append(queries.manifest(known, world.mine_id).bundles)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 4
    assert all(one == got[0] for one in got)
