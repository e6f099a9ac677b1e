"""The questions of a post: made from its published cards, with distractors from its department's."""

from collections import defaultdict
from collections.abc import Sequence

from app.cards.queries import KIND_NAMES
from app.cards.schemas import (
    Body,
    DutyRow,
    Kind,
    OperationRow,
    RiskRow,
    ScenarioRow,
    WireCard,
)
from app.questions.duty import of_duty, of_jingle, of_rights
from app.questions.emergency import of_scenario
from app.questions.operation import in_order, of_step
from app.questions.pool import Pool
from app.questions.reading import ReadCard, read
from app.questions.risk import of_risk
from app.questions.rows import Row, critical_first
from app.questions.schemas import Question
from app.questions.texts import plain, same_said

LIMIT = 48  # questions a post: a few a day for two weeks, and a bundle that comes over a weak signal


def questions_of(cards: Sequence[WireCard | ReadCard], pool: Pool, limit: int = LIMIT) -> list[Question]:
    """Questions on these cards of one post for practice, in the cards' order; at most `limit`, critical ones first."""
    return limited(every_question(cards, pool), limit)


def every_question(cards: Sequence[WireCard | ReadCard], pool: Pool) -> list[Question]:
    """All questions on these cards of one post, in the cards' order.

    Each hangs on its own row alone (an order on its phase), and its distractors on the pool besides. Deterministic.
    """
    held = [read(card) for card in cards]
    made = [one for card in held for one in _of_card(card, pool)]
    return _once([*made, *_of_jingle(held, pool)])


def limited(questions: list[Question], limit: int = LIMIT) -> list[Question]:
    """At most so many of these, critical ones first; they stay in their order."""
    if len(questions) <= limit:
        return questions
    kept = {one.id for one in critical_first(questions, "limit")[:limit]}
    return [one for one in questions if one.id in kept]


def _of_card(card: ReadCard, pool: Pool) -> list[Question]:
    rows = rows_of(card)
    made = [one for row in rows for one in _of_row(row, pool)]
    if card.kind == Kind.OPERATION:
        made += in_order([(row, row.body) for row in rows if isinstance(row.body, OperationRow)])
    if card.kind == Kind.DUTY:
        made += of_rights(head_of(card.kind, "权限与义务"), card.head.rights)
    return made


def _of_row(row: Row, pool: Pool) -> list[Question]:
    match row.body:
        case ScenarioRow():
            return of_scenario(row, row.body, pool)
        case RiskRow():
            return of_risk(row, row.body, pool)
        case OperationRow():
            return of_step(row, row.body)
        case DutyRow():
            return of_duty(row, row.body)


def _of_jingle(cards: Sequence[ReadCard], pool: Pool) -> list[Question]:
    """A post's cards carry the same jingle; it counts to 会操作."""
    jingle = next((card.head.jingle for card in cards if card.head.jingle), [])
    return of_jingle(head_of(Kind.OPERATION, "顺口溜"), jingle, pool)


def rows_of(card: ReadCard) -> list[Row]:
    """The rows of a published card, ready to be asked about."""
    return [_row(card.kind, at, id_, body) for at, (id_, body) in enumerate(card.rows, 1)]


def _row(kind: Kind, at: int, id_: str, body: Body) -> Row:
    name = KIND_NAMES[kind].removeprefix("岗位")
    place = f"{name}，{body.name}" if isinstance(body, ScenarioRow) else f"{name}第 {at} 条"
    return Row(id=id_, kind=kind, place=place, body=body)


def head_of(kind: Kind, place: str) -> Row:
    """What stands above the rows of a card, as a row without identity."""
    return Row(id="", kind=kind, place=place, body=DutyRow(duty=""))


def _once(questions: Sequence[Question]) -> list[Question]:
    """Without those that ask the same again: a first-aid box stands in every scenario.

    Where the same is asked with different right answers, a person can't know which is meant: none of them stays.
    """
    asked: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for one in questions:
        asked[plain(one.prompt), plain(one.text) if one.form != "order" else one.id].append(one)
    return [same[0] for same in asked.values() if all(_agree(same[0], other) for other in same[1:])]


def _agree(one: Question, other: Question) -> bool:
    return all(same_said(a, b) for a, b in zip(one.right, other.right, strict=False))
