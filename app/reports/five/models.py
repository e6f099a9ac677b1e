"""What somebody put off until tomorrow (今天先放一放)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class FiveSnooze(Owned, Base):
    """A thing that an account did not want to see on a day; tomorrow it is back, if the fact still is."""

    __tablename__ = "five_snoozes"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    key: Mapped[str]  # of the thing, see things.Thing
    day: Mapped[date]  # the last one it was put off on
    made_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]  # taken back
