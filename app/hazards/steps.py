"""The states of a hazard and the steps between them (S16). Pure: rows in, the next state out.

found → registered → rectified → verified → closed; what is mended on the spot (即查即改) goes from found to
rectified at once; what was not mended well is sent back.
"""

from collections.abc import Sequence
from uuid import UUID

from app.core.capture import Capture
from app.core.errors import Conflict, Forbidden
from app.hazards.models import Hazard, HazardStep, State
from app.hazards.words import STATES

FROM = {
    "rectify": (State.FOUND, State.REGISTERED),
    "verify": (State.RECTIFIED,),
    "send_back": (State.RECTIFIED,),
    "close": (State.VERIFIED,),
}
TO = {"rectify": State.RECTIFIED, "verify": State.VERIFIED, "close": State.CLOSED}
ANSWERS = {"rectify": "send_back", "verify": "rectify", "send_back": "rectify", "close": "verify"}
NEEDS = {"verify": "rectify", "send_back": "rectify", "close": "verify"}
NOT_YET = {
    "verify": ("还没有人说改好了，不能验收", "先去改，改好了报一声，再来验收。"),
    "send_back": ("还没有人说改好了，没有可退的", "先看看是不是点错了一条。"),
    "close": ("还没验收，不能销号", "先请人验收。"),
}


def next_state(
    hazard: Hazard, act: str, grade: str | None, steps: Sequence[HazardStep], capture: Capture
) -> State | None:
    """The state after `act`; None where it is kept beside the others and changes nothing (`extra`).

    Steps count in the order in which they arrive. Two people without signal may do the same: the first to
    arrive counts, the other is extra. So is a step made before the very one it speaks about: whoever verified
    yesterday has not seen what was mended today. Raises Conflict `wrong_state` where what it speaks about
    has never happened.
    """
    done = [one for one in steps if "extra" not in one.flags]
    if act == "register":
        return _registered(hazard, grade, done)
    if hazard.state in FROM[act] and not _speaks_of_earlier(act, done, capture):
        return _sent_back(done) if act == "send_back" else TO[act]
    if act in NEEDS and not any(one.act == NEEDS[act] for one in done):
        message, hint = NOT_YET[act]
        raise Conflict(f"{message}（现在：{STATES[State(hazard.state)]}）", code="wrong_state", hint=hint)
    return None


def _registered(hazard: Hazard, grade: str | None, done: Sequence[HazardStep]) -> State | None:
    """A hazard is registered once. One mended on the spot keeps its state, unless it is 重大: never 即查即改."""
    if hazard.state == State.CLOSED or any(one.act == "register" for one in done):
        return None
    if hazard.state == State.FOUND or grade == "major":
        return State.REGISTERED
    return State(hazard.state)


def _sent_back(done: Sequence[HazardStep]) -> State:
    return State.REGISTERED if any(one.act == "register" for one in done) else State.FOUND


def _speaks_of_earlier(act: str, done: Sequence[HazardStep], capture: Capture) -> bool:
    """Whether the step was made before the one it answers; unknown where the phone's clock was never set."""
    answered = [one.at for one in done if one.act == ANSWERS[act]]
    return bool(answered) and capture.offset_ms is not None and capture.true_at < answered[-1]


def rectifiers(steps: Sequence[HazardStep]) -> set[UUID]:
    """Who has rectified what stands now: since it was last sent back."""
    backs = [one.number for one in steps if one.act == "send_back" and "extra" not in one.flags]
    since = max(backs, default=0)
    return {one.by_id for one in steps if one.act == "rectify" and one.number > since}


def refuse_own_work(steps: Sequence[HazardStep], capture: Capture) -> None:
    """The verifier is never a rectifier of what stands now (S16). Raises Forbidden `same_person`."""
    if capture.by in rectifiers(steps):
        raise Forbidden(
            "自己改的，不能自己验收", code="same_person", hint="请另一个管这里的人去现场看过再验收。"
        )
