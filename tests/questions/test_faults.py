"""The second opinion on questions sees what it should: planted faults."""

from collections.abc import Sequence

import msgspec
import pytest

from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.schemas import Ask, Question
from tests.questions.builders import demo_cards, demo_department
from tests.questions.faults import faults

POST = "crusher-1"


def some(ask: Ask, form: str = "") -> Question:
    made = questions_of(demo_cards(POST), pool_of(demo_department(POST)))
    return next(
        one for one in made if one.ask == ask and form in ("", one.form) and (one.text or ask != "blank")
    )


def seen(question: Question, **planted: object) -> list[str]:
    cards: Sequence[object] = demo_cards(POST)
    changed = msgspec.structs.replace(question, **planted)
    return faults(changed, cards, demo_department(POST))  # type: ignore[arg-type]


@pytest.mark.parametrize("ask", ["first", "control", "risk", "who", "jingle", "blank"])
def test_the_right_answer_among_the_wrong_ones(ask: Ask) -> None:
    one = some(ask)
    assert seen(one) == []
    assert seen(one, wrong=[one.right[0] + "。", "别的"])
    assert seen(one, wrong=one.wrong[:1])


def test_an_answer_that_the_card_does_not_give() -> None:
    assert seen(some("first"), right=["先抽根烟"])
    assert seen(some("blank"), right=["7 次"])
    assert seen(some("control"), line="这句卡上没有")


def test_what_is_right_elsewhere_in_the_row() -> None:
    assert seen(some("first"), wrong=["打调度电话", "硬拽人"])
    assert seen(some("never", "choice"), wrong=["倒转机器", "打调度电话"])
    assert seen(some("risk"), wrong=["机械伤害", "高处坠落"])
    assert seen(some("who"), wrong=["谁看见谁", "班长"])


def test_a_judgement_turned_round() -> None:
    one = some("never", "truth")
    assert seen(one, right=["对"] if one.right == ["不对"] else ["不对"])


def test_an_order_that_is_not_the_cards() -> None:
    one = some("order")
    assert seen(one, right=one.right[::-1])
