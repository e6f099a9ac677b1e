"""Workdays (工作日): Chinese public holidays and make-up days, and what an enterprise changes of them."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables import Base, Owned


class DayException(Owned, Base):
    """A day that an enterprise declares worked or free, whatever the calendar says."""

    __tablename__ = "day_exceptions"
    __table_args__ = (UniqueConstraint("enterprise_id", "day"),)

    day: Mapped[date]
    worked: Mapped[bool]
    why: Mapped[str] = mapped_column(default="")
    made_by: Mapped[UUID | None]


class Day(NamedTuple):
    """Whether a day is worked, and how we know."""

    worked: bool
    why: str  # 国庆节, 调休上班; "" for a plain day
    known: bool  # False: the calendar has no data for that year, so only weekends were counted
