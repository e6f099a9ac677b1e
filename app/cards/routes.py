"""The address on the label: the emergency card for anyone, at once, and the other cards one tap away."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.cards import public
from app.cards.queries import KIND_NAMES
from app.cards.schemas import Kind
from app.core import db
from app.core.assets import icon_shape, text_of
from app.core.errors import TooMany
from app.core.headers import allow_style, page_for_everyone
from app.core.throttle import count_miss, refuse_over
from app.core.web import ANYONE, allow
from app.labels import queries as labels
from app.labels.models import Label
from app.risk.matrices import LEVELS

blueprint = Blueprint("cards", __name__)
blueprint.add_app_template_filter(public.by_role)
blueprint.add_app_template_filter(icon_shape)
# Misses of typed codes, for the whole server: a code has 8 free digits, and only cards that hang on a wall
# lie behind it. Scanned tokens are not counted: 99 bits can't be guessed, and a card must never be refused.
OURS = "X-Gangka"  # tells the service worker that this is our answer, and not some network's sign-in page
CODE_MISSES = "600/10 minutes"


@blueprint.get("/p/<token>")
@allow(ANYONE)
def emergency(token: str) -> BaseResponse:
    """The post's emergency card: the same bytes for everyone, no login, no script needed."""
    return _show(token, Kind.EMERGENCY)


@blueprint.get("/p/<token>/<any(risk, operation, duty):kind>")
@allow(ANYONE)
def other(token: str, kind: str) -> BaseResponse:
    """One of the other three cards, where the enterprise lets the public read it."""
    return _show(token, Kind(kind))


@blueprint.get("/c")
@allow(ANYONE)
def code_page() -> BaseResponse | str:
    """Where a label's code is typed by someone without the app."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for("cards.by_code", code=typed[:40]))
    return render_template("cards/code.html")


@blueprint.get("/c/<code>")
@allow(ANYONE)
def by_code(code: str) -> BaseResponse | tuple[str, int]:
    """From a typed code to the post's address."""
    try:
        refuse_over(CODE_MISSES, "codes")
    except TooMany:
        return render_template("cards/code.html", typed=code, tired=True), 429
    label = labels.by_code(code)
    if label is None:
        count_miss(CODE_MISSES, "codes")
        return render_template("cards/code.html", typed=code, wrong=True), 404
    return redirect(url_for("cards.emergency", token=label.token))


def _show(token: str, kind: Kind) -> BaseResponse:
    label = labels.by_token(token)
    if label is None:
        return _absent("cards/unknown.html")
    _stand_in(label)
    page = public.page_of(label, kind)
    if page is None:
        why = "unpublished" if public.is_open(label, kind) else "kept"
        return _absent(f"cards/{why}.html", name=KIND_NAMES[kind], token=token)
    template = "cards/emergency.html" if kind is Kind.EMERGENCY else "cards/other.html"
    style = text_of("public.css")
    answer = page_for_everyone(template, page=page, style=style, levels=LEVELS)
    allow_style(answer, style)
    answer.headers[OURS] = "card"
    return answer.make_conditional(request)


def _absent(template: str, **values: str) -> Response:
    answer = page_for_everyone(template, **values)
    answer.status_code = 404
    answer.headers[OURS] = "none"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _stand_in(label: Label) -> None:
    """The token is the permission: look at its own enterprise, whoever asks."""
    db.scope_to(frozenset({label.enterprise_id}))
