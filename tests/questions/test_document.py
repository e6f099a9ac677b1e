"""Every question on the duties of the handbook of 283 posts, where this machine has it."""

import os
from pathlib import Path

import pytest

from app.cards.schemas import DutyRow, Head, Kind, WireCard
from app.exchange.pasted import read_pasted
from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from tests.questions.builders import card
from tests.questions.faults import bare, faults, said

SEED = "000_ce3b3856d2c0813e.txt"


@pytest.fixture
def duties() -> list[WireCard]:
    """The duty lists of the document, a card each."""
    shared = Path(os.environ.get("GANGKA_SHARED") or Path(__file__).parents[2].parent / "shared")
    path = shared / "seeds" / SEED
    if not path.is_file():
        pytest.skip("the 283-post document is not on this machine")
    read = read_pasted(path.read_bytes().decode())
    return [
        card(
            Kind.DUTY,
            *[
                DutyRow(duty=one.duty, number=one.number, standard=one.standard, rights=one.rights)
                for one in table.duties
            ],
            head=Head(rights=[table.rights] if table.rights else []),
        )
        for table in read.duty_tables + read.department_tables
    ]


def test_no_distractor_is_right_and_every_answer_is_in_the_text(duties: list[WireCard]) -> None:
    pool = pool_of(duties)
    found = [(one, of) for of in duties for one in questions_of([of], pool)]
    assert len(found) > 40
    assert [fault for one, of in found for fault in faults(one, [of], duties)] == []


def test_they_ask_for_rhythm_and_time_limits(duties: list[WireCard]) -> None:
    rights = {one.right[0] for of in duties for one in questions_of([of], pool_of(duties))}
    assert {"每月", "每季度", "每年", "1月份"} <= rights
    assert any("工作日" in right for right in rights)


def test_its_recitals_are_pieces_of_the_duties(duties: list[WireCard]) -> None:
    told = [(one, of) for of in duties for one in recitals_of([of])]
    assert len(told) > 20
    for one, of in told:
        assert all(bare(point.text) in said([of]) for point in one.points), one
