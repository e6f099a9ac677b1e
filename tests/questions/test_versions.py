"""What a new version of a card changes, and what it leaves alone."""

import random
from collections.abc import Sequence

import msgspec
import pytest

from app.cards.schemas import Kind, WireCard, WireRow
from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from app.questions.schemas import Question
from tests.questions.builders import demo_cards, demo_department, demo_posts

EVERY_POST = pytest.mark.parametrize("key", sorted(demo_posts()))
MANY = 1000  # more than there are: the limit cuts none


def asked(cards: Sequence[WireCard], department: Sequence[WireCard]) -> list[Question]:
    return questions_of(cards, pool_of(department), limit=MANY)


def with_row(cards: Sequence[WireCard], kind: Kind, at: int, **changed: object) -> list[WireCard]:
    """These cards, the row at this place of one of them changed in a new version."""

    def new(card: WireCard) -> WireCard:
        rows = list(card.rows)
        rows[at] = WireRow(id=rows[at].id, body={**rows[at].body, **changed})
        return msgspec.structs.replace(card, version=card.version + 1, rows=rows)

    return [new(card) if card.kind == kind else card for card in cards]


CHANGES = [
    (Kind.EMERGENCY, 0, {"never": ["不许站着看"]}),
    (Kind.RISK, 1, {"measures": [{"id": "m", "text": "两头封死，留 3 米空地。"}]}),
    (Kind.OPERATION, 2, {"standard": "停稳以后再看 15 分钟，记下来。"}),
    (Kind.DUTY, 0, {"standard": "每周查 1 次，有签名"}),
]


@EVERY_POST
@pytest.mark.parametrize(("kind", "at", "changed"), CHANGES)
def test_a_new_version_regenerates_only_what_changed(
    key: str, kind: Kind, at: int, changed: dict[str, object]
) -> None:
    cards, department = demo_cards(key), demo_department(key)
    row = next(card for card in cards if card.kind == kind).rows[at].id
    before = {one.id: one for one in asked(cards, department)}
    after = {one.id: one for one in asked(with_row(cards, kind, at, **changed), department)}
    gone = {before[id_].row for id_ in before.keys() - after.keys()}
    come = {after[id_].row for id_ in after.keys() - before.keys()}
    other = {after[id_].row for id_ in after.keys() & before.keys() if after[id_] != before[id_]}
    assert gone | come | other == {row}


@EVERY_POST
def test_a_version_that_says_the_same_changes_nothing(key: str) -> None:
    cards, department = demo_cards(key), demo_department(key)
    again = [msgspec.structs.replace(card, version=card.version + 1) for card in cards]
    assert asked(again, department) == asked(cards, department)
    assert recitals_of(again) == recitals_of(cards)


@EVERY_POST
def test_a_row_put_in_between_moves_places_and_nothing_else(key: str) -> None:
    cards, department = demo_cards(key), demo_department(key)
    new = WireRow(id="new", body={"duty": "看见就说", "standard": "看见就说"})
    grown = [
        msgspec.structs.replace(card, rows=[new, *card.rows]) if card.kind == Kind.DUTY else card
        for card in cards
    ]
    before = {one.id: msgspec.structs.replace(one, place="") for one in asked(cards, department)}
    after = {one.id: msgspec.structs.replace(one, place="") for one in asked(grown, department)}
    assert before == after


@EVERY_POST
def test_the_order_in_which_a_department_is_read_does_not_matter(key: str) -> None:
    department = demo_department(key)
    mixed = list(department)
    random.Random(7).shuffle(mixed)
    assert asked(demo_cards(key), department) == asked(demo_cards(key), mixed)


def test_a_new_post_in_the_department_changes_few_distractors() -> None:
    without = [card for card in demo_department("crusher-1") if card not in demo_cards("feeder-1")]
    before = {one.id: one for one in asked(demo_cards("crusher-1"), without)}
    after = {one.id: one for one in asked(demo_cards("crusher-1"), demo_department("crusher-1"))}
    assert before.keys() <= after.keys() | {
        one.id for one in before.values() if one.ask in ("control", "risk")
    }
    same = [id_ for id_ in before.keys() & after.keys() if before[id_] == after[id_]]
    assert len(same) > 0.7 * len(after)


def test_the_limit_keeps_critical_questions() -> None:
    cards, pool = demo_cards("crusher-1"), pool_of(demo_department("crusher-1"))
    every = questions_of(cards, pool, limit=MANY)
    critical = [one for one in every if one.critical]
    assert questions_of(cards, pool, limit=len(critical)) == critical
    some = questions_of(cards, pool, limit=len(critical) + 5)
    assert len(some) == len(critical) + 5
    assert [one for one in every if one in some] == some  # in the cards' order
