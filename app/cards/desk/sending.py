"""Sending a draft to review, and throwing one away: each page says first what will happen."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.cards import editing, reviewing
from app.cards.actions import digest_of
from app.cards.desk.changes import changes_told, pieces
from app.cards.desk.lacking import advice_on, lacks
from app.cards.desk.parts import WRITE, blueprint, draft_for, name_of, to_card, where
from app.cards.models import CardVersion, Stage
from app.cards.queries import bodies_of, published_of
from app.cards.rights import signers
from app.cards.schemas import Kind
from app.cards.telling import row_told
from app.core import db
from app.core.errors import Conflict
from app.core.web import actor, allow
from app.org.routes.parts import or_form


@blueprint.get("/<kind>/draft/submission")
@allow(WRITE)
def submission_page(post_id: str, kind: str) -> str:
    """What will happen, who will be asked, what is still lacking, and what could be said more plainly."""
    version = draft_for(post_id, kind)
    post = version.card.post
    stands = published_of(post.id).get(Kind(version.card.kind))
    crew, team = (signers(stage, post) for stage in (Stage.IDENTIFY, Stage.ASSESS))
    names = names_of(crew | team)
    return render_template(
        "cards/desk/submission.html",
        post=post,
        kind=version.card.kind,
        name=name_of(version),
        version=version,
        lacks=lacks(version),
        advice=advice_on(version),
        titles={identity: row_told(body).title for identity, body in bodies_of(version)},
        crew=sorted(names[one] for one in crew if one in names),
        team=sorted(names[one] for one in team - crew if one in names),
        told=changes_told(stands, version) if stands else None,
        cut=pieces,
        digest=digest_of(version),
    )


@blueprint.post("/<kind>/draft/submission")
@allow(WRITE)
@or_form(submission_page)
def submit(post_id: str, kind: str) -> Response:
    """Send the draft to review, as it was looked at."""
    version = draft_for(post_id, kind)
    send(version, digest=request.form.get("digest", ""), by=actor())
    flash(f"{name_of(version)}送审了，要签字的人已经收到消息")
    return to_card(version)


@db.action
def send(version: CardVersion, *, digest: str, by: UUID) -> None:
    """Submit a draft that still says what `digest` stands for. Raises Conflict, Invalid."""
    if digest_of(version) != digest:
        raise Conflict("别人刚刚又改了这份草稿", hint="改过的在下面，看一看，再送审。")
    reviewing.submit(version, by=by)


@blueprint.get("/<kind>/draft/discard")
@allow(WRITE)
def discard_page(post_id: str, kind: str) -> str:
    """What will be lost."""
    version = draft_for(post_id, kind)
    return render_template(
        "cards/desk/discard.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        version=version,
        digest=digest_of(version),
        stands=published_of(version.card.post_id).get(Kind(version.card.kind)),
    )


@blueprint.post("/<kind>/draft/discard")
@allow(WRITE)
@or_form(discard_page)
def discard(post_id: str, kind: str) -> Response:
    """Throw the draft away, as it was looked at."""
    version = draft_for(post_id, kind)
    to = url_for("card_desk.one_card", **where(version))
    throw_away(version, digest=request.form.get("digest", ""), by=actor())
    flash("草稿丢掉了")
    return redirect(to)


@db.action
def throw_away(version: CardVersion, *, digest: str, by: UUID) -> None:
    """Discard a draft that still says what `digest` stands for. Raises Conflict."""
    if digest_of(version) != digest:
        raise Conflict("别人刚刚又改了这份草稿", hint="看看他写的，真的不要了，再点一次。")
    editing.discard(version, by=by)
