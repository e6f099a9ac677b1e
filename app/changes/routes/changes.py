"""Changes: the list, one of them with what it opened, and taking it back."""

from typing import cast

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.changes import actions, queries
from app.changes.kinds import KINDS
from app.changes.models import Change
from app.changes.routes.parts import RECORD, WRITE, blueprint, home_day, to
from app.core import blobs
from app.core.errors import Missing
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, actor, allow, field, id_or_missing, permit
from app.org.routes.parts import or_form


@blueprint.get("/console/changes")
@allow(WRITE)
def change_list() -> str:
    """The changes that touch the account's posts, of one kind or of all, latest first."""
    kind, number = request.args.get("kind", ""), asked_page()
    kind = kind if kind in KINDS else ""
    found = queries.changes(current_user, kind, page=number)
    return render_template(
        "changes/list.html",
        page=Page(found, number, queries.count_changes(current_user, kind)),
        kind=kind,
        tallies=queries.tallies([one.id for one in found]),
    )


@blueprint.get("/console/changes/<change_id>")
@allow(SIGNED_IN)
def change_page(change_id: str) -> str:
    """One change: what, where, what for evidence, and how far the posts it touches are."""
    found = queries.change_for(current_user, id_or_missing(change_id))
    ids = {found.owner_id, found.made_by} | ({found.withdrawn_by} if found.withdrawn_by else set())
    return render_template(
        "changes/change.html",
        change=found,
        renewals=queries.renewals_of(found.id),
        names=names_of(ids),
        arrived=blobs.arrived(found.enterprise_id, found.photos),
        withdraws=found.withdrawn_at is None
        and all(current_user.may(RECORD, path) for path in _paths_of(found)),
        today=home_day(),
    )


def _paths_of(change: Change) -> set[str]:
    """The units of the posts that a change has touched."""
    return {one.post.unit.path for one in queries.renewals_of(change.id)}


@blueprint.post("/console/changes/<change_id>/withdrawal")
@allow(SIGNED_IN)
@or_form(change_page)
def withdraw_change(change_id: str) -> Response:
    """It was a mistake: what nobody has finished is closed with it."""
    found = queries.change_for(current_user, id_or_missing(change_id))
    for path in _paths_of(found):
        permit(RECORD, path)
    actions.withdraw(found, words=field("words", "原因", limit=500), by=actor())
    flash("撤回了，没看完的修订任务也结束了")
    return to("change_page", change_id=found.id)


@blueprint.get("/console/changes/<change_id>/photos/<photo>")
@allow(SIGNED_IN)
def change_photo(change_id: str, photo: str) -> Response:
    """A photo of the evidence, for those who may read the change."""
    found = queries.change_for(current_user, id_or_missing(change_id))
    if photo not in found.photos:
        raise Missing("没有这张照片")
    return cast(Response, blobs.send(found.enterprise_id, photo))
