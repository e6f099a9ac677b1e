"""The shared vectors of the risk table: complete, right, and what the code gives.

The expectations are written here from the trade's own table, apart from the code they check.
"""

import json
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path

import pytest

from app.risk.matrices import BadScore, grade
from app.risk.words import for_browser

FILE = Path(__file__).parents[1] / "vectors" / "risk.json"
E = ("10", "6", "3", "2", "1", "0.5")
FACTORS = {
    "LS": {"L": "12345", "S": "12345"},
    "LEC": {"L": ("10", "6", "3", "1", "0.5", "0.2", "0.1"), "E": E, "C": ("100", "40", "15", "7", "3", "1")},
    "MES": {"M": "531", "E": E, "S": ("10", "8", "4", "2", "1")},
}
# The lowest value of each level, severest first; 5 begins at nothing.
LOWEST = {"LS": (20, 15, 9, 4, 0), "LEC": (320, 160, 70, 20, 0), "MES": (180, 90, 50, 20, 0)}
# What the table prints of the upper ends: an attainable value never falls between two levels.
RANGES = {
    "LS": ((20, 25), (15, 16), (9, 12), (4, 8), (1, 3)),
    "LEC": ((320, 10_000), (160, 319.99), (70, 159.99), (20, 69.99), (0, 19.99)),
    "MES": ((180, 500), (90, 150), (50, 80), (20, 48), (0, 18)),
}


def vectors() -> dict[str, list[dict]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def scores() -> list[dict]:
    return vectors()["scores"]


def tenths(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 10 + int(part or 0)  # every factor has at most one decimal


def test_every_combination_of_every_method_stands_in_the_file_once() -> None:
    wanted = [
        (method, tuple(sorted(zip(names, map(float, values), strict=True))))
        for method, factors in FACTORS.items()
        for names in [tuple(factors)]
        for values in product(*factors.values())
    ]
    found = [(one["method"], tuple(sorted(one["inputs"].items()))) for one in scores()]
    assert len(found) == len(set(found)) == 25 + 252 + 90
    assert set(found) == set(wanted)


def test_every_value_is_the_exact_product_of_its_factors() -> None:
    for one in scores():
        exact = 1
        for factor in one["inputs"].values():
            exact *= tenths(f"{factor:g}")
        assert one["value"] * 10 ** len(one["inputs"]) == pytest.approx(exact, abs=1e-6)
        assert one["value"] == round(one["value"], 3)


def test_every_value_falls_into_exactly_one_level_of_the_table_and_it_is_the_one_given() -> None:
    for one in scores():
        fitting = [n for n, (low, high) in enumerate(RANGES[one["method"]], 1) if low <= one["value"] <= high]
        assert fitting == [one["level"]], one


@pytest.mark.parametrize("method", FACTORS)
def test_no_product_of_the_factors_falls_between_two_printed_ranges(method: str) -> None:
    """The printed table leaves holes (LS 13, 14, 17 to 19; MES 19, 49, 81 to 89 …); nothing attainable is in one."""
    attainable = {prod(map(Fraction, values)) for values in product(*FACTORS[method].values())}
    in_file = {Fraction(str(one["value"])) for one in scores() if one["method"] == method}
    assert attainable == in_file
    for value in attainable:
        fitting = [n for n, (low, high) in enumerate(RANGES[method], 1) if low <= value <= high]
        above = [n for n, low in enumerate(LOWEST[method], 1) if value >= low]
        assert fitting == above[:1], value


@pytest.mark.parametrize(
    ("method", "hole"),
    [
        *(("LS", value) for value in (13, 14, 17, 18, 19)),
        *(("MES", value) for value in (19, 49, 81, 89, 151, 179)),
        *(("LEC", value) for value in (0, 319.995)),
    ],
)
def test_what_the_table_does_not_print_can_not_be_scored(method: str, hole: float) -> None:
    assert all(one["value"] != hole for one in scores() if one["method"] == method)


def test_the_browser_is_given_the_tables_that_the_file_holds() -> None:
    assert vectors()["matrices"] == json.loads(json.dumps(for_browser()))
    for one in vectors()["matrices"]:
        wanted = {name: sorted(map(float, values)) for name, values in FACTORS[one["method"]].items()}
        assert {name: sorted(values) for name, values in one["factors"].items()} == wanted
        assert one["floors"] == list(LOWEST[one["method"]][:4])


def test_a_value_on_a_limit_takes_the_severer_level() -> None:
    seen = {(one["method"], one["value"]): one["level"] for one in scores()}
    for method, lowest in LOWEST.items():
        on_limit = [(level, low) for level, low in enumerate(lowest, 1) if (method, low) in seen]
        assert on_limit
        assert all(seen[method, low] == level for level, low in on_limit)


def test_all_five_levels_can_be_reached_with_each_method() -> None:
    for method in FACTORS:
        assert {one["level"] for one in scores() if one["method"] == method} == {1, 2, 3, 4, 5}


def test_the_code_gives_what_the_file_says() -> None:
    for one in scores():
        made = grade(one["method"], one["inputs"])
        assert (made.value, made.level, made.matrix) == (one["value"], one["level"], one["matrix"])


def test_a_score_keeps_the_matrix_it_was_made_with_and_can_be_made_again_from_it() -> None:
    made = grade("LEC", {"L": 6, "E": 3, "C": 15})
    assert made == grade("LEC", made.inputs, made.matrix)


def test_what_no_matrix_gives_is_refused_in_words() -> None:
    assert len(vectors()["refused"]) >= 10
    for one in vectors()["refused"]:
        with pytest.raises(BadScore, match=r"[一-鿿]"):
            grade(one["method"], one["inputs"], one.get("matrix", ""))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, "3", None, True])
def test_a_factor_that_is_no_number_of_the_matrix_is_refused(value: object) -> None:
    with pytest.raises(BadScore):
        grade("LS", {"L": value, "S": 3})
