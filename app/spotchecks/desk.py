"""Reading what was held, for the pages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core import db
from app.core.errors import Missing
from app.org.models import Unit
from app.org.queries import within
from app.spotchecks.models import SpotCheck

PAGE = 50


def spot_check(check_id: UUID) -> SpotCheck:
    """A 抽背 in scope, with its answers. Raises Missing."""
    whole = joinedload(SpotCheck.unit), joinedload(SpotCheck.post), selectinload(SpotCheck.answers)
    found = db.session().scalar(select(SpotCheck).where(SpotCheck.id == check_id).options(*whole))
    if found is None:
        raise Missing("没有这次抽背")
    return found


def _among(
    paths: Sequence[str], first: datetime, until: datetime, account_id: UUID | None
) -> Select[SpotCheck]:
    asked = select(SpotCheck).join(Unit, SpotCheck.unit_id == Unit.id).where(within(paths))
    asked = asked.where(SpotCheck.held_at >= first, SpotCheck.held_at < until)
    return asked.where(SpotCheck.account_id == account_id) if account_id else asked


def spot_checks(
    paths: Sequence[str], first: datetime, until: datetime, *, account_id: UUID | None = None, page: int
) -> list[SpotCheck]:
    """One page of 50 of those held with the people of these subtrees, latest first."""
    asked = _among(paths, first, until, account_id).options(
        contains_eager(SpotCheck.unit), joinedload(SpotCheck.post), selectinload(SpotCheck.answers)
    )
    asked = asked.order_by(SpotCheck.held_at.desc(), SpotCheck.id.desc())
    return list(db.session().scalars(asked.limit(PAGE).offset((page - 1) * PAGE)))


def count_spot_checks(
    paths: Sequence[str], first: datetime, until: datetime, *, account_id: UUID | None = None
) -> int:
    """How many `spot_checks` would give without pages."""
    found = _among(paths, first, until, account_id).with_only_columns(SpotCheck.id).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0
