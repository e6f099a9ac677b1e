"""Counting demanded checks where they lie: the database counts what is plain, the rest is judged one by one.

Plain is a frozen window that no record names, or a single one that counts by itself: not corrected, correcting
nothing, not unplanned. What became of it follows from its own columns, as `checks.states` has it. Where several
records name a window, or one that may not count, or where the phones decide (漏检 or 未知), that room is asked.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.checks.answers import COUNTING, Phones, parts
from app.checks.models import CheckRecord, Expectation
from app.checks.states import state_of
from app.core import db
from app.reports.board import Column
from app.reports.items import Item, Mark, mark_of
from app.reports.queries import COLUMNS, Wanted, by_day, frozen, limits_of

NOBODY = "nobody"  # no record names it: the phones decide
ODD = "odd"  # several do, or one that may not count


class Group(NamedTuple):
    """Frozen windows of one place and column with the same mark; see `board.Counted`."""

    unit_id: UUID
    post_id: UUID | None
    day: date  # the first of its column
    opens_at: datetime  # of the latest of them
    mark: Mark
    number: int
    key: str  # of one of them


def groups(wanted: Wanted, columns: Sequence[Column], now: datetime, *, by_post: bool) -> list[Group | Item]:
    """The frozen windows that are wanted, counted by unit (and post), column and mark. Each is in just one."""
    rows = [row for limits in limits_of(wanted) for row in _counted(limits, columns, by_post)]
    ids = _Ids()
    odd = [UUID(str(row.alone)) for row in rows if row.mark == ODD]
    plain = [_group(row, Mark(row.mark), ids) for row in rows if row.alone is None]
    unanswered = _unanswered([row for row in rows if row.mark == NOBODY], ids, now)
    return [*plain, *unanswered, *frozen(list(_by_id(odd)), now)]


def places(wanted: Wanted, least: int) -> set[tuple[UUID, UUID | None]]:
    """(unit, post) of the frozen windows that are wanted; not all of them where there are more than `least`."""
    found: set[tuple[UUID, UUID | None]] = set()
    for limits in limits_of(wanted):
        if len(found) < least:
            asked = by_day(select(Expectation.unit_id, Expectation.post_id).where(*limits))
            rows = db.session().execute(asked.distinct().limit(least))
            found |= {(row.unit_id, row.post_id) for row in rows}
    return found


def _counted(
    limits: Sequence[ColumnElement[bool]], columns: Sequence[Column], by_post: bool
) -> Sequence[Any]:
    """Plain windows in groups, the others alone: of those that nobody answered, who could have."""
    each, itself = _each(limits, columns, by_post), aliased(Expectation)
    alone = case((each.c.mark.in_([NOBODY, ODD]), each.c.id))
    alike = (each.c.unit_id, each.c.post_id, each.c.day, each.c.mark)
    asked = select(
        *(type_coerce(one, String).label(one.name) for one in alike[:2]),  # see `_Ids`
        *alike[2:],
        type_coerce(alone, String).label("alone"),
        func.count().label("number"),
        func.min(each.c.key).label("key"),
        func.max(each.c.opens_at).label("opens_at"),
        func.max(itself.closes_at).label("closes_at"),
        func.max(itself.deadline_at).label("deadline_at"),
        func.max(cast(itself.able, String)).label("able"),
    )
    # Of the same days, lest PostgreSQL reads all there ever were to find some of them.
    near = itself.day.between(columns[0].first, columns[-1].last)
    asked = asked.outerjoin(itself, and_(near, itself.id == case((each.c.mark == NOBODY, each.c.id))))
    return db.session().execute(asked.group_by(*alike, "alone")).all()


def _each(limits: Sequence[ColumnElement[bool]], columns: Sequence[Column], by_post: bool) -> CTE:
    asked = select(
        Expectation.id,
        Expectation.key,
        Expectation.unit_id,
        (Expectation.post_id if by_post else null()).label("post_id"),
        _first_of(columns).label("day"),
        Expectation.opens_at,
        _mark().label("mark"),
    ).where(*limits)
    # Made once: else SQLite looks for the records anew wherever the mark is named.
    return by_day(asked).cte("each_window").prefix_with("MATERIALIZED")


def _first_of(columns: Sequence[Column]) -> ColumnElement[date]:
    """The first day of the column that a window's day lies in."""
    if all(one.first == one.last for one in columns):
        return Expectation.day.expression
    starts = ((Expectation.day <= one.last, literal(one.first)) for one in columns)
    return case(*starts)


def _mark() -> ScalarSelect[str]:
    """What became of a window, where it is plain."""
    number, counting = (
        func.count(),
        func.min(case((and_(COUNTING, CheckRecord.corrects_id.is_(None)), 1), else_=0)),
    )
    nobody = case((Expectation.excused_at.is_(None), NOBODY), else_=Mark.EXCUSED.value)
    return (
        select(
            case(
                (number == 0, nobody),
                ((number > 1) | (counting == 0), ODD),
                (func.max(CheckRecord.abnormal) > 0, Mark.ABNORMAL.value),
                (func.max(CheckRecord.done_at) <= Expectation.deadline_at, Mark.DONE.value),
                else_=Mark.LATE.value,
            )
        )
        .where(
            CheckRecord.enterprise_id == Expectation.enterprise_id,
            CheckRecord.window_key == Expectation.key,
        )
        .correlate(Expectation)
        .scalar_subquery()
    )


class _Ids(dict[Any, UUID]):
    """What a database calls ids > these ids. A board names few, thousands of times: each is read once."""

    def __missing__(self, said: Any) -> UUID:
        found = self[said] = UUID(str(said))
        return found


def _group(row: Any, mark: Mark, ids: _Ids) -> Group:
    post = ids[row.post_id] if row.post_id else None
    return Group(ids[row.unit_id], post, row.day, row.opens_at, mark, row.number, row.key)


def _by_id(ids: Sequence[UUID]) -> Iterator[Any]:
    for some in parts(ids):
        yield from db.session().execute(select(*COLUMNS).where(Expectation.id.in_(some)))


def _unanswered(rows: Sequence[Any], ids: _Ids, now: datetime) -> Iterator[Group]:
    """What became of windows that no record names: the phones of those who could have done them decide."""
    able: dict[str, list[str]] = {text: json.loads(text) for text in {row.able for row in rows}}
    until = max((row.closes_at for row in rows), default=None)
    phones = Phones((one for some in able.values() for one in some), until)
    for row in rows:
        silent = phones.are_silent(able[row.able], row.opens_at, row.closes_at)
        yield _group(row, mark_of(state_of(row, (), silent=silent, now=now), None), ids)
