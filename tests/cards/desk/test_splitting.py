"""Where a row may be cut, and what the two rows then say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cards.desk.splitting import cuts, split
from app.cards.schemas import DutyRow, Kind, Measure, RiskRow, ScenarioRow
from app.core.errors import Invalid
from app.core.ids import new_id
from tests.world import sample_row

NEW = str(new_id())
LONG = DutyRow(duty="班前检查设备；班中巡查两次，记下来。下班交接", standard="每班一次")


def test_a_duty_is_cut_between_its_sentences() -> None:
    (cut,) = cuts(Kind.DUTY, LONG)
    assert cut.pieces == ["班前检查设备；", "班中巡查两次，", "记下来。", "下班交接"]
    first, second = split(Kind.DUTY, LONG, "duty:1", NEW)
    assert first == DutyRow(duty="班前检查设备", standard="每班一次")
    assert second == DutyRow(duty="班中巡查两次，记下来。下班交接", standard="每班一次")


def test_a_scenario_is_cut_between_its_steps() -> None:
    first, second = split(Kind.EMERGENCY, sample_row(Kind.EMERGENCY), "steps:2", NEW)
    assert isinstance(first, ScenarioRow)
    assert isinstance(second, ScenarioRow)
    assert [one.act for one in first.steps] == ["拉绳，停机", "大声喊人"]
    assert [one.act for one in second.steps] == ["断电，挂牌"]
    assert [one.id for one in first.steps] == ["s1", "s2"], "what is tied to the first stays tied to it"


def test_measures_stand_in_both_rows_with_identities_of_their_own() -> None:
    body = RiskRow(point="胶带", hazard="卷手；砸头", measures=[Measure(id="m1", text="装护罩")])
    first, second = split(Kind.RISK, body, "hazard:1", NEW)
    assert isinstance(first, RiskRow)
    assert isinstance(second, RiskRow)
    assert (first.hazard, second.hazard) == ("卷手", "砸头")
    assert [one.text for one in second.measures] == ["装护罩"]
    assert (first.measures[0].id, second.measures[0].id != "m1") == ("m1", True)


@pytest.mark.parametrize("where", ["", "duty:0", "duty:9", "duty:x", "standard:1", "other:1"])
def test_a_row_is_not_cut_where_there_is_nothing_to_cut(where: str) -> None:
    with pytest.raises(Invalid):
        split(Kind.DUTY, LONG, where, NEW)


@given(st.text("甲乙丙丁；。，、\n ", max_size=30))
def test_no_character_but_the_cut_s_own_is_lost(text: str) -> None:
    for cut in cuts(Kind.DUTY, DutyRow(duty=text)):
        for at in range(1, len(cut.pieces)):
            rows = split(Kind.DUTY, DutyRow(duty=text), f"duty:{at}", NEW)
            whole = "".join(one.duty for one in rows if isinstance(one, DutyRow))
            assert [c for c in whole if c in "甲乙丙丁"] == [c for c in text if c in "甲乙丙丁"]
