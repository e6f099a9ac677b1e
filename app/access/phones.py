"""The signing keys of phones: who signs what a phone sends, and what the phone still holds."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import Account
from app.core.clock import now
from app.core.tables import Base, Owned


class End(StrEnum):
    """How a key ended."""

    SIGNED_OUT = "signed_out"  # its own person signed out on that phone, which deletes the private half
    REVOKED = "revoked"  # the phone is lost, or somebody else may hold it: nothing later is taken unseen
    LEFT = "left"  # the account was closed; what was made before still counts


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
    # A clock that fell back to 1970 is off by more milliseconds than a small integer holds.
    offset_ms: Mapped[int | None] = mapped_column(
        BigInteger
    )  # server clock minus phone clock, as the phone last reckoned it
    top_n: Mapped[int] = mapped_column(default=0)  # the highest number known to be given
    seen: Mapped[int] = mapped_column(default=0)  # how many different numbers have arrived
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None]  # see `End`
    sign_in_id: Mapped[UUID | None] = mapped_column(index=True)  # the session it was last registered in

    account: Mapped[Account] = relationship(viewonly=True)

    @property
    def missing(self) -> int:
        """How many ops of this key are still on the phone, as far as is known."""
        return self.top_n - self.seen
