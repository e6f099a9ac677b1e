"""Reading ops that wait for a person's judgement, and those that were rejected: nothing signed is thrown away."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.core import db
from app.core.errors import Missing
from app.org.models import Membership, Unit
from app.org.queries import within
from app.sync.models import Op

PAGE = 50
REVIEW = "review"  # what an op waits for that was set aside


def set_aside() -> ColumnElement[bool]:
    """Ops that wait for somebody to judge them."""
    return Op.waits_for == REVIEW


def rejected() -> ColumnElement[bool]:
    """Ops that were not taken over."""
    return Op.state == "rejected"


def _matching(paths: Sequence[str], which: ColumnElement[bool]) -> Select[Op]:
    stay = aliased(Membership)
    latest = (
        select(stay.id).where(stay.person_id == Op.author_id).order_by(stay.from_on.desc(), stay.id.desc())
    )
    return (
        select(Op)
        .join(Membership, Membership.id == latest.limit(1).correlate(Op).scalar_subquery())
        .join(Unit, Membership.unit_id == Unit.id)
        .where(within(paths), which)
    )


def ops(paths: Sequence[str], which: ColumnElement[bool], *, page: int) -> list[Op]:
    """A page of 50 of these ops by people of these subtrees, latest first."""
    asked = _matching(paths, which).order_by(Op.received_at.desc(), Op.id.desc())
    return list(db.session().scalars(asked.limit(PAGE).offset((page - 1) * PAGE)))


def count_ops(paths: Sequence[str], which: ColumnElement[bool]) -> int:
    """How many ops `ops` would give without a page."""
    found = _matching(paths, which).with_only_columns(Op.id).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0


def op(row_id: UUID, paths: Sequence[str]) -> Op:
    """One op by somebody of these subtrees. Raises Missing."""
    found = db.session().scalar(_matching(paths, Op.id == row_id))
    if found is None:
        raise Missing("没有这条记录")
    return found
