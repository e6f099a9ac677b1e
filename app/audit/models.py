"""Append-only record of who did what to which row, chained so that a later change shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class AuditLink(Owned, Base):
    """One commit of one enterprise: a link of its chain, over the digests of the commit's entries."""

    __tablename__ = "audit_links"
    __table_args__ = (UniqueConstraint("enterprise_id", "seq"),)

    seq: Mapped[int]
    previous: Mapped[str]
    hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class AuditEntry(Owned, Base):
    """One act on one row. The link covers `digest` only, so that a payload can be erased by law."""

    __tablename__ = "audit_entries"

    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit_links.id"), index=True)
    place: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[UUID | None]  # account; None: the system itself
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    payload: Mapped[dict[str, Any] | None]
    salt: Mapped[str]
    digest: Mapped[str]


class AuditHead(Base):
    """The end of an enterprise's chain; its row is locked last, which orders the commits."""

    __tablename__ = "audit_heads"

    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
