"""What a department's cards say is looked up quickly, and says what going through all of it would say."""

import pytest

from app.cards.queries import published, wire
from app.cards.schemas import Kind, Measure, RiskRow
from app.questions import queries
from app.questions.making import questions_of
from app.questions.pool import Pool, about, kept_at, pool_of
from app.questions.reading import read
from app.questions.texts import pairs, same_said
from tests.questions.builders import card, demo_department, demo_posts
from tests.world import World

A_POST_EACH = sorted({department: key for key, department in demo_posts().items()}.values())
EVERY_DEPARTMENT = pytest.mark.parametrize("key", A_POST_EACH)


def gone_through(pool: Pool, risk: RiskRow) -> set[str]:
    """The controls that have nothing to do with a risk, one after the other."""
    point, words = about(risk.point), pairs(risk.point + risk.hazard)
    return {
        one.text
        for one in pool.controls
        if not one.accidents & set(risk.accidents) and not one.words & words and not one.about & point
    }


@EVERY_DEPARTMENT
def test_controls_of_other_risks(key: str) -> None:
    cards = [read(card) for card in demo_department(key)]
    pool = pool_of(cards)
    risks = [body for card in cards for _, body in card.rows if isinstance(body, RiskRow)]
    for risk in risks:
        point, words = about(risk.point), pairs(risk.point + risk.hazard)
        found = pool.controls_without(accidents=set(risk.accidents), words=words, about=point)
        assert found == gone_through(pool, risk)
    assert any(gone_through(pool, risk) for risk in risks)


@EVERY_DEPARTMENT
def test_places_of_the_same_thing(key: str) -> None:
    pool = pool_of(demo_department(key))
    for thing, place in pool.kept:
        alike = {
            where
            for other, where in pool.kept
            if any(same_said(a, b) for a in thing.split("、") for b in other.split("、"))
        }
        assert place in alike
        assert pool.places_of(thing) == alike


def test_a_bag_of_things_is_kept_where_each_of_them_is() -> None:
    kept = frozenset(filter(None, map(kept_at, ("手套、口罩（班房）", "口罩（配电室）", "灭火器（门口）"))))
    assert Pool(kept=kept).places_of("防尘口罩、急救箱") == {"班房", "配电室"}


def test_a_place_in_a_line_that_reads_otherwise_is_a_place_of_it_too() -> None:
    kept = frozenset(filter(None, map(kept_at, ("急救箱（班房）", "灭火器（门口）", "口罩（配电室）"))))
    pool = Pool(kept=kept, told=frozenset({"大号急救箱（门口，3 个）"}))
    assert pool.places_of("急救箱") == {"班房", "门口"}


def test_a_control_of_a_risk_at_the_same_point_is_no_distractor_however_short_its_name() -> None:
    def risk(measure: str) -> RiskRow:
        return RiskRow(point="车", hazard="", measures=[Measure(id="m", text=measure)])

    pool = pool_of([card(Kind.RISK, risk("倒车要有人引路"), risk("轮子垫好三角木"))])
    asked = {"accidents": set[str](), "words": pairs("车")}
    assert pool.controls_without(**asked, about=about("车")) == set()
    assert pool.controls_without(**asked, about=about("电")) == {"倒车要有人引路", "轮子垫好三角木"}


def test_what_is_counted_is_what_phones_get(world: World) -> None:
    posts = [world.crusher, world.truck]  # of two departments, each with no other post that has cards
    for post in posts:
        world.publish_all(post)
    asked, counted = queries.asked_at(posts), queries.counted_at(posts)
    for post in posts:
        cards = [wire(one) for one in published([post.id])]
        made = questions_of(cards, pool_of(cards))
        assert made and asked[post.id] == made
        assert [(one.id, one.ability) for one in counted[post.id]] == [(one.id, one.ability) for one in made]
