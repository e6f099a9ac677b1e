"""Stored bundles, so that a manifest reads hashes and builds nothing."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables import Base, Owned


class Bundle(Owned, Base):
    """The bundle of a post: its bytes, their hash, and a fingerprint of what they were made from."""

    __tablename__ = "bundles"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), unique=True)
    hash: Mapped[str]
    fingerprint: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
