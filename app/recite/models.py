"""What people answered when they practised (背一背), and how well they know each question since."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables import Base, Owned


class ReciteAnswer(Owned, Base):
    """One answer, as it came: the log. It is its person's own; no page shows it."""

    __tablename__ = "recite_answers"
    __table_args__ = (Index("ix_recite_answers_account_id_answered_at", "account_id", "answered_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    question: Mapped[str] = mapped_column(String(16))
    ability: Mapped[str]
    critical: Mapped[bool]
    right: Mapped[bool]
    given: Mapped[list[Any]]
    took_ms: Mapped[int]
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    memory: Mapped[dict[str, Any]]  # what resulted, as the phone said it


class ReciteMemory(Owned, Base):
    """How well somebody knows a question: the state that resulted from the answer given last."""

    __tablename__ = "recite_memories"
    __table_args__ = (UniqueConstraint("account_id", "question"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    question: Mapped[str] = mapped_column(String(16))
    ability: Mapped[str]
    answered_at: Mapped[datetime]
    answer_id: Mapped[UUID]  # the answer it comes from
    arrivals: Mapped[int] = mapped_column(default=1)  # answers that came in: whatever changes, this does
    due: Mapped[datetime]
    stability: Mapped[float]
    difficulty: Mapped[float]
    elapsed_days: Mapped[float]
    scheduled_days: Mapped[float]
    learning_steps: Mapped[int]
    reps: Mapped[int]
    lapses: Mapped[int]
    state: Mapped[int]
