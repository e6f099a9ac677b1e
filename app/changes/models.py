"""Change records (变更): what has changed where, and so which posts' cards are to be looked at anew."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import Account
from app.core.clock import now
from app.core.tables import Base, Owned
from app.org.models import Post, Unit


class Change(Owned, Base):
    """One change, at a unit with all below it, at a post, or wherever an equipment's tag (设备位号) stands on a card."""

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN tag = '' THEN 0 ELSE 1 END) = 1",
            name="one_place",
        ),
        Index("ix_changes_made", "enterprise_id", "made_at"),
    )

    kind: Mapped[str]  # of `app.changes.kinds`
    what: Mapped[str] = mapped_column(String(1000))
    happened_on: Mapped[date]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)
    tag: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(String(1000), default="")  # which paper, where it is kept
    photos: Mapped[list[Any]] = mapped_column(default=list)  # SHA-256 of each
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    due_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    withdrawal: Mapped[str] = mapped_column(String(500), default="")  # why

    unit: Mapped[Unit | None] = relationship(viewonly=True)
    post: Mapped[Post | None] = relationship(viewonly=True)
    owner: Mapped[Account] = relationship(viewonly=True, foreign_keys=[owner_id])
    author: Mapped[Account] = relationship(viewonly=True, foreign_keys=[made_by])
