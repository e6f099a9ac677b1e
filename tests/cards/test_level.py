"""The level of a post: the worst of its risks after controls."""

import pytest

from app.cards import actions as cards
from app.cards import queries
from app.cards.schemas import Head, Kind, RiskRow
from app.risk.matrices import grade
from app.risk.schemas import Grade
from tests.world import DAY, World


def risk(before: Grade | None = None, after: Grade | None = None) -> RiskRow:
    return RiskRow(point="胶带", hazard="卷入", before=before, after=after)


def ls(likelihood: int, severity: int) -> Grade:
    return grade("LS", {"L": likelihood, "S": severity})


CASES = [
    ([], None),
    ([risk()], None),
    ([risk(before=ls(5, 5))], 1),  # no score after controls: nothing is made to look better
    ([risk(before=ls(5, 5), after=ls(1, 1))], 5),
    ([risk(before=ls(1, 1), after=ls(4, 5))], 1),  # after counts, even where it is the worse one
    ([risk(after=ls(1, 1)), risk(after=ls(3, 5)), risk(after=ls(3, 3))], 2),
    ([risk(after=ls(1, 1)), risk(before=ls(4, 4)), risk()], 2),
    ([risk(after=grade("LEC", {"L": 1, "E": 6, "C": 15})), risk(after=ls(2, 2))], 3),
]


@pytest.mark.parametrize(("rows", "level"), CASES)
def test_the_worst_after_controls_is_the_level(world: World, rows: list[RiskRow], level: int | None) -> None:
    named = [(str(number), row) for number, row in enumerate(rows)]
    made = cards.write_draft(world.crusher, Kind.RISK, Head(), named, source="test", by=None)
    cards.put_in_force(made, effective_on=DAY, by=None)
    assert queries.level_of(queries.published_of(world.crusher.id)[Kind.RISK]) == level


def test_a_post_without_a_risk_list_has_no_level() -> None:
    assert queries.level_of(None) is None


def test_who_acts_at_a_level_is_told_in_words(world: World) -> None:
    assert queries.acts_at(1, world.crew.path) == "立即停止作业"
    assert not queries.acts_at(None, world.crew.path)
