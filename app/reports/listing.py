"""The list behind a figure of the board, a page at a time: counted by days, and only a page's days are read."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from app.core.paging import Page
from app.reports.board import columns_of
from app.reports.counting import groups
from app.reports.items import Item, Kind, Mark
from app.reports.queries import Wanted, not_frozen, with_frozen

PAGE = 50


def page_of(wanted: Wanted, marks: Collection[Mark] | None, now: datetime, number: int) -> Page[Item]:
    """A page of the demanded checks that have one of these marks (None for any), latest first."""
    others = not_frozen(wanted, now)
    by_day = _by_day(wanted, others, marks, now)
    total = by_day.total()
    days, before = _days(by_day, (number - 1) * PAGE, number * PAGE)
    if not days:
        return Page([], number, total, PAGE)
    near = replace(wanted, first=min(days), last=max(days))
    some = with_frozen(near, [one for one in others if near.first <= one.day <= near.last], now)
    found = [one for one in some if marks is None or one.mark in marks][::-1]
    start = (number - 1) * PAGE - before
    return Page(found[start : start + PAGE], number, total, PAGE)


def total_of(wanted: Wanted, marks: Collection[Mark] | None, now: datetime) -> int:
    """How many demanded checks have one of these marks."""
    return _by_day(wanted, not_frozen(wanted, now), marks, now).total()


def _by_day(
    wanted: Wanted, others: Collection[Item], marks: Collection[Mark] | None, now: datetime
) -> Counter[date]:
    days = columns_of(Kind.DAY, wanted.first, wanted.last, wanted.last)
    found = Counter[date]()
    for one in (*others, *groups(wanted, days, now, by_post=False)):
        if marks is None or one.mark in marks:
            found[one.day] += one.number
    return found


def _days(by_day: Counter[date], start: int, end: int) -> tuple[list[date], int]:
    """The days on which the checks from number `start` to before `end` lie, latest first; how many are later."""
    found: list[date] = []
    before = seen = 0
    for day in sorted(by_day, reverse=True):
        if seen < end and seen + by_day[day] > start:
            before = before if found else seen
            found.append(day)
        seen += by_day[day]
    return found, before
