"""Whoever grades chooses by words: every value of every factor has its own, and they are short."""

import pytest

from app.risk.matrices import MATRICES, STATED, Matrix
from app.risk.words import NAMES, for_browser, words

LONGEST = 16  # characters beside a radio button of a phone


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=list(MATRICES))
def test_every_value_of_every_factor_has_words_and_nothing_else_has(matrix: Matrix) -> None:
    meant = words(matrix.id)
    assert {factor: set(values) for factor, values in meant.items()} == {
        factor: set(values) for factor, values in matrix.factors.items()
    }
    assert set(NAMES[matrix.id]) == set(matrix.factors)


@pytest.mark.parametrize("matrix", MATRICES)
def test_words_are_short_and_tell_the_values_apart(matrix: str) -> None:
    for values in words(matrix).values():
        assert all(0 < len(text) <= LONGEST and text == text.strip() for text in values.values())
        assert len(set(values.values())) == len(values)


def test_a_level_given_directly_has_no_factors_to_speak_of() -> None:
    assert words(STATED.id) == {}


def test_the_browser_finds_the_words_by_the_number_as_it_writes_it() -> None:
    (lec,) = [one for one in for_browser() if one["method"] == "LEC"]
    assert list(lec["words"]["L"]) == ["10", "6", "3", "1", "0.5", "0.2", "0.1"]


def test_one_version_of_each_method_is_the_current_one() -> None:
    current = [one["method"] for one in for_browser() if one["current"]]
    assert sorted(current) == ["LEC", "LS", "MES"]
