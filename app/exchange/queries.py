"""Reading tables that were set apart."""

from uuid import UUID

import msgspec
from sqlalchemy import select

from app.core import db
from app.exchange.models import DutySheet
from app.exchange.schemas import DutyTable


def table_of(sheet: DutySheet) -> DutyTable:
    """The table that a sheet holds."""
    return msgspec.convert(sheet.table, DutyTable)


def sheets(enterprise_id: UUID) -> list[DutySheet]:
    """The tables of an enterprise that were set apart, those that wait first."""
    asked = (
        select(DutySheet)
        .where(DutySheet.enterprise_id == enterprise_id)
        .order_by(DutySheet.settled_at.is_not(None), DutySheet.read_at)
    )
    return list(db.session().scalars(asked))


def sheet(sheet_id: UUID) -> DutySheet | None:
    """A sheet in scope."""
    return db.session().scalar(select(DutySheet).where(DutySheet.id == sheet_id))
