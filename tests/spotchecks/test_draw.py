"""Draws can be repeated by everybody, and favour nobody."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.schemas import Recital
from app.spotchecks.draw import ABILITIES, order_of, place_of, questions_for

VECTORS = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "draw.json").read_text("utf-8"))
NAMES = st.lists(st.uuids().map(str), max_size=12)
SEEDS = st.text("0123456789abcdef", min_size=1, max_size=16)


def recital(id_: str, ability: str, critical: bool = False) -> Recital:
    return Recital(
        id=id_,
        ability=ability,
        row="r",
        prompt="?",
        points=[],
        line="",
        critical=critical,  # type: ignore[arg-type]
    )


RECITALS = st.lists(
    st.tuples(
        st.text("0123456789abcdef", min_size=16, max_size=16), st.sampled_from(ABILITIES), st.booleans()
    ),
    max_size=16,
    unique_by=lambda one: one[0],
).map(lambda some: [recital(*one) for one in some])


@pytest.mark.parametrize("vector", VECTORS["people"])
def test_people_are_drawn_as_on_the_phone(vector: dict[str, Any]) -> None:
    assert order_of(vector["seed"], vector["names"]) == vector["order"]


@pytest.mark.parametrize("vector", VECTORS["questions"], ids=lambda one: one["name"])
def test_questions_are_drawn_as_on_the_phone(vector: dict[str, Any]) -> None:
    some = [recital(one["id"], one["ability"], one["critical"]) for one in vector["recitals"]]
    assert questions_for(vector["seed"], vector["account"], some) == vector["drawn"]


@given(SEEDS, NAMES, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(seed: str, names: list[str], random: Any) -> None:
    mixed = names + names[:2]
    random.shuffle(mixed)
    assert order_of(seed, mixed) == order_of(seed, names)
    assert sorted(order_of(seed, names)) == sorted(set(names))


@given(SEEDS, NAMES, st.uuids().map(str))
def test_who_joins_changes_nothing_among_the_others(seed: str, names: list[str], more: str) -> None:
    before = order_of(seed, names)
    assert [one for one in order_of(seed, [*names, more]) if one in names and one != more] == [
        one for one in before if one != more
    ]


@given(SEEDS, NAMES, st.uuids().map(str))
def test_a_place_is_one_of_the_draw_or_none(seed: str, names: list[str], other: str) -> None:
    drawn = order_of(seed, names)
    assert [place_of(seed, names, one) for one in drawn] == list(range(1, len(drawn) + 1))
    assert other in names or place_of(seed, names, other) is None


@given(SEEDS, RECITALS, st.randoms())
def test_a_question_of_each_ability_and_one_about_life(seed: str, some: list[Recital], random: Any) -> None:
    drawn = questions_for(seed, "who", some)
    mixed = list(some)
    random.shuffle(mixed)
    assert questions_for(seed, "who", mixed) == drawn
    by_id = {one.id: one for one in some}
    assert drawn.keys() == {one.ability for one in some}
    assert all(by_id[id_].ability == ability for ability, id_ in drawn.items())
    emergency = [one for one in some if one.ability == "emergency" and one.critical]
    assert not emergency or by_id[drawn["emergency"]].critical
    assert any(by_id[one].critical for one in drawn.values()) == any(one.critical for one in some)


def test_everybody_is_drawn_about_equally_often() -> None:
    names = [f"0193a5b2-7c00-7d1a-8b3e-{n:012x}" for n in range(8)]
    first = Counter(order_of(f"{seed:016x}", names)[0] for seed in range(4000))
    assert set(first) == set(names)
    assert all(400 < count < 600 for count in first.values())  # 500 each; the standard deviation is 21
