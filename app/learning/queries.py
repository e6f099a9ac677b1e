"""Reading who has opened which version of a card, and who has learnt it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.cards.schemas import Kind
from app.core import db
from app.learning.models import CardLearning, CardOpening
from app.learning.schemas import Learnt


def openings_at(post_ids: Sequence[UUID]) -> list[CardOpening]:
    """Who opened which version of the cards of these posts, by post, kind and version, earliest first."""
    asked = select(CardOpening).where(CardOpening.post_id.in_(post_ids))
    order = CardOpening.post_id, CardOpening.kind, CardOpening.number, CardOpening.first_at, CardOpening.id
    return list(db.session().scalars(asked.order_by(*order))) if post_ids else []


def learnt_by(account_id: UUID, post_ids: Sequence[UUID]) -> list[Learnt]:
    """The latest version of each card of these posts that somebody has learnt, by post and kind.

    The latest is the one with the highest number, in whatever order they came in; what was flagged `other_words`
    counts for none.
    """
    asked = (
        select(CardLearning.post_id, CardLearning.kind, CardLearning.number, CardLearning.mark)
        .where(CardLearning.account_id == account_id, CardLearning.post_id.in_(post_ids))
        .where(CardLearning.number > 0)
        .order_by(CardLearning.post_id, CardLearning.kind, CardLearning.number)
    )
    latest = {(row[0], row[1]): row for row in db.session().execute(asked)} if post_ids else {}
    return [
        Learnt(post=str(post_id), kind=Kind(kind), version=number, mark=mark)
        for post_id, kind, number, mark in latest.values()
    ]
