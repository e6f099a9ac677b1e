"""Whom to tell of a hazard or a stop of work, and in what words."""

from collections.abc import Collection, Sequence
from uuid import UUID

from app.access.queries import grants_for, names_of, who_may
from app.hazards.models import Hazard, HazardStep, State, StopWork
from app.hazards.places import Place
from app.hazards.settings import LEADERS_TOLD
from app.hazards.steps import rectifiers
from app.hazards.words import DONE, STATES
from app.notify.actions import tell
from app.org.queries import holders
from app.settings.queries import value_of

URGENT = (1, 2)  # 红, 橙: the leaders above the team hear of it at once


def of_report(hazard: Hazard, place: Place) -> None:
    """The nearest leaders hear of a new hazard; those above them, too, where it is red, orange or dangerous.

    Whoever a check named to put it right hears of that.
    """
    far = hazard.dangerous or hazard.risk_level in URGENT
    asked = _named_by_a_check(hazard)
    told = [one for one in _leaders(place.unit.path, far=far, but=hazard.reporter_id) if one not in asked]
    who = names_of([hazard.reporter_id]).get(hazard.reporter_id, "")
    words = [f"{who}报的，在{place.name}"]
    words += ["很危险"] if hazard.dangerous else []
    words += ["已经当场改好，等验收"] if hazard.at_once else []
    _tell(hazard, told, f"新隐患：{hazard.name}", "，".join(words))
    of_plan(hazard, hazard.reporter_id)


def of_plan(hazard: Hazard, by: UUID) -> None:
    """Whoever a check names to put it right hears of that."""
    if asked := _named_by_a_check(hazard):
        who = names_of([by]).get(by, "")
        _tell(hazard, asked, f"{who}点名请你改：{hazard.name}", f"{_limit(hazard)}{hazard.measures}")


def _named_by_a_check(hazard: Hazard) -> set[UUID]:
    """Whom a check named to put it right: nobody where that is done, or where they named themselves."""
    if hazard.owner_id is None or hazard.at_once or hazard.owner_id == hazard.reporter_id:
        return set()
    return {hazard.owner_id}


def _leaders(path: str, *, far: bool, but: UUID) -> list[UUID]:
    grants = [one for one in grants_for("hazards.handle", path) if one.account_id != but]
    nearest = grants[0].unit_path if grants else ""
    found = dict.fromkeys(one.account_id for one in grants if far or one.unit_path == nearest)
    return list(found)[: value_of(LEADERS_TOLD, path)]


def _limit(hazard: Hazard) -> str:
    return f"{hazard.due_on.month} 月 {hazard.due_on.day} 日前改好。" if hazard.due_on else ""


def of_step(hazard: Hazard, step: HazardStep, earlier: Sequence[HazardStep]) -> None:
    """The reporter hears of each step, and whoever is to do the next one hears of what is asked of them."""
    who = names_of([step.by_id]).get(step.by_id, "")
    to_do = _whose_turn(hazard, step, earlier) - {step.by_id}
    _tell(hazard, to_do, *_asked_of_them(hazard, step, who))
    if hazard.reporter_id not in to_do | {step.by_id}:
        _tell(hazard, {hazard.reporter_id}, f"你报的隐患：{hazard.name}，{who}{DONE[step.act]}", step.note)


def _asked_of_them(hazard: Hazard, step: HazardStep, who: str) -> tuple[str, str]:
    """(title, body) for those whose turn it is after a step."""
    if step.act == "register":
        return f"交给你改：{hazard.name}", f"{_limit(hazard)}{hazard.measures}"
    if step.act == "send_back":
        return f"没改好，退回了：{hazard.name}", f"{who}：{step.note}" if step.note else ""
    return f"{STATES[State(hazard.state)]}：{hazard.name}", f"{who}{DONE[step.act]}。{step.note}"


def _whose_turn(hazard: Hazard, step: HazardStep, earlier: Sequence[HazardStep]) -> set[UUID]:
    """The owner, once it is registered; who may verify what they have not rectified; who may close.

    Where it comes back: the owner and all who rectified it.
    """
    owner = {hazard.owner_id} if hazard.owner_id else set()
    if step.act == "register":
        return owner
    if step.act == "send_back":
        return owner | {one.by_id for one in earlier if one.act == "rectify"}
    if step.act == "rectify":
        return _nearest("hazards.handle", hazard, but=rectifiers([*earlier, step]))
    return _nearest("hazards.close", hazard, but={step.by_id}) if step.act == "verify" else set()


def _nearest(act: str, hazard: Hazard, *, but: set[UUID]) -> set[UUID]:
    """Who may do this to it, as many as the setting says; those of the nearest unit before those above."""
    path = hazard.unit.path
    return set([one for one in who_may(act, path) if one not in but][: value_of(LEADERS_TOLD, path)])


def _tell(hazard: Hazard, told: Collection[UUID], title: str, body: str) -> None:
    if told:
        tell(
            told,
            enterprise_id=hazard.enterprise_id,
            kind="hazard",
            title=title,
            body=body,
            about=hazard.id,
        )


def of_stop(stop: StopWork, place: Place) -> None:
    """All who may let the work go on, up the tree, and whoever holds the post hear of a stop."""
    told = {*who_may("stopwork.lift", place.unit.path), *_holders(stop)} - {stop.by_id}
    who = names_of([stop.by_id]).get(stop.by_id, "")
    _tell_stop(stop, told, f"停工：{place.name}，{stop.why}", f"{who}叫停的。{stop.note}")


def of_lifting(stop: StopWork, by: UUID) -> None:
    """Whoever stopped the work and whoever holds the post hear that it goes on."""
    who = names_of([by]).get(by, "")
    name = stop.post.title if stop.post else stop.unit.name
    _tell_stop(stop, {stop.by_id, *_holders(stop)} - {by}, f"复工：{name}", f"{who}：{stop.lifted_note}")


def _holders(stop: StopWork) -> set[UUID]:
    return {one.person_id for one in holders(stop.post_id)} if stop.post_id else set()


def _tell_stop(stop: StopWork, told: set[UUID], title: str, body: str) -> None:
    tell(told, enterprise_id=stop.enterprise_id, kind="stopwork", title=title, body=body, about=stop.id)
