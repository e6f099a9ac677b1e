"""Whether a step of a hazard can be taken, and what it changes. Reads only."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from app.core.capture import Capture, Waits
from app.core.chosen import chosen_id
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.hazards import bodies, queries, rights, steps
from app.hazards.models import Hazard, HazardStep, State
from app.hazards.schemas import HazardActed


class Judged(NamedTuple):
    """A step that can be taken."""

    step_id: UUID
    hazard: Hazard
    earlier: Sequence[HazardStep]
    state: State | None  # after it; None where it changes nothing
    flags: list[str]
    note: str
    photos: list[str]


def judge(body: HazardActed, capture: Capture) -> Judged:
    """What a step does. Raises what `app.hazards.actions.act` raises."""
    step_id = chosen_id(body.id, HazardStep)
    hazard = _arrived(body.hazard, capture)
    earlier = queries.steps_of(hazard.id)
    flags = rights.flags_for(body.act, hazard, earlier, capture)
    note = bodies.words(body.note, "说明")
    bodies.refuse_unready(body)
    if body.act == "verify":
        steps.refuse_own_work(earlier, capture)
    state = steps.next_state(hazard, body.act, body.grade, earlier, capture)
    flags += [] if state else ["extra"]
    return Judged(step_id, hazard, earlier, state, flags, note, bodies.photos(body.photos))


def _arrived(text: str, capture: Capture) -> Hazard:
    hazard_id = parse_id(text)
    if hazard_id is None:  # waiting would never end
        raise Invalid("这条隐患的编号不对", code="bad_id")
    found = queries.hazard_in(capture.enterprise_id, hazard_id)
    if found is None:
        raise Waits(hazard_id)
    return found
