"""What is due for one person: the plans, windows and last results that a phone holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.access.models import Account
from app.access.queries import names_of
from app.checks.answers import answer_of, records_naming
from app.checks.freeze import MARGIN, is_live, still_asked
from app.checks.models import CheckRecord, Completer, Expectation, Plan
from app.checks.rules import LONGEST_PERIOD, WHOLE, rules_for
from app.checks.schemas import Done, LastResult
from app.checks.schemas import Window as WireWindow
from app.checks.settings import AHEAD_DAYS, BACK_HOURS
from app.checks.states import done_at
from app.checks.windows import Window, able, windows
from app.core import db
from app.org.models import Assignment, Membership, Post, Unit
from app.org.queries import within
from app.settings.queries import units_of, value_of


@dataclass(frozen=True)
class Horizon:
    """From when to when a phone holds windows."""

    start: datetime
    end: datetime

    @property
    def days(self) -> tuple[date, date]:
        """First days of periods that can touch it, in any zone."""
        return (self.start - LONGEST_PERIOD - MARGIN).date(), (self.end + MARGIN).date()


def horizon_of(account: Account, at: datetime) -> Horizon:
    """What an account's phone should hold at a moment, as its enterprise has set it."""
    path = f"/{account.enterprise_id}/"
    back, ahead = value_of(BACK_HOURS, path), value_of(AHEAD_DAYS, path)
    return Horizon(at - timedelta(hours=back), at + timedelta(days=ahead))


def plans_for(account: Account, at: datetime) -> list[Plan]:
    """The plans switched on that an account may answer within its horizon."""
    horizon = horizon_of(account, at)
    first, last = (horizon.start - timedelta(days=1)).date(), (horizon.end + timedelta(days=1)).date()
    mine = or_(
        false(),
        *_at_my_posts(account, first, last),
        *_in_my_units(account, first, last),
        *_by_my_roles(account),
    )
    asked = select(Plan).join(Unit, Plan.unit_id == Unit.id).outerjoin(Post, Plan.post_id == Post.id)
    asked = asked.where(
        mine,
        Plan.enterprise_id == account.enterprise_id,
        Plan.on.is_(True),
        Plan.valid_from <= last,
        or_(Plan.valid_to.is_(None), Plan.valid_to >= first),
    )
    found = db.session().scalars(asked.options(*WHOLE).order_by(Plan.id)).unique()
    return [plan for plan in found if is_live(plan)]


def _at_my_posts(account: Account, first: date, last: date) -> list[ColumnElement[bool]]:
    held = select(Assignment.post_id).where(
        Assignment.person_id == account.id,
        Assignment.from_on <= last,
        or_(Assignment.to_on.is_(None), Assignment.to_on >= first),
    )
    return [and_(Plan.completer != Completer.ROLE, Plan.post_id.in_(held))]


def _in_my_units(account: Account, first: date, last: date) -> list[ColumnElement[bool]]:
    asked = (
        select(Unit.path)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(
            Membership.person_id == account.id,
            Membership.from_on <= last,
            or_(Membership.to_on.is_(None), Membership.to_on >= first),
        )
    )
    above = {one for path in db.session().scalars(asked) for one in units_of(path)}
    whole = and_(Plan.completer != Completer.ROLE, Plan.post_id.is_(None))
    return [and_(whole, Plan.unit_id.in_(above))] if above else []


def _by_my_roles(account: Account) -> list[ColumnElement[bool]]:
    """Plans of the roles that an account holds, on the units of its grants and below (a post's: where it stands)."""
    place = func.coalesce(Post.unit_id, Plan.unit_id)
    below = {
        grant.id: select(Unit.id).where(within([grant.unit_path])).correlate(None) for grant in account.grants
    }
    return [
        and_(Plan.completer == Completer.ROLE, Plan.role == grant.role, place.in_(below[grant.id]))
        for grant in account.grants
    ]


def windows_for(account: Account, now: datetime, plans: Sequence[Plan] | None = None) -> list[WireWindow]:
    """The windows that an account's phone should hold: what closed lately, what is open, what comes.

    `plans` may be what `plans_for` gave for the same moment.
    """
    plans = plans_for(account, now) if plans is None else plans
    horizon = horizon_of(account, now)
    if not plans:
        return []
    rules = rules_for(plans, *horizon.days, who=account.id)
    made = [
        _wire(
            plan, window.key, window.period, window.day, window.shift_name, window.opens_at, window.closes_at
        )
        for plan in plans
        for window in windows(rules[plan.id], *horizon.days)
        if still_asked(plan, window)
        and _touches(window, horizon)
        and account.id in able(rules[plan.id], window)
    ]
    made += _frozen_for(account, plans, horizon)
    _tell_done(made)
    return sorted(made, key=lambda one: (one.opens, one.key))


def _touches(window: Window, horizon: Horizon) -> bool:
    return window.deadline_at >= horizon.start and window.opens_at <= horizon.end


def _wire(  # noqa: PLR0917 (a window's own order)
    plan: Plan, key: str, period: str, day: date, shift: str, opens: datetime, closes: datetime
) -> WireWindow:
    post = str(plan.post_id) if plan.post_id else None
    return WireWindow(
        key=key, plan=str(plan.id), period=period, day=day, shift=shift, post=post, opens=opens, closes=closes
    )


def _frozen_for(account: Account, plans: Sequence[Plan], horizon: Horizon) -> list[WireWindow]:
    by_id = {plan.id: plan for plan in plans}
    asked = select(Expectation).where(
        Expectation.plan_id.in_(by_id),
        Expectation.deadline_at >= horizon.start,
        Expectation.excused_at.is_(None),
        or_(Expectation.person_id.is_(None), Expectation.person_id == account.id),
    )
    return [
        _wire(by_id[one.plan_id], one.key, one.period, one.day, one.shift, one.opens_at, one.closes_at)
        for one in db.session().scalars(asked)
        if str(account.id) in one.able
    ]


def _tell_done(made: Sequence[WireWindow]) -> None:
    """Say of each window that is answered by whom, when, and whether in time."""
    records = records_naming([one.key for one in made])
    answers = {key: found for key, some in records.items() if (found := answer_of(some)) is not None}
    names = names_of({one.author_id for one in answers.values()})
    for window in made:
        record = answers.get(window.key)
        if record is not None:
            window.done = Done(
                by=names.get(record.author_id, ""),
                by_id=str(record.author_id),
                at=done_at(records[window.key]),
                late="late" in record.flags,
                record=str(record.id),
                abnormal=record.abnormal,
            )


def last_results(plans: Sequence[Plan]) -> dict[str, list[LastResult]]:
    """Plan > what was found at each item the last time it was checked."""
    ids = [plan.id for plan in plans]
    latest = (
        select(CheckRecord.plan_id, func.max(CheckRecord.done_at).label("at"))
        .where(CheckRecord.plan_id.in_(ids), CheckRecord.corrected_by_id.is_(None))
        .group_by(CheckRecord.plan_id)
        .subquery()
    )
    asked = select(CheckRecord).join(
        latest, and_(CheckRecord.plan_id == latest.c.plan_id, CheckRecord.done_at == latest.c.at)
    )
    found = db.session().scalars(asked.where(CheckRecord.corrected_by_id.is_(None)).order_by(CheckRecord.id))
    return {str(one.plan_id): _results_of(one) for one in found} if ids else {}


def _results_of(record: CheckRecord) -> list[LastResult]:
    return [
        LastResult(item=one["item"], result=one["result"], at=record.done_at, value=one.get("value"))
        for one in record.results
    ]
