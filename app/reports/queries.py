"""Reading what the board shows. Costs by the days asked for, whatever lies before and after them.

Frozen windows are read as columns, not as objects: a board has thousands. What became of each is asked of the
same functions that judge a single window.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select

from app.checks.answers import AT_ONCE, Phones, answer_of
from app.checks.models import CheckRecord, Expectation, Plan
from app.checks.queries import Slot, open_windows_of, running
from app.checks.rules import unit_of
from app.checks.states import answers, done_at, state_of
from app.core import db
from app.org.models import Unit
from app.org.queries import within
from app.reports.items import Item, mark_of

T = TypeVar("T")
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


class _Made(NamedTuple):
    """What of a record decides a window's state; see `checks.states`."""

    id: UUID
    window_key: str
    corrects_id: UUID | None
    corrected_by_id: UUID | None
    done_at: datetime
    flags: list[str]
    abnormal: int


def parts(all_: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as fit into one question."""
    return (all_[start : start + AT_ONCE] for start in range(0, len(all_), AT_ONCE))


def items(wanted: Wanted, now: datetime) -> list[Item]:
    """The demanded checks, by day, opening, and window: each once."""
    frozen = _frozen(wanted, now)
    known = {one.key for one in frozen}
    found = frozen + [one for one in _running(wanted, now) if one.key not in known]
    return sorted(found, key=lambda one: (one.day, one.opens_at, one.key))


def _frozen(wanted: Wanted, now: datetime) -> list[Item]:
    rows = list(_rows(wanted))
    made = _made_for({row.key for row in rows})
    waiting = [row.id for row in rows if row.deadline_at < now and not answers(made.get(row.key, ()))]
    able = _able(waiting)
    phones = Phones(one for some in able.values() for one in some)
    return [_item(row, made.get(row.key, []), able.get(row.id, ()), phones, now) for row in rows]


def _rows(wanted: Wanted) -> Iterable[Any]:
    plans = _plans_of(wanted)
    for units in parts(_unit_ids(wanted)):
        asked = select(
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
        ).where(Expectation.unit_id.in_(units), Expectation.day.between(wanted.first, wanted.last))
        if wanted.plan:
            asked = asked.where(Expectation.plan_id == wanted.plan)
        if wanted.post:
            asked = asked.where(Expectation.post_id == wanted.post)
        if wanted.whole:
            asked = asked.where(Expectation.post_id.is_(None))
        rows = db.session().execute(asked)
        yield from (row for row in rows if row.plan_id in plans)


def _unit_ids(wanted: Wanted) -> list[UUID]:
    asked = select(Unit.id).where(within(wanted.paths))
    if wanted.unit:
        asked = asked.where(Unit.id == wanted.unit)
    return list(db.session().scalars(asked.order_by(Unit.id)))


def _plans_of(wanted: Wanted) -> set[UUID]:
    """The plans that are wanted, those switched off too."""
    asked = select(Plan.id).where(Plan.cycle.in_(wanted.cycles))
    if wanted.title:
        asked = asked.where(Plan.title == wanted.title)
    return set(db.session().scalars(asked))


def plan_titles(paths: Sequence[str]) -> dict[str, list[str]]:
    """What the plans of these subtrees are called > their cycles; those switched off too."""
    asked = select(Plan.title, Plan.cycle).join(Unit, Plan.unit_id == Unit.id).where(within(paths)).distinct()
    found: dict[str, list[str]] = {}
    for row in db.session().execute(asked.order_by(Plan.title, Plan.cycle)):
        found.setdefault(row.title, []).append(row.cycle)
    return found


def _made_for(keys: set[str]) -> dict[str, list[_Made]]:
    """Key > the records that name this window, oldest first; as `checks.answers.records_naming`, without words."""
    found: dict[str, list[_Made]] = {}
    columns = [getattr(CheckRecord, name) for name in _Made._fields]
    for some in parts(sorted(keys)):
        asked = select(*columns).where(CheckRecord.window_key.in_(some))
        for row in db.session().execute(asked.order_by(CheckRecord.done_at, CheckRecord.id)):
            found.setdefault(row.window_key, []).append(_Made(*row))
    return found


def _able(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Who could have done these frozen windows; only asked where nobody has."""
    found: dict[UUID, list[str]] = {}
    for some in parts(ids):
        asked = select(Expectation.id, Expectation.able).where(Expectation.id.in_(some))
        found.update({row.id: row.able for row in db.session().execute(asked)})
    return found


def _item(row: Any, made: Sequence[_Made], able: Sequence[str], phones: Phones, now: datetime) -> Item:
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


def _running(wanted: Wanted, now: datetime) -> list[Item]:
    """Those that are not frozen yet."""
    if wanted.ends_at < now - SETTLED_AFTER:
        return []
    plans = [one for one in running(wanted.paths) if _fits(one, wanted)]
    slots = open_windows_of(plans, now, ahead=max(wanted.ends_at - now, timedelta(0)))
    return [item_of(one) for one in slots if wanted.first <= one.window.day <= wanted.last]


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
