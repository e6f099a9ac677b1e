"""The four cards of a post in the console: looking at them, publishing a draft or a whole file."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cards.actions import publish_draft
from app.cards.models import Card, CardVersion, State
from app.cards.queries import KIND_NAMES, cards_of
from app.cards.schemas import Kind
from app.core.errors import Invalid, Missing
from app.core.ids import parse_id
from app.core.web import actor, allow
from app.exchange.actions import publish_cards
from app.exchange.cardfile import open_cards
from app.exchange.cardtelling import head_told, rows_told
from app.exchange.textfile import MAX_BYTES
from app.org import queries as org
from app.org.models import Post
from app.org.routes.parts import or_form, post_for

blueprint = Blueprint("card_desk", __name__, url_prefix="/console/posts/<post_id>/cards")
SOURCES = {"import": "导入的", "file": "卡片文件", "demo": "演示"}
SHOWN = (State.DRAFT, State.PUBLISHED)


@blueprint.get("")
@allow("org.read")
def overview(post_id: str) -> str:
    """The four cards: which version is published, and whether a draft waits."""
    post = post_for("org.read", post_id)
    found = _standing(post)
    cells = [(kind, KIND_NAMES[kind], found.get(kind, {})) for kind in Kind]
    return render_template("exchange/cards.html", post=post, cells=cells)


@blueprint.get("/<kind>")
@allow("org.read")
def one_card(post_id: str, kind: str) -> str:
    """One card as it is published, and its draft."""
    post, asked = post_for("org.read", post_id), _kind(kind)
    versions = _standing(post).get(asked, {})
    return render_template(
        "exchange/card.html",
        post=post,
        kind=asked,
        name=KIND_NAMES[asked],
        versions=[versions[state] for state in SHOWN if state in versions],
        head_told=head_told,
        rows_told=rows_told,
        sources=SOURCES,
    )


@blueprint.post("/<kind>/publication")
@allow("cards.publish")
@or_form(one_card)
def publish_one(post_id: str, kind: str) -> Response:
    """Publish the draft that was looked at."""
    post, asked = post_for("cards.publish", post_id), _kind(kind)
    looked_at, on = parse_id(request.form.get("version", "")), org.today(post.unit.path)
    made = publish_draft(post, asked, looked_at, effective_on=on, by=actor())
    flash(f"{KIND_NAMES[asked]}第 {made.number} 版发布了")
    return redirect(url_for("card_desk.overview", post_id=post.id))


@blueprint.post("/file")
@allow("cards.publish")
@or_form(overview)
def publish_file(post_id: str) -> Response:
    """Publish every card of a file, or none."""
    post, upload = post_for("cards.publish", post_id), request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("还没选文件")
    if "confirm" not in request.form:
        raise Invalid("还没勾选“就这样发布”", hint="看清下面的话，勾上再发布。")
    drafts, on = open_cards(upload.stream.read(MAX_BYTES + 1)), org.today(post.unit.path)
    made = publish_cards(post, drafts, effective_on=on, source="file", by=actor())
    flash(f"发布了 {len(made)} 张卡" if made else "和已经发布的一样，什么都没变")
    return redirect(url_for("card_desk.overview", post_id=post.id))


def _kind(text: str) -> Kind:
    if text not in list(Kind):
        raise Missing("没有这种卡")
    return Kind(text)


def _standing(post: Post) -> dict[Kind, dict[str, CardVersion]]:
    """Of each card of a post its published version and its draft, by state."""
    return {Kind(card.kind): _by_state(card) for card in cards_of(post.id)}


def _by_state(card: Card) -> dict[str, CardVersion]:
    return {one.state: one for one in card.versions if one.state in SHOWN}
