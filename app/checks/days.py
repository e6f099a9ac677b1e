"""Days that an enterprise declares worked or free, against the public calendar."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.checks.freeze import freeze
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.core.workdays import DayException


@db.action
def declare_day(enterprise_id: UUID, day: date, worked: bool, why: str, by: UUID | None) -> DayException:
    """Say that a day is worked (or free) here, whatever the calendar says; saying it again changes it.

    Windows that have closed are frozen first and stay as they are.
    """
    freeze(enterprise_id, now())
    row = _declared(enterprise_id, day)
    before = {"worked": row.worked, "why": row.why} if row else None
    if row is None:
        row = DayException(id=new_id(), enterprise_id=enterprise_id, day=day)
        db.session().add(row)
    row.worked, row.why, row.made_by = worked, why, by
    after = {"worked": worked, "why": why}
    _note("day.declare", row, by, on=day.isoformat(), before=before, after=after)
    return row


@db.action
def take_back_day(enterprise_id: UUID, day: date, by: UUID | None) -> None:
    """Follow the calendar again on a day; nothing where nothing was declared. What has closed stays."""
    row = _declared(enterprise_id, day)
    if row is None:
        return
    freeze(enterprise_id, now())
    db.session().delete(row)
    before = {"worked": row.worked, "why": row.why}
    _note("day.take_back", row, by, on=day.isoformat(), before=before)


def _declared(enterprise_id: UUID, day: date) -> DayException | None:
    asked = select(DayException).where(DayException.enterprise_id == enterprise_id, DayException.day == day)
    return db.session().scalar(asked)


def _note(act: str, row: DayException, by: UUID | None, **payload: object) -> None:
    audit.record(act, "day", row.id, enterprise_id=row.enterprise_id, by=by, **payload)
