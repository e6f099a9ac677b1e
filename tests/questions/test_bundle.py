"""Questions in a post's bundle: the department's cards are their pool."""

from typing import Any

import pytest
from flask import g

from app.cards import actions as cards
from app.cards.schemas import Contact, Head, Kind, ScenarioRow
from app.core import db
from app.demo import load as demo
from app.org import actions as org
from app.org.models import Post, UnitKind
from app.questions import queries as pools
from app.sync import bundles
from tests.questions.builders import scenario
from tests.world import DAY, World

PHONE = Contact(name="调度室", number="0000-8110")


@pytest.fixture
def belt(world: World) -> Post:
    """Another post of the crusher's department."""
    return org.add_post(unit=world.crushing, title="胶带巡检岗", by=None)


def bundle(world: World, post: Post) -> dict[str, Any]:
    answer = world.client("safety_officer").get(f"/api/sync/bundles/post:{post.id}")
    assert answer.status_code == 200
    return answer.json  # type: ignore[no-any-return]


def publish(post: Post, row: ScenarioRow) -> None:
    made = cards.write_draft(
        post, Kind.EMERGENCY, Head(contacts=[PHONE]), [("s1", row)], source="test", by=None
    )
    cards.put_in_force(made, effective_on=DAY, by=None)


def kept(thing: str, *elsewhere: str) -> ScenarioRow:
    return scenario("着火", ("谁看见谁做", "大声喊人"), supplies=[thing, *elsewhere])


def where(world: World, post: Post) -> list[set[str]]:
    asked = bundle(world, post)["questions"]
    return [{*one["right"], *one["wrong"]} for one in asked if one["prompt"] == "急救箱在哪儿？"]


def test_a_bundle_holds_what_its_cards_ask(world: World) -> None:
    world.publish_all(world.crusher)
    told = bundle(world, world.crusher)
    assert {one["ask"] for one in told["questions"]} >= {"never"}
    assert {one["row"] for one in told["questions"]} <= {
        row["id"] for c in told["cards"] for row in c["rows"]
    } | {""}


def test_a_post_without_cards_asks_nothing(world: World) -> None:
    told = bundle(world, world.crusher)
    assert (told["questions"], told["recitals"]) == ([], [])


def test_distractors_come_from_the_department_and_follow_it(world: World, belt: Post) -> None:
    publish(world.crusher, kept("急救箱（操作室）"))
    publish(world.truck, kept("灭火器（车库）", "沙箱（大门口）"))
    assert where(world, world.crusher) == []  # another department's places are none of its own
    publish(belt, kept("灭火器（配电室）", "沙箱（值班室）"))
    assert where(world, world.crusher) == [{"操作室", "配电室", "值班室"}]
    publish(belt, kept("灭火器（检修班）", "沙箱（值班室）"))
    assert where(world, world.crusher) == [{"操作室", "检修班", "值班室"}]
    with db.writing():
        belt.closed_on = DAY
    assert where(world, world.crusher) == []


def test_a_department_is_read_once_however_many_posts_it_has(
    world: World, belt: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(world.crusher, kept("急救箱（操作室）"))
    publish(belt, kept("灭火器（配电室）", "沙箱（值班室）"))
    made: list[object] = []
    monkeypatch.setattr(pools, "pool_of", lambda cards: made.append(1) or pools.Pool())
    pools.pool_from.cache_clear()
    bundles.make([world.crusher, belt])
    bundles.make([belt])
    assert len(made) == 1
    pools.pool_from.cache_clear()


def test_the_lowest_department_above_a_post_is_its_pool(world: World) -> None:
    plant = org.add_unit(kind=UnitKind.DEPARTMENT, name="选矿厂", parent=world.mine, by=None)
    shop = org.add_unit(kind=UnitKind.DEPARTMENT, name="磨矿车间", parent=plant, by=None)
    units = {one.id: one for one in (world.mine, plant, shop, world.crew, world.crushing)}
    assert pools.department_of(shop, units) == shop.id
    assert pools.department_of(world.crew, units) == world.crushing.id
    assert pools.department_of(world.mine, units) == world.mine.id


def test_every_demo_post_has_practice(app: Any) -> None:
    with app.app_context():
        g.scope = db.EVERYWHERE
        posts = demo.load(lambda _line: None, DAY)
        for content in bundles.make(posts):
            assert content.count(b'"ask":') >= 25
