"""今天五件事: on a page of the console, on top of its first page, and for the phone."""

import hashlib

import msgspec
from flask import Response, render_template, request
from flask_login import current_user
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import now
from app.core.errors import Invalid, Missing
from app.core.web import SIGNED_IN, allow, field
from app.org.routes.home import FRONTS
from app.reports.filters import READ
from app.reports.five import actions
from app.reports.five.asker import Asker
from app.reports.five.queries import five, found
from app.reports.five.settings import GROUP
from app.reports.routes.parts import blueprint
from app.reports.schemas import FiveLater

PAGE = "/console/five"
KEY = 200  # characters
MOST_LISTED = 40  # keys; a day has no more things that one person sees to


@blueprint.get(PAGE)
@allow(READ)
def five_page() -> str:
    """At most five things, each one tap from done, and what was put off today."""
    return render_template("reports/five.html", five=five(current_user, now()), group=GROUP)


@blueprint.post("/console/five/later")
@allow(READ)
def five_later() -> BaseResponse:
    """Put a thing off until tomorrow (`later` is on), or take that back."""
    _put(field("key", "哪件事", limit=KEY), bool(request.form.get("later")))
    return redirect(PAGE, 303)


@blueprint.get("/api/five")
@allow(SIGNED_IN)
def five_api() -> BaseResponse:
    """The same for the phone; nothing for whoever supervises nobody. 304 where it has not changed."""
    return _told()


@blueprint.post("/api/five/later")
@allow(SIGNED_IN)
def five_api_later() -> BaseResponse:
    """Put a thing off until tomorrow, or take that back; answers the five as they are then."""
    try:
        said = msgspec.json.decode(request.get_data(), type=FiveLater)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise Invalid("没看懂，等会儿再试") from problem
    _put(said.key[:KEY], said.later)
    return _told()


def _told() -> BaseResponse:
    body = msgspec.json.encode(five(current_user, now(), _listed()), order="deterministic")
    answer = Response(body, mimetype="application/json")
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _listed() -> list[str]:
    """What the phone says stood on it today."""
    return [one[:KEY] for one in request.args.getlist("listed")[:MOST_LISTED]]


def _put(key: str, later: bool) -> None:
    """Put off or taken back goes also what this thing speaks for that is older, not what came since it was seen.

    Raises Missing where this account has no such thing: it may be done, or another's.
    """
    asker = Asker(current_user, now())
    keys = next((one.keys for one in found(asker) if key in one.keys), ())
    older = keys[keys.index(key) + 1 :] if keys else ()
    if not later:
        return actions.take_back(current_user, key, older)
    if not keys:
        raise Missing("这件事已经没有了")
    return actions.put_off(current_user, key, asker.today, older)


def _front() -> str:
    """The five on top of the console's first page, for whoever supervises somebody's checks."""
    if not current_user.may_somewhere(READ):
        return ""
    return Markup(render_template("reports/five_front.html", five=five(current_user, now())))  # noqa: S704 (a template's own)


FRONTS.append(_front)
