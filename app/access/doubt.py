"""Whether somebody might do what their record says, judged as of the moment when they did it."""

from datetime import datetime, timedelta

from app.access.queries import could, could_between
from app.access.settings import CLOCK_DOUBT_MINUTES, ROLE_DOUBT_HOURS
from app.core.capture import Capture
from app.core.errors import Problem
from app.settings.queries import value_of

EARLIEST = 2000  # a phone whose battery died begins again in 1970


def right_or_doubt(act: str, path: str, capture: Capture, refusal: Problem) -> list[str]:
    """No flag where the author had the right to `act` on the unit at `path`, `no_role` where that is in doubt.

    In doubt is a role that had ended shortly before (the phone could not know yet), or began within what
    clocks differ by; and any role ever held where the phone's clock can't say when it was. Raises `refusal`.
    """
    if could(capture.by, act, path, capture.true_at):
        return []
    if could_between(capture.by, act, path, *_doubt(capture, path)):
        return ["no_role"]
    raise refusal


def _doubt(capture: Capture, path: str) -> tuple[datetime | None, datetime]:
    """Since when and until when a role makes the right doubtful, rather than none."""
    apart = timedelta(minutes=value_of(CLOCK_DOUBT_MINUTES, path))
    known = capture.offset_ms is not None and abs(timedelta(milliseconds=capture.offset_ms)) <= apart
    if not known or capture.true_at.year < EARLIEST:
        return None, capture.received_at
    since = capture.true_at - timedelta(hours=value_of(ROLE_DOUBT_HOURS, path))
    return since, min(capture.true_at + apart, capture.received_at)
