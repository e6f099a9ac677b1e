"""Hazards: the list, one of them with what was done, and the step that comes next."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.core import blobs, uploads
from app.core.capture import Capture
from app.core.clock import now
from app.core.errors import Forbidden, Invalid, Missing
from app.core.ids import new_id, parse_id
from app.core.paging import Page, asked_page, asked_search
from app.core.pictures import LIMIT_UPLOAD
from app.core.web import SIGNED_IN, actor, allow, field, permit
from app.hazards import actions, queries
from app.hazards.judge import judge
from app.hazards.models import Hazard, State
from app.hazards.routes.parts import READ, blueprint, readable_hazard
from app.hazards.schemas import HazardActed
from app.hazards.settings import DUE_DAYS, UNGRADED
from app.hazards.steps import rectifiers
from app.hazards.words import GRADES, SOURCES, STATES, STEP_FLAGS, STEPS
from app.org.queries import today, zone_of
from app.org.routes.parts import or_form, units_to_choose
from app.risk.matrices import LEVELS
from app.settings.queries import value_of

WORDS: dict[str, object] = {
    "states": STATES,
    "acts": STEPS,
    "grades": GRADES,
    "levels": LEVELS,
    "flags": STEP_FLAGS,
}
CHOICES = {
    "open": "没了结的",
    "overdue": "超期没改的",
    **{state.value: word for state, word in STATES.items()},
    "all": "全部",
}
GRADE_CHOICES = {**GRADES, "none": "还没定级"}
FILTERS = ("state", "unit", "level", "grade", "source", "first", "last", "reporter", "q")
SAID = {
    "register": "登记好了",
    "rectify": "记下了：改好了",
    "verify": "验收通过了",
    "send_back": "退回了",
    "close": "销号了",
}


@blueprint.get("/console/hazards")
@allow(READ)
def hazard_list() -> str:
    """The hazards of the account's units, narrowed by what stands in the address, in pages."""
    paths, number, day = current_user.paths_for(READ), asked_page(), today(f"/{current_user.enterprise_id}/")
    choose_from = units_to_choose(READ)
    asked = asked_filter()
    found = queries.hazards(paths, asked, today=day, page=number)
    page = Page(found, number, queries.count_hazards(paths, asked, today=day))
    reporter = names_of([asked.reporter]).get(asked.reporter) if asked.reporter else None
    return render_template(
        "hazards/list.html",
        page=page,
        asked=asked,
        reporter=reporter,
        units=choose_from,
        choices=CHOICES,
        grade_choices=GRADE_CHOICES,
        sources=SOURCES,
        filters=held_filters(),
        today=day,
        stopped=queries.count_stops(paths, open_only=True),
        **WORDS,
    )


def held_filters() -> dict[str, str]:
    """The filters as they stand in the address."""
    return {key: value for key in FILTERS if (value := request.args.get(key, ""))}


def asked_filter() -> queries.Filter:
    """The filters in the address; what is none narrows nothing, a unit that one can't see shows nothing."""
    unit_id, level = parse_id(request.args.get("unit", "")), request.args.get("level", "")
    state, grade = request.args.get("state") or "open", request.args.get("grade", "")
    paths = {one.id: one.path for one in units_to_choose(READ)}
    zone = ZoneInfo(zone_of(f"/{current_user.enterprise_id}/"))
    first, last = _found_day("first"), _found_day("last")
    return queries.Filter(
        state="" if state == "all" else state,
        level=int(level) if level in {str(one) for one in LEVELS} else None,
        unit_path=paths.get(unit_id, "/-/") if unit_id else "",
        reporter=parse_id(request.args.get("reporter", "")),
        search=asked_search(),
        grade=grade if grade in GRADE_CHOICES else "",
        source=source if (source := request.args.get("source", "")) in SOURCES else "",
        first=datetime.combine(first, time(), zone) if first else None,
        until=datetime.combine(last + timedelta(days=1), time(), zone) if last else None,
    )


def _found_day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


@blueprint.get("/console/hazards/<hazard_id>")
@allow(SIGNED_IN)
def hazard_page(hazard_id: str) -> str:
    """One hazard: what, where, who, its photos, what was done, and what comes next."""
    found = readable_hazard(hazard_id)
    shas = [one for step in found.steps for one in step.photos]
    ids = {step.by_id for step in found.steps} | {found.reporter_id}
    day = today(found.unit.path)
    return render_template(
        "hazards/hazard.html",
        hazard=found,
        names=names_of(ids | ({found.owner_id} if found.owner_id else set())),
        arrived=blobs.arrived(found.enterprise_id, shas),
        offers=_offers(found),
        mates=queries.somebody_to_mend_it(found) if _handles(found) else [],
        due=found.due_on
        or day + timedelta(days=value_of(DUE_DAYS[found.risk_level or UNGRADED], found.unit.path)),
        record=_record_of(found),
        most=uploads.MOST,
        largest=LIMIT_UPLOAD // 1024 // 1024,
        today=day,
        step_id=new_id(),
        source=SOURCES.get(found.source, ""),
        **WORDS,
    )


def _record_of(hazard: Hazard) -> UUID | None:
    """The check that found it, for who may read that: whoever made it reported the hazard with it."""
    own = current_user.id == hazard.reporter_id
    return hazard.record_id if own or current_user.may("checks.read", hazard.unit.path) else None


def _handles(hazard: Hazard) -> bool:
    return bool(current_user.may("hazards.handle", hazard.unit.path))


def _offers(hazard: Hazard) -> list[str]:
    """The steps that this account may do now, the one that comes next first; `wait` where another must."""
    if hazard.state == State.FOUND:
        mends = _handles(hazard) or current_user.id in {hazard.reporter_id, hazard.owner_id}
        return ["register"] * _handles(hazard) + ["rectify"] * mends
    if hazard.state == State.REGISTERED:
        return ["rectify"] * (_handles(hazard) or current_user.id == hazard.owner_id)
    if hazard.state == State.RECTIFIED and _handles(hazard):
        return ["wait"] if current_user.id in rectifiers(hazard.steps) else ["verify", "send_back"]
    may_close = current_user.may("hazards.close", hazard.unit.path)
    return ["close"] * (hazard.state == State.VERIFIED and may_close)


@blueprint.post("/console/hazards/<hazard_id>/steps")
@allow(SIGNED_IN)
@or_form(hazard_page)
def take_step(hazard_id: str) -> Response:
    """One step, by the same rules as from a phone; who may only look takes none."""
    found, moment = readable_hazard(hazard_id), now()
    if not _handles(found) and current_user.id not in {found.owner_id, found.reporter_id}:
        raise Forbidden("这里的隐患不归你管")
    body = _step_of_form(found.id)
    if body.act != "rectify":  # whose work it is to mend, the step itself knows
        permit("hazards.close" if body.act == "close" else "hazards.handle", found.unit.path)
    capture = Capture(
        enterprise_id=found.enterprise_id, by=actor(), at=moment, received_at=moment, offset_ms=0
    )
    flags = actions.act_with(body, _photos(body, capture), capture)
    flash("别人已经先做了，你做的也记下了" if "extra" in flags else SAID[body.act])
    return redirect(url_for("hazards.hazard_page", hazard_id=found.id))


def _photos(body: HazardActed, capture: Capture) -> list[uploads.Photo]:
    """The photos of the form, on disk; only for a step that can be taken, so that none is left there in vain."""
    sent = [one for one in request.files.getlist("photos") if one.filename]
    if not sent:
        return []
    judge(body, capture)
    found = uploads.taken([one.stream for one in sent])
    uploads.save(capture.enterprise_id, found)
    return found


def _step_of_form(hazard_id: UUID) -> HazardActed:
    """The step that the form says. Raises Invalid."""
    given: dict[str, Any] = {
        "id": field("step", "这一步"),
        "hazard": str(hazard_id),
        "act": field("act", "这一步"),
        "note": field("note", "说明", limit=2000, needed=False),
    }
    if given["act"] == "register":
        given |= _registration()
    try:
        return msgspec.convert(given, HazardActed)
    except msgspec.ValidationError:
        raise Invalid("没有这一步") from None


def _registration() -> dict[str, Any]:
    return {
        "grade": field("grade", "等级"),
        "owner": field("owner", "责任人"),
        "due_on": _day(field("due_on", "时限", limit=10)),
        "measures": field("measures", "措施", limit=2000, needed=False),
        "interim": field("interim", "临时防范措施", limit=2000, needed=False),
        "funds_fen": _fen(field("funds", "资金", limit=20, needed=False)),
        "plan": field("plan", "预案", limit=2000, needed=False),
    }


def _fen(text: str) -> int | None:
    """元, at most two decimals > 分."""
    if text and not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text, re.ASCII):
        raise Invalid("资金不对", hint="只写数字，单位是元，比如 3000。")
    return int(Decimal(text) * 100) if text else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("时限不对", hint="写成 2026-03-01 这样。") from None


@blueprint.get("/hazards/<hazard_id>/photos/<photo>")
@allow(SIGNED_IN)
def hazard_photo(hazard_id: str, photo: str) -> Response:
    """A photo of a hazard, for those who may read the hazard."""
    found = readable_hazard(hazard_id)
    if not any(photo in step.photos for step in found.steps):
        raise Missing("没有这张照片")
    return cast(Response, blobs.send(found.enterprise_id, photo))
