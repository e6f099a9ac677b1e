"""Signing a stage, and giving back."""

from flask import flash, request
from werkzeug.wrappers import Response

from app.cards import reviewing
from app.cards.models import Stage
from app.cards.signing import ink
from app.cards.signing.looking import to_mine, version_page
from app.cards.signing.parts import blueprint, me, readable_version
from app.core import uploads
from app.core.errors import Invalid
from app.core.web import SIGNED_IN, allow, field
from app.org.routes.parts import or_form

WORDS = 500  # characters, as the column holds


@blueprint.post("/cards/signing/<version_id>/signoffs")
@allow(SIGNED_IN)
@or_form(version_page)
def sign(version_id: str) -> Response:
    """I sign a stage of the words that I looked at; what I drew is on disk before the write."""
    found, stage = readable_version(version_id), _stage()
    digest = field("digest", "这张卡", limit=64)
    words = field("words", "想说的话", limit=WORDS, needed=False)
    reviewing.refuse_to_sign(found, stage, me(), digest=digest)
    picture = ink.given()
    if picture is not None:
        uploads.save(found.enterprise_id, [picture])
    ink.sign(found, stage, me(), digest=digest, words=words, picture=picture)
    flash("签好了")
    return to_mine()


@blueprint.post("/cards/signing/<version_id>/return")
@allow(SIGNED_IN)
@or_form(version_page)
def give_back(version_id: str) -> Response:
    """I say what is not right; its authors are told."""
    found = readable_version(version_id)
    words = field("words", "退回的原因", limit=WORDS)
    digest = field("digest", "这张卡", limit=64)
    reviewing.give_back(found, me(), words=words, digest=digest)
    flash("退回了，写的人会知道")
    return to_mine()


def _stage() -> Stage:
    text = request.form.get("stage", "")
    if text not in set(Stage):
        raise Invalid("没有这一步")
    return Stage(text)
