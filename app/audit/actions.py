"""Writing and checking the audit chain."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead, AuditLink
from app.audit.queries import chain, unlinked
from app.core import db
from app.core.clock import now
from app.core.ids import new_id

GENESIS = "0" * 64
Entry = dict[str, Any]  # a row of AuditEntry to be

_LINKS, _ENTRIES = cast(Table, AuditLink.__table__), cast(Table, AuditEntry.__table__)
_HEADS = cast(Table, AuditHead.__table__)
_ITS_OWN = _HEADS.c.enterprise_id == bindparam("whose")
_HEAD = select(_HEADS.c.seq, _HEADS.c.hash).where(_ITS_OWN).with_for_update()
_MOVE_HEAD = update(_HEADS).where(_ITS_OWN)


def record(
    act: str,
    subject_kind: str,
    subject_id: UUID | None,
    *,
    enterprise_id: UUID,
    by: UUID | None,
    **payload: Any,
) -> None:
    """Note that account `by` did `act` to a row; sealed by the commit that the caller is part of."""
    at, salt = now(), secrets.token_hex(16)
    entry = {
        "id": new_id(),
        "enterprise_id": enterprise_id,
        "at": at,
        "by": by,
        "act": act,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "payload": payload,
        "salt": salt,
        "digest": _digest(salt, at, by, act, subject_kind, subject_id, payload),
    }
    db.session().info.setdefault("audit", []).append(entry)


def _digest(  # noqa: PLR0917 (the order of what is hashed)
    salt: str,
    at: datetime,
    by: UUID | None,
    act: str,
    kind: str,
    subject: UUID | None,
    payload: dict[str, Any] | None,
) -> str:
    parts = [salt, at.isoformat(), str(by), act, kind, str(subject), payload]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _link_hash(previous: str, seq: int, digests: list[str]) -> str:
    return hashlib.sha256(json.dumps([previous, seq, digests]).encode()).hexdigest()


def seal(active: Session) -> None:
    """One link for each enterprise this commit touched; their heads are locked last, in order of id."""
    entries: list[Entry] = active.info.pop("audit", [])
    for enterprise_id in sorted({entry["enterprise_id"] for entry in entries}):
        _seal_one(active, enterprise_id, [e for e in entries if e["enterprise_id"] == enterprise_id])


def _seal_one(active: Session, enterprise_id: UUID, entries: list[Entry]) -> None:
    written = active.connection()  # past the objects: every write of the house comes through here
    seq, previous = _locked_head(written, enterprise_id)
    link_id, hash_ = new_id(), _link_hash(previous, seq + 1, [entry["digest"] for entry in entries])
    link = {"id": link_id, "seq": seq + 1, "previous": previous, "hash": hash_, "at": now()}
    written.execute(_LINKS.insert(), link | {"enterprise_id": enterprise_id})
    written.execute(
        _ENTRIES.insert(),
        [entry | {"link_id": link_id, "place": place} for place, entry in enumerate(entries)],
    )
    written.execute(_MOVE_HEAD, {"whose": enterprise_id, "seq": seq + 1, "hash": hash_})


def _locked_head(written: Connection, enterprise_id: UUID) -> tuple[int, str]:
    """The end of a chain, locked until the commit; a chain that has none yet gets one."""
    found = written.execute(_HEAD, {"whose": enterprise_id}).first()
    if found is not None:
        return found.seq, found.hash
    written.execute(_HEADS.insert(), {"enterprise_id": enterprise_id, "seq": 0, "hash": GENESIS})
    return 0, GENESIS


def drop_unsealed(active: Session) -> None:
    """Forget entries of a write that was rolled back."""
    active.info.pop("audit", None)


def first_bad(enterprise_id: UUID) -> str | None:
    """Walk the chain of an enterprise; the first thing that does not fit, in words, or None."""
    previous, seq = GENESIS, 0
    for link, entries in chain(enterprise_id):
        seq += 1
        if link.seq != seq:
            return f"link {seq} is missing"
        for entry in entries:
            if _was_changed(entry, enterprise_id):
                return f"entry {entry.id} of link {seq} was changed"
        if link.previous != previous or link.hash != _link_hash(previous, seq, [e.digest for e in entries]):
            return f"link {seq} does not follow from the one before"
        previous = link.hash
    loose = unlinked(enterprise_id)
    if loose is not None:
        return f"entry {loose} stands in no link"
    head = db.session().get(AuditHead, enterprise_id)
    if (head.seq, head.hash) != (seq, previous) if head else seq:
        return f"the head says {head.seq if head else 'nothing'}, the chain ends at {seq}"
    return None


def _was_changed(entry: AuditEntry, enterprise_id: UUID) -> bool:
    if entry.enterprise_id != enterprise_id:
        return True
    return entry.payload is not None and entry.digest != _digest(
        entry.salt, entry.at, entry.by, entry.act, entry.subject_kind, entry.subject_id, entry.payload
    )


db.before_commit.append(seal)
db.after_rollback.append(drop_unsealed)
