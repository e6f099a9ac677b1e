"""Labels: what is stuck on the machine. A QR leads to a post by a random token that can be revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.tables import Base, Owned
from app.org.models import Post


class Label(Owned, Base):
    """One label of a post."""

    __tablename__ = "labels"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)  # 9 digits, the last a Luhn check digit
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]

    post: Mapped[Post] = relationship(viewonly=True)

    @property
    def spoken_code(self) -> str:
        """The code in groups of three, as it is printed: 123 456 789."""
        return f"{self.code[:3]} {self.code[3:6]} {self.code[6:]}"


class CardPrint(Owned, Base):
    """A label or a poster that was printed, and the versions that were in force then: its QR carries them."""

    __tablename__ = "card_prints"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    what: Mapped[str]  # label, poster
    versions: Mapped[dict[str, Any]]  # kind of card > number of the version
    printed_at: Mapped[datetime] = mapped_column(default=now)
    printed_by: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]  # taken off the wall
    removed_by: Mapped[UUID | None]

    post: Mapped[Post] = relationship(viewonly=True)
