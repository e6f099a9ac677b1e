"""抽背 that were held: the list, one of them with what was said, and its signature."""

from flask import Response, render_template, url_for
from flask_login import current_user

from app.access.queries import names_of
from app.core import blobs
from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, allow
from app.org.queries import units_by_id
from app.spotchecks import desk
from app.spotchecks.models import SpotCheck
from app.spotchecks.routes.parts import READ, asked, blueprint, readable


@blueprint.get("/console/spotchecks/held")
@allow(READ)
def check_list() -> str:
    """The 抽背 held with the people of one's units, latest first."""
    it, number = asked(), asked_page()
    (first, until), person = it.moments(), parse_id(it.held.get("person", ""))
    found = desk.spot_checks(it.paths, first, until, account_id=person, page=number)
    total = desk.count_spot_checks(it.paths, first, until, account_id=person)
    names = names_of({id_ for one in found for id_ in (one.account_id, one.author_id)})
    return render_template(
        "spotchecks/list.html",
        page=Page(found, number, total),
        names=names,
        person=names.get(person) if person else None,  # nobody is named of whom nothing is shown
        units=it.units,
        filters=it.held,
        first=it.first,
        last=it.last,
    )


@blueprint.get("/spotchecks/<spotcheck_id>")
@allow(SIGNED_IN)
def check_page(spotcheck_id: str) -> str:
    """One 抽背: who, by whom, what was asked, what was said."""
    found = readable(spotcheck_id)
    scope = units_by_id([found.scope_id]).get(found.scope_id)
    return render_template(
        "spotchecks/check.html",
        check=found,
        back=_back(found),
        names=names_of({found.account_id, found.author_id}),
        scope=scope.name if scope else "",
        arrived=blobs.arrived(found.enterprise_id, [found.signature] if found.signature else []),
        reads=current_user.may(READ, found.unit.path),
    )


def _back(found: SpotCheck) -> str:
    return url_for("spotchecks.check_list" if current_user.may(READ, found.unit.path) else "notify.inbox")


@blueprint.get("/spotchecks/<spotcheck_id>/photos/<photo>")
@allow(SIGNED_IN)
def check_photo(spotcheck_id: str, photo: str) -> Response:
    """The signature of a 抽背, for those who may read it."""
    found = readable(spotcheck_id)
    if photo != found.signature:
        raise Missing("没有这张照片")
    return blobs.send(found.enterprise_id, photo)
