"""Who still stands on an old version of a card: by unit, by post, by person; and who learnt a version, when."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from app.cards.models import CardVersion
from app.cards.queries import KIND_NAMES, mark_of, published_of
from app.cards.schemas import Kind
from app.core import blobs
from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.paging import Page, asked_page
from app.core.web import allow, id_or_missing, permit
from app.learning import standing
from app.learning.standing import Learner, Standing, Sum
from app.learning.wall import on_the_wall
from app.learning.words import told
from app.org import queries as org
from app.org.models import Unit
from app.org.routes.parts import in_their_zone, post_for, unit_for

READ = "learning.read"
PAGE = 50
blueprint = Blueprint("learning", __name__)
blueprint.before_request(in_their_zone)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"kinds": KIND_NAMES, "learning_told": told}


class UnitRow(NamedTuple):
    """A unit with all that lies below it."""

    unit: Unit
    sum: Sum


class PostRow(NamedTuple):
    """A post where somebody has yet to learn something."""

    post_id: UUID
    title: str
    unit: str
    cards: list[Standing]
    sum: Sum


class CardRow(NamedTuple):
    """A card in force: who has yet to learn it, and who has learnt it."""

    version: CardVersion
    lacking: list[tuple[Learner, bool]]  # and whether their time is over
    knowing: list[Learner]


@blueprint.get("/console/learning")
@allow(READ)
def overview() -> str:
    """How many have yet to learn a card in force: of one's units, then of those below the one asked for."""
    unit = unit_for(READ, request.args["unit"]) if parse_id(request.args.get("unit", "")) else None
    paths = [unit.path] if unit else current_user.paths_for(READ)
    found, number = standing.standings(paths), asked_page()
    posts = _posts(found)
    return render_template(
        "learning/units.html",
        unit=unit,
        sum=standing.summed(found),
        has_cards=bool(found),
        units=_below(unit, paths, found),
        page=Page(posts[(number - 1) * PAGE : number * PAGE], number, len(posts), PAGE),
        days=sorted({one.days for one in found}),
        old_prints=sum(bool(one.old) for one in on_the_wall(paths)),
    )


def _below(unit: Unit | None, paths: Sequence[str], found: Sequence[Standing]) -> list[UnitRow]:
    """The units to go on to: right below the one asked for, else the topmost of one's own, or what is below it alone."""
    units = [one for one in org.units(paths) if unit is None or one.id != unit.id]
    tops = [one for one in units if not any(one.parent_id == other.id for other in units)]
    if unit is None and len(tops) == 1:
        tops = [one for one in units if one.parent_id == tops[0].id]
    rows = [
        UnitRow(one, standing.summed([each for each in found if each.path.startswith(one.path)]))
        for one in tops
    ]
    return [row for row in rows if row.sum.lacking]


def _posts(found: Sequence[Standing]) -> list[PostRow]:
    """Posts where somebody has yet to learn something; where most are overdue first."""
    units = {one.path: one.name for one in org.units_by_id({_unit_id(one.path) for one in found}).values()}
    rows = [
        PostRow(post_id, cards[0].title, units.get(cards[0].path, ""), cards, standing.summed(cards))
        for post_id, cards in standing.by_post([one for one in found if one.lacking]).items()
    ]
    return sorted(rows, key=lambda row: (-row.sum.overdue, -row.sum.lacking, row.unit, row.title))


def _unit_id(path: str) -> UUID:
    return UUID(path.strip("/").rpartition("/")[2])


@blueprint.get("/console/learning/posts/<post_id>")
@allow(READ)
def post_page(post_id: str) -> str:
    """Of each card in force at a post: who has yet to learn it, who learnt it when, and how the questions went."""
    post = post_for(READ, post_id)
    people, path = standing.learners(post.id), post.unit.path
    days, zone, before = standing.terms_of([path])[path]
    cards = [_card(one, people[kind], before, zone) for kind, one in published_of(post.id).items()]
    prints = [one for one in on_the_wall([path]) if one.print.post_id == post.id]
    return render_template("learning/post.html", post=post, cards=cards, days=days, prints=prints)


def _card(version: CardVersion, people: Sequence[Learner], before: date, zone: str) -> CardRow:
    assert version.effective_on is not None
    assert version.published_at is not None
    since, mark = standing.since_of(version.effective_on, version.published_at, zone), mark_of(version.digest)
    knowing = [one for one in people if one.learning is not None and one.learning.mark == mark]
    lacking = [one for one in people if one.learning is None or one.learning.mark != mark]
    return CardRow(version, [(one, max(since, one.from_on) < before) for one in lacking], knowing)


@blueprint.get("/console/learning/posts/<post_id>/<kind>/<number>")
@allow(READ)
def version_page(post_id: str, kind: str, number: str) -> str:
    """Who learnt one version of a card: an earlier one, too."""
    post = post_for(READ, post_id)
    if kind not in set(Kind) or not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Missing("没有这张卡")
    found = standing.learnings_of(post.id, Kind(kind), int(number))
    return render_template("learning/version.html", post=post, kind=Kind(kind), number=number, found=found)


@blueprint.get("/console/learnings/<learning_id>/signature")
@allow(READ)
def signature(learning_id: str) -> Response:
    """The signature under a learning."""
    found = standing.learning(id_or_missing(learning_id))
    if found.signature is None:
        raise Missing("没有这个签名")
    permit(READ, org.post(found.post_id).unit.path)
    return blobs.send(found.enterprise_id, found.signature)
