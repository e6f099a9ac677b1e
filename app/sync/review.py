"""Records that came after their phone's key had ended: kept, shown to somebody, taken or not."""

from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.core import db
from app.core.errors import Conflict
from app.sync.apply import RETRY, REVIEW, finish, reject, relatives, settle_once
from app.sync.models import Op

REFUSED = "refused_by"


def set_aside(enterprise_id: UUID) -> list[Op]:
    """The records of an enterprise that wait for somebody's word, oldest first."""
    asked = select(Op).where(Op.enterprise_id == enterprise_id, Op.waits_for == REVIEW, Op.state == RETRY)
    return list(db.session().scalars(asked.order_by(Op.captured_at, Op.id)))


@db.action
def accept(op: Op, *, by: UUID) -> None:
    """Take a record as its author's: it is applied now, as if its key had held. Raises Conflict.

    What its room then says of it (applied, rejected, waits for another) stands on its row, and is what the
    phone is answered when it asks again.
    """
    _still_open(op)
    created = settle_once(op, relatives(op))
    finish([op], created, act="ops.accept", by=by)


@db.action
def refuse(op: Op, *, by: UUID, why: str) -> None:
    """Do not take a record; `why` is what its author reads. It stays kept. Raises Conflict."""
    _still_open(op)
    reject(op, REFUSED, f"管理员核对后没有采用：{why}")
    audit.record("ops.refuse", "op", op.id, enterprise_id=op.enterprise_id, by=by, op=str(op.op_id), why=why)


def _still_open(op: Op) -> None:
    if op.state != RETRY or op.waits_for != REVIEW:
        raise Conflict("这条已经处理过了")
