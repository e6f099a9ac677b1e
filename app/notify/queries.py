"""Reading the inbox."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from app.core import db
from app.notify.models import Notice


def inbox(account_id: UUID, limit: int = 30, page: int = 1) -> list[Notice]:
    """What a person was told, latest first; one page of `limit`."""
    asked = select(Notice).where(Notice.account_id == account_id)
    asked = asked.order_by(Notice.made_at.desc(), Notice.id.desc()).limit(limit).offset((page - 1) * limit)
    return list(db.session().scalars(asked))


def count_notices(account_id: UUID) -> int:
    """How many notices a person has, read or not."""
    return db.session().scalar(select(func.count(Notice.id)).where(Notice.account_id == account_id)) or 0


def told_about(kinds: Collection[str], abouts: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(account, what about): who has a notice of one of these kinds about one of these."""
    asked = select(Notice.account_id, Notice.about).where(Notice.kind.in_(kinds), Notice.about.in_(abouts))
    rows = db.session().execute(asked) if abouts else ()
    return {(account, about) for account, about in rows if about is not None}


def count_unread(account_id: UUID) -> int:
    """How many notices a person has not read."""
    asked = select(func.count(Notice.id)).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session().scalar(asked) or 0
