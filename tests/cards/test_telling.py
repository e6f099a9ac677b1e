"""What the console says of a card: a score with its numbers, a level that was given directly without any."""

import pytest

from app.cards import actions as cards
from app.cards.schemas import Head, Kind, RiskRow
from app.cards.telling import rows_told
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
