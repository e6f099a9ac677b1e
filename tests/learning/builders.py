"""Cards in several versions, and people who learn them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from app.cards import actions as cards
from app.cards.models import CardVersion
from app.cards.queries import mark_of
from app.cards.schemas import Body, Contact, Head, Kind, ScenarioRow, Step
from app.core.capture import Capture
from app.core.clock import now
from app.core.ids import new_id
from app.learning import actions
from app.learning.schemas import CardLearnt
from app.org.models import Person, Post
from tests.world import DAY, World

OLD_STEP, NEW_STEP = "一拉就停。", "一拉就停，不松手。"
HEAD = Head(owner="破碎车间主任", contacts=[Contact(name="调度室", number="0000-8110")])


def caught(*, first_how: str = OLD_STEP) -> ScenarioRow:
    """胶带卷住人, with its first step said in one way or another."""
    steps = [
        Step(id="s1", who="谁看见谁做", act="拉绳，停机", how=first_how),
        Step(id="s2", who="谁看见谁做", act="大声喊人"),
        Step(id="s3", who="操作工做", act="断电，挂牌"),
    ]
    return ScenarioRow(name="胶带卷住人", short="卷住人", steps=steps, never=["没断电，不许伸手"])


def smoke() -> ScenarioRow:
    """料仓冒烟."""
    acts = ["停给料机", "关上闸门", "报调度室"]
    return ScenarioRow(
        name="料仓冒烟",
        steps=[Step(id=f"t{place}", who="操作工做", act=act) for place, act in enumerate(acts)],
    )


def slip() -> ScenarioRow:
    """平台滑倒, which a later version leaves out."""
    return ScenarioRow(name="平台滑倒", steps=[Step(id="u1", who="谁看见谁做", act="扶稳，别急着起")])


OLD: list[tuple[str, Body]] = [("caught", caught()), ("slip", slip())]
NEW: list[tuple[str, Body]] = [("caught", caught(first_how=NEW_STEP)), ("smoke", smoke())]


def publish(
    post: Post,
    rows: Sequence[tuple[str, Body]],
    *,
    kind: Kind = Kind.EMERGENCY,
    head: Head = HEAD,
    on: date = DAY,
) -> CardVersion:
    """Publish the next version of a card."""
    made = cards.write_draft(post, kind, head, rows, source="test", by=None)
    cards.put_in_force(made, effective_on=on, by=None)
    return made


def publish_old(world: World) -> CardVersion:
    """The first version of the crusher's emergency card."""
    return publish(world.crusher, OLD)


def publish_new(world: World) -> CardVersion:
    """The second: a step in other words, one accident more, one less."""
    return publish(world.crusher, NEW)


def body_of(version: CardVersion, **more: Any) -> dict[str, Any]:
    """The body of an op that says a version was learnt."""
    return {
        "id": str(new_id()),
        "post": str(version.card.post_id),
        "kind": version.card.kind,
        "version": version.number,
        "mark": mark_of(version.digest),
        "heard": False,
        "answers": [],
        "signature": None,
        **more,
    }


def capture(who: Person, *, ago: timedelta = timedelta(0)) -> Capture:
    """Made by somebody a while ago, and come in now."""
    moment = now()
    return Capture(
        enterprise_id=who.enterprise_id, by=who.id, at=moment - ago, received_at=moment, offset_ms=0
    )


def learn(who: Person, learnt: CardVersion, *, ago: timedelta = timedelta(0), **more: Any) -> list[str]:
    """Somebody learns a version of a card; the flags."""
    body = msgspec.convert(body_of(learnt) | more, CardLearnt)
    return actions.learnt(body, capture(who, ago=ago))
