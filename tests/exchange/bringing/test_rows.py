"""Rows keep their identity, and with it the checks and mastery that hang on it."""

from app.cards.schemas import Body, DutyRow, ScenarioRow, Step
from app.exchange.bringing.rows import Fate, RowFate, fates_of
from tests.exchange.bringing.builders import card, duties, risk


def fates(made: list[RowFate]) -> list[tuple[str, str]]:
    return [(one.fate.value, one.identity) for one in made]


def read(*rows: Body, ids: tuple[str, ...] = ()) -> list:
    return card("电工", rows, ids=ids).rows


STANDS = [("r1", DutyRow(duty="班前检查")), ("r2", DutyRow(duty="断电挂牌", standard="每次"))]


def test_a_row_about_the_same_thing_keeps_its_identity() -> None:
    made = fates_of(read(DutyRow(duty="断电 挂牌", standard="每次都挂"), DutyRow(duty="写记录")), STANDS)
    assert fates(made)[0] == ("changed", "r2")
    assert made[1].fate is Fate.NEW
    assert made[1].identity not in {"r1", "r2"}
    assert fates(made)[2] == ("gone", "r1")


def test_an_exported_row_is_found_by_its_identity_though_all_its_words_changed() -> None:
    made = fates_of(read(DutyRow(duty="都不一样了"), ids=("r2",)), STANDS)
    assert fates(made) == [("changed", "r2"), ("gone", "r1")]


def test_an_identity_of_another_card_is_not_taken_over() -> None:
    made = fates_of(read(DutyRow(duty="班前检查"), ids=("elsewhere",)), STANDS)
    assert fates(made)[0] == ("same", "r1")


def test_an_identity_that_stands_twice_in_a_file_goes_to_the_first() -> None:
    made = fates_of(read(*duties("甲", "乙"), ids=("r1", "r1")), STANDS)
    assert made[0].identity == "r1"
    assert made[1].identity not in {"r1", "r2"}


def test_rows_about_the_same_thing_are_paired_in_their_order() -> None:
    stands = [("a", risk("胶带")), ("b", risk("胶带", owner="王"))]
    assert [one.identity for one in fates_of(read(risk("胶带"), risk("胶带")), stands)] == ["a", "b"]


def test_a_row_that_is_published_but_not_in_the_draft_gets_its_identity_back() -> None:
    made = fates_of(read(DutyRow(duty="写记录")), STANDS, [("r9", DutyRow(duty="写记录"))])
    assert fates(made)[0] == ("new", "r9")


def test_measures_with_the_same_words_keep_their_identities() -> None:
    was = risk("胶带", "卷入", "护罩装好", "拉绳灵")
    made = fates_of(read(risk("胶带", "卷入", "拉绳 灵", "新装光幕")), [("r1", was)])[0].body
    assert made.measures[0].id == "m2"
    assert made.measures[1].id not in {"m1", "m2"}


def test_steps_with_the_same_words_keep_their_identities() -> None:
    was = ScenarioRow(
        name="着火", steps=[Step(id="s1", who="谁看见", act="喊人"), Step(id="s2", who="班长", act="断电")]
    )
    now = ScenarioRow(
        name="着火", steps=[Step(id="x", who="班长", act="断电"), Step(id="y", who="全员", act="撤离")]
    )
    made = fates_of(read(now), [("r1", was)])[0].body
    assert made.steps[0].id == "s2"
    assert made.steps[1].id not in {"s1", "s2", "y"}


def test_an_export_that_was_not_touched_changes_nothing() -> None:
    stands = [("r1", risk("胶带", "卷入", "护罩装好")), ("r2", risk("滚筒"))]
    made = fates_of(read(*(body for _, body in stands), ids=("r1", "r2")), stands)
    assert fates(made) == [("same", "r1"), ("same", "r2")]
