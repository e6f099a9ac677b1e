"""Hazards (隐患) from found to closed, and stops of work (停工)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.tables import Base, Owned
from app.org.models import Post, Unit


class State(StrEnum):
    """States of a hazard (S16)."""

    FOUND = "found"  # 已发现
    REGISTERED = "registered"  # 已登记
    RECTIFIED = "rectified"  # 已整改
    VERIFIED = "verified"  # 已验收
    CLOSED = "closed"  # 已销号


class Hazard(Owned, Base):
    """One hazard. Its id is chosen by the phone that reports it; each change of state is a row of its steps."""

    __tablename__ = "hazards"
    __table_args__ = (Index("ix_hazards_open", "enterprise_id", "state"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)
    name: Mapped[str]  # 隐患名称
    note: Mapped[str] = mapped_column(String(2000), default="")  # 描述
    category: Mapped[str] = mapped_column(default="")  # 类型
    source: Mapped[str]  # check, scan
    record_id: Mapped[UUID | None]  # the check that found it
    card_row: Mapped[str | None]  # identity of the risk row whose control failed
    risk_level: Mapped[int | None]  # of that row, after controls, 1 (红) … 5
    dangerous: Mapped[bool] = mapped_column(default=False)
    at_once: Mapped[bool] = mapped_column(default=False)  # 即查即改
    grade: Mapped[str | None]  # general 一般, major 重大
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))  # 责任人
    measures: Mapped[str] = mapped_column(String(2000), default="")  # 措施
    interim: Mapped[str] = mapped_column(String(2000), default="")  # 临时防范措施
    funds_fen: Mapped[int | None]  # 资金, 分
    due_on: Mapped[date | None]  # 时限
    plan: Mapped[str] = mapped_column(String(2000), default="")  # 预案
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    found_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=State.FOUND.value)
    changed_at: Mapped[datetime]
    place: Mapped[dict[str, Any] | None]  # position, where the setting asks for it

    unit: Mapped[Unit] = relationship(viewonly=True)
    post: Mapped[Post | None] = relationship(viewonly=True)
    steps: Mapped[list["HazardStep"]] = relationship(viewonly=True, order_by="HazardStep.number")


class HazardStep(Owned, Base):
    """What somebody did about a hazard. Append-only; its id is chosen by the phone, or made by the console."""

    __tablename__ = "hazard_steps"
    __table_args__ = (Index("uq_hazard_steps_number", "hazard_id", "number", unique=True),)

    hazard_id: Mapped[UUID] = mapped_column(ForeignKey("hazards.id"))
    number: Mapped[int]
    act: Mapped[str]  # report, register, rectify, verify, send_back, close
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]  # when it was done: the phone's clock, set right by its last known offset
    received_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(2000), default="")
    photos: Mapped[list[Any]]
    flags: Mapped[list[Any]]


class StopWork(Owned, Base):
    """Somebody stopped work in direct danger (安全生产法 §55): no permission, no penalty."""

    __tablename__ = "stop_works"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    why: Mapped[str]
    note: Mapped[str] = mapped_column(String(2000), default="")
    photos: Mapped[list[Any]]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    flags: Mapped[list[Any]]
    place: Mapped[dict[str, Any] | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None]
    lifted_note: Mapped[str] = mapped_column(String(500), default="")

    unit: Mapped[Unit] = relationship(viewonly=True)
    post: Mapped[Post | None] = relationship(viewonly=True)
