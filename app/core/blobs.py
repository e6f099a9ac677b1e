"""Photos and signatures as they were sent: files named by their SHA-256, apart by enterprise."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class Blob(Owned, Base):
    """One stored file. The row is written after the file is safe on disk, so what a row names is there."""

    __tablename__ = "blobs"
    __table_args__ = (UniqueConstraint("enterprise_id", "sha256"),)

    sha256: Mapped[str] = mapped_column(String(64))
    media: Mapped[str]  # image/jpeg
    size: Mapped[int]  # bytes
    arrival: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=now)
