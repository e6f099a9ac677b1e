"""What the pages of a post's cards share: which card and draft an address names, and who may see what."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards.models import Card, CardVersion
from app.cards.queries import KIND_NAMES, cards_of, draft
from app.cards.schemas import Kind
from app.core.errors import Conflict, Missing
from app.org.models import Post
from app.org.routes.parts import in_their_zone, post_for

READ, WRITE = "org.read", "cards.write"
blueprint = Blueprint("card_desk", __name__, url_prefix="/console/posts/<post_id>/cards")
blueprint.before_request(in_their_zone)


def kind_of(text: str) -> Kind:
    """The kind of card that an address names. Raises Missing."""
    if text not in list(Kind):
        raise Missing("没有这种卡")
    return Kind(text)


def card_of(post: Post, kind: Kind) -> Card | None:
    """The card of a kind on a post, where there is one."""
    return next((one for one in cards_of(post.id) if one.kind == kind), None)


def draft_of(post: Post, kind: Kind) -> CardVersion | None:
    """The draft of a card, where there is one."""
    card = card_of(post, kind)
    return draft(card) if card else None


def draft_for(post_id: str, kind: str) -> CardVersion:
    """The draft that an address names, for somebody who may write on it. Raises Conflict where there is none."""
    post, asked = post_for(WRITE, post_id), kind_of(kind)
    found = draft_of(post, asked)
    if found is None:
        raise Conflict(f"{KIND_NAMES[asked]}现在没有草稿", hint="可能送审了，也可能丢掉了。回到这张卡看看。")
    return found


def sees_inner(post: Post) -> bool:
    """Whether whoever asks may see drafts and what is in review: matters of the house, not of an overseer."""
    path = post.unit.path
    return bool(current_user.may(WRITE, path) or current_user.may("cards.publish", path))


def where(version: CardVersion) -> dict[str, Any]:
    """What an address needs to name the card of a version."""
    return {"post_id": str(version.card.post_id), "kind": version.card.kind}


def to_card(version: CardVersion) -> Response:
    """Go to the page of a version's card."""
    return redirect(url_for("card_desk.one_card", **where(version)))


def to_draft(version: CardVersion, identity: str = "") -> Response:
    """Go to the rows of a draft, at one of them."""
    anchor = f"row-{identity}" if identity else None
    return redirect(url_for("card_desk.draft_page", **where(version), _anchor=anchor))


def name_of(version: CardVersion) -> str:
    """What a version's card is called."""
    return KIND_NAMES[Kind(version.card.kind)]
