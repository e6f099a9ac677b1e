"""Writing: a draft is begun, and its rows stand in a list to be opened, moved, taken out and put back."""

from collections import Counter
from typing import Any

import msgspec
from flask import current_app, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.cards import editing
from app.cards.desk.lacking import advice_on
from app.cards.desk.parts import WRITE, blueprint, draft_for, draft_of, kind_of, name_of, to_draft
from app.cards.desk.saving import note, stood, told_saved
from app.cards.editing import Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, published_of
from app.cards.schemas import Body, Kind, RiskRow, body_from
from app.cards.telling import row_told
from app.core.errors import Conflict, Invalid
from app.core.web import actor, allow
from app.org.routes.parts import post_for
from app.risk.matrices import LEVELS

SALT = "row taken out"
ROWS = "/<kind>/draft/rows/<path:identity>"  # those of a file may be called anything


@blueprint.post("/<kind>/draft")
@allow(WRITE)
def begin(post_id: str, kind: str) -> Response:
    """Begin the next version: a copy of the published one, to be written on."""
    version = editing.begin(post_for(WRITE, post_id), kind_of(kind), by=actor())
    return to_draft(version)


@blueprint.get("/<kind>/draft")
@allow(WRITE)
def draft_page(post_id: str, kind: str) -> Response | str:
    """The rows of the draft, each with what may be done to it."""
    post, asked = post_for(WRITE, post_id), kind_of(kind)
    version = draft_of(post, asked)
    if version is None:
        return redirect(url_for("card_desk.one_card", post_id=post.id, kind=asked.value))
    return _page(version)


@blueprint.post(f"{ROWS}/place")
@allow(WRITE)
def move(post_id: str, kind: str, identity: str) -> Response:
    """Move a row to the place that the form names."""
    version, to = draft_for(post_id, kind), request.form.get("to", "")
    if not to.isdecimal() or len(to) > 6:
        raise Invalid("还没说挪到第几行")
    editing.move_row(version, identity, to=int(to), by=actor())
    return to_draft(version, identity)


@blueprint.post(f"{ROWS}/removal")
@allow(WRITE)
def take_out(post_id: str, kind: str, identity: str) -> str | tuple[str, int]:
    """Take a row out; the page offers to put it back."""
    version = draft_for(post_id, kind)
    rows = [row.identity for row in version.rows]
    body = editing.body_of(version, identity)
    try:
        editing.remove_row(version, identity, base=request.form.get("base", ""), by=actor())
    except Overtaken as problem:
        problem.hint = "现在的字在下面。看一看，要拿掉就再点一次。"
        note(problem)
        return _page(version), problem.status
    if body is None:
        return _page(version)
    after = rows[rows.index(identity) - 1] if rows.index(identity) else ""
    return _page(version, undo=_Undo.of(version, identity, body, after))


@blueprint.post(f"{ROWS}/return")
@allow(WRITE)
def put_back(post_id: str, kind: str, identity: str) -> Response:
    """A row that was taken out stands again, as itself: as it was just now, else as it is published."""
    version, token = draft_for(post_id, kind), request.form.get("token", "")
    if token:
        body, after = _Undo.read(token, version, identity)
    else:
        body, after = _as_published(version, identity), ""
    editing.put_back(version, identity, body, after=after, by=actor())
    flash("放回来了")
    return to_draft(version, identity)


class _Undo:
    """What was just taken out, in a form: signed, so that nothing else can come back in its place."""

    def __init__(self, identity: str, title: str, token: str) -> None:
        self.identity, self.title, self.token = identity, title, token

    @classmethod
    def of(cls, version: CardVersion, identity: str, body: Body, after: str) -> "_Undo":
        told = [str(version.id), identity, after, msgspec.to_builtins(body)]
        return cls(identity, row_told(body).title, _signer().dumps(told))

    @staticmethod
    def read(token: str, version: CardVersion, identity: str) -> tuple[Body, str]:
        try:
            held_by, row, after, said = _signer().loads(token)
        except BadSignature:
            held_by = None
        if held_by != str(version.id) or row != identity:
            raise Invalid("这一行放不回来了", hint="回到这张卡，重新写一行。")
        return body_from(Kind(version.card.kind), said), after


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=SALT)


def _as_published(version: CardVersion, identity: str) -> Body:
    stands = published_of(version.card.post_id).get(Kind(version.card.kind))
    body = editing.body_of(stands, identity) if stands and stood(version, identity) else None
    if body is None:
        raise Conflict("发布的卡里没有这一行", hint="回到草稿，重新写一行。")
    return body


def _page(version: CardVersion, undo: _Undo | None = None) -> str:
    advice = advice_on(version)
    return render_template(
        "cards/desk/draft.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        version=version,
        rows=[_cell(identity, body) for identity, body in bodies_of(version)],
        marks={row.identity: mark_of(row.body) for row in version.rows},
        advice=advice,
        advised=Counter(one.identity for one in advice),
        undo=undo,
        saved=told_saved(),
        levels=LEVELS,
    )


def _cell(identity: str, body: Body) -> dict[str, Any]:
    told = row_told(body)
    grade = (body.after or body.before) if isinstance(body, RiskRow) else None
    second = next((lines for _, lines in told.parts), [])
    return {
        "identity": identity,
        "title": told.title,
        "help": "；".join(second)[:60],
        "level": grade.level if grade else None,
    }
