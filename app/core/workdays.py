"""Workdays (工作日): Chinese public holidays and make-up days, and what an enterprise changes of them."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from chinese_calendar.constants import Holiday, holidays, workdays
from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.tables import Base, Owned

SATURDAY = 5


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


def days(enterprise_id: UUID, from_on: date, to_on: date) -> dict[date, Day]:
    """Each day from `from_on` to `to_on` (both included), in order: one query for the whole stretch.

    What the enterprise declares goes before the State Council's calendar (国务院办公厅节假日安排), that before
    weekends. A declared day is known, whatever its year.
    """
    wanted = (from_on + timedelta(days=number) for number in range((to_on - from_on).days + 1))
    declared = {one.day: Day(one.worked, one.why, True) for one in exceptions(enterprise_id, from_on, to_on)}
    return {day: declared.get(day) or calendar_day(day) for day in wanted}


def exceptions(enterprise_id: UUID, from_on: date, to_on: date) -> list[DayException]:
    """The days within a stretch that an enterprise declared otherwise, in order."""
    asked = select(DayException).where(
        DayException.enterprise_id == enterprise_id, DayException.day.between(from_on, to_on)
    )
    return list(db.session().scalars(asked.order_by(DayException.day)))


@cache
def calendar_day(day: date) -> Day:
    """What the public calendar says of a day, for everybody."""
    known = day.year in _known_years()
    if day in workdays:
        return Day(True, "调休上班", known)
    if day in holidays:
        return Day(False, Holiday(holidays[day]).chinese, known)
    return Day(day.weekday() < SATURDAY, "", known)


def last_known_year() -> int:
    """The last year whose holidays the public calendar holds. Later years count weekends only, and say so."""
    return max(_known_years())


@cache
def _known_years() -> frozenset[int]:
    return frozenset(day.year for day in holidays)
