"""Writing what plans follow: shift calendars, pauses, and windows that a person excuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.audit import actions as audit
from app.checks.freeze import freeze
from app.checks.models import Expectation, Pause, Plan, ShiftSystem
from app.checks.shifts import system_from
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.models import Person, Post, Unit


@dataclass(frozen=True, kw_only=True)
class ShiftTerms:
    """What a shift calendar says; the shapes are those of models.ShiftSystem."""

    name: str
    shifts: Sequence[Mapping[str, Any]]
    anchor: date
    pattern: Sequence[str]
    crews: Sequence[Mapping[str, Any]] = field(default_factory=list)
    workdays_only: bool = False


@db.action
def add_shift_system(*, unit: Unit, terms: ShiftTerms, by: UUID | None) -> ShiftSystem:
    """A shift calendar of a unit. Raises Invalid where nobody could follow it."""
    made = ShiftSystem(id=new_id(), enterprise_id=unit.enterprise_id, unit_id=unit.id)
    _take(made, terms)
    db.session().add(made)
    db.session().flush()
    _note("shifts.add", "shifts", made, by, name=made.name)
    return made


def _take(row: ShiftSystem, terms: ShiftTerms) -> None:
    if not terms.name.strip():
        raise Invalid("倒班表要有名称")
    system_from(terms.shifts, terms.anchor, terms.pattern, terms.crews, workdays_only=terms.workdays_only)
    row.name, row.anchor, row.workdays_only = terms.name, terms.anchor, terms.workdays_only
    row.shifts, row.crews = [dict(one) for one in terms.shifts], [dict(one) for one in terms.crews]
    row.pattern = list(terms.pattern)


@db.action
def amend_shift_system(row: ShiftSystem, terms: ShiftTerms, *, by: UUID | None) -> ShiftSystem:
    """Change a shift calendar. One that plans follow is closed and a new one takes its place; the one that holds.

    Windows that have closed stay as they were.
    """
    _refuse_closed(row)
    users = list(db.session().scalars(select(Plan).where(Plan.shift_system_id == row.id)))
    if not users:
        _take(row, terms)
        db.session().flush()
        _note("shifts.amend", "shifts", row, by, name=row.name)
        return row
    freeze(row.enterprise_id, now())
    made = ShiftSystem(id=new_id(), enterprise_id=row.enterprise_id, unit_id=row.unit_id)
    _take(made, terms)
    db.session().add(made)
    db.session().flush()
    row.closed_at = now()
    for plan in users:
        plan.shift_system_id = made.id
    db.session().flush()
    _note("shifts.amend", "shifts", made, by, name=made.name, before=str(row.id), plans=len(users))
    return made


@db.action
def close_shift_system(row: ShiftSystem, *, by: UUID | None) -> None:
    """Close a shift calendar. Raises Conflict while a plan that is switched on follows it."""
    _refuse_closed(row)
    asked = select(func.count(Plan.id)).where(Plan.shift_system_id == row.id, Plan.on.is_(True))
    if db.session().scalar(asked):
        raise Conflict("还有启用的计划跟着这张倒班表", hint="先停用那些计划，或者给它们换一张。")
    row.closed_at = now()
    db.session().flush()
    _note("shifts.close", "shifts", row, by, name=row.name)


def _refuse_closed(row: ShiftSystem) -> None:
    if row.closed_at is not None:
        raise Conflict("这张倒班表已经停用了")


@db.action
def add_stop(
    *,
    unit: Unit | None = None,
    post: Post | None = None,
    from_on: date,
    to_on: date,
    why: str,
    by: UUID | None,
) -> Pause:
    """A stop (停产, 停机) of a unit or a post: nothing is expected there on these days."""
    place = post or unit
    if place is None:
        raise Invalid("还没选哪里停")
    return _pause(
        Pause(kind="stop", unit_id=None if post else place.id), place, from_on, to_on, why, by, post
    )


@db.action
def add_leave(*, person: Person, from_on: date, to_on: date, why: str, by: UUID | None) -> Pause:
    """Leave (请假) of a person: their own checks are not expected on these days; shared ones are."""
    return _pause(Pause(kind="leave", person_id=person.id), person, from_on, to_on, why, by)


def _pause(  # noqa: PLR0917 (what both kinds share, in one order)
    made: Pause,
    whose: Unit | Post | Person,
    from_on: date,
    to_on: date,
    why: str,
    by: UUID | None,
    post: Post | None = None,
) -> Pause:
    if to_on < from_on:
        raise Invalid("结束日期不能早于开始日期")
    if not why.strip():
        raise Invalid("要写为什么")
    freeze(whose.enterprise_id, now())
    made.id, made.enterprise_id, made.made_by = new_id(), whose.enterprise_id, by
    made.post_id = post.id if post else None
    made.from_on, made.to_on, made.why = from_on, to_on, why.strip()
    db.session().add(made)
    db.session().flush()
    _note(
        "pause.add",
        "pause",
        made,
        by,
        pause=made.kind,
        of=str(whose.id),
        from_on=str(from_on),
        to_on=str(to_on),
    )
    return made


@db.action
def end_pause(pause: Pause, *, by: UUID | None) -> None:
    """Take a pause back from today on: the days it has held already stay as they were."""
    if pause.ended_at is not None:
        raise Conflict("早就取消了")
    freeze(pause.enterprise_id, now())
    pause.ended_at = now()
    db.session().flush()
    _note("pause.end", "pause", pause, by)


@db.action
def excuse(expectation: Expectation, why: str, *, by: UUID | None) -> None:
    """Say of a window that has closed that it need not have been done. Raises Invalid without a reason."""
    if not why.strip():
        raise Invalid("要写为什么不用做")
    if expectation.excused_at is not None:
        raise Conflict("已经写过不用做了")
    expectation.excused_why, expectation.excused_by, expectation.excused_at = why.strip(), by, now()
    db.session().flush()
    _note("check.excuse", "expectation", expectation, by, key=expectation.key, why=why.strip())


def _note(
    act: str, kind: str, row: ShiftSystem | Pause | Expectation, by: UUID | None, **payload: object
) -> None:
    audit.record(act, kind, row.id, enterprise_id=row.enterprise_id, by=by, **payload)
