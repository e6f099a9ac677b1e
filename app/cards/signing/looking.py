"""Looking: what waits for me, and one version with what changed and who signed it."""

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.cards.desk.changes import changes_told, pieces
from app.cards.models import IN_REVIEW, CardVersion, Stage, State
from app.cards.progress import progress_of
from app.cards.queries import KIND_NAMES, published_of
from app.cards.rights import OPEN_TO
from app.cards.schemas import Kind
from app.cards.signing.parts import Turn, blueprint, me, readable_version, signoff
from app.cards.signing.waiting import count_approved, waiting
from app.cards.telling import head_told, rows_told
from app.core import blobs
from app.core.errors import Missing
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, allow

SIZE = 50


@blueprint.get("/cards/signing")
@allow(SIGNED_IN)
def mine() -> str:
    """What waits for me: cards to sign, longest waiting first, and how many can be published."""
    turns, number = waiting(me()), asked_page()
    stages = [one for one in OPEN_TO if any(one in turn.stages for turn in turns)]
    asked = next((one for one in stages if one == request.args.get("stage", "")), None)
    shown = [one for one in turns if asked is None or asked in one.stages]
    return render_template(
        "cards/signing/list.html",
        page=Page(shown[(number - 1) * SIZE : number * SIZE], number, len(shown), SIZE),
        stages={one: sum(one in turn.stages for turn in turns) for one in stages},
        asked=asked,
        total=len(turns),
        approved=count_approved(me()),
    )


@blueprint.get("/cards/signing/<version_id>")
@allow(SIGNED_IN)
def version_page(version_id: str) -> str:
    """One version: what changed, all it says, who signed what, and what whoever looks can do now."""
    found = readable_version(version_id)
    turn = Turn(progress_of(found), me())
    before = _before(found)
    return render_template(
        "cards/signing/version.html",
        version=found,
        post=found.card.post,
        name=KIND_NAMES[Kind(found.card.kind)],
        turn=turn,
        stage=turn.stages[0] if turn.stages else None,
        before=before,
        changes=changes_told(before, found) if before else [],
        pieces=pieces,
        head=head_told(found),
        rows=rows_told(found),
        in_review=found.state in IN_REVIEW,
        desk=current_user.may("cards.write", found.card.post.unit.path),
        returns=[one for one in turn.progress.signoffs if one.stage == Stage.RETURN],
    )


def _before(version: CardVersion) -> CardVersion | None:
    """What is in force, where this is to take its place."""
    if version.state in (State.PUBLISHED, State.SUPERSEDED):
        return None
    return published_of(version.card.post_id).get(Kind(version.card.kind))


@blueprint.get("/cards/signatures/<signoff_id>")
@allow(SIGNED_IN)
def signature(signoff_id: str) -> Response:
    """The picture of a signature by hand, for those who may look at what it was given for."""
    found = signoff(signoff_id)
    if found.signature is None:
        raise Missing("没有这个签名")
    return blobs.send(found.enterprise_id, found.signature)


def to_mine() -> BaseResponse:
    """Go on with what else waits."""
    return redirect(url_for("signing.mine"))
