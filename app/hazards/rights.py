"""Who might do a step of a hazard, judged as of the moment when they did it."""

from collections.abc import Sequence

from app.access import doubt
from app.core.capture import Capture
from app.core.errors import Forbidden
from app.hazards.models import Hazard, HazardStep


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
    """As `flags_for`, for any act on the unit at `path`."""
    refusal = Forbidden(
        "那时候这里的隐患不归你管，没记上",
        code="no_right",
        hint="请管这里的班长、部门负责人或安全员来做。",
    )
    return doubt.right_or_doubt(act, path, capture, refusal)
