"""Who might do a step of a hazard, judged as of the moment when they did it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.access.queries import could, could_between
from app.core.capture import Capture
from app.core.errors import Forbidden
from app.hazards.models import Hazard, HazardStep
from app.hazards.settings import CLOCK_DOUBT_MINUTES, ROLE_DOUBT_HOURS
from app.settings.queries import value_of

EARLIEST = 2000  # a phone whose battery died begins again in 1970


def flags_for(act: str, hazard: Hazard, steps: Sequence[HazardStep], capture: Capture) -> list[str]:
    """No flag where the author had the right, `no_role` where that is in doubt. Raises Forbidden `no_right`.

    Whoever is to rectify it may, and its reporter on the spot (当场): until somebody has registered it.
    """
    if act == "rectify" and (capture.by == hazard.owner_id or _on_the_spot(hazard, steps, capture)):
        return []
    return right_or_doubt("hazards.close" if act == "close" else "hazards.handle", hazard.unit.path, capture)


def _on_the_spot(hazard: Hazard, steps: Sequence[HazardStep], capture: Capture) -> bool:
    registered = [one.at for one in steps if one.act == "register"]
    return capture.by == hazard.reporter_id and all(capture.true_at < at for at in registered)


def right_or_doubt(act: str, path: str, capture: Capture) -> list[str]:
    """As `flags_for`, for any act on the unit at `path`.

    In doubt is a role that had ended shortly before (the phone could not know yet), or began within what
    clocks differ by; and any role ever held where the phone's clock can't say when it was.
    """
    if could(capture.by, act, path, capture.true_at):
        return []
    if could_between(capture.by, act, path, *_doubt(capture, path)):
        return ["no_role"]
    raise Forbidden(
        "那时候这里的隐患不归你管，没记上",
        code="no_right",
        hint="请管这里的班长、部门负责人或安全员来做。",
    )


def _doubt(capture: Capture, path: str) -> tuple[datetime | None, datetime]:
    """Since when and until when a role makes the right doubtful, rather than none."""
    apart = timedelta(minutes=value_of(CLOCK_DOUBT_MINUTES, path))
    known = capture.offset_ms is not None and abs(timedelta(milliseconds=capture.offset_ms)) <= apart
    if not known or capture.true_at.year < EARLIEST:
        return None, capture.received_at
    since = capture.true_at - timedelta(hours=value_of(ROLE_DOUBT_HOURS, path))
    return since, min(capture.true_at + apart, capture.received_at)
