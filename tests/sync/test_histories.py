"""After whatever history, what phones are given is what would be made of it now: stored, remembered or not."""

import json
from datetime import date, timedelta
from uuid import UUID

import msgspec
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.cards.schemas import Kind
from app.checks import actions as checks
from app.checks.models import Plan
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards import actions as hazards
from app.hazards.models import Hazard, StopWork
from app.hazards.models import State as HazardState
from app.hazards.schemas import HazardActed, HazardReported, StopWorkDeclared
from app.labels import actions as labels
from app.labels.queries import live_labels
from app.org import actions as org
from app.org.models import Post
from app.org.queries import holders
from app.sync import memory
from app.sync.bundles import hash_of
from app.sync.kinds import MAKERS
from tests.checks.builders import ITEMS, capture, plan_of, said_by
from tests.world import DAY, World


def _move(world: World, post: Post) -> None:
    org.amend_post(
        post,
        title=post.title,
        key_post=True,
        unit=world.hauling if post.unit_id == world.crew.id else world.crew,
        by=world.admin.id,
    )


def _retitle(world: World, post: Post) -> None:
    title = post.title + "改" if len(post.title) < 40 else f"岗{post.place}"
    org.amend_post(post, title=title, key_post=False, unit=post.unit, by=world.admin.id)


def _hang(world: World, post: Post) -> None:
    hung = live_labels([post.id])
    if hung:
        labels.replace_label(hung[0], by=world.admin.id)
    else:
        world.label(post)


def _tear_off(world: World, post: Post) -> None:
    for label in live_labels([post.id]):
        labels.revoke_label(label, by=world.admin.id)


def _assign(world: World, post: Post) -> None:
    held = holders(post.id)
    if held:
        org.end_assignment(held[0], on=DAY + timedelta(days=1), by=world.admin.id)
    else:
        org.assign(world.people["worker"], post, on=DAY, by=None)


def _move_team(world: World, _post: Post) -> None:
    there = world.hauling if world.crew.parent_id == world.crushing.id else world.crushing
    org.move_unit(world.crew, there, by=world.admin.id)


def _report(world: World, post: Post) -> None:
    made = HazardReported(id=str(new_id()), name="护罩松了", post=str(post.id))
    hazards.report(made, capture(world.people["worker"], now()))


def _step(world: World, post: Post) -> None:
    """The next step of the post's oldest open hazard, by somebody who may."""
    asked = select(Hazard).where(Hazard.post_id == post.id, Hazard.state != HazardState.CLOSED)
    found = db.session().scalars(asked.order_by(Hazard.id)).first()
    if found is None:
        return
    act, who = NEXT[HazardState(found.state)]
    photos = ["a" * 64] if act in {"rectify", "verify"} else []
    body = HazardActed(id=str(new_id()), hazard=str(found.id), act=act, photos=photos)
    if act == "register":
        body = msgspec.structs.replace(
            body, grade="general", owner=str(world.worker_id), due_on=date(2030, 1, 1), measures="拧紧"
        )
    hazards.act(body, capture(world.people[who], now()))


def _stop(world: World, post: Post) -> None:
    asked = select(StopWork).where(StopWork.post_id == post.id, StopWork.lifted_at.is_(None))
    held = db.session().scalars(asked).first()
    if held is not None:
        hazards.lift_stop(held, note="换了绳", by=world.admin.id)
        return
    body = StopWorkDeclared(id=str(new_id()), why="断绳", post=str(post.id))
    hazards.declare_stop(body, capture(world.people["worker"], now()))


def _plan(world: World, post: Post) -> None:
    """A plan, or the next thing that happens to the one there is."""
    plan = db.session().scalars(select(Plan).where(Plan.post_id == post.id)).first()
    if plan is None:
        plan_of(world, post=post)
    elif plan.on and plan.revision < 3:
        items = [msgspec.structs.replace(one, standard=f"第 {plan.revision} 次改") for one in ITEMS]
        checks.set_items(plan, items, by=None)
    elif plan.on:
        checks.switch_off(plan, by=None)
    else:
        checks.amend_plan(plan, said_by(plan, title=plan.title[:20] + "改"), by=None)
        checks.switch_on(plan, by=None)


NEXT = {
    HazardState.FOUND: ("register", "safety_officer"),
    HazardState.REGISTERED: ("rectify", "worker"),
    HazardState.RECTIFIED: ("verify", "safety_officer"),
    HazardState.VERIFIED: ("close", "safety_officer"),
}
STEPS = {
    "publish a risk list": lambda w, p: w.publish(p, Kind.RISK, residual={"L": 4, "S": 5}),
    "publish duties": lambda w, p: w.publish(p, Kind.DUTY, mark="改"),
    "draft": lambda w, p: w.draft(p, Kind.OPERATION),
    "hang a label": _hang,
    "tear labels off": _tear_off,
    "rename": _retitle,
    "move": _move,
    "assign or end": _assign,
    "rename the team": lambda w, p: org.rename_unit(w.crew, w.crew.name[:30] + "改", by=w.admin.id),
    "move the team": _move_team,
    "report a hazard": _report,
    "take a hazard further": _step,
    "stop or go on": _stop,
    "a plan": _plan,
    "a phone asks": lambda w, p: w.client("safety_officer").get("/api/sync/manifest"),
}


def held(client: FlaskClient) -> dict[str, tuple[str, bytes]]:
    """Key > (hash in the manifest, bytes) of all that a phone is told to hold."""
    bundles = client.get("/api/sync/manifest").json["bundles"]
    return {key: (hash_, client.get(f"/api/sync/bundles/{key}").data) for key, hash_ in bundles.items()}


def remembered_too_long(client: FlaskClient, found: dict[str, tuple[str, bytes]]) -> list[str]:
    """The keys that a server which has remembered nothing would answer otherwise."""
    memory._kept.clear()
    bundles = client.get("/api/sync/manifest").json["bundles"]
    return [key for key in bundles.keys() | found.keys() if bundles.get(key) != found.get(key, ("",))[0]]


def fresh(key: str) -> bytes:
    """The bytes of a bundle, made of what there is now."""
    kind, _, id_ = key.partition(":")
    row = db.session().get(MAKERS[kind].model, UUID(id_))
    return MAKERS[kind].make([row])[0]


def test_what_is_stored_equals_what_is_made_afresh(world: World) -> None:
    clients, posts = [world.client(who) for who in ("safety_officer", "worker")], [world.crusher, world.truck]
    history = st.lists(st.tuples(st.sampled_from(list(STEPS)), st.sampled_from([0, 1])), max_size=12)

    @given(history)
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(steps: list[tuple[str, int]]) -> None:
        for name, number in steps:
            STEPS[name](world, posts[number])
        for client in clients:
            found = held(client)
            assert remembered_too_long(client, found) == [], steps
            world.forget()
            for key, (hash_, content) in found.items():
                assert hash_ == hash_of(content), steps
                if not key.startswith("me:"):
                    assert json.loads(content) == json.loads(fresh(key)), (key, steps)
                    assert content == fresh(key), (key, steps)

    check()
