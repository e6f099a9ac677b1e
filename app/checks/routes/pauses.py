"""停产和请假: days on which nothing is expected of a place, or of a person."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.checks import calendar as actions
from app.checks import desk
from app.checks.forms import span_of_days
from app.checks.models import Pause
from app.checks.routes.parts import PAUSE, blueprint, chosen_place, places, to
from app.core.errors import Missing
from app.core.paging import asked_search
from app.core.web import actor, allow, field, id_or_missing, permit
from app.core.words import day as day_words
from app.org import queries as org
from app.org.routes.parts import chosen_id, or_form, person_for

SHOWN_BACK = timedelta(days=90)


class Line(NamedTuple):
    """A pause in the list."""

    pause: Pause
    what: str
    span: str
    by: str
    may_end: bool


@blueprint.get("/console/pauses")
@allow(PAUSE)
def pause_list() -> str:
    """The pauses that hold, that come, and that have been in the last 90 days."""
    today = org.today(f"/{current_user.enterprise_id}/")
    found = desk.pauses_within(current_user.paths_for(PAUSE), today - SHOWN_BACK)
    lines = _lines(found)
    over = [one for one in lines if one.pause.ended_at or one.pause.to_on < today]
    live = [one for one in lines if one not in over]
    groups = [
        ("现在", [one for one in live if one.pause.from_on <= today]),
        ("以后", [one for one in live if one.pause.from_on > today]),
        ("过去 90 天", over[::-1]),
    ]
    return render_template("checks/pauses.html", groups=[group for group in groups if group[1]])


def _lines(found: list[Pause]) -> list[Line]:
    units = org.units_by_id({one.unit_id for one in found if one.unit_id})
    posts = org.titles_of({one.post_id for one in found if one.post_id})
    asked = {one.person_id for one in found if one.person_id} | {one.made_by for one in found if one.made_by}
    names = names_of(asked)
    where = {key: one.name for key, one in units.items()} | posts | names
    return [
        Line(
            one,
            _name(where, one.unit_id or one.post_id or one.person_id),
            _span(one),
            names.get(one.made_by, "") if one.made_by else "",
            current_user.may(PAUSE, _path(one)),
        )
        for one in found
    ]


def _span(found: Pause) -> str:
    first, last = day_words(found.from_on), day_words(found.to_on, found.from_on)
    return first if found.from_on == found.to_on else f"{first}到 {last}"


def _name(names: dict[UUID, str], whose: UUID | None) -> str:
    return names.get(whose, "") if whose else ""


def _path(found: Pause) -> str:
    """The path that permission on a pause is judged by."""
    if found.unit_id:
        return org.unit(found.unit_id).path
    if found.post_id:
        return org.path_of(org.post(found.post_id))
    assert found.person_id is not None
    return org.path_of_person(org.person(found.person_id))


@blueprint.get("/console/pauses/new")
@allow(PAUSE)
def pause_form() -> str:
    """A stop of a place, or the leave of a person."""
    kind, search = _kind(), asked_search()
    paths = current_user.paths_for(PAUSE)
    return render_template(
        "checks/pause_form.html",
        kind=kind,
        search=search,
        places=places(PAUSE) if kind == "stop" else [],
        people=org.people(paths, search=search, page=1) if kind == "leave" else [],
        today=org.today(f"/{current_user.enterprise_id}/"),
    )


def _kind() -> str:
    kind = request.args.get("kind", "stop")
    if kind not in {"stop", "leave"}:
        raise Missing()
    return kind


@blueprint.post("/console/pauses/new")
@allow(PAUSE)
@or_form(pause_form)
def add_pause() -> Response:
    """Note a stop or a leave."""
    if _kind() == "stop":
        unit, post = chosen_place(PAUSE)
        first, last = span_of_days()
        why = field("why", "为什么", limit=100)
        actions.add_stop(unit=unit, post=post, from_on=first, to_on=last, why=why, by=actor())
    else:
        person = person_for(PAUSE, str(chosen_id("person", "人")))
        first, last = span_of_days()
        why = field("why", "为什么", limit=100)
        actions.add_leave(person=person, from_on=first, to_on=last, why=why, by=actor())
    flash("记下了")
    return to("pause_list")


@blueprint.get("/console/pauses/<pause_id>/end")
@allow(PAUSE)
def pause_end_form(pause_id: str) -> str:
    """What taking a pause back means."""
    return render_template("checks/pause_end.html", one=_lines([_pause(pause_id)])[0])


@blueprint.post("/console/pauses/<pause_id>/end")
@allow(PAUSE)
@or_form(pause_end_form)
def end_pause(pause_id: str) -> Response:
    """Take a pause back, from today on."""
    actions.end_pause(_pause(pause_id), by=actor())
    flash("撤回了，今天起又要查")
    return to("pause_list")


def _pause(pause_id: str) -> Pause:
    found = desk.pause(id_or_missing(pause_id))
    permit(PAUSE, _path(found))
    return found
