"""The inbox: what a person was told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class Notice(Owned, Base):
    """One message to one person."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_to", "account_id", "made_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]  # hazard, stopwork, gap, review
    title: Mapped[str]
    body: Mapped[str] = mapped_column(String(500), default="")
    about: Mapped[UUID | None]  # the hazard, the stop …
    made_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
