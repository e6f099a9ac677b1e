"""After whatever history, what is stored of a post is what would be made of it now."""

import json
from datetime import timedelta

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cards.schemas import Kind
from app.core import db
from app.labels import actions as labels
from app.labels.queries import live_labels
from app.org import actions as org
from app.org.models import Post
from app.org.queries import holders
from app.sync.bundles import hash_of, make
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
    "a phone asks": lambda w, p: w.client("safety_officer").get("/api/sync/manifest"),
}


def stored(client: FlaskClient, post: Post) -> tuple[str, bytes]:
    hash_ = client.get("/api/sync/manifest").json["bundles"][f"post:{post.id}"]
    return hash_, client.get(f"/api/sync/bundles/post:{post.id}").data


def test_what_is_stored_equals_what_is_made_afresh(world: World) -> None:
    client, posts = world.client("safety_officer"), [world.crusher, world.truck]
    history = st.lists(st.tuples(st.sampled_from(list(STEPS)), st.sampled_from([0, 1])), max_size=12)

    @given(history)
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(steps: list[tuple[str, int]]) -> None:
        for name, number in steps:
            STEPS[name](world, posts[number])
        for post in posts:
            hash_, content = stored(client, post)
            with db.everywhere():
                fresh = make([post])[0]
            assert json.loads(content) == json.loads(fresh), steps
            assert (content, hash_) == (fresh, hash_of(fresh)), steps

    check()
