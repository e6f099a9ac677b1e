"""What checks are judged on, as the database has it: asked for one check, or for all of a write at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from app.checks.answers import COUNTING
from app.checks.models import CheckRecord, Completer, Expectation, Plan, PlanRevision
from app.checks.periods import key_of, parts_of, period_start
from app.checks.rules import WHOLE, rules_for, unit_of
from app.checks.schemas import CheckSubmitted, PlanItem
from app.checks.windows import Rule
from app.core import db
from app.core.clock import now
from app.core.ids import parse_id
from app.core.memo import forget, once, remember
from app.settings.queries import foresee_overrides

MOST_REVISIONS = 2**31 - 1  # what the column holds
LONGEST_PERIOD_NAME = 40
FARTHEST = timedelta(days=400)  # no phone holds a check so long, or knows a window so far off

Listed = tuple[Plan, dict[str, PlanItem]]
Named = tuple[UUID, int]  # a plan and the number of a revision

_PLANS = (
    select(Plan, PlanRevision.number, PlanRevision.items)
    .join(PlanRevision, PlanRevision.plan_id == Plan.id)
    .where(
        Plan.enterprise_id == bindparam("enterprise"),
        Plan.id.in_(bindparam("plans", expanding=True)),
        PlanRevision.number.in_(bindparam("numbers", expanding=True)),
    )
    .options(*WHOLE)
)
_FROZEN = select(Expectation.key, Expectation.able, Expectation.opens_at, Expectation.deadline_at).where(
    Expectation.enterprise_id == bindparam("enterprise"),
    Expectation.key.in_(bindparam("keys", expanding=True)),
)
_ANSWERED = (
    select(CheckRecord.window_key)
    .where(
        CheckRecord.enterprise_id == bindparam("enterprise"),
        CheckRecord.window_key.in_(bindparam("keys", expanding=True)),
        COUNTING,
    )
    .distinct()
)


class Frozen(NamedTuple):
    """A window as it was when it closed."""

    able: list[str]  # ids of the accounts that it was meant for
    opens_at: datetime
    deadline_at: datetime


def named_in(body: CheckSubmitted) -> Named | None:
    """The plan and the revision that a check says it answers; None where it can be none."""
    plan_id = parse_id(body.plan)
    return (plan_id, body.revision) if plan_id is not None and 0 < body.revision <= MOST_REVISIONS else None


def plan_named(enterprise_id: UUID, named: Named) -> Listed | None:
    """A plan and the items of that revision; None where one of the two is not there."""
    return once(("plan", enterprise_id, named), lambda: _plans(enterprise_id, [named]).get(named))


def _plans(enterprise_id: UUID, named: Collection[Named]) -> dict[Named, Listed]:
    sought = {
        "enterprise": enterprise_id,
        "plans": list({plan for plan, _ in named}),
        "numbers": list({number for _, number in named}),
    }
    return {
        (plan.id, number): (plan, {one.id: one for one in msgspec.convert(items, list[PlanItem])})
        for plan, number, items in db.session().execute(_PLANS, sought)
    }


def frozen_window(enterprise_id: UUID, key: str) -> Frozen | None:
    """The window of a key, where it has closed."""
    return once(("frozen", enterprise_id, key), lambda: _frozen(enterprise_id, [key]).get(key))


def _frozen(enterprise_id: UUID, keys: Collection[str]) -> dict[str, Frozen]:
    found = db.rows(_FROZEN, {"enterprise": enterprise_id, "keys": list(keys)})
    return {key: Frozen(*rest) for key, *rest in found}


def is_answered(enterprise_id: UUID, key: str) -> bool:
    """Whether a record answers a window."""
    return once(("answered", enterprise_id, key), lambda: bool(_answered(enterprise_id, [key])))


def is_answered_but_by(record_id: UUID, enterprise_id: UUID, key: str) -> bool:
    """Whether another record than this one answers a window."""
    limits = {"enterprise": enterprise_id, "keys": [key]}
    return db.session().scalar(_ANSWERED.where(CheckRecord.id != record_id), limits) is not None


def note_answer(enterprise_id: UUID, key: str) -> None:
    """Let a hopeful write know that a new record answers a window."""
    remember(("answered", enterprise_id, key), True)


def forget_answer(enterprise_id: UUID, key: str) -> None:
    """Let a hopeful write ask anew whether a window is answered: a record is put in another's place."""
    forget(("answered", enterprise_id, key))


def _answered(enterprise_id: UUID, keys: Collection[str]) -> set[str]:
    found = db.rows(_ANSWERED, {"enterprise": enterprise_id, "keys": list(keys)})
    return {key for (key,) in found}


def rule_on(plan: Plan, day: date, author: UUID) -> Rule:
    """The plan's rule for what begins on a day, with nobody in it but the author."""
    return once(("rule", plan.id, day, author), lambda: rules_for([plan], day, day, who=author)[plan.id])


def is_near(day: date, at: datetime) -> bool:
    """Whether a check that comes at a moment can be meant for what begins on a day."""
    return abs(day - at.date()) <= FARTHEST


def foresee(enterprise_id: UUID, checks: Sequence[tuple[UUID, CheckSubmitted]]) -> None:
    """Ask in a few questions what a hopeful write is about to ask for each of these checks, given with its author."""
    named = {one for _, body in checks if (one := named_in(body))}
    plans = _plans(enterprise_id, named) if named else {}
    for one in named:
        remember(("plan", enterprise_id, one), plans.get(one))
    asked = [window for author, body in checks if (window := _asked(author, body, plans))]
    keys = {one.key for one in asked}
    if not keys:
        return
    frozen, answered = _frozen(enterprise_id, keys), _answered(enterprise_id, keys)
    for key in keys:
        remember(("frozen", enterprise_id, key), frozen.get(key))
        remember(("answered", enterprise_id, key), key in answered)
    _foresee_rules([one for one in asked if one.key not in frozen])


class _Asked(NamedTuple):
    """The window that an author's check names."""

    author: UUID
    plan: Plan
    period: str
    key: str


def _asked(author: UUID, body: CheckSubmitted, plans: Mapping[Named, Listed]) -> _Asked | None:
    named, parts = named_in(body), parts_of(body.window)
    if named is None or named not in plans or parts is None or len(parts[1]) > LONGEST_PERIOD_NAME:
        return None
    return _Asked(author, plans[named][0], parts[1], key_of(*parts))


def _foresee_rules(asked: Sequence[_Asked]) -> None:
    """Whoever holds a post or a role is read for all plans; a unit's people are many, and left to be asked for."""
    wanted = {
        (one.plan, day, one.author)
        for one in asked
        if one.plan.post_id or one.plan.completer == Completer.ROLE
        if (day := period_start(one.plan.cycle, one.period)) is not None and is_near(day, now())
    }
    if not wanted:
        return
    foresee_overrides({unit_of(plan).path for plan, _, _ in wanted})
    days = [day for _, day, _ in wanted]
    rules = rules_for(list({plan for plan, _, _ in wanted}), min(days), max(days))
    for plan, day, author in wanted:
        remember(("rule", plan.id, day, author), _of_author(rules[plan.id], author))


def _of_author(rule: Rule, author: UUID) -> Rule:
    return replace(
        rule,
        stays=[one for one in rule.stays if one.who == author],
        held=[one for one in rule.held if one.who == author],
    )
