"""Reading the audit."""

from uuid import UUID

from sqlalchemy import Select, func, select

from app.audit.models import AuditEntry, AuditHead
from app.core import db

PAGE = 50


def _entries(enterprise_id: UUID, subject_id: UUID | None) -> Select[AuditEntry]:
    asked = select(AuditEntry).where(AuditEntry.enterprise_id == enterprise_id)
    return asked if subject_id is None else asked.where(AuditEntry.subject_id == subject_id)


def entries(enterprise_id: UUID, *, subject_id: UUID | None, page: int) -> list[AuditEntry]:
    """The given page of 50 of an enterprise's entries, latest first; those on one row where it is named."""
    asked = _entries(enterprise_id, subject_id).order_by(AuditEntry.id.desc())
    return list(db.session().scalars(asked.limit(PAGE).offset((page - 1) * PAGE)))


def count_entries(enterprise_id: UUID, *, subject_id: UUID | None) -> int:
    """How many entries `entries` would give in all."""
    found = _entries(enterprise_id, subject_id).with_only_columns(AuditEntry.id).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0


def head(enterprise_id: UUID) -> AuditHead | None:
    """The end of an enterprise's chain."""
    return db.session().get(AuditHead, enterprise_id)
