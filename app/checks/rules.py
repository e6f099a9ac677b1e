"""What the windows of plans are made from, read for many plans at once; the windows themselves are pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app.access.models import Grant
from app.checks.models import Completer, Pause, Plan, ShiftSystem
from app.checks.shifts import System, system_from
from app.checks.windows import Held, Rule, Stay
from app.core import db, workdays
from app.core.memo import is_hopeful, once
from app.core.workdays import Day
from app.org.models import Assignment, Membership, Post, Unit
from app.org.queries import within, zone_of
from app.settings.queries import units_of

WHOLE = (joinedload(Plan.unit), joinedload(Plan.post).joinedload(Post.unit))
LONGEST_PERIOD = timedelta(days=31)
A_DAY = timedelta(days=1)

_SYSTEMS = select(
    ShiftSystem.id,
    ShiftSystem.shifts,
    ShiftSystem.anchor,
    ShiftSystem.pattern,
    ShiftSystem.crews,
    ShiftSystem.workdays_only,
).where(ShiftSystem.id.in_(bindparam("ids", expanding=True)))
_PAUSES = (
    select(
        Pause.kind,
        Pause.unit_id,
        Pause.post_id,
        Pause.person_id,
        Pause.from_on,
        Pause.to_on,
        Pause.ended_at,
    )
    .where(
        Pause.enterprise_id.in_(bindparam("enterprises", expanding=True)),
        Pause.from_on <= bindparam("last"),
        Pause.to_on >= bindparam("first"),
    )
    .order_by(Pause.id)
)
_Paused = Row[*tuple[Any, ...]]  # what `_PAUSES` gives
_AT_POSTS = (
    select(Assignment.post_id, Assignment.person_id, Assignment.from_on, Assignment.to_on)
    .where(
        Assignment.post_id.in_(bindparam("posts", expanding=True)),
        Assignment.from_on <= bindparam("last"),
        or_(Assignment.to_on.is_(None), Assignment.to_on >= bindparam("first")),
    )
    .order_by(Assignment.id)
)
_AT_POSTS_OF_ONE = _AT_POSTS.where(Assignment.person_id == bindparam("who"))


def unit_of(plan: Plan) -> Unit:
    """Where a plan belongs: where its post stands now, else its own unit."""
    return plan.post.unit if plan.post is not None else plan.unit


def rules_for(plans: Sequence[Plan], first: date, last: date, *, who: UUID | None = None) -> dict[UUID, Rule]:
    """The rules of these plans, good for periods that begin from `first` to `last`.

    `who` leaves out everybody else: enough to tell what one person is asked for, and quicker.
    """
    span = (first, last + LONGEST_PERIOD)
    systems = _systems(plans)
    zones = {path: ZoneInfo(zone_of(path)) for path in {unit_of(plan).path for plan in plans}}
    pauses = _pauses(plans, span)
    days = _days(plans, systems, span)
    stays, held = _stays(plans, span, who), _held(plans, span, who)
    return {
        plan.id: Rule(
            plan=plan.id,
            cycle=plan.cycle,
            completer=plan.completer,
            valid_from=plan.valid_from,
            valid_to=plan.valid_to,
            workdays_only=plan.workdays_only,
            from_minute=plan.from_minute,
            to_minute=plan.to_minute,
            grace=timedelta(minutes=plan.grace_minutes),
            system=systems.get(plan.shift_system_id) if plan.shift_system_id else None,
            unit=unit_of(plan).id,
            zone=zones[unit_of(plan).path],
            days=days.get(plan.enterprise_id, {}),
            stops=_stops_of(plan, pauses, zones[unit_of(plan).path]),
            leaves=_leaves(pauses, zones[unit_of(plan).path]),
            stays=stays.get(plan.id, []),
            held=held.get(plan.id, []),
        )
        for plan in plans
    }


def system_of(row: ShiftSystem | Row[*tuple[Any, ...]]) -> System:
    """A stored shift calendar, or its columns, as values."""
    return system_from(row.shifts, row.anchor, row.pattern, row.crews, workdays_only=row.workdays_only)


def _systems(plans: Sequence[Plan]) -> dict[UUID, System]:
    ids = {plan.shift_system_id for plan in plans if plan.shift_system_id}
    if not ids:
        return {}
    return once(("systems", frozenset(ids)), lambda: _systems_of(ids))


def _systems_of(ids: Collection[UUID]) -> dict[UUID, System]:
    return {row.id: system_of(row) for row in db.rows(_SYSTEMS, {"ids": list(ids)})}


def _days(
    plans: Sequence[Plan], systems: Mapping[UUID, System], span: tuple[date, date]
) -> dict[UUID, dict[date, Day]]:
    """Enterprise > its workdays; only for those with a plan that asks for them."""
    by_workdays = {one for one, system in systems.items() if system.workdays_only}
    asking = {
        plan.enterprise_id
        for plan in plans
        if plan.workdays_only or (plan.shift_system_id and plan.shift_system_id in by_workdays)
    }
    return {one: workdays.days(one, *span) for one in asking}


def _pauses(plans: Sequence[Plan], span: tuple[date, date]) -> Sequence[_Paused]:
    enterprises = frozenset(plan.enterprise_id for plan in plans)
    return once(("pauses", enterprises, span), lambda: _pauses_of(enterprises, span)) if plans else []


def _pauses_of(enterprises: Collection[UUID], span: tuple[date, date]) -> Sequence[_Paused]:
    return db.rows(_PAUSES, {"enterprises": list(enterprises), "first": span[0], "last": span[1]})


def _stops_of(plan: Plan, pauses: Sequence[_Paused], zone: ZoneInfo) -> list[Stay]:
    above = set(units_of(unit_of(plan).path))
    return [
        stay
        for one in pauses
        if one.kind == "stop" and (one.unit_id in above or (one.post_id and one.post_id == plan.post_id))
        if (stay := _as_stay(one, zone)) is not None
    ]


def _leaves(pauses: Sequence[_Paused], zone: ZoneInfo) -> list[Stay]:
    return [stay for one in pauses if one.kind == "leave" if (stay := _as_stay(one, zone)) is not None]


def _as_stay(pause: _Paused, zone: ZoneInfo) -> Stay | None:
    """The days a pause holds; one that was taken back holds until the day before."""
    last = pause.to_on
    if pause.ended_at is not None:
        last = min(last, pause.ended_at.astimezone(zone).date() - A_DAY)
    return Stay(pause.person_id, pause.from_on, last) if last >= pause.from_on else None


def _stays(plans: Sequence[Plan], span: tuple[date, date], who: UUID | None) -> dict[UUID, list[Stay]]:
    """Plan > who is at its post, or in its unit. Plans of a role have none."""
    asking = [plan for plan in plans if plan.completer != Completer.ROLE]
    at_posts = _at_posts({plan.post_id for plan in asking if plan.post_id}, span, who)
    in_units = _in_units({unit_of(plan).path for plan in asking if not plan.post_id}, span, who)
    return {
        plan.id: at_posts.get(plan.post_id, [])
        if plan.post_id
        else [stay for path, stay in in_units if path.startswith(unit_of(plan).path)]
        for plan in asking
    }


def _at_posts(
    post_ids: Collection[UUID], span: tuple[date, date], who: UUID | None
) -> dict[UUID, list[Stay]]:
    if not post_ids:
        return {}
    if is_hopeful() and who:  # few hold a post, and others of them may follow
        held = once(("stays", frozenset(post_ids), span), lambda: _at_posts(post_ids, span, None))
        return {post: [one for one in some if one.who == who] for post, some in held.items()}
    asked = _AT_POSTS_OF_ONE if who else _AT_POSTS
    sought = {"posts": list(post_ids), "first": span[0], "last": span[1], "who": who}
    found: dict[UUID, list[Stay]] = {}
    for post, person, from_on, to_on in db.rows(asked, sought):
        found.setdefault(post, []).append(Stay(person, from_on, to_on))
    return found


def _in_units(paths: Collection[str], span: tuple[date, date], who: UUID | None) -> list[tuple[str, Stay]]:
    if not paths:
        return []
    asked = select(Membership, Unit.path).join(Unit, Membership.unit_id == Unit.id)
    limits = [Membership.from_on <= span[1], or_(Membership.to_on.is_(None), Membership.to_on >= span[0])]
    if who:
        limits.append(Membership.person_id == who)
    asked = asked.where(within(list(paths)), *limits).order_by(Membership.id)
    return [(path, Stay(one.person_id, one.from_on, one.to_on)) for one, path in db.session().execute(asked)]


def _held(plans: Sequence[Plan], span: tuple[date, date], who: UUID | None) -> dict[UUID, list[Held]]:
    """Plan > who holds its role on its unit or on one above it."""
    asking = [plan for plan in plans if plan.completer == Completer.ROLE]
    if not asking:
        return {}
    above = {plan.id: set(units_of(unit_of(plan).path)) for plan in asking}
    asked = select(Grant).where(
        Grant.role.in_({plan.role for plan in asking}),
        Grant.unit_id.in_(set().union(*above.values())),
        or_(Grant.ended_at.is_(None), Grant.ended_at >= _midnight(span[0]) - A_DAY),
    )
    if who:
        asked = asked.where(Grant.account_id == who)
    grants = list(db.session().scalars(asked.order_by(Grant.id)))
    return {
        plan.id: [
            Held(one.account_id, one.granted_at, one.ended_at)
            for one in grants
            if one.role == plan.role and one.unit_id in above[plan.id]
        ]
        for plan in asking
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
