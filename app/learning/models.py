"""Who has opened which version of a card."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
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
