"""The signing keys of phones: who signs what a phone sends, and what the phone still holds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import Account
from app.core.clock import now
from app.core.tables import Base, Owned


class PhoneKey(Owned, Base):
    """One person on one phone. The phone chooses the id and keeps the private half, which never leaves it.

    Every op has a number `n` that counts up per key, so what has not arrived shows: `top_n - seen`.
    """

    __tablename__ = "phone_keys"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    public_key: Mapped[str] = mapped_column(String(100))  # base64url of the uncompressed P-256 point
    agent: Mapped[str]
    registered_at: Mapped[datetime] = mapped_column(default=now)
    heard_at: Mapped[datetime] = mapped_column(default=now)  # the phone itself spoke, signed in
    offset_ms: Mapped[int | None]  # server clock minus phone clock, as the phone last reckoned it
    top_n: Mapped[int] = mapped_column(default=0)  # the highest number known to be given
    seen: Mapped[int] = mapped_column(default=0)  # how many different numbers have arrived
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None]  # signed_out: its own person ended it; revoked: the phone is lost

    account: Mapped[Account] = relationship(viewonly=True)

    @property
    def missing(self) -> int:
        """How many ops of this key are still on the phone, as far as is known."""
        return self.top_n - self.seen
