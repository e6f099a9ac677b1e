"""Publishing: one version with all that is checked, or many at once, each in its own commit."""

from datetime import date, timedelta
from typing import NamedTuple

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.cards import reviewing
from app.cards.models import CardVersion, Stage, State
from app.cards.progress import progress_of
from app.cards.queries import KIND_NAMES
from app.cards.rights import STAGE_NAMES
from app.cards.schemas import Kind
from app.cards.signing.parts import PUBLISH, Turn, blueprint, me, readable_version
from app.cards.signing.waiting import approved
from app.core.errors import Invalid, Problem
from app.core.paging import Page, asked_page
from app.core.web import actor, allow, field, permit
from app.org.queries import today
from app.org.routes.parts import day_field, or_form

AHEAD = timedelta(days=31)  # a card that everybody sees already should not wait longer to hold
SIZE = 300  # cards on a page, and in one request: some seconds


class Outcome(NamedTuple):
    """What became of one of many."""

    id: str
    title: str
    done: bool
    words: str


@blueprint.get("/cards/signing/<version_id>/publication")
@allow(PUBLISH)
def publication(version_id: str) -> str:
    """Before publishing: what is checked, what is lacking, and from which day on it holds."""
    found = _publishable(version_id)
    day = today(found.card.post.unit.path)
    is_published = found.state in (State.PUBLISHED, State.SUPERSEDED)
    return render_template(
        "cards/signing/publication.html",
        version=found,
        post=found.card.post,
        name=KIND_NAMES[Kind(found.card.kind)],
        signed=progress_of(found).counting,
        problems=[] if is_published else reviewing.keeping_from_publication(found),
        ready=found.state == State.APPROVED,
        is_published=is_published,
        today=day,
        latest=day + AHEAD,
    )


@blueprint.post("/cards/signing/<version_id>/publication")
@allow(PUBLISH)
@or_form(publication)
def publish(version_id: str) -> BaseResponse:
    """Publish it, from the day in the form on."""
    found = _publishable(version_id)
    on = _effective(today(found.card.post.unit.path))
    reviewing.publish(found, digest=field("digest", "这张卡", limit=64), effective_on=on, by=actor())
    flash("发布了，岗位上的人会收到通知")
    return redirect(url_for("signing.version_page", version_id=found.id))


def _publishable(version_id: str) -> CardVersion:
    found = readable_version(version_id)
    permit(PUBLISH, found.card.post.unit.path)
    return found


def _effective(day: date) -> date:
    on = day_field("effective_on", "起用日期")
    if not day <= on <= day + AHEAD:
        raise Invalid("起用日期不对", hint=f"从今天到 {(day + AHEAD).isoformat()}，选一天。")
    return on


@blueprint.get("/console/publishing")
@allow(PUBLISH)
def many() -> str:
    """The approved cards of one's units, to be published together."""
    turns, number = approved(me()), asked_page()
    return render_template(
        "cards/signing/many.html",
        page=Page(turns[(number - 1) * SIZE : number * SIZE], number, len(turns), SIZE),
        lacks=lacks,
    )


def lacks(turn: Turn) -> str:
    """What an approved card is seen to lack without being read; the rest is checked when it is published."""
    count = turn.progress.lacking
    return f"还差 {count} 个在岗的人签“{STAGE_NAMES[Stage.IDENTIFY]}”" if count else ""


@blueprint.post("/console/publishing")
@allow(PUBLISH)
@or_form(many)
def publish_many() -> str | Response:
    """Publish those that were ticked, from today on: each by itself, so that one that can't be keeps no other back."""
    chosen = [one.split(".", 1) for one in request.form.getlist("card")]
    if not chosen:
        raise Invalid("一张也没选", hint="在要发布的卡前面打勾。")
    if len(chosen) > SIZE:
        raise Invalid(f"一次最多发布 {SIZE} 张")
    outcomes = [_publish_one(one[0], one[-1]) for one in chosen]
    if request.accept_mimetypes.best == "application/json":
        return jsonify([one._asdict() for one in outcomes])
    return render_template("cards/signing/many_done.html", outcomes=outcomes)


def _publish_one(version_id: str, digest: str) -> Outcome:
    """Publish one of many; what kept it back, in words."""
    title = "这张卡"
    try:
        found = _publishable(version_id)
        title = f"{found.card.post.title}：{KIND_NAMES[Kind(found.card.kind)]}"
        reviewing.publish(found, digest=digest, effective_on=today(found.card.post.unit.path), by=actor())
    except Problem as problem:
        return Outcome(version_id, title, False, f"{problem.message}。{problem.hint}")
    return Outcome(version_id, title, True, "发布了")
