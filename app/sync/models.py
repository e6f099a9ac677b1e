"""Stored bundles, so that a manifest reads hashes and builds nothing; and every op as it came in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.tables import Base, Owned


class Bundle(Owned, Base):
    """A bundle that does not depend on who asks: its bytes, their hash, and a fingerprint of what they were made from.

    A cache: whatever is missing here is made anew when a phone asks for its manifest.
    """

    __tablename__ = "stored_bundles"

    key: Mapped[str] = mapped_column(String(60), unique=True)  # "post:<uuid>"; plan, hazard, recite, crew
    hash: Mapped[str]
    fingerprint: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Op(Owned, Base):
    """One op, verbatim, with the answer it got. Rejected ones too: nothing that was signed is thrown away."""

    __tablename__ = "ops"
    __table_args__ = (
        UniqueConstraint("author_id", "op_id", "digest", "verified"),
        Index(  # one op holds an id; another with the same id and other words is kept beside it
            "uq_ops_holder",
            "author_id",
            "op_id",
            unique=True,
            sqlite_where=text("holds_id"),
            postgresql_where=text("holds_id"),
        ),
        Index("ix_ops_key_n", "key_id", "n"),
        Index("ix_ops_waiting", "enterprise_id", "waits_for"),
        Index("ix_ops_op_id", "op_id"),
        Index("ix_ops_corrects", "corrects"),
    )

    op_id: Mapped[UUID]
    author_id: Mapped[UUID]
    key_id: Mapped[UUID] = mapped_column(ForeignKey("phone_keys.id"))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the payload's bytes
    verified: Mapped[bool]  # the signature fits the key
    holds_id: Mapped[bool]
    kind: Mapped[str]
    schema: Mapped[int]
    n: Mapped[int]
    captured_at: Mapped[datetime]  # the phone's clock
    received_at: Mapped[datetime]
    carried_by: Mapped[UUID | None]  # whose session brought it
    payload: Mapped[str] = mapped_column(Text)
    signature: Mapped[str]
    state: Mapped[str]  # applied, rejected, retry
    code: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(String(500), default="")
    receipt: Mapped[int | None]
    flags: Mapped[list[Any]]
    waits_for: Mapped[str | None]  # id of what has to arrive first; "review", "key", "update"
    photos: Mapped[list[Any]]  # SHA-256 of each photo it names
    corrects: Mapped[UUID | None]  # the op that this one replaces
    corrected_by: Mapped[UUID | None]  # the applied op that replaced this one


class Awaited(Owned, Base):
    """A photo that a stored op names: only such may be sent."""

    __tablename__ = "awaited_photos"
    __table_args__ = (UniqueConstraint("enterprise_id", "sha256", "op_row"),)

    sha256: Mapped[str] = mapped_column(String(64))
    op_row: Mapped[UUID] = mapped_column(ForeignKey("ops.id"))

    op: Mapped[Op] = relationship()
