"""Freezing: windows that have closed become rows, so that a later change of a plan leaves the past alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.checks.models import Expectation, Plan
from app.checks.rules import LONGEST_PERIOD, WHOLE, rules_for, unit_of
from app.checks.windows import Rule, Window, able, windows
from app.core import db
from app.core.ids import new_id
from app.org.queries import tenants

MARGIN = timedelta(days=3)  # a window's moments lie this near to its days, whatever the zone and the shift


def freeze_all(now: datetime) -> int:
    """Freeze what has closed in every enterprise, each in a commit of its own; how many rows that made."""
    with db.everywhere():  # a job has no enterprise; it goes through all of them
        return sum(freeze(one.id, now) for one in tenants())


@db.action
def freeze(enterprise_id: UUID, now: datetime) -> int:
    """Freeze what has closed in an enterprise; how many rows that made. A second time makes none."""
    asked = select(Plan).where(Plan.enterprise_id == enterprise_id, Plan.on.is_(True)).options(*WHOLE)
    return freeze_plans(list(db.session().scalars(asked.order_by(Plan.id))), now)


@db.action
def freeze_plans(plans: Sequence[Plan], now: datetime) -> int:
    """Freeze what has closed of these plans of one enterprise; how many rows that made.

    Afterwards nothing that would have closed by `now` is ever demanded anew, whatever the plan then says.
    """
    running = [plan for plan in plans if plan.on and plan.frozen_through and is_live(plan)]
    rows = _rows(running, now)
    db.session().add_all(rows)
    for plan in running:
        assert plan.frozen_through is not None
        plan.frozen_through = max(plan.frozen_through, now)
    if rows:
        _note(rows)
    db.session().flush()
    return len(rows)


def is_live(plan: Plan) -> bool:
    """Whether the post and the unit of a plan are still there: a closed one is asked for nothing more."""
    return unit_of(plan).closed_on is None and (plan.post is None or plan.post.closed_on is None)


def still_asked(plan: Plan, window: Window) -> bool:
    """Whether a derived window is not settled yet; of a settled one only its row, if any, is true."""
    return plan.frozen_through is None or window.deadline_at > plan.frozen_through


def _rows(plans: Sequence[Plan], now: datetime) -> list[Expectation]:
    if not plans:
        return []
    first = min(_settled(plan) - _reach(plan) for plan in plans).date()
    rules = rules_for(plans, first, now.date() + MARGIN)
    have = _keys(plans, now)
    return [
        _row(plan, rules[plan.id], window, now)
        for plan in plans
        for window in windows(rules[plan.id], (_settled(plan) - _reach(plan)).date(), now.date() + MARGIN)
        if still_asked(plan, window) and window.deadline_at <= now and window.key not in have
    ]


def _settled(plan: Plan) -> datetime:
    assert plan.frozen_through is not None
    return plan.frozen_through


def _reach(plan: Plan) -> timedelta:
    """How long before its deadline a window's first day can lie."""
    return LONGEST_PERIOD + MARGIN + timedelta(minutes=plan.grace_minutes)


def _keys(plans: Sequence[Plan], now: datetime) -> set[str]:
    """The rows that are there already: a longer grace can bring a settled window back once more."""
    asked = select(Expectation.key).where(
        Expectation.plan_id.in_([plan.id for plan in plans]),
        Expectation.closes_at >= min(_settled(plan) - _reach(plan) for plan in plans),
        Expectation.closes_at <= now,
    )
    return set(db.session().scalars(asked))


def _row(plan: Plan, rule: Rule, window: Window, now: datetime) -> Expectation:
    return Expectation(
        id=new_id(),
        enterprise_id=plan.enterprise_id,
        key=window.key,
        plan_id=plan.id,
        revision=plan.revision,
        period=window.period,
        day=window.day,
        shift=window.shift_name,
        unit_id=unit_of(plan).id,
        post_id=plan.post_id,
        person_id=window.person,
        able=[str(one) for one in able(rule, window)],
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        deadline_at=window.deadline_at,
        frozen_at=now,
    )


def _note(rows: Sequence[Expectation]) -> None:
    plans = {str(row.plan_id) for row in rows}
    enterprise = rows[0].enterprise_id
    audit.record(
        "check.freeze",
        "unit",
        enterprise,
        enterprise_id=enterprise,
        by=None,
        rows=len(rows),
        plans=len(plans),
    )
