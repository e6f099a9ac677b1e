"""What the console reads of checks: plans, calendars, pauses, records and windows within an account's units."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, or_, select

from app.checks.models import CheckRecord, Cycle, Expectation, Pause, Plan, PlanRevision, ShiftSystem
from app.checks.periods import parts_of, period_start
from app.checks.rules import WHOLE, rules_for
from app.checks.schemas import PlanItem
from app.checks.windows import window_of
from app.core import db
from app.core.errors import Missing
from app.org.models import Membership, Post, Unit
from app.org.queries import within

PAGE = 50


def plan(plan_id: UUID) -> Plan:
    """A plan in scope, with its unit and post. Raises Missing."""
    found = db.session().scalar(select(Plan).where(Plan.id == plan_id).options(*WHOLE))
    if found is None:
        raise Missing("没有这个计划")
    return found


def plans_within(paths: Sequence[str]) -> list[Plan]:
    """The plans of these subtrees, by unit, post and title: where the post stands now decides."""
    asked = select(Plan).outerjoin(Post, Plan.post_id == Post.id)
    asked = asked.join(Unit, Unit.id == func.coalesce(Post.unit_id, Plan.unit_id)).where(within(paths))
    asked = asked.order_by(Unit.path, Plan.post_id.is_not(None), Post.title, Plan.title, Plan.id)
    return list(db.session().scalars(asked.options(*WHOLE)))


def items_of(revision: PlanRevision | None) -> list[PlanItem]:
    """The items of a revision; none without one."""
    return msgspec.convert(revision.items, list[PlanItem]) if revision else []


def shift_systems(paths: Sequence[str]) -> list[ShiftSystem]:
    """The open shift calendars that units in these subtrees may follow: their own, and those of units above."""
    above = {part for path in paths for part in path.strip("/").split("/")}
    mine = or_(within(paths), Unit.id.in_([UUID(part) for part in above]))
    asked = select(ShiftSystem).join(Unit, ShiftSystem.unit_id == Unit.id)
    asked = asked.where(mine, ShiftSystem.closed_at.is_(None))
    return list(db.session().scalars(asked.order_by(Unit.path, ShiftSystem.name, ShiftSystem.id)))


def shift_system(system_id: UUID) -> ShiftSystem:
    """A shift calendar in scope, closed or not. Raises Missing."""
    found = db.session().scalar(select(ShiftSystem).where(ShiftSystem.id == system_id))
    if found is None:
        raise Missing("没有这张倒班表")
    return found


def followers(system_id: UUID) -> list[Plan]:
    """The plans that follow a shift calendar and are switched on."""
    asked = select(Plan).where(Plan.shift_system_id == system_id, Plan.on.is_(True))
    return list(db.session().scalars(asked.order_by(Plan.title, Plan.id)))


def pause(pause_id: UUID) -> Pause:
    """A pause in scope. Raises Missing."""
    found = db.session().scalar(select(Pause).where(Pause.id == pause_id))
    if found is None:
        raise Missing("没有这条记录")
    return found


def pauses_within(paths: Sequence[str], since: date) -> list[Pause]:
    """The pauses of these subtrees that last until `since` or longer, by first day."""
    units = select(Unit.id).where(within(paths))
    posts = select(Post.id).where(Post.unit_id.in_(units))
    people = select(Membership.person_id).where(Membership.unit_id.in_(units), Membership.to_on.is_(None))
    mine = or_(Pause.unit_id.in_(units), Pause.post_id.in_(posts), Pause.person_id.in_(people))
    asked = select(Pause).where(mine, Pause.to_on >= since)
    return list(db.session().scalars(asked.order_by(Pause.from_on, Pause.id)))


def record(record_id: UUID) -> CheckRecord:
    """A record in scope. Raises Missing."""
    found = db.session().scalar(select(CheckRecord).where(CheckRecord.id == record_id))
    if found is None:
        raise Missing("没有这条检查记录")
    return found


def _records(paths: Sequence[str], first: datetime, until: datetime, abnormal: bool) -> Select[datetime]:
    """The moments at which these records were made: an index knows them, however long the records are."""
    units = list(db.session().scalars(select(Unit.id).where(within(paths))))
    asked = select(CheckRecord.done_at).where(CheckRecord.unit_id.in_(units))
    asked = asked.where(CheckRecord.done_at >= first, CheckRecord.done_at < until)
    return asked.where(CheckRecord.abnormal > 0) if abnormal else asked


def _count(asked: Select[datetime]) -> int:
    return db.session().scalar(select(func.count()).select_from(asked.subquery())) or 0


def records(
    paths: Sequence[str], first: datetime, until: datetime, *, abnormal: bool, page: int
) -> list[CheckRecord]:
    """A page of the records made in these subtrees from `first` to before `until`, latest first.

    Only the records of the page are read: those between its latest and its earliest moment.
    """
    found, start = _records(paths, first, until, abnormal), (page - 1) * PAGE
    latest = found.order_by(CheckRecord.done_at.desc()).limit(PAGE).offset(start)
    moments = list(db.session().scalars(latest))
    if not moments:
        return []
    before = _count(found.where(CheckRecord.done_at > moments[0]))
    asked = found.with_only_columns(CheckRecord).where(CheckRecord.done_at.between(moments[-1], moments[0]))
    asked = asked.order_by(CheckRecord.done_at.desc(), CheckRecord.id.desc())
    return list(db.session().scalars(asked.limit(PAGE).offset(start - before)))


def count_records(paths: Sequence[str], first: datetime, until: datetime, *, abnormal: bool) -> int:
    """How many records `records` has in all its pages."""
    return _count(_records(paths, first, until, abnormal))


def expectation(expectation_id: UUID) -> Expectation:
    """A frozen window in scope. Raises Missing."""
    found = db.session().scalar(select(Expectation).where(Expectation.id == expectation_id))
    if found is None:
        raise Missing("没有这次检查")
    return found


def titles_of_plans(ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these plans are called, as far as they are in scope."""
    rows = db.session().execute(select(Plan.id, Plan.title).where(Plan.id.in_(ids))) if ids else ()
    return {row.id: row.title for row in rows}


def revision(plan_id: UUID, number: int) -> PlanRevision | None:
    """The items that a record was made against."""
    asked = select(PlanRevision).where(PlanRevision.plan_id == plan_id, PlanRevision.number == number)
    return db.session().scalar(asked)


def shift_of(plan: Plan | None, record: CheckRecord) -> str:
    """What the shift of a record's window is called; "" where it has none."""
    frozen = select(Expectation.shift).where(Expectation.key == record.window_key)
    found = db.session().scalar(frozen.where(Expectation.enterprise_id == record.enterprise_id))
    named = parts_of(record.window_key)
    if found is not None or plan is None or named is None or plan.cycle != Cycle.SHIFT:
        return found or ""
    day = period_start(plan.cycle, record.period)
    window = window_of(rules_for([plan], day, day)[plan.id], record.period, named[2]) if day else None
    return window.shift_name if window else ""
