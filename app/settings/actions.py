"""Changing settings."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.core import db
from app.settings.models import SettingValue
from app.settings.queries import forget
from app.settings.registry import Setting

T = TypeVar("T")


@db.action
def override(setting: Setting[T], value: T, *, unit_id: UUID, enterprise_id: UUID, by: UUID) -> None:
    """Set a setting on a unit, for its whole subtree."""
    row = _row(setting, unit_id)
    before = row.value if row else setting.default
    if row is None:
        row = SettingValue(unit_id=unit_id, enterprise_id=enterprise_id, key=setting.key)
        db.session().add(row)
    row.value, row.set_by = value, by
    forget(db.session())
    audit.record(
        "settings.override",
        "unit",
        unit_id,
        enterprise_id=enterprise_id,
        by=by,
        key=setting.key,
        before=before,
        after=value,
    )


@db.action
def reset(setting: Setting[T], *, unit_id: UUID, enterprise_id: UUID, by: UUID) -> None:
    """Take an override away: the unit follows its parent, or the default, again."""
    row = _row(setting, unit_id)
    if row is None:
        return
    db.session().delete(row)
    forget(db.session())
    audit.record(
        "settings.reset",
        "unit",
        unit_id,
        enterprise_id=enterprise_id,
        by=by,
        key=setting.key,
        before=row.value,
    )


def _row(setting: Setting[T], unit_id: UUID) -> SettingValue | None:
    return db.session().scalar(
        select(SettingValue).where(SettingValue.unit_id == unit_id, SettingValue.key == setting.key)
    )
