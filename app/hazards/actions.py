"""Reporting hazards and taking them to their end; stopping work and letting it go on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from app.audit import actions as audit
from app.core import blobs, db
from app.core.capture import Capture
from app.core.chosen import chosen_id
from app.core.clock import day_in, now
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.pictures import MEDIA
from app.core.uploads import Photo
from app.hazards import bodies, places, queries, telling
from app.hazards.judge import judge
from app.hazards.models import Hazard, HazardStep, State, StopWork
from app.hazards.places import Place
from app.hazards.planned import Measure, propose
from app.hazards.schemas import HazardActed, HazardReported, Position, StopWorkDeclared
from app.hazards.settings import DUE_DAYS, UNGRADED
from app.org.models import Post, Unit
from app.org.queries import zone_of
from app.settings.queries import value_of


class Found(Protocol):
    """A hazard as another room's record names it; `id` is the phone's."""

    id: str
    name: str
    category: str
    dangerous: bool
    fixed: bool
    photos_after: list[str]


@db.action
def report(body: HazardReported, capture: Capture) -> list[str]:
    """Somebody found a hazard (随手拍); anybody of the enterprise may. Its flags.

    Raises Invalid (`incomplete`, `too_long`, `bad_id`, `bad_photo`) and Conflict `id_taken`.
    """
    hazard_id = chosen_id(body.id, Hazard)
    place = places.place_of(body.post, body.token, capture)
    name, note = bodies.named(body.name, body.note)
    made = _new(hazard_id, place, capture, name=name, note=note, source="scan")
    made.category, made.dangerous, made.at_once = _category(body.category), body.dangerous, body.fixed
    made.place = _position(body.position)
    after = bodies.after_photos(body.fixed, body.photos_after)
    _keep(made, place, bodies.photos(body.photos), after, capture)
    return place.flags


@db.action
def report_from_check(
    *,
    hazard: Found,
    unit: Unit,
    post: Post | None,
    photos: list[str],
    note: str,
    record_id: UUID,
    card_row: str,
    risk_level: int | None,
    capture: Capture,
    measures: Sequence[Measure] = (),
) -> list[str]:
    """A check found a control that fails (管控措施失效). Its flags; raises as `report` does.

    `photos`, `note` and `measures` are those of the check's item; `card_row` is "" for an item of no risk row.
    """
    hazard_id, place = chosen_id(hazard.id, Hazard), Place(unit, post, [])
    name, note = bodies.named(hazard.name, note)
    made = _new(hazard_id, place, capture, name=name, note=note, source="check")
    made.category, made.dangerous, made.at_once = _category(hazard.category), hazard.dangerous, hazard.fixed
    made.record_id, made.card_row, made.risk_level = record_id, card_row[:200] or None, risk_level
    after = bodies.after_photos(hazard.fixed, hazard.photos_after)
    _keep(made, place, bodies.photos(photos), after, capture, said=propose(made, measures))
    return place.flags


@db.action
def plan_anew(hazard_id: UUID, measures: Sequence[Measure], capture: Capture) -> None:
    """The check that opened a hazard is corrected, and says anew what is to be done.

    Whoever is named now hears of it. Once the hazard is registered or mended, the check alone holds what it says.
    """
    found = queries.hazard_in(capture.enterprise_id, hazard_id)
    if found is None or found.state != State.FOUND:
        return
    before = (found.measures, found.due_on, found.owner_id)
    if not propose(found, measures) or before == (found.measures, found.due_on, found.owner_id):
        return
    found.changed_at = capture.received_at
    _note("hazard.plan", found, capture.by, name=found.name, measures=found.measures)
    telling.of_plan(found, capture.by)


def _category(text: str) -> str:
    return bodies.words(text, "隐患类型", limit=50)


def _position(position: Position | None) -> dict[str, object] | None:
    return msgspec.to_builtins(position) if position else None


def _new(hazard_id: UUID, place: Place, capture: Capture, *, name: str, note: str, source: str) -> Hazard:
    return Hazard(
        id=hazard_id,
        enterprise_id=capture.enterprise_id,
        unit_id=place.unit.id,
        post_id=place.post.id if place.post else None,
        name=name,
        note=note,
        source=source,
        reporter_id=capture.by,
        found_at=capture.true_at,
        received_at=capture.received_at,
        changed_at=capture.received_at,
        state=State.FOUND.value,
    )


def _keep(
    made: Hazard, place: Place, before: list[str], after: list[str], capture: Capture, *, said: str = ""
) -> None:
    """Store a new hazard with its first steps, the first of which says `said`, and tell of it."""
    if made.at_once:
        made.state = State.RECTIFIED.value
    active = db.session()
    active.add(made)
    active.flush()
    _step(made, 1, "report", capture, note=said, photos=before, flags=place.flags)
    if made.at_once:
        _step(made, 2, "rectify", capture, note="当场改好", photos=after)
    _note("hazard.report", made, capture.by, name=made.name)
    telling.of_report(made, place)


def _step(
    hazard: Hazard,
    number: int,
    act_: str,
    capture: Capture,
    *,
    step_id: UUID | None = None,
    note: str = "",
    photos: Sequence[str] = (),
    flags: Sequence[str] = (),
) -> HazardStep:
    made = HazardStep(
        id=step_id or new_id(),
        enterprise_id=hazard.enterprise_id,
        hazard_id=hazard.id,
        number=number,
        act=act_,
        by_id=capture.by,
        at=capture.true_at,
        received_at=capture.received_at,
        note=note,
        photos=list(photos),
        flags=list(flags),
    )
    db.session().add(made)
    return made


def _note(what: str, hazard: Hazard, by: UUID, **payload: object) -> None:
    audit.record(what, "hazard", hazard.id, enterprise_id=hazard.enterprise_id, by=by, **payload)


@db.action
def act(body: HazardActed, capture: Capture) -> list[str]:
    """One step of a hazard, from a phone or the console: register, rectify, verify, send back, close.

    Steps count in the order in which they arrive, whenever they were made; one that comes too late to change
    anything is kept with the flag `extra`. Its right is judged as of when it was made: doubt is the flag
    `no_role`. Raises Waits where the hazard has not arrived, Forbidden (`no_right`, `same_person`), Invalid
    (`incomplete`, `bad_owner` …), Conflict (`id_taken`, `wrong_state`).
    """
    it = judge(body, capture)
    number = len(it.earlier) + 1
    made = _step(
        it.hazard,
        number,
        body.act,
        capture,
        step_id=it.step_id,
        note=it.note,
        photos=it.photos,
        flags=it.flags,
    )
    if it.state:
        _move(it.hazard, it.state, body, capture)
        telling.of_step(it.hazard, made, it.earlier)
    _note(f"hazard.{body.act}", it.hazard, capture.by, name=it.hazard.name)
    db.session().flush()
    db.session().expire(it.hazard, ["steps"])
    return it.flags


@db.action
def act_with(body: HazardActed, photos: Sequence[Photo], capture: Capture) -> list[str]:
    """`act`, with photos whose files are safe on disk already: their rows are written with the step, or not at all."""
    for one in photos:
        row, new = blobs.note(capture.enterprise_id, one.sha256, media=MEDIA["JPEG"], size=len(one.data))
        if new:
            said = {"sha256": one.sha256, "size": row.size}
            audit.record(
                "photo.store", "blob", row.id, enterprise_id=row.enterprise_id, by=capture.by, **said
            )
    return act(msgspec.structs.replace(body, photos=[one.sha256 for one in photos]), capture)


def _move(hazard: Hazard, state: State, body: HazardActed, capture: Capture) -> None:
    if body.act == "register":
        _register(hazard, body, capture)
    elif body.act == "rectify":
        hazard.at_once = hazard.state == State.FOUND
    elif body.act == "send_back":
        hazard.at_once = False
    hazard.state, hazard.changed_at = state.value, capture.received_at


def _register(hazard: Hazard, body: HazardActed, capture: Capture) -> None:
    hazard.grade = body.grade or "general"
    hazard.owner_id = bodies.owner_of(body.owner, hazard.enterprise_id) or hazard.owner_id
    hazard.measures = bodies.words(body.measures, "措施") or hazard.measures
    hazard.interim = bodies.words(body.interim, "临时防范措施")
    hazard.funds_fen, hazard.plan = bodies.funds(body.funds_fen), bodies.words(body.plan, "预案")
    if hazard.grade == "major":
        hazard.at_once = False
    path = hazard.unit.path
    days = timedelta(days=value_of(DUE_DAYS[hazard.risk_level or UNGRADED], path))
    since = capture.received_at if capture.offset_ms is None else capture.true_at
    hazard.due_on = body.due_on or hazard.due_on or day_in(zone_of(path), since) + days


@db.action
def declare_stop(body: StopWorkDeclared, capture: Capture) -> list[str]:
    """Somebody stops work in direct danger (安全生产法 §55): anybody may, without asking. Its flags."""
    stop_id = chosen_id(body.id, StopWork)
    place = places.place_of(body.post, body.token, capture)
    made = StopWork(
        id=stop_id,
        enterprise_id=capture.enterprise_id,
        unit_id=place.unit.id,
        post_id=place.post.id if place.post else None,
        by_id=capture.by,
        why=bodies.words(body.why, "为什么停工", limit=200, needed=True),
        note=bodies.words(body.note, "说明"),
        photos=bodies.photos(body.photos),
        at=capture.true_at,
        received_at=capture.received_at,
        flags=place.flags,
        place=_position(body.position),
    )
    db.session().add(made)
    db.session().flush()
    audit.record("stopwork.declare", "stopwork", stop_id, enterprise_id=made.enterprise_id, by=capture.by)
    telling.of_stop(made, place)
    return place.flags


@db.action
def lift_stop(stop: StopWork, *, note: str, by: UUID) -> None:
    """The danger is gone and the work goes on (复工). Raises Invalid without a note, Conflict if lifted already."""
    if stop.lifted_at is not None:
        raise Conflict("已经复工了")
    stop.lifted_note = bodies.words(note, "怎么处理好的", limit=500, needed=True)
    stop.lifted_at, stop.lifted_by = now(), by
    audit.record("stopwork.lift", "stopwork", stop.id, enterprise_id=stop.enterprise_id, by=by)
    telling.of_lifting(stop, by)
