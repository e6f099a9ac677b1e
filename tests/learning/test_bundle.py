"""What a phone is told of earlier versions, so that it can show what changed to whoever learnt one of them."""

from itertools import count
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cards.models import CardVersion
from app.cards.queries import EARLIER, mark_of
from app.cards.schemas import Head, Kind
from app.learning.queries import learnt_by
from app.org import actions as org
from app.sync import bundles
from tests.learning.builders import HEAD, NEW, OLD, caught, learn, publish, publish_new, publish_old
from tests.world import DAY, World


def card(world: World) -> dict[str, Any]:
    """The crusher's emergency card as phones get it."""
    (made,) = bundles.make([world.crusher])
    found: dict[str, Any] = msgspec.json.decode(made)["cards"][0]
    return found


def test_a_first_version_has_nothing_before_it(world: World) -> None:
    version = publish_old(world)
    held = card(world)
    assert held["mark"] == mark_of(version.digest)
    assert "earlier" not in held


def test_an_earlier_version_tells_what_it_said_otherwise_and_nothing_else(world: World) -> None:
    old, _ = publish_old(world), publish_new(world)
    (before,) = card(world)["earlier"]
    assert (before["version"], before["mark"]) == (1, mark_of(old.digest))
    assert [row["id"] for row in before["rows"]] == ["caught", "slip"]
    assert before["rows"][0]["body"]["steps"][0]["how"] == "一拉就停。"
    assert before["added"] == ["smoke"]
    assert "head" not in before
    assert "moved" not in before


def test_rows_that_only_moved_are_told_by_their_ids(world: World) -> None:
    publish(world.crusher, OLD)
    publish(world.crusher, OLD[::-1])
    (before,) = card(world)["earlier"]
    assert "rows" not in before
    assert len(before["moved"]) == 1


def test_another_head_comes_along(world: World) -> None:
    publish(world.crusher, OLD)
    publish(world.crusher, OLD, head=Head(owner="新主任", contacts=HEAD.contacts))
    (before,) = card(world)["earlier"]
    assert before["head"]["owner"] == "破碎车间主任"
    assert "rows" not in before


def test_only_the_last_few_come_along_and_none_with_the_same_words(world: World) -> None:
    for number in range(EARLIER + 2):
        publish(world.crusher, [("caught", caught(first_how=f"第{number}回"))])
    assert [one["version"] for one in card(world)["earlier"]] == [4, 3, 2]
    publish(world.crusher, [("caught", caught(first_how=f"第{EARLIER}回"))])
    assert [one["version"] for one in card(world)["earlier"]] == [5, 3]


def test_the_bundle_is_the_same_whoever_has_learnt_what(world: World) -> None:
    old, new = publish_old(world), publish_new(world)
    before = bundles.make([world.crusher])
    learn(world.people["worker"], old)
    learn(world.people["worker"], new)
    world.forget()
    assert bundles.make([world.crusher]) == before


def test_each_card_has_its_own_past(world: World) -> None:
    publish_old(world)
    world.publish(world.crusher, Kind.RISK)
    publish_new(world)
    (made,) = bundles.make([world.crusher])
    found = {one["kind"]: one.get("earlier", []) for one in msgspec.json.decode(made)["cards"]}
    assert [len(found["emergency"]), len(found["risk"])] == [1, 0]


TEXTS = {"a": OLD, "b": NEW, "c": [("caught", caught(first_how="先喊人"))]}
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.sampled_from(sorted(TEXTS))),
        st.tuples(st.just("learn"), st.integers(0, 5)),
        st.tuples(st.just("strange"), st.integers(0, 5)),
    ),
    max_size=9,
)


COUNT = count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_is_learnt_never_goes_back_and_never_counts_for_another_text(
    acts: list[tuple[str, Any]], world: World
) -> None:
    """A post and a person for each history, learnings of any version in any order among publications."""
    number = str(3000 + next(COUNT))
    post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
    who = world.person(number, world.crew, number)
    org.assign(who, post, on=DAY, by=None)
    said: dict[int, CardVersion] = {}
    best = 0
    for act, what in acts:
        if act == "publish":
            made = publish(post, TEXTS[what])
            said[made.number] = made
        elif said:
            version = said[1 + what % len(said)]
            strange = act == "strange"
            assert learn(who, version, **({"mark": "0" * 16} if strange else {})) == ["other_words"] * strange
            best = best if strange else max(best, version.number)
        found = learnt_by(who.id, [post.id])
        assert [(one.version, one.mark) for one in found] == (
            [(best, mark_of(said[best].digest))] if best else []
        )
