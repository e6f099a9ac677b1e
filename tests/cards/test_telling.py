"""What the console says of a card: a score with its numbers, a level that was given directly without any."""

import pytest

from app.cards import actions as cards
from app.cards.schemas import Body, DutyRow, Head, Kind, RiskRow, ScenarioRow
from app.cards.telling import changed_parts, rows_told, whole_told
from app.risk.matrices import grade, stated
from app.risk.schemas import Grade
from tests.world import DAY, World


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (stated(2), "橙 较大（直接定级）"),
        (stated(5), "蓝 低（直接定级）"),
        (grade("LS", {"L": 3, "S": 5}), "橙 较大（LS：L=3，S=5，得分 15）"),
        (grade("LEC", {"L": 0.5, "E": 3, "C": 15}), "蓝 低（LEC：L=0.5，E=3，C=15，得分 22.5）"),
    ],
)
def test_a_grade_in_words(world: World, given: Grade, words: str) -> None:
    row = RiskRow(point="胶带", hazard="卷入", before=given, after=given)
    made = cards.write_draft(world.crusher, Kind.RISK, Head(), [("r1", row)], source="test", by=None)
    (told,) = rows_told(made)
    said = dict(told.parts)
    assert said["固有风险"] == said["现有风险"] == [words]


def test_a_level_given_directly_shows_its_colour_and_word_to_everybody(world: World) -> None:
    row = RiskRow(point="胶带", hazard="卷入", after=stated(2))
    made = cards.write_draft(world.crusher, Kind.RISK, Head(), [("r1", row)], source="test", by=None)
    cards.put_in_force(made, effective_on=DAY, by=None)
    label = world.label(world.crusher)
    page = world.client(None).get(f"/p/{label.token}/risk").text
    assert "橙 较大" in page
    assert "得分" not in page
    assert "（）" not in page


def test_a_column_of_the_form_s_own_that_is_called_as_ours_is_hides_nothing() -> None:
    was = RiskRow(point="胶带", hazard="卷入", owner="班长", extra={"责任人": "老王"})
    now = RiskRow(point="胶带", hazard="卷入", owner="班长", extra={"责任人": "老李"})
    (told,) = changed_parts(whole_told(was), whole_told(now))
    assert (told.label, told.was, told.now) == ("责任人", ["班长", "老王"], ["班长", "老李"])


def test_the_short_name_and_the_number_are_told_where_they_change() -> None:
    def labels(was: Body, now: Body) -> list[str]:
        return [one.label for one in changed_parts(whole_told(was), whole_told(now))]

    assert labels(ScenarioRow(name="着火"), ScenarioRow(name="着火", short="火")) == ["短名"]
    assert labels(DutyRow(duty="看", number="1"), DutyRow(duty="看", number="2")) == ["序号"]
