"""Plans, hazards and the own page: who holds them, and what changes them."""

from datetime import timedelta
from uuid import UUID

import msgspec
import time_machine
from flask.testing import FlaskClient

from app.access.policy import Role
from app.cards.schemas import Kind
from app.checks import actions as checks
from app.checks.models import Completer, Cycle, Plan
from app.checks.schemas import CheckSubmitted
from app.checks.settings import ASKS_POSITION
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.notify.actions import tell
from app.org import actions as org
from app.settings import actions as settings
from app.sync import memory
from tests.checks.builders import ITEMS, check, plan_of, said_by
from tests.sync.phones import Phone
from tests.sync.test_manifest import bundles, changed, report_a_hazard
from tests.world import DAY, World


def kinds(client: FlaskClient, kind: str) -> dict[str, str]:
    return {key: hash_ for key, hash_ in bundles(client).items() if key.startswith(f"{kind}:")}


def test_plans_are_held_by_those_who_may_answer_them(world: World) -> None:
    plan = plan_of(world, on=False)
    of_officers = plan_of(world, cycle=Cycle.WEEK, completer=Completer.ROLE, role=Role.SAFETY_OFFICER.value)
    worker, officer = world.client("worker"), world.client("safety_officer")
    assert kinds(worker, "plan") == {}
    checks.switch_on(plan, by=None)
    assert set(kinds(worker, "plan")) == {f"plan:{plan.id}"}
    assert set(kinds(officer, "plan")) == {f"plan:{of_officers.id}"}
    assert kinds(world.client(world.driver), "plan") == {}
    assert kinds(world.client(world.stranger), "plan") == {}


def test_a_plans_bundle_changes_with_what_it_shows_and_with_nothing_else(world: World) -> None:
    plan, client = plan_of(world), world.client("worker")
    seen = [kinds(client, "plan")]
    for change in (
        lambda: checks.set_items(plan, ITEMS[:1], by=None),
        lambda: checks.amend_plan(plan, said_by(plan, title="班后检查"), by=None),
        lambda: world.label(world.crusher),
        lambda: org.rename_unit(world.crew, "破碎乙班", by=None),
        lambda: settings.override(
            ASKS_POSITION, True, unit_id=world.mine_id, enterprise_id=world.mine_id, by=world.admin.id
        ),
        lambda: org.amend_post(world.crusher, title="新名", key_post=True, unit=world.hauling, by=None),
    ):
        change()
        seen.append(kinds(client, "plan"))
    assert len({tuple(one.items()) for one in seen}) == 7
    world.publish(world.truck, Kind.RISK)
    report_a_hazard(world)
    assert kinds(client, "plan") == seen[-1]


def test_hazards_are_held_by_those_who_reported_or_handle_them(world: World) -> None:
    report_a_hazard(world)
    found = kinds(world.client("worker"), "hazard")
    assert len(found) == 1
    for who in ("team_leader", "department_head", "safety_officer"):
        assert kinds(world.client(who), "hazard") == found
    for who in (world.driver, world.stranger, "park_overseer"):
        assert kinds(world.client(who), "hazard") == {}


def test_a_hazards_bundle_changes_with_each_step(world: World) -> None:
    report_a_hazard(world)
    before = kinds(world.client("worker"), "hazard")
    step = {"id": str(new_id()), "hazard": next(iter(before)).partition(":")[2], "act": "register"}
    step |= {"grade": "general", "owner": str(world.worker_id), "due_on": "2030-01-01", "measures": "拧紧"}
    assert Phone(world, "team_leader").send("hazard.acted", step).state == "applied"
    after = kinds(world.client("worker"), "hazard")
    assert after.keys() == before.keys()
    assert after != before


def test_a_check_that_is_done_changes_the_own_page_of_all_who_may_do_it(world: World) -> None:
    plan_of(world, cycle=Cycle.SHIFT)
    mate = world.person("mate", world.crew, "1102")
    org.assign(mate, world.crusher, on=DAY, by=None)
    client = world.client("worker")
    own = client.get(f"/api/sync/bundles/me:{world.worker_id}").json
    window = next(one for one in own["windows"] if "done" not in one)
    before = bundles(client)
    body = msgspec.to_builtins(check_of(world, window))
    assert Phone(world, mate).send("check.submitted", body).state == "applied"
    assert changed(before, bundles(client)) == {f"me:{world.worker_id}"}
    own = client.get(f"/api/sync/bundles/me:{world.worker_id}").json
    assert next(one for one in own["windows"] if one["key"] == window["key"])["done"]["by"] == "mate"
    assert {one["item"] for one in own["last"][window["plan"]]} == {"guard", "heat"}


def check_of(world: World, window: dict[str, str]) -> CheckSubmitted:
    plan = db.session().get(Plan, UUID(window["plan"]))
    return check(plan, window["period"], window=window["key"], started_at=now())


def test_what_somebody_is_told_changes_their_own_page_only(world: World) -> None:
    client, other = world.client("worker"), world.client("team_leader")
    before, others = bundles(client), bundles(other)
    tell([world.worker_id], enterprise_id=world.mine_id, kind="gap", title="去看看", body="", about=None)
    assert changed(before, bundles(client)) == {f"me:{world.worker_id}"}
    assert bundles(other) == others
    own = client.get(f"/api/sync/bundles/me:{world.worker_id}").json
    assert [one["title"] for one in own["inbox"]] == ["去看看"]


def test_what_was_remembered_is_what_would_be_found_anew(world: World) -> None:
    plan_of(world, cycle=Cycle.SHIFT)
    report_a_hazard(world)
    for who in ("worker", "safety_officer", "park_overseer"):
        client = world.client(who)
        first = client.get("/api/sync/manifest").data
        own = f"/api/sync/bundles/me:{world.people[who].id}"
        kept = client.get(own).data
        memory._kept.clear()
        assert (client.get("/api/sync/manifest").data, client.get(own).data) == (first, kept)


def test_another_day_is_another_page(world: World) -> None:
    plan_of(world, cycle=Cycle.DAY)
    client = world.client("worker")
    before = bundles(client)
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert changed(before, bundles(client)) == {f"me:{world.worker_id}"}
