"""What a form has no column for, bringing it in does not take away; what it has one for, it says."""

import msgspec
import pytest

from app.cards.schemas import DutyRow, Measure, RiskRow, ScenarioRow, Step
from app.exchange.bringing.rows import Fate, fates_of
from app.risk.matrices import grade
from tests.exchange.bringing.builders import card

STANDS = RiskRow(
    point="胶带",
    hazard="卷入",
    before=grade("LS", {"L": 4, "S": 4}),
    after=grade("LS", {"L": 2, "S": 4}),
    measures=[
        Measure(id="m1", text="护罩装好", kind="工程技术"),
        Measure(id="m2", text="拉绳灵", kind="管理"),
    ],
    owner="班长",
    signs=["当心卷入"],
    extra={"备注": "夜班多看", "频次": "每班"},
)
OTHER = RiskRow(point="料仓", hazard="掉落", owner="队长")


def brought(*rows: RiskRow, ids: tuple[str, ...] = ()) -> list[RiskRow]:
    made = fates_of(card("电工", rows, ids=ids).rows, [("r1", STANDS), ("r2", OTHER)])
    return [one.body for one in made if isinstance(one.body, RiskRow)]


def bare(**said: object) -> RiskRow:
    return msgspec.structs.replace(RiskRow(point="胶带", hazard="卷入"), **said)


def test_a_form_that_names_only_the_risks_changes_nothing() -> None:
    made = fates_of(
        card("电工", (bare(), RiskRow(point="料仓", hazard="掉落"))).rows, [("r1", STANDS), ("r2", OTHER)]
    )
    assert [(one.fate, one.identity) for one in made] == [(Fate.SAME, "r1"), (Fate.SAME, "r2")]


def test_a_column_that_the_form_has_says_what_it_says_also_where_it_is_empty() -> None:
    (first, second) = brought(bare(), RiskRow(point="料仓", hazard="掉落", owner="主任"))
    assert (first.owner, second.owner) == ("", "主任")
    assert first.after == STANDS.after


def test_a_form_without_the_level_after_controls_leaves_it() -> None:
    (first,) = brought(bare(before=grade("LS", {"L": 5, "S": 4})))
    assert first.before == grade("LS", {"L": 5, "S": 4})
    assert first.after == STANDS.after


def test_the_kinds_of_measures_stay_where_the_form_does_not_sort_them() -> None:
    (first,) = brought(bare(measures=[Measure(id="", text="拉绳 灵"), Measure(id="", text="新装光幕")]))
    assert [(one.text, one.kind) for one in first.measures] == [("拉绳 灵", "管理"), ("新装光幕", "")]
    assert first.measures[0].id == "m2"


def test_columns_of_the_form_s_own_stay_where_another_form_lacks_them() -> None:
    (first,) = brought(bare(extra={"频次": "每周", "检查人": "甲"}))
    assert first.extra == {"备注": "夜班多看", "频次": "每周", "检查人": "甲"}


def test_icons_stay_for_the_steps_that_stay() -> None:
    stands = ScenarioRow(name="着火", icon="flame", steps=[Step(id="s1", who="甲", act="断电", icon="power")])
    read = ScenarioRow(
        name="着火", steps=[Step(id="", who="甲", act="断电"), Step(id="", who="乙", act="报告")]
    )
    body = fates_of(card("电工", (read,)).rows, [("r1", stands)])[0].body
    assert isinstance(body, ScenarioRow)
    assert (body.icon, [one.icon for one in body.steps]) == ("flame", ["power", ""])


def test_our_own_export_takes_away_what_was_taken_out_of_it() -> None:
    (first,) = brought(bare(owner="班长"), ids=("r1",))
    assert (first.after, first.measures, first.extra) == (None, [], {})


@pytest.mark.parametrize("standard", ["", "每班一次"])
def test_a_new_row_says_only_what_the_file_says(standard: str) -> None:
    made = fates_of(
        card("电工", (DutyRow(duty="写记录", standard=standard),)).rows, [("r1", DutyRow(duty="查"))]
    )
    assert made[0].body == DutyRow(duty="写记录", standard=standard)
