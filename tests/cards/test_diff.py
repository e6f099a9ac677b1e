"""What changed between two versions, row by row."""

from hypothesis import given
from hypothesis import strategies as st

from app.cards.diff import RowChange, changes

A, B, C = ("a", {"t": "甲"}), ("b", {"t": "乙"}), ("c", {"t": "丙"})
cards = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.fixed_dictionaries({"t": st.sampled_from("甲乙丙")})),
    unique_by=lambda row: row[0],
    max_size=8,
)


def test_the_same_has_no_changes() -> None:
    assert changes([A, B], [A, B], moves=True) == []


def test_new_gone_and_changed_rows() -> None:
    now = [("a", {"t": "甲二"}), C]
    assert changes([A, B], now) == [
        RowChange("a", {"t": "甲"}, {"t": "甲二"}),
        RowChange("c", None, {"t": "丙"}),
        RowChange("b", {"t": "乙"}, None),
    ]


def test_which_fields_say_something_else() -> None:
    (one,) = changes([("a", {"x": 1, "y": 2, "z": 3})], [("a", {"x": 1, "y": 5, "w": 6})])
    assert sorted(one.fields) == ["w", "y", "z"]
    (new,) = changes([], [("a", {"x": 1})])
    assert new.fields == ["x"]


def test_the_fewest_rows_are_said_to_have_moved() -> None:
    (moved,) = changes([A, B, C], [C, A, B], moves=True)
    assert (moved.identity, moved.moved) == ("c", True)
    assert changes([A, B, C], [C, A, B]) == []


@given(cards, cards)
def test_the_changes_lead_from_one_to_the_other(was: list, now: list) -> None:
    """Nothing that differs is left unsaid, and nothing that does not is said."""
    found = {one.identity: one for one in changes(was, now)}
    old, new = dict(was), dict(now)
    assert set(found) == {key for key in {**old, **new} if old.get(key) != new.get(key)}
    assert all(one.was == old.get(key) and one.now == new.get(key) for key, one in found.items())


@given(cards, st.randoms())
def test_rows_that_did_not_move_stand_in_their_old_order(was: list, chance) -> None:  # type: ignore[no-untyped-def]
    now = list(was)
    chance.shuffle(now)
    moved = {one.identity for one in changes(was, now, moves=True)}
    still = [key for key, _ in now if key not in moved]
    assert still == [key for key, _ in was if key not in moved]
    assert bool(moved) == (now != was)
