"""Periods: how a day, a shift, a week, a 旬 (ten days) or a month is written in a window's key. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from app.checks.models import Cycle

ANY = "any"  # in a key, where one check counts for all
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:/([A-Za-z0-9]+))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")  # ISO 8601: from Monday, the year of its Thursday
_XUN = re.compile(r"(\d{4})-(\d\d)/([123])")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def key_of(plan: UUID, period: str, person: UUID | None) -> str:
    """The key of a window."""
    return f"{plan}:{period}:{person or ANY}"


def parts_of(key: str) -> tuple[UUID, str, UUID | None] | None:
    """(plan, period, person) of a key, or None where it is none."""
    plan, _, rest = key.partition(":")
    period, _, who = rest.rpartition(":")
    try:
        return UUID(plan), period, None if who == ANY else UUID(who)
    except ValueError:
        return None


def period_start(cycle: str, period: str) -> date | None:
    """The first day of a period as it is written in a key; None where it is not one of that cycle."""
    read = {Cycle.WEEK: _week_start, Cycle.XUN: _xun_start, Cycle.MONTH: _month_start}
    try:
        return read.get(Cycle(cycle), _day_start)(period)
    except ValueError:
        return None


def _day_start(period: str) -> date | None:
    found = _DAY.fullmatch(period)
    return date.fromisoformat(found[1]) if found else None


def _week_start(period: str) -> date | None:
    found = _WEEK.fullmatch(period)
    return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None


def _xun_start(period: str) -> date | None:
    found = _XUN.fullmatch(period)
    return date(int(found[1]), int(found[2]), int(found[3]) * 10 - 9) if found else None


def _month_start(period: str) -> date | None:
    found = _MONTH.fullmatch(period)
    return date(int(found[1]), int(found[2]), 1) if found else None


def starts(cycle: str, first: date, last: date) -> Iterator[date]:
    """The first days of the periods that begin between two days, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for day in days:
        if (
            cycle in (Cycle.SHIFT, Cycle.DAY)
            or (cycle == Cycle.WEEK and day.weekday() == 0)
            or (cycle == Cycle.XUN and day.day in (1, 11, 21))
            or (cycle == Cycle.MONTH and day.day == 1)
        ):
            yield day


def end_of(cycle: str, start: date) -> date:
    """The last day of the week, 旬 or month that begins on a day."""
    if cycle == Cycle.WEEK:
        return start + timedelta(days=6)
    if cycle == Cycle.XUN and start.day < 21:
        return start + timedelta(days=9)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def name_of(cycle: str, start: date) -> str:
    """How the week, 旬 or month that begins on a day is written: 2026-W47, 2026-11/2, 2026-11."""
    if cycle == Cycle.WEEK:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{start:%Y-%m}/{start.day // 10 + 1}" if cycle == Cycle.XUN else f"{start:%Y-%m}"
