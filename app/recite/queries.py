"""Reading practice: a person's own memories, and for those in charge how much has been mastered.

Nothing here gives anybody's answers: what was right and what was wrong is between a person and their phone.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.access.models import Account
from app.core import db
from app.org.models import Membership, Unit
from app.questions.queries import Asked
from app.questions.schemas import Ability, Question
from app.recite.models import ReciteMemory
from app.recite.schemas import Memory, Pace, ReciteRules
from app.recite.settings import (
    LONGEST,
    LONGEST_EMERGENCY,
    MINUTES,
    NEW_A_DAY,
    QUESTIONS_A_DAY,
    RETENTION,
    RETENTION_EMERGENCY,
)
from app.settings.queries import value_of

REVIEW, RELEARNING = 2, 3  # FSRS' states of what was right the last time, and of what was wrong again


class Mastery(NamedTuple):
    """How much of a post's questions somebody has mastered."""

    account_id: UUID
    post_id: UUID
    asked: dict[Ability, int]  # the post's current questions
    mastered: dict[Ability, int]  # of these; every ability of `asked` is a key

    @property
    def share(self) -> float | None:
        """Mastered / asked, 0 to 1; None where the post asks nothing."""
        total = sum(self.asked.values())
        return sum(self.mastered.values()) / total if total else None


def mastery(
    holders: Mapping[UUID, Collection[UUID]], asked: Mapping[UUID, Sequence[Asked | Question]], at: datetime
) -> list[Mastery]:
    """How much has been mastered: one row for each post and each of its `holders` (post > accounts).

    `asked` is what each post's cards ask now (post > questions, ids apart within a post). A question is mastered
    (掌握) by a person whose last answer to it was right and for whom it is not due again at `at`: FSRS' state is
    Review, and `due` lies after `at`. So mastery fades by itself where nobody practises; and a line of the card
    that is rewritten is a new question, which nobody has mastered yet.
    """
    known = _mastered({one for people in holders.values() for one in people}, at)
    return [
        _of(account_id, post_id, asked.get(post_id, ()), known.get(account_id, frozenset()))
        for post_id, people in holders.items()
        for account_id in people
    ]


def _of(
    account_id: UUID, post_id: UUID, questions: Sequence[Asked | Question], known: Collection[str]
) -> Mastery:
    all_, mastered = Counter(one.ability for one in questions), Counter[Ability]()
    mastered.update(one.ability for one in questions if one.id in known)
    return Mastery(account_id, post_id, dict(all_), {ability: mastered[ability] for ability in all_})


def _mastered(account_ids: Collection[UUID], at: datetime) -> dict[UUID, set[str]]:
    """Account > the questions it has mastered."""
    asked = select(ReciteMemory.account_id, ReciteMemory.question).where(
        ReciteMemory.account_id.in_(account_ids), ReciteMemory.state == REVIEW, ReciteMemory.due > at
    )
    found: dict[UUID, set[str]] = {}
    for account_id, question in db.session().execute(asked) if account_ids else ():
        found.setdefault(account_id, set()).add(question)
    return found


def memories(account_id: UUID) -> dict[str, Memory]:
    """Question > how well this account knows it: for the account's own phones only."""
    asked = select(ReciteMemory).where(ReciteMemory.account_id == account_id)
    return {one.question: _memory(one) for one in db.session().scalars(asked)}


def _memory(one: ReciteMemory) -> Memory:
    return Memory(
        due=one.due,
        stability=one.stability,
        difficulty=one.difficulty,
        elapsed_days=one.elapsed_days,
        scheduled_days=one.scheduled_days,
        learning_steps=one.learning_steps,
        reps=one.reps,
        lapses=one.lapses,
        state=one.state,
        last_review=one.answered_at,
    )


def arrivals(account_ids: Collection[UUID]) -> dict[UUID, int]:
    """Account > how many answers have come in: whenever a memory has changed, this has."""
    asked = select(ReciteMemory.account_id, func.sum(ReciteMemory.arrivals)).where(
        ReciteMemory.account_id.in_(account_ids)
    )
    rows = db.session().execute(asked.group_by(ReciteMemory.account_id))
    return {account_id: int(count) for account_id, count in rows}


def rules_for(account: Account) -> ReciteRules:
    """What holds for an account's practice, as set on the unit that it belongs to."""
    path = _path_of(account)
    others = Pace(retention=value_of(RETENTION, path), longest_days=value_of(LONGEST, path))
    emergency = Pace(
        retention=value_of(RETENTION_EMERGENCY, path), longest_days=value_of(LONGEST_EMERGENCY, path)
    )
    return ReciteRules(
        questions_a_day=value_of(QUESTIONS_A_DAY, path),
        new_a_day=value_of(NEW_A_DAY, path),
        minutes=value_of(MINUTES, path),
        paces={"risk": others, "duty": others, "operation": others, "emergency": emergency},
    )


def _path_of(account: Account) -> str:
    asked = (
        select(Unit.path)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.person_id == account.id, Membership.to_on.is_(None))
    )
    return db.session().scalar(asked) or f"/{account.enterprise_id}/"
