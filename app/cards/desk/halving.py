"""Splitting one row of a draft into two."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from app.cards import editing
from app.cards.desk.parts import WRITE, blueprint, draft_for, name_of, to_draft
from app.cards.desk.saving import note
from app.cards.desk.splitting import cuts, split
from app.cards.desk.writing import ROWS
from app.cards.editing import Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.schemas import Body, Kind
from app.cards.telling import row_told
from app.core.errors import Invalid, Missing
from app.core.ids import new_id
from app.core.web import actor, allow

Page = str | tuple[str, int] | Response


@blueprint.get(f"{ROWS}/split")
@allow(WRITE)
def split_page(post_id: str, kind: str, identity: str) -> str:
    """The sentences of a row, to choose with which the second row begins."""
    version = draft_for(post_id, kind)
    return _page(version, identity, _body(version, identity))


@blueprint.post(f"{ROWS}/split")
@allow(WRITE)
def split_row(post_id: str, kind: str, identity: str) -> Page:
    """One row becomes two; the first stays what it was to all that is tied to it."""
    version, form = draft_for(post_id, kind), request.form
    body, new = _body(version, identity), form.get("new", "")
    if editing.body_of(version, new) is not None:
        return to_draft(version, identity)  # a double tap
    try:
        first, second = split(version_kind(version), body, form.get("at", ""), new)
        base = form.get("base", "")
        editing.split_row(version, identity, first, second, new=new, base=base, by=actor())
    except Overtaken as problem:
        problem.hint = "现在的字在下面。看一看，再选从哪里分开。"
        note(problem)
        return _page(version, identity, _body(version, identity)), problem.status
    except Invalid as problem:
        note(problem)
        return _page(version, identity, body), problem.status
    flash("分成两行了，两行都看一看")
    return to_draft(version, identity)


def version_kind(version: CardVersion) -> Kind:
    """What kind of card a version is of."""
    return Kind(version.card.kind)


def _body(version: CardVersion, identity: str) -> Body:
    found = editing.body_of(version, identity)
    if found is None:
        raise Missing("没有这一行", hint="可能别人拿掉了。回到草稿看看。")
    return found


def _page(version: CardVersion, identity: str, body: Body) -> str:
    return render_template(
        "cards/desk/split.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        identity=identity,
        title=row_told(body).title,
        cuts=cuts(version_kind(version), body),
        base=next(mark_of(row.body) for row in version.rows if row.identity == identity),
        new=request.form.get("new") or str(new_id()),
    )
