"""Plans (日周月排查), the shifts they follow, what was expected, and what was done."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.tables import Base, Owned
from app.org.models import Post, Unit


class Cycle(StrEnum):
    """How often a plan demands a check (S14, S15)."""

    SHIFT = "shift"  # 每班
    DAY = "day"  # 每天
    WEEK = "week"  # 每周
    XUN = "xun"  # 每旬: days 1–10, 11–20, 21 to the end
    MONTH = "month"  # 每月


class Completer(StrEnum):
    """Who completes a check."""

    ANYONE = "anyone"  # whoever is at the post (or in the unit): one for all
    EACH = "each"  # every person assigned, each their own
    ROLE = "role"  # anyone who holds a role on the unit or above it


class ShiftSystem(Owned, Base):
    """A shift calendar (倒班): shifts of a day, crews, and the pattern that crews run through."""

    __tablename__ = "shift_systems"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)  # whose calendar it is
    name: Mapped[str]
    shifts: Mapped[list[Any]]  # [{"code": "day", "name": "白班", "start": "08:00", "minutes": 720}]
    anchor: Mapped[date]  # day 0 of the pattern
    pattern: Mapped[list[Any]]  # shift code or "" (休) for each day of the pattern
    crews: Mapped[list[Any]]  # [{"unit": id | None, "name": "甲班", "offset": 0}], days into the pattern
    workdays_only: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]


class Plan(Owned, Base):
    """What a post, a team or an enterprise checks, how often, and who does it."""

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)  # None: the whole unit
    title: Mapped[str]
    cycle: Mapped[str]
    completer: Mapped[str]
    role: Mapped[str | None]
    shift_system_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift_systems.id"))
    workdays_only: Mapped[bool] = mapped_column(default=False)
    from_minute: Mapped[int] = mapped_column(default=0)  # day plans: window opens, minutes after midnight
    to_minute: Mapped[int] = mapped_column(default=24 * 60)  # and closes; past midnight above 1440
    grace_minutes: Mapped[int] = mapped_column(
        default=0
    )  # how long after the window it still counts as in time
    asks_scan: Mapped[bool] = mapped_column(default=True)  # no scan is a flag, never a refusal
    asks_signature: Mapped[bool] = mapped_column(default=False)
    asks_measures: Mapped[bool] = mapped_column(default=False)  # each 异常 needs measure, owner, date (S14)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    on: Mapped[bool] = mapped_column(default=False)  # a draft until it is switched on
    switched_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)  # number of the latest PlanRevision
    frozen_through: Mapped[datetime | None]  # windows that closed by then are rows of `expectations`
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]

    unit: Mapped[Unit] = relationship(viewonly=True)
    post: Mapped[Post | None] = relationship(viewonly=True)


class PlanRevision(Owned, Base):
    """The items of a plan as they were from one moment on. Never changed: records name it."""

    __tablename__ = "plan_revisions"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    items: Mapped[list[Any]]  # schemas.PlanItem
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]


class Pause(Owned, Base):
    """Days on which nothing is expected: a stop (停产, 停机) of a unit or post, or the leave (请假) of a person."""

    __tablename__ = "pauses"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="days_in_order"),)

    kind: Mapped[str]  # stop, leave
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]  # included
    why: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]  # taken back; never deleted


class Expectation(Owned, Base):
    """A window that has closed: what was expected, frozen. What became of it is derived from the records."""

    __tablename__ = "expectations"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "key"),
        Index("ix_expectations_closes", "enterprise_id", "closes_at"),
        Index("ix_expectations_day", "enterprise_id", "day"),
        Index("ix_expectations_unit_day", "unit_id", "day"),
        Index("ix_expectations_post_closes", "post_id", "closes_at"),
    )

    key: Mapped[str]  # plan:period:who, see windows.Window
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    revision: Mapped[int]
    period: Mapped[str]  # 2026-11-21, 2026-11-21/night, 2026-W47, 2026-11/2, 2026-11
    day: Mapped[date]  # the day it belongs to: a night shift's first, a month's first
    shift: Mapped[str]  # its name as it was then (白班), or ""; its code stands in the period
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[UUID | None]  # only where each person has their own
    able: Mapped[list[Any]]  # ids of the accounts that could have done it: their phones decide 未知
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    deadline_at: Mapped[datetime]  # closes_at and the plan's grace as it was then
    frozen_at: Mapped[datetime]
    excused_why: Mapped[str | None]  # an explicit correction, made later by a person
    excused_by: Mapped[UUID | None]
    excused_at: Mapped[datetime | None]


class CheckRecord(Owned, Base):
    """One check as somebody did it. Its id is chosen by the phone. Never changed; a correction is another record."""

    __tablename__ = "check_records"
    __table_args__ = (
        Index("ix_check_records_window", "enterprise_id", "window_key"),
        Index("ix_check_records_captured", "enterprise_id", "captured_at"),
        Index("ix_check_records_done", "enterprise_id", "done_at"),
        Index("ix_check_records_post_done", "post_id", "done_at"),
        Index("ix_check_records_unit_done", "unit_id", "enterprise_id", "done_at", "abnormal"),
    )

    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.id"), index=True)
    revision: Mapped[int]
    window_key: Mapped[str]
    period: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    key_id: Mapped[UUID | None]
    op_id: Mapped[UUID | None]
    captured_at: Mapped[datetime]  # the phone's clock
    done_at: Mapped[datetime]  # the same, set right by the clock's last known offset
    started_at: Mapped[datetime | None]
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)  # a phone set to 1970 is 1.8e12 off
    received_at: Mapped[datetime]
    versions: Mapped[dict[str, Any]]  # kind > version number of the cards it was made against
    results: Mapped[list[Any]]  # schemas.ItemResult
    abnormal: Mapped[int]  # how many items are 异常
    measures: Mapped[list[Any]]  # schemas.MeasureTaken
    scanned: Mapped[bool]  # the post's own label was scanned within the check
    scan: Mapped[dict[str, Any] | None]
    place: Mapped[dict[str, Any] | None]
    signature: Mapped[str | None]  # SHA-256 of the picture of a signature
    flags: Mapped[list[Any]]
    corrects_id: Mapped[UUID | None]
    corrected_by_id: Mapped[UUID | None]  # then it counts no more
