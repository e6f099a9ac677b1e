"""Arrivals: one growing number an enterprise for everything that comes in from phones.

An op that is applied draws one (its receipt, 回执), and so does each photo that is stored. A backup that holds
arrival N holds every one before it, so one number says what is backed up.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.memo import once
from app.core.tables import Base


class Arrivals(Base):
    """The last number that was drawn in an enterprise."""

    __tablename__ = "arrivals"

    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_arrival(enterprise_id: UUID) -> int:
    """The next number; only inside a write, whose commit makes it good."""
    return draw(enterprise_id, 1)


def draw(enterprise_id: UUID, count: int) -> int:
    """The first of the next `count` numbers; only inside a write, whose commit makes them good."""
    row = once(("arrivals", enterprise_id), lambda: _locked(enterprise_id))
    row.last += count
    return row.last - count + 1


def _locked(enterprise_id: UUID) -> Arrivals:
    active = db.session()
    row = active.get(Arrivals, enterprise_id, with_for_update=True)
    if row is None:
        row = Arrivals(enterprise_id=enterprise_id, last=0)
        active.add(row)
    return row


def last_arrival(enterprise_id: UUID) -> int:
    """The last number that was drawn; 0 before the first."""
    return db.session().scalar(select(Arrivals.last).where(Arrivals.enterprise_id == enterprise_id)) or 0
