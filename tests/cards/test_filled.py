"""Whoever sends a card to review, by whatever way: a row that does not say what it is about stays a draft."""

import pytest

from app.cards import reviewing
from app.cards.desk.form import FIELDS
from app.cards.filled import NEEDED
from app.cards.models import State
from app.cards.schemas import Body, DutyRow, Kind, OperationRow, RiskRow, ScenarioRow, Step
from app.core.errors import Invalid
from tests.cards.review import again, draft
from tests.world import World, sample_row

EMPTY: list[tuple[Kind, Body, str]] = [
    (Kind.RISK, RiskRow(point=" ", hazard="手卷入"), "第 2 行的风险点没写"),
    (Kind.RISK, RiskRow(point="出料胶带", hazard=""), "第 2 行的危险和有害因素没写"),
    (Kind.DUTY, DutyRow(duty="\n"), "第 2 行的安全职责没写"),
    (Kind.OPERATION, OperationRow(procedure="", standard="看清"), "第 2 行的作业程序没写"),
    (
        Kind.EMERGENCY,
        ScenarioRow(name="", steps=[Step(id="s1", who="甲", act="停机")]),
        "第 2 行的事故情形没写",
    ),
]


@pytest.mark.parametrize(("kind", "row", "words"), EMPTY, ids=[words for _, _, words in EMPTY])
def test_a_row_without_what_it_is_about_is_not_sent_to_review(
    world: World, kind: Kind, row: Body, words: str
) -> None:
    made = draft(world, sample_row(kind), row, kind=kind)
    with pytest.raises(Invalid, match=words):
        reviewing.submit(made, by=world.people["team_leader"].id)
    assert again(made).state == State.DRAFT


@pytest.mark.parametrize("kind", Kind)
def test_the_form_asks_for_what_review_asks_for(kind: Kind) -> None:
    asked = {one.name: one.label for one in FIELDS[kind] if one.needed and one.group is None}
    assert asked == NEEDED[kind]
