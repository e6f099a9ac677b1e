"""Reading who has opened which version of a card."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core import db
from app.learning.models import CardOpening


def openings_at(post_ids: Sequence[UUID]) -> list[CardOpening]:
    """Who opened which version of the cards of these posts, by post, kind and version, earliest first."""
    asked = select(CardOpening).where(CardOpening.post_id.in_(post_ids))
    order = CardOpening.post_id, CardOpening.kind, CardOpening.number, CardOpening.first_at, CardOpening.id
    return list(db.session().scalars(asked.order_by(*order))) if post_ids else []
