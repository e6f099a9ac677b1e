"""What proves a record on paper: the digest of the op as it came, and where the audit chain holds it."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.audit.models import AuditEntry, AuditLink
from app.audit.queries import head
from app.core import db


class Proof(NamedTuple):
    """Where the audit chain holds a record, and where it ended when the paper was printed."""

    digest: str  # SHA-256 of what the phone signed, as the audit noted it on arrival; "" where it did not
    seq: int  # of the link; 0 for none
    hash: str
    head_seq: int
    head_hash: str


def proof_of(enterprise_id: UUID, record_id: UUID, op_id: UUID | None) -> Proof:
    """The proof of a record.

    A record and the op it came with are noted in one commit, so in one link; the note of ops names each with
    its digest.
    """
    link = _link(enterprise_id, record_id)
    end = head(enterprise_id)
    return Proof(
        digest=_digest(link.id, op_id) if link and op_id else "",
        seq=link.seq if link else 0,
        hash=link.hash if link else "",
        head_seq=end.seq if end else 0,
        head_hash=end.hash if end else "",
    )


def _link(enterprise_id: UUID, record_id: UUID) -> AuditLink | None:
    asked = select(AuditLink).join(AuditEntry, AuditEntry.link_id == AuditLink.id)
    asked = asked.where(AuditEntry.subject_id == record_id, AuditEntry.act == "check.submit")
    return db.session().scalar(asked.where(AuditLink.enterprise_id == enterprise_id).limit(1))


def _digest(link_id: UUID, op_id: UUID) -> str:
    asked = select(AuditEntry.payload).where(AuditEntry.link_id == link_id, AuditEntry.subject_kind == "op")
    for payload in db.session().scalars(asked):
        for named, digest, state, *_ in (payload or {}).get("ops", []):
            if named == str(op_id) and state == "applied":
                return str(digest)
    return ""
