"""What became of the windows of whole units: for those who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.checks.answers import Phones, answer_of, records_naming
from app.checks.freeze import MARGIN, is_live, still_asked
from app.checks.models import CheckRecord, Cycle, Expectation, Plan
from app.checks.rules import LONGEST_PERIOD, WHOLE, rules_for, unit_of
from app.checks.states import State, answers, state_of
from app.checks.windows import Window, able, windows
from app.core import db
from app.org.models import Unit
from app.org.queries import within


@dataclass(frozen=True)
class Slot:
    """A window that is not frozen yet, its plan, and what became of it so far."""

    plan: Plan
    window: Window
    state: State
    record: CheckRecord | None
    able: Sequence[UUID]  # accounts that could do it


@dataclass(frozen=True)
class Outcome:
    """A frozen window and what became of it."""

    expectation: Expectation
    state: State
    record: CheckRecord | None


def expectations(
    paths: Sequence[str],
    from_: date,
    to_: date,
    *,
    now: datetime,
    plan: UUID | None = None,
    post: UUID | None = None,
) -> list[Outcome]:
    """The frozen windows of these subtrees whose day lies from `from_` to `to_`, with what became of each."""
    asked = select(Expectation).join(Unit, Expectation.unit_id == Unit.id)
    asked = asked.where(within(paths), Expectation.day >= from_, Expectation.day <= to_)
    if plan is not None:
        asked = asked.where(Expectation.plan_id == plan)
    if post is not None:
        asked = asked.where(Expectation.post_id == post)
    rows = list(db.session().scalars(asked.order_by(Expectation.opens_at, Expectation.key)))
    return outcomes_of(rows, now)


def outcomes_of(rows: Sequence[Expectation], now: datetime) -> list[Outcome]:
    """What became of these frozen windows, in their order; in a few questions however many they are."""
    records = records_naming({row.key for row in rows})
    phones = Phones(one for row in rows if not answers(records.get(row.key, ())) for one in row.able)
    return [_outcome(row, records.get(row.key, []), phones, now) for row in rows]


def _outcome(row: Expectation, records: Sequence[CheckRecord], phones: Phones, now: datetime) -> Outcome:
    state = state_of(
        row,
        records,
        silent=phones.are_silent(row.able, row.opens_at, row.closes_at),
        now=now,
        excused=row.excused_at is not None,
    )
    return Outcome(row, state, answer_of(records))


def open_windows(paths: Sequence[str], now: datetime, *, ahead: timedelta = timedelta(0)) -> list[Slot]:
    """The windows of these subtrees that are open, or closed and not frozen yet, or open within `ahead`."""
    return open_windows_of(running(paths), now, ahead=ahead)


def open_windows_of(plans: Sequence[Plan], now: datetime, *, ahead: timedelta = timedelta(0)) -> list[Slot]:
    """The same of these plans, all of them running."""
    if not plans:
        return []
    firsts, last = {plan.id: _first_open(plan, now) for plan in plans}, (now + ahead + MARGIN).date()
    rules = rules_for(plans, min(firsts.values()), last)
    found = [
        (plan, window)
        for plan in plans
        for window in windows(rules[plan.id], firsts[plan.id], last)
        if still_asked(plan, window) and window.opens_at <= now + ahead
    ]
    records = records_naming({window.key for _, window in found})
    could = {window.key: able(rules[plan.id], window) for plan, window in found}
    phones = Phones(
        str(one)
        for _, window in found
        if window.deadline_at < now and not answers(records.get(window.key, ()))
        for one in could[window.key]
    )
    return [
        _slot(plan, window, records.get(window.key, []), could[window.key], phones, now)
        for plan, window in sorted(found, key=lambda one: (one[1].opens_at, one[1].key))
    ]


def _first_open(plan: Plan, now: datetime) -> date:
    """The first day whose window may not be settled yet: what closed long before the last freezing is."""
    grace = timedelta(minutes=plan.grace_minutes)
    if plan.cycle in (Cycle.SHIFT, Cycle.DAY) and plan.frozen_through is not None:
        return (max(plan.frozen_through, now - LONGEST_PERIOD) - MARGIN - grace).date()
    return (now - LONGEST_PERIOD - MARGIN - grace).date()


def _slot(  # noqa: PLR0917 (what a slot is made of)
    plan: Plan,
    window: Window,
    records: Sequence[CheckRecord],
    could: Sequence[UUID],
    phones: Phones,
    now: datetime,
) -> Slot:
    silent = phones.are_silent([str(one) for one in could], window.opens_at, window.closes_at)
    state = state_of(window, records, silent=silent, now=now)
    return Slot(plan, window, state, answer_of(records), could)


def running(paths: Sequence[str]) -> list[Plan]:
    """The plans of these subtrees that are switched on, and whose post and unit are still there."""
    asked = select(Plan).where(Plan.on.is_(True)).options(*WHOLE).order_by(Plan.id)
    found = db.session().scalars(asked).unique()
    return [plan for plan in found if is_live(plan) and _lies_in(unit_of(plan).path, paths)]


def _lies_in(path: str, paths: Sequence[str]) -> bool:
    return any(path.startswith(one) for one in paths)
