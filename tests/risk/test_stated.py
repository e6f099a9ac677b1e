"""A level that was given directly (直接定级): it has a level, and claims no score."""

import msgspec
import pytest

from app.risk.matrices import LEVELS, STATED, BadScore, grade, stated
from app.risk.schemas import Grade


@pytest.mark.parametrize("level", LEVELS)
def test_each_of_the_five_levels_can_be_given(level: int) -> None:
    made = stated(level)
    assert (made.level, made.method, made.matrix) == (level, "直接定级", STATED.id)
    assert not made.inputs
    assert not made.value


@pytest.mark.parametrize("level", [0, 6, -1])
def test_another_level_is_refused_in_words(level: int) -> None:
    with pytest.raises(BadScore, match="1 到 5"):
        stated(level)


def test_it_travels_without_inputs_and_without_a_score_and_comes_back_the_same() -> None:
    sent = msgspec.to_builtins(stated(2))
    assert sent == {"method": "直接定级", "matrix": STATED.id, "level": 2}
    assert msgspec.convert(sent, Grade) == stated(2)


def test_no_score_is_ever_made_with_it() -> None:
    for inputs in ({}, {"L": 3.0}):
        with pytest.raises(BadScore):
            grade("直接定级", inputs)
        with pytest.raises(BadScore):
            grade("直接定级", inputs, STATED.id)
