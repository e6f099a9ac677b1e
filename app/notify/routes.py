"""The inbox (收件箱): what I was told."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, actor, allow, id_or_missing
from app.notify import actions, queries
from app.notify.models import Notice
from app.org.routes.parts import in_their_zone

blueprint = Blueprint("notify", __name__)
blueprint.before_request(in_their_zone)
ICONS = {
    "hazard": "alert-triangle",
    "stopwork": "hand-stop",
    "spotcheck": "school",
    "card.turn": "pencil",
    "card.back": "pencil",
    "card.new": "cards",
    "card.red": "hand-stop",
    "renewal": "calendar",
    "renewal.late": "clock",
    "change.late": "clock",
    "change": "git-compare",
}
# Addresses, not endpoints: they belong to rooms above this one.
PAGES = {
    "hazard": "/console/hazards/",
    "stopwork": "/console/stops/",
    "spotcheck": "/spotchecks/",
    "card.turn": "/cards/signing/",
    "card.back": "/cards/signing/",
    "card.new": "/#/learn/",
    "card.red": "/console/posts/",
    "renewal": "/console/renewals/",
    "renewal.late": "/console/renewals/",
    "change.late": "/console/changes/",
    "change": "/console/changes/",
}


@blueprint.get("/inbox")
@allow(SIGNED_IN)
def inbox() -> str:
    """My notices, latest first; those not read yet are marked."""
    number = asked_page()
    found = queries.inbox(actor(), 50, number)
    page = Page([(one, _page_of(one)) for one in found], number, queries.count_notices(actor()))
    return render_template("notify/inbox.html", page=page, unread=queries.count_unread(actor()), icons=ICONS)


def _page_of(notice: Notice) -> str:
    """Where more of it stands; "" for nowhere."""
    return f"{PAGES[notice.kind]}{notice.about}" if notice.about and notice.kind in PAGES else ""


@blueprint.post("/inbox/read")
@allow(SIGNED_IN)
def mark_read() -> Response:
    """I have read them, up to the latest that the page showed."""
    actions.mark_read(actor(), through=id_or_missing(request.form.get("through", "")))
    return redirect(url_for("notify.inbox"))
