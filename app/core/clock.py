"""Time: stored in UTC, days and shifts in the enterprise's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import has_request_context

_stands: ContextVar[datetime | None] = ContextVar("stands", default=None)


class ClockRefused(RuntimeError):
    """The clock of a server that answers requests can't be made to stand."""


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _stands.get() or datetime.now(UTC)


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """In here it is `at`, an aware moment, for this thread alone: for the demo, which plays its past, and for tests.

    Nobody else may use it; raises ClockRefused while a request is being answered. Within another the inner holds.
    """
    if has_request_context():
        raise ClockRefused("the clock stands only in the demo and in tests")
    before = _stands.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _stands.reset(before)


def day_in(zone: str, at: datetime | None = None) -> date:
    """The calendar day at moment `at` (now by default) in the time zone named `zone`."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()
