"""Looking: the four cards of a post, one of them, its versions, and what changed from one to another."""

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.cards.desk.changes import changes_told, pieces
from app.cards.desk.parts import READ, blueprint, card_of, kind_of, sees_inner
from app.cards.models import OPEN, Card, CardRenewal, CardVersion, State
from app.cards.queries import KIND_NAMES, cards_of
from app.cards.renewals import open_at, revising
from app.cards.rights import STAGE_NAMES, STAGE_WORDS, STATE_WORDS
from app.cards.schemas import Kind
from app.cards.telling import head_told, rows_told
from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.web import allow
from app.org.models import Post
from app.org.routes.parts import post_for

SOURCES = {"import": "导入的", "file": "卡片文件", "demo": "演示"}
NEXT = {  # state > what whoever writes the cards does next
    State.DRAFT: "接着写，写好送审",
    State.TEAM_REVIEW: "等在岗的人和班组签字",
    State.EXPERT_REVIEW: "等专家和领导签字",
    State.APPROVED: "等安环发布",
}


@dataclass(frozen=True)
class Standing:
    """How one of the four cards of a post stands, as far as whoever asks may see it."""

    kind: Kind
    published: CardVersion | None
    coming: CardVersion | None  # on its way: a draft, in review, approved
    revising: bool

    @property
    def name(self) -> str:
        """What the card is called."""
        return KIND_NAMES[self.kind]

    @property
    def state(self) -> State | None:
        """The state of what is on its way."""
        return State(self.coming.state) if self.coming else None


@blueprint.get("")
@allow(READ)
def overview(post_id: str) -> str:
    """The four cards: which version is published, how far the next one is, and what to do next."""
    post = post_for(READ, post_id)
    by_kind = {Kind(one.kind): one for one in cards_of(post.id)}
    asked = revising([post.id]).get(post.id, set())
    cells = [_standing(post, kind, by_kind.get(kind), kind in asked) for kind in Kind]
    return render_template("cards/desk/cards.html", post=post, cells=cells, states=STATE_WORDS, nexts=NEXT)


@blueprint.get("/<kind>")
@allow(READ)
def one_card(post_id: str, kind: str) -> str:
    """One card as it is published, and as it is on its way."""
    post, asked = post_for(READ, post_id), kind_of(kind)
    stands = _standing(post, asked, card_of(post, asked), asked in revising([post.id]).get(post.id, set()))
    return render_template(
        "cards/desk/card.html",
        post=post,
        kind=asked,
        name=stands.name,
        stands=stands,
        tasks=_tasks(post, asked) if stands.revising else (),
        published=stands.published,
        coming=stands.coming,
        head_told=head_told,
        rows_told=rows_told,
        sources=SOURCES,
        states=STATE_WORDS,
        nexts=NEXT,
    )


@blueprint.get("/<kind>/history")
@allow(READ)
def history(post_id: str, kind: str) -> str:
    """All versions of a card that whoever asks may see: when, by whom, and who signed what."""
    post, asked = post_for(READ, post_id), kind_of(kind)
    versions = _visible(post, card_of(post, asked))
    return render_template(
        "cards/desk/history.html",
        post=post,
        kind=asked,
        name=KIND_NAMES[asked],
        versions=versions,
        names=names_of(_people(versions)),
        before={later.id: earlier for later, earlier in pairwise(versions)},
        states=STATE_WORDS,
        stage_names=STAGE_NAMES,
        stage_words=STAGE_WORDS,
        inner=sees_inner(post),
    )


@blueprint.get("/<kind>/changes")
@allow(READ)
def changes(post_id: str, kind: str) -> Response | str:
    """What changed from one version of a card to another: `was` and `now` in the address, in either order."""
    post, asked = post_for(READ, post_id), kind_of(kind)
    versions = _visible(post, card_of(post, asked))
    was, now = _asked("was", versions), _asked("now", versions)
    if was is None or now is None or was is now:
        return redirect(url_for("card_desk.history", post_id=post.id, kind=asked.value))
    was, now = sorted((was, now), key=lambda one: one.number)
    return render_template(
        "cards/desk/changes.html",
        post=post,
        kind=asked,
        name=KIND_NAMES[asked],
        was=was,
        now=now,
        told=changes_told(was, now),
        cut=pieces,
        states=STATE_WORDS,
        restorable=_restorable(was, now),
    )


def _standing(post: Post, kind: Kind, card: Card | None, is_asked: bool) -> Standing:
    seen = _visible(post, card)
    return Standing(
        kind,
        next((one for one in seen if one.state == State.PUBLISHED), None),
        next((one for one in seen if one.state in OPEN), None),
        is_asked,
    )


def _tasks(post: Post, kind: Kind) -> list[CardRenewal]:
    """The open renewals that ask for a card, the one that is due first first."""
    return [one for one in open_at([post.id]).get(post.id, []) if kind in one.kinds]


def _visible(post: Post, card: Card | None) -> list[CardVersion]:
    """The versions of a card, latest first; those on their way only for who may see them."""
    inner = sees_inner(post)
    return [one for one in (card.versions if card else ()) if inner or one.state not in OPEN]


def _asked(name: str, versions: list[CardVersion]) -> CardVersion | None:
    text = request.args.get(name, "")
    if not text:
        return None
    found = next((one for one in versions if one.id == parse_id(text)), None)
    if found is None:
        raise Missing("没有这一版")
    return found


def _restorable(was: CardVersion, now: CardVersion) -> bool:
    """Whether rows that are gone may be put back from this page: into a draft, from what is published."""
    return now.state == State.DRAFT and was.state == State.PUBLISHED


def _people(versions: list[CardVersion]) -> set[UUID]:
    found = {by for one in versions for by in (one.made_by, one.submitted_by, one.published_by) if by}
    return found | {sign.account_id for one in versions for sign in one.signoffs}
