"""Questions for whoever learns a new version of a card, where those of practice leave out what is new."""

from collections.abc import Sequence, Set

from app.cards.schemas import WireCard
from app.questions.rows import critical_first
from app.questions.schemas import Question

EACH = 2  # questions that one who learns a version answers
ABOVE = ""  # the row of what stands above the rows


def for_lessons(
    cards: Sequence[WireCard], every: Sequence[Question], practised: Sequence[Question]
) -> list[Question]:
    """Of every question on these cards those that are to go along with `practised`, in the cards' order.

    So that each card is asked about, and each step from an earlier version that its bundle carries: two questions on
    the rows that are new since then, as far as there are such. Critical ones first, and of different rows.
    """
    held = {one.id for one in practised}
    ranked = critical_first(every, "lesson")
    for card in cards:
        mine = [one for one in ranked if one.ability == card.kind.value]
        for rows in _steps(card):
            fit = [one for one in mine if one.row in rows]
            lacking = EACH - sum(one.id in held for one in fit)
            fresh = [one for one in _spread(fit) if one.id not in held]
            held.update(one.id for one in fresh[: max(0, lacking)])
    known = {one.id for one in practised}
    return [one for one in every if one.id in held - known]


def _steps(card: WireCard) -> list[Set[str]]:
    """The rows that are new to one who knows nothing of a card, and to one who knows an earlier version."""
    steps: list[Set[str]] = [{ABOVE, *(row.id for row in card.rows)}]
    for one in card.earlier:
        steps.append({*(row.id for row in one.rows), *one.added, *([ABOVE] if one.head is not None else [])})
    return steps


def _spread(questions: Sequence[Question]) -> list[Question]:
    """The first of each row, then the others."""
    first = {one.row: one for one in reversed(questions)}
    return [
        *(one for one in questions if first[one.row] is one),
        *(one for one in questions if first[one.row] is not one),
    ]
