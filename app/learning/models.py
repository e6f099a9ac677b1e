"""Who has opened which version of a card, and who has learnt it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables import Base, Owned


class CardOpening(Owned, Base):
    """Somebody opened a version of a card on their phone; the first and the last time."""

    __tablename__ = "card_openings"
    __table_args__ = (UniqueConstraint("account_id", "post_id", "kind", "number"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    kind: Mapped[str]
    number: Mapped[int]  # of the version
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class CardLearning(Owned, Base):
    """Somebody learnt a version of a card: saw what is new in it, signed, and answered questions on it (op card.learnt)."""

    __tablename__ = "card_learnings"
    __table_args__ = (Index("ix_card_learnings_who", "account_id", "post_id", "kind"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    kind: Mapped[str]
    number: Mapped[int]  # of the version that has these words; 0: none here has them
    mark: Mapped[str] = mapped_column(
        String(16)
    )  # the first digits of its digest: what was read, word for word
    learnt_at: Mapped[datetime]
    received_at: Mapped[datetime]
    heard: Mapped[bool] = mapped_column(default=False)  # had it read aloud
    answers: Mapped[list[Any]]  # {question, right, given}
    signature: Mapped[str | None] = mapped_column(String(64))
    flags: Mapped[list[Any]] = mapped_column(default=list)
