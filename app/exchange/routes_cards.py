"""The four cards of a post in the console: looking at them."""

from flask import Blueprint, render_template

from app.cards.models import Card, CardVersion, State
from app.cards.queries import KIND_NAMES, cards_of
from app.cards.schemas import Kind
from app.core.errors import Missing
from app.core.web import allow
from app.exchange.cardtelling import head_told, rows_told
from app.org.models import Post
from app.org.routes.parts import post_for

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


def _kind(text: str) -> Kind:
    if text not in list(Kind):
        raise Missing("没有这种卡")
    return Kind(text)


def _standing(post: Post) -> dict[Kind, dict[str, CardVersion]]:
    """Of each card of a post its published version and its draft, by state."""
    return {Kind(card.kind): _by_state(card) for card in cards_of(post.id)}


def _by_state(card: Card) -> dict[str, CardVersion]:
    return {one.state: one for one in card.versions if one.state in SHOWN}
