"""抽背: who was asked what by whom, and what was said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.tables import Base, Owned
from app.org.models import Post, Unit


class SpotCheck(Owned, Base):
    """One 抽背, as it was held."""

    __tablename__ = "spot_checks"
    __table_args__ = (
        Index("ix_spot_checks_held", "enterprise_id", "held_at"),
        Index("ix_spot_checks_who", "account_id", "held_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))  # who recited
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)  # theirs then: who may read it
    scope_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))  # whose people the draw was about
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))  # who heard it
    started_at: Mapped[datetime | None]
    held_at: Mapped[datetime]
    received_at: Mapped[datetime]
    seed: Mapped[str] = mapped_column(String(64))
    candidates: Mapped[list[Any]]  # accounts, in no order
    draws: Mapped[int]
    place: Mapped[int | None]  # in the draw, from 1; None: asked by name (点名)
    confirmed: Mapped[str]  # agreed, disputed, left
    note: Mapped[str] = mapped_column(String(1000), default="")
    signature: Mapped[str | None] = mapped_column(String(64))
    flags: Mapped[list[Any]]

    unit: Mapped[Unit] = relationship(viewonly=True, foreign_keys=[unit_id])
    post: Mapped[Post] = relationship(viewonly=True)
    answers: Mapped[list["SpotAnswer"]] = relationship(viewonly=True, order_by="SpotAnswer.place")


class SpotAnswer(Owned, Base):
    """One question of a 抽背."""

    __tablename__ = "spot_answers"
    __table_args__ = (UniqueConstraint("spot_check_id", "ability"),)

    spot_check_id: Mapped[UUID] = mapped_column(ForeignKey("spot_checks.id"))
    place: Mapped[int]  # from 0, in the order in which they were asked
    ability: Mapped[str] = mapped_column(String(20))
    recital: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]  # of the card
    asked: Mapped[dict[str, Any]]  # prompt, points and line, as they stood
    said: Mapped[list[Any]]
    missed: Mapped[list[Any]]
    passed: Mapped[bool]
    critical: Mapped[bool]
