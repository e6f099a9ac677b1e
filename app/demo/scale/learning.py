"""Cards opened and questions practised in the grown demo: some people do much of it, some little."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

import msgspec

from app.demo.month.fsrs import after
from app.demo.scale.cast import Held, Mine, Phone
from app.demo.scale.history import Happening
from app.demo.scale.ops import Desk
from app.demo.scale.phones import made_id
from app.learning.models import CardOpening
from app.questions.schemas import Question
from app.recite.models import ReciteAnswer, ReciteMemory
from app.recite.schemas import Pace, ReciteAnswered

OPENED = 0.85  # of the cards of one's posts
OPENING_DAYS, PRACTICE_DAYS = 10, 14  # the first, and the last ones
PRACTISED = 20  # questions of a person, at most
RIGHT = 0.85
PACE = Pace(retention=90, longest_days=365)


def learning(mine: Mine, start: datetime, at: datetime, luck: Random) -> Iterator[Happening]:
    """All of it, in no order."""
    span = at - start
    for held in mine.held:
        for phone in held.phones:
            for card in held.cards.cards:
                if luck.random() < OPENED:
                    when = start + min(span, timedelta(days=OPENING_DAYS)) * luck.random()
                    yield when, partial(_open, phone, held.post, card.kind, when)
            yield from _practice(held, phone, max(start, at - timedelta(days=PRACTICE_DAYS)), at, luck)


def _practice(held: Held, phone: Phone, start: datetime, at: datetime, luck: Random) -> Iterator[Happening]:
    asked = held.cards.questions
    for question in luck.sample(asked, int(min(PRACTISED, len(asked)) * luck.random())):
        when = start + (at - start) * luck.random()
        yield when, partial(_answer, phone, held.post, question, when)


def _open(phone: Phone, post: UUID, kind: str, at: datetime, desk: Desk) -> None:
    """As `learning.opened` does the first time."""
    if at > phone.heard_at:
        return
    op = desk.came(phone, at)
    desk.keep(op, "card.opened", {"post": str(post), "kind": kind, "version": 1})
    desk.batch.add(
        CardOpening,
        {
            "id": made_id(desk.luck, op.received_at),
            "enterprise_id": phone.enterprise,
            "account_id": phone.account,
            "post_id": post,
            "kind": kind,
            "number": 1,
            "first_at": op.at,
            "last_at": op.at,
            "times": 1,
        },
    )


def _answer(phone: Phone, post: UUID, question: Question, at: datetime, desk: Desk) -> None:
    """As `recite.answered` does the first time that a question is answered."""
    if at > phone.heard_at:
        return
    op, luck = desk.came(phone, at), desk.luck
    right = luck.random() < RIGHT
    said = ReciteAnswered(
        id=str(made_id(luck, at)),
        post=str(post),
        question=question.id,
        ability=question.ability,
        critical=question.critical,
        right=right,
        given=question.right if right else question.wrong[:1],
        took_ms=luck.randint(1500, 15000),
        memory=after(None, right, op.clock, PACE),
    )
    body = msgspec.to_builtins(said)
    desk.keep(op, "recite.answered", body)
    same = {"enterprise_id": phone.enterprise, "account_id": phone.account, "answered_at": op.at}
    same |= {"question": said.question, "ability": said.ability}
    desk.batch.add(ReciteAnswer, same | _logged(said, post, op.received_at, body["memory"]))
    desk.batch.add(ReciteMemory, same | _remembered(said, made_id(luck, op.received_at), op.at - op.clock))


def _logged(
    said: ReciteAnswered, post: UUID, received_at: datetime, memory: dict[str, object]
) -> dict[str, object]:
    return {
        "id": UUID(said.id),
        "post_id": post,
        "critical": said.critical,
        "right": said.right,
        "given": said.given,
        "took_ms": said.took_ms,
        "received_at": received_at,
        "memory": memory,
    }


def _remembered(said: ReciteAnswered, row: UUID, clock_off: timedelta) -> dict[str, object]:
    known = said.memory
    return {
        "id": row,
        "answer_id": UUID(said.id),
        "arrivals": 1,
        "due": known.due + clock_off,
        "stability": known.stability,
        "difficulty": known.difficulty,
        "elapsed_days": known.elapsed_days,
        "scheduled_days": known.scheduled_days,
        "learning_steps": known.learning_steps,
        "reps": known.reps,
        "lapses": known.lapses,
        "state": known.state,
    }
