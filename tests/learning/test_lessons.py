"""Whoever learns a new version is asked about what is new in it, however much else their post's cards would ask."""

from typing import Any

import msgspec

from app.cards.models import CardVersion
from app.cards.queries import published, wire
from app.cards.schemas import Body, Head, Kind, Measure, RiskRow
from app.questions.lessons import EACH
from app.questions.making import LIMIT, every_question
from app.questions.pool import pool_of
from app.sync import bundles
from tests.learning.builders import publish, publish_old
from tests.world import World

ROWS = 80


def risk(n: int, more: str = "") -> RiskRow:
    said = f"{n} 号胶带的护罩每班检查 {n + 1} 次{more}", f"检修 {n} 号胶带前断电挂牌"
    measures = [Measure(id=str(place), text=text) for place, text in enumerate(said)]
    return RiskRow(
        point=f"{n} 号胶带", hazard=f"{n} 号胶带没护罩，卷手", accidents=["机械伤害"], measures=measures
    )


def put(world: World, **changed: str) -> CardVersion:
    rows: list[tuple[str, Body]] = [(f"r{n}", risk(n, changed.get(f"r{n}", ""))) for n in range(ROWS)]
    return publish(world.crusher, rows, kind=Kind.RISK, head=Head())


def bundle(world: World) -> dict[str, Any]:
    world.forget()
    (made,) = bundles.make([world.crusher])
    found: dict[str, Any] = msgspec.json.decode(made)
    return found


def answerable(world: World, row: str) -> int:
    """How many questions there are on a row, were there no limit."""
    cards = [wire(one) for one in published([world.crusher_id])]
    return [one.row for one in every_question(cards, pool_of(cards))].count(row)


def test_each_row_that_is_new_is_asked_about(world: World) -> None:
    put(world)
    for n in range(0, ROWS, 9):
        put(world, **{f"r{n}": f"，记在本上，第 {n} 本"})
        made = bundle(world)
        asked = [one["row"] for one in made["questions"] + made["lessons"]]
        assert asked.count(f"r{n}") == min(EACH, answerable(world, f"r{n}")), f"r{n} was changed"
        assert len(made["questions"]) == LIMIT, "practice is as long as ever"


def test_a_card_that_practice_leaves_out_is_asked_about_too(world: World) -> None:
    put(world)
    publish_old(world)
    made = bundle(world)
    asked = [one["ability"] for one in made["questions"] + made["lessons"]]
    assert asked.count("risk") >= EACH
    assert asked.count("emergency") == 1, "all that can be asked of this one"


def test_what_practice_asks_already_does_not_come_twice(world: World) -> None:
    publish_old(world)
    assert bundle(world)["lessons"] == []
    put(world)
    put(world, r3="，记在本上", r7="，记在本上", r8="，记在本上")
    made = bundle(world)
    ids = [one["id"] for one in made["questions"] + made["lessons"]]
    assert len(ids) == len(set(ids))
    assert len(ids) <= LIMIT + 2 * 2 * EACH
