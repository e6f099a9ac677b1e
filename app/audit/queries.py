"""Reading the audit."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from app.audit.models import AuditEntry, AuditHead, AuditLink
from app.core import db

PAGE = 50
WALK = 500  # links that are read at a time


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


class Head(NamedTuple):
    """The end of a chain as it is told to somebody who keeps it elsewhere."""

    seq: int
    hash: str
    at: datetime  # of its last entry, which the hash covers


def head(enterprise_id: UUID) -> Head | None:
    """The end of an enterprise's chain; None before its first link."""
    found = db.session().get(AuditHead, enterprise_id)
    if found is None:
        return None
    asked = (
        select(AuditEntry.at)
        .join(AuditLink, AuditLink.id == AuditEntry.link_id)
        .where(AuditLink.enterprise_id == enterprise_id, AuditLink.seq == found.seq)
    )
    at = db.session().scalar(asked.order_by(AuditEntry.place.desc()).limit(1))
    return Head(found.seq, found.hash, at) if at else None


def chain(enterprise_id: UUID) -> Iterator[tuple[AuditLink, list[AuditEntry]]]:
    """Each link of a chain with its entries, in order; a page of them in memory."""
    last = 0
    while links := _links_after(enterprise_id, last):
        entries = defaultdict(list)
        asked = select(AuditEntry).where(AuditEntry.link_id.in_([link.id for link in links]))
        for entry in db.session().scalars(asked.order_by(AuditEntry.place, AuditEntry.id)):
            entries[entry.link_id].append(entry)
        for link in links:
            yield link, entries[link.id]
        last = links[-1].seq


def _links_after(enterprise_id: UUID, seq: int) -> list[AuditLink]:
    asked = select(AuditLink).where(AuditLink.enterprise_id == enterprise_id, AuditLink.seq > seq)
    return list(db.session().scalars(asked.order_by(AuditLink.seq).limit(WALK)))


def unlinked(enterprise_id: UUID) -> UUID | None:
    """An entry that stands in no link, where there is one: nobody recorded it."""
    asked = select(AuditEntry.id).where(
        AuditEntry.enterprise_id == enterprise_id, AuditEntry.link_id.is_(None)
    )
    return db.session().scalar(asked.limit(1))
