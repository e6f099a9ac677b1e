"""What became of the windows of whole units: for those who look after them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.checks.answers import Made, Phones, answer_of, made_for, parts, records_naming
from app.checks.freeze import MARGIN, is_live, still_asked
from app.checks.models import CheckRecord, Cycle, Expectation, Plan
from app.checks.rules import LONGEST_PERIOD, rules_for, unit_of
from app.checks.states import State, answers, state_of
from app.checks.windows import Rule, Window, able, windows
from app.core import db
from app.org.models import Post, Unit
from app.org.queries import within
from app.settings.queries import read_overrides

A_DAY = timedelta(days=1)
CLOCKS_CHANGE = timedelta(hours=3)  # by more no zone's clock is ever put on or back
# The unit and the post of plans, each read once: many plans share them.
APART = (selectinload(Plan.unit), selectinload(Plan.post).selectinload(Post.unit))


@dataclass(frozen=True)
class Slot:
    """A window that is not frozen yet, its plan, and what became of it so far."""

    plan: Plan
    rule: Rule
    window: Window
    state: State
    record: Made | None

    @property
    def able(self) -> list[UUID]:
        """The accounts that could do it."""
        return able(self.rule, self.window)


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
    read_overrides({unit_of(plan).path for plan in plans})
    rules = rules_for(plans, min(firsts.values()), last)
    found = [
        (plan, window)
        for plan in plans
        for window in windows(rules[plan.id], *_days(plan, rules[plan.id], firsts[plan.id], now + ahead))
        if still_asked(plan, window) and window.opens_at <= now + ahead
    ]
    made = made_for({window.key for _, window in found})
    could = {
        window.key: [str(one) for one in able(rules[plan.id], window)]
        for plan, window in found
        if window.deadline_at < now and not answers(made.get(window.key, ()))
    }
    phones = Phones((one for some in could.values() for one in some), now)
    return [
        _slot(plan, rules[plan.id], window, made.get(window.key, []), could.get(window.key, ()), phones, now)
        for plan, window in sorted(found, key=lambda one: (one[1].opens_at, one[1].key))
    ]


def _days(plan: Plan, rule: Rule, first: date, until: datetime) -> tuple[date, date]:
    """The first and last day whose windows may be open by `until` and are not settled yet, `first` at the earliest.

    A shift or a day's window opens on its day and is over before the next but one begins, by the clock on the wall.
    """
    last = (until + CLOCKS_CHANGE).astimezone(rule.zone).date()
    if plan.cycle in (Cycle.SHIFT, Cycle.DAY) and plan.frozen_through is not None:
        settled = (plan.frozen_through - rule.grace - CLOCKS_CHANGE).astimezone(rule.zone).date()
        first = max(first, settled - A_DAY)
    return first, last


def _first_open(plan: Plan, now: datetime) -> date:
    """The first day whose window may not be settled yet: what closed long before the last freezing is."""
    grace = timedelta(minutes=plan.grace_minutes)
    if plan.cycle in (Cycle.SHIFT, Cycle.DAY) and plan.frozen_through is not None:
        return (max(plan.frozen_through, now - LONGEST_PERIOD) - MARGIN - grace).date()
    return (now - LONGEST_PERIOD - MARGIN - grace).date()


def _slot(  # noqa: PLR0917 (what a slot is made of)
    plan: Plan,
    rule: Rule,
    window: Window,
    made: Sequence[Made],
    could: Sequence[str],
    phones: Phones,
    now: datetime,
) -> Slot:
    silent = phones.are_silent(could, window.opens_at, window.closes_at)
    return Slot(plan, rule, window, state_of(window, made, silent=silent, now=now), answer_of(made))


def running(paths: Sequence[str], posts: Collection[UUID] | None = None) -> list[Plan]:
    """The plans of these subtrees that are switched on, and whose post and unit are still there; `posts`: of these."""
    units = select(Unit.id).where(within(paths))
    # A post's plans stand where it stands. By either there is an index, by whichever of the two there is not.
    at_posts = Plan.post_id.in_(select(Post.id).where(Post.unit_id.in_(units)))
    of_units = Plan.post_id.is_(None) & Plan.unit_id.in_(units)
    asked = select(Plan).where(at_posts | of_units, Plan.on.is_(True)).options(*APART).order_by(Plan.id)
    some = (
        [asked] if posts is None else [asked.where(Plan.post_id.in_(part)) for part in parts(sorted(posts))]
    )
    return [plan for one in some for plan in db.session().scalars(one) if is_live(plan)]
