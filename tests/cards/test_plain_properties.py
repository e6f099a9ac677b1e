"""Advice on plain words for any text at all: it comes, it is the same twice, and it never fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cards.plain import Limits, advise
from app.cards.plainwords import ACTS, EMPTY, NOT_ACTS, VAGUE
from app.cards.schemas import (
    Body,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
)

LIMITS = Limits()
PIECES = [
    *VAGUE,
    *EMPTY,
    *ACTS,
    *NOT_ACTS,
    *"，。；、：“”（）\n 等不非",
    "进行",
    "超过 5",
    "及时处理",
    "严禁不",
]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(act=TEXTS, who=TEXTS, how=TEXTS, notes=st.lists(TEXTS, max_size=2), summary=TEXTS)
def test_any_text_at_all_gets_the_same_advice_twice(
    act: str, who: str, how: str, notes: list[str], summary: str
) -> None:
    scenario = ScenarioRow(name=how, steps=[Step(id="1", who=who, act=act, how=how)], notes=notes)
    bodies: list[tuple[Kind, Body]] = [
        (Kind.EMERGENCY, scenario),
        (Kind.RISK, RiskRow(point=act, hazard=who, measures=[Measure(id="1", text=one) for one in notes])),
        (Kind.OPERATION, OperationRow(procedure=act, standard=who, risk=how, forbidden=notes)),
        (Kind.DUTY, DutyRow(duty=act, standard=who, assessment=how, rights=summary)),
    ]
    head = Head(summary=summary, rights=notes)
    for kind, body in bodies:
        found = advise(kind, head, [("r", body)], LIMITS)
        assert found == advise(kind, head, [("r", body)], LIMITS)
        assert len(found) == len(set(found))
        assert all(one.field and one.message for one in found)


@pytest.mark.parametrize(
    "piece", ["安全", "“", "与", "、等", "超过 ", "非", " ", "安全生产管理的", "及时处理问题", "1", "注意"]
)
def test_a_text_of_thousands_of_characters_is_read_through(piece: str) -> None:
    row = OperationRow(procedure="停机", standard=f"停{piece * 5000}机")
    assert advise(Kind.OPERATION, Head(), [("r", row)], LIMITS)
