"""Overrides of settings, per unit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class SettingValue(Owned, Base):
    """The value of one setting on one unit; it holds for its subtree until a deeper unit overrides it."""

    __tablename__ = "setting_values"
    __table_args__ = (UniqueConstraint("unit_id", "key"),)

    unit_id: Mapped[UUID]
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    set_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    set_by: Mapped[UUID | None]
