"""Reading what the board shows. Costs by the days asked for, whatever lies before and after them.

Frozen windows are read as columns, not as objects: a board has thousands. What became of each is asked of the
same functions that judge a single window.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.checks.answers import Made, Phones, answer_of, made_for, parts
from app.checks.models import Expectation, Plan
from app.checks.queries import Slot, open_windows_of, running
from app.checks.rules import unit_of
from app.checks.states import answers, done_at, state_of
from app.core import db
from app.org.models import Unit
from app.org.queries import within
from app.reports.items import Item, mark_of

Ts = TypeVarTuple("Ts")
SETTLED_AFTER = timedelta(days=90)  # by then every window of a day is frozen


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which demanded checks: of which units and plans, on which days."""

    paths: Sequence[str]
    first: date
    last: date
    ends_at: datetime  # the end of the last day
    cycles: frozenset[str]
    title: str = ""  # of plans: the same check of many posts is called the same
    plan: UUID | None = None
    post: UUID | None = None
    unit: UUID | None = None  # of this unit itself, without those below it
    whole: bool = False  # only what is asked of a whole unit, of no post


COLUMNS = (
    Expectation.id,
    Expectation.key,
    Expectation.plan_id,
    Expectation.unit_id,
    Expectation.post_id,
    Expectation.person_id,
    Expectation.day,
    Expectation.shift,
    Expectation.opens_at,
    Expectation.closes_at,
    Expectation.deadline_at,
    Expectation.excused_at,
)  # of a frozen window


def items(wanted: Wanted, now: datetime) -> list[Item]:
    """The demanded checks, by day, opening, and window: each once."""
    return with_frozen(wanted, not_frozen(wanted, now), now)


def with_frozen(wanted: Wanted, others: Iterable[Item], now: datetime) -> list[Item]:
    """The frozen windows that are wanted and those others that are not frozen yet, in the order of `items`."""
    found = [*frozen(_rows(wanted), now), *others]
    return sorted(found, key=lambda one: (one.day, one.opens_at, one.key))


def frozen(rows: Sequence[Any], now: datetime) -> list[Item]:
    """What became of frozen windows, given as rows of COLUMNS; in a few questions however many they are."""
    made = made_for({row.key for row in rows})
    waiting = [row.id for row in rows if row.deadline_at < now and not answers(made.get(row.key, ()))]
    able = _able(waiting)
    phones = Phones(one for some in able.values() for one in some)
    return [_item(row, made.get(row.key, []), able.get(row.id, ()), phones, now) for row in rows]


def _rows(wanted: Wanted) -> list[Any]:
    asked = (by_day(select(*COLUMNS).where(*limits)) for limits in limits_of(wanted))
    return [row for one in asked for row in db.session().execute(one)]


def by_day(asked: Select[*Ts]) -> Select[*Ts]:
    """A select of frozen windows within `limits_of`, found by unit and day."""
    return db.by_index(asked, Expectation, "ix_expectations_unit_day")


def limits_of(wanted: Wanted) -> Iterator[list[ColumnElement[bool]]]:
    """What the frozen windows that are wanted have in common; a list for every some of their units."""
    plans = select(Plan.id).where(Plan.cycle.in_(wanted.cycles))
    if wanted.title:
        plans = plans.where(Plan.title == wanted.title)
    limits: list[ColumnElement[bool]] = [Expectation.day.between(wanted.first, wanted.last)]
    limits.append(Expectation.plan_id.in_(plans))
    if wanted.plan:
        limits.append(Expectation.plan_id == wanted.plan)
    if wanted.post:
        limits.append(Expectation.post_id == wanted.post)
    if wanted.whole:
        limits.append(Expectation.post_id.is_(None))
    return ([Expectation.unit_id.in_(units), *limits] for units in parts(_unit_ids(wanted)))


def _unit_ids(wanted: Wanted) -> list[UUID]:
    asked = select(Unit.id).where(within(wanted.paths))
    if wanted.unit:
        asked = asked.where(Unit.id == wanted.unit)
    return list(db.session().scalars(asked.order_by(Unit.id)))


def plan_titles(paths: Sequence[str]) -> dict[str, list[str]]:
    """What the plans of these subtrees are called > their cycles; those switched off too."""
    asked = select(Plan.title, Plan.cycle).join(Unit, Plan.unit_id == Unit.id).where(within(paths)).distinct()
    found: dict[str, list[str]] = {}
    for row in db.session().execute(asked.order_by(Plan.title, Plan.cycle)):
        found.setdefault(row.title, []).append(row.cycle)
    return found


def was_checked_in(paths: Sequence[str], post_id: UUID) -> bool:
    """Whether a check of this post was ever demanded in one of these subtrees."""
    asked = select(Expectation.id).join(Unit, Expectation.unit_id == Unit.id)
    asked = asked.where(Expectation.post_id == post_id, within(paths)).limit(1)
    return bool(paths) and db.session().scalar(asked) is not None


def _able(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Who could have done these frozen windows; only asked where nobody has."""
    found: dict[UUID, list[str]] = {}
    for some in parts(ids):
        asked = select(Expectation.id, Expectation.able).where(Expectation.id.in_(some))
        found.update({row.id: row.able for row in db.session().execute(asked)})
    return found


def _item(row: Any, made: Sequence[Made], able: Sequence[str], phones: Phones, now: datetime) -> Item:
    state = state_of(
        row,
        made,
        silent=phones.are_silent(able, row.opens_at, row.closes_at),
        now=now,
        excused=row.excused_at is not None,
    )
    answer = answer_of(made)
    return Item(
        key=row.key,
        plan_id=row.plan_id,
        unit_id=row.unit_id,
        post_id=row.post_id,
        person_id=row.person_id,
        day=row.day,
        shift=row.shift,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        state=state,
        mark=mark_of(state, answer.abnormal if answer else None),
        record=answer.id if answer else None,
        done_at=done_at(made) if answer else None,
        row=row.id,
    )


def not_frozen(wanted: Wanted, now: datetime) -> list[Item]:
    """The windows that are wanted and no rows yet."""
    if wanted.ends_at < now - SETTLED_AFTER:
        return []
    plans = [one for one in running(wanted.paths) if _fits(one, wanted)]
    slots = open_windows_of(plans, now, ahead=max(wanted.ends_at - now, timedelta(0)))
    within_days = [one for one in slots if wanted.first <= one.window.day <= wanted.last]
    settled = _settled({one.window.key for one in within_days})
    return [item_of(one) for one in within_days if one.window.key not in settled]


def _settled(keys: Collection[str]) -> set[str]:
    """Those of these windows that are rows: a longer grace opens a settled one again, its row is what counts."""
    asked = (select(Expectation.key).where(Expectation.key.in_(some)) for some in parts(sorted(keys)))
    return {key for one in asked for key in db.session().scalars(one)}


def _fits(plan: Plan, wanted: Wanted) -> bool:
    return (
        plan.cycle in wanted.cycles
        and (not wanted.title or plan.title == wanted.title)
        and (wanted.plan is None or plan.id == wanted.plan)
        and (wanted.post is None or plan.post_id == wanted.post)
        and not (wanted.whole and plan.post_id)
        and (wanted.unit is None or unit_of(plan).id == wanted.unit)
    )


def item_of(slot: Slot) -> Item:
    """A window that is not frozen yet, as the board counts it."""
    plan, window, record = slot.plan, slot.window, slot.record
    return Item(
        key=window.key,
        plan_id=plan.id,
        unit_id=unit_of(plan).id,
        post_id=plan.post_id,
        person_id=window.person,
        day=window.day,
        shift=window.shift_name,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        state=slot.state,
        mark=mark_of(slot.state, record.abnormal if record else None),
        record=record.id if record else None,
        done_at=record.done_at if record else None,
        row=None,
    )
