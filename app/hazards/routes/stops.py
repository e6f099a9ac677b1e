"""Stops of work: the list, one of them, and letting the work go on."""

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.core import blobs
from app.core.errors import Invalid, Missing
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, actor, allow, field, permit
from app.hazards import actions, queries
from app.hazards.routes.parts import READ, blueprint, readable_stop
from app.hazards.words import STEP_FLAGS
from app.org.routes.parts import or_form

LIFT = "stopwork.lift"


@blueprint.get("/console/stops")
@allow(READ)
def stop_list() -> str:
    """The stops of work of the account's units; those that still hold stand first."""
    paths, number = current_user.paths_for(READ), asked_page()
    found = queries.stops(paths, page=number)
    page = Page(found, number, queries.count_stops(paths))
    return render_template("hazards/stops.html", page=page, names=names_of({one.by_id for one in found}))


@blueprint.get("/console/stops/<stop_id>")
@allow(SIGNED_IN)
def stop_page(stop_id: str) -> str:
    """One stop: where, why, who, and the way back to work for who may say so."""
    found = readable_stop(stop_id)
    ids = {found.by_id} | ({found.lifted_by} if found.lifted_by else set())
    return render_template(
        "hazards/stop.html",
        stop=found,
        names=names_of(ids),
        arrived=blobs.arrived(found.enterprise_id, found.photos),
        lifts=found.lifted_at is None and current_user.may(LIFT, found.unit.path),
        flags=STEP_FLAGS,
    )


@blueprint.post("/console/stops/<stop_id>/lifting")
@allow(SIGNED_IN)
@or_form(stop_page)
def lift_stop(stop_id: str) -> Response:
    """The danger is gone: the work goes on."""
    found = readable_stop(stop_id)
    permit(LIFT, found.unit.path)
    if "seen" not in request.form:
        raise Invalid("先到现场看过，再复工", hint="看过了，勾上“到现场看过”。")
    actions.lift_stop(found, note=field("note", "怎么处理好的", limit=500), by=actor())
    flash("复工了，已经告诉叫停的人")
    return redirect(url_for("hazards.stop_page", stop_id=found.id))


@blueprint.get("/stops/<stop_id>/photos/<photo>")
@allow(SIGNED_IN)
def stop_photo(stop_id: str, photo: str) -> Response:
    """A photo of a stop, for those who may read the stop."""
    found = readable_stop(stop_id)
    if photo not in found.photos:
        raise Missing("没有这张照片")
    return cast(Response, blobs.send(found.enterprise_id, photo))
