"""Every question on every demo card."""

import gzip
from collections import Counter

import msgspec
import pytest

from app.cards.schemas import Kind
from app.questions.making import LIMIT, questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from app.questions.schemas import Question
from tests.questions.builders import demo_cards, demo_department, demo_posts
from tests.questions.faults import bare, faults, said

POSTS = sorted(demo_posts())
EVERY_POST = pytest.mark.parametrize("key", POSTS)
LONGEST_PROMPT, LONGEST_OPTION, LONGEST_TEXT = 24, 24, 44
HEAVIEST = 8 * 1024  # bytes that practice may add to a post's bundle, packed


def questions(key: str) -> list[Question]:
    return questions_of(demo_cards(key), pool_of(demo_department(key)))


@EVERY_POST
def test_no_distractor_is_right_and_every_answer_is_in_the_cards_text(key: str) -> None:
    cards, department = demo_cards(key), demo_department(key)
    assert [fault for one in questions(key) for fault in faults(one, cards, department)] == []


@EVERY_POST
def test_they_are_short_enough_for_a_small_screen(key: str) -> None:
    for one in questions(key):
        assert len(one.prompt) <= LONGEST_PROMPT, one
        assert all(len(text) <= LONGEST_OPTION for text in (*one.right, *one.wrong)), one
        assert len(one.text) <= LONGEST_TEXT, one


@EVERY_POST
def test_each_post_has_enough_of_each_ability_and_not_too_many(key: str) -> None:
    asked = questions(key)
    assert 25 <= len(asked) <= LIMIT
    assert set(Counter(one.ability for one in asked)) == {"risk", "duty", "operation", "emergency"}
    assert len({one.id for one in asked}) == len(asked)
    assert len({(one.prompt, one.text, *one.right) for one in asked}) == len(asked)


@EVERY_POST
def test_the_first_step_of_every_emergency_is_asked_and_critical(key: str) -> None:
    (emergency,) = [one for one in demo_cards(key) if one.kind == Kind.EMERGENCY]
    first = {one.row: one for one in questions(key) if one.ask == "first"}
    assert set(first) == {row.id for row in emergency.rows}
    assert all(one.critical for one in first.values())


def test_true_and_false_are_both_asked() -> None:
    judged = Counter(one.right[0] for key in POSTS for one in questions(key) if one.form == "truth")
    assert min(judged["对"], judged["不对"]) > 50


def test_every_way_of_asking_is_used() -> None:
    asked = Counter(one.ask for key in POSTS for one in questions(key))
    assert set(asked) == {"blank", "order", "control", "risk", "first", "who", "never", "jingle"}


@EVERY_POST
def test_recitals_are_pieces_of_the_card(key: str) -> None:
    cards = demo_cards(key)
    everything = said(cards)
    told = recitals_of(cards)
    for one in told:
        assert 3 <= len(one.points) <= 6, one
        assert all(bare(point.text) in bare(one.line) for point in one.points), one
        assert all(bare(point.text) in everything for point in one.points), one
        assert len({point.id for point in one.points}) == len(one.points)
        assert one.critical == any(point.critical for point in one.points)
        assert len(one.prompt) <= LONGEST_PROMPT
    assert {one.ability for one in told} == {"risk", "duty", "operation", "emergency"}
    assert len({one.id for one in told}) == len(told)


@EVERY_POST
def test_practice_weighs_little_in_a_bundle(key: str) -> None:
    cards = demo_cards(key)
    alone = len(gzip.compress(msgspec.json.encode(cards)))
    along = len(gzip.compress(msgspec.json.encode([cards, questions(key), recitals_of(cards)])))
    assert along - alone < HEAVIEST
