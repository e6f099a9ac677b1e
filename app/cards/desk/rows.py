"""One row of a draft in its form: shown, saved by a form or by the page's script, and what to do where two wrote at once."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards import editing
from app.cards.desk.form import FIELDS
from app.cards.desk.forms import Box, blank, changed, empty, shown, typed
from app.cards.desk.lacking import advice_for
from app.cards.desk.overtaken import choice_page
from app.cards.desk.parts import WRITE, blueprint, draft_for, draft_of, kind_of, name_of, to_draft, where
from app.cards.desk.saving import (
    for_script,
    keep_both,
    mine,
    note,
    save_row,
    saved,
    tell_saved,
    told_saved,
)
from app.cards.desk.writing import ROWS
from app.cards.editing import Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.pictures import pictures_for
from app.cards.schemas import Kind
from app.core.errors import Conflict, Invalid, Missing
from app.core.ids import new_id, parse_id
from app.core.web import actor, allow
from app.org.routes.parts import post_for
from app.risk.matrices import LEVELS
from app.risk.words import for_browser

Page = str | tuple[str, int] | Response


@blueprint.get("/<kind>/draft/new")
@allow(WRITE)
def new_row(post_id: str, kind: str) -> Response:
    """A new row has its identity from the moment its form is opened."""
    version = draft_for(post_id, kind)
    named = {**where(version), "identity": str(new_id()), "after": request.args.get("after", "")[:80]}
    return redirect(url_for("card_desk.row_page", **named))


@blueprint.get(ROWS)
@allow(WRITE)
def row_page(post_id: str, kind: str, identity: str) -> Page:
    """A row in its form; an empty one for a row that is not there yet."""
    post, asked = post_for(WRITE, post_id), kind_of(kind)
    version = draft_of(post, asked)
    if version is None:
        return redirect(url_for("card_desk.one_card", post_id=post.id, kind=asked.value))
    body = editing.body_of(version, identity)
    if body is None and parse_id(identity) is None:
        raise Missing("没有这一行", hint="可能别人拿掉了。回到草稿看看。")
    return _page(version, identity, shown(FIELDS[asked], body or empty(asked)))


@blueprint.put(ROWS)
@allow(WRITE)
@for_script
def autosave_row(post_id: str, kind: str, identity: str) -> Response:
    """Save what was typed so far; the answer says so, or says why not."""
    version = draft_for(post_id, kind)
    return saved(version, identity, save_row(version, identity, request.form, by=actor()))


@blueprint.post(ROWS)
@allow(WRITE)
def set_row(post_id: str, kind: str, identity: str) -> Page:
    """Save a row and go back to the list; or do what a button of the form says, without a script."""
    version, do = draft_for(post_id, kind), request.form.get("do", "save")
    fields = FIELDS[Kind(version.card.kind)]
    try:
        if do == "both":
            new = keep_both(version, identity, request.form, by=actor())
            tell_saved(request.path)
            flash("两份都留下了，你的是新的一行")
            return redirect(url_for("card_desk.row_page", **where(version), identity=new))
        if do == "save":
            save_row(version, identity, request.form, by=actor())
            tell_saved(request.path)
            flash("存好了")
            return to_draft(version, identity)
    except Overtaken as problem:
        return choice_page(version, mine(version, identity, request.form), problem), problem.status
    except (Invalid, Conflict) as problem:
        bad = note(problem)
        return _page(version, identity, typed(fields, request.form), bad), problem.status
    return _page(version, identity, typed(fields, changed(fields, request.form, do)))


def _page(version: CardVersion, identity: str, boxes: list[Box], bad: str = "") -> str:
    order = [row.identity for row in version.rows]
    at = order.index(identity) if identity in order else None
    stands = next((mark_of(row.body) for row in version.rows if row.identity == identity), "")
    return render_template(
        "cards/desk/row.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        version=version,
        identity=identity,
        place=at,
        earlier=order[at - 1] if at else None,
        later=order[at + 1] if at is not None and at + 1 < len(order) else None,
        boxes=boxes,
        bad=bad,
        base=request.form.get("base", stands),
        after=request.values.get("after", ""),
        blanks={box.field.name: blank(box.field.group) for box in boxes if box.field.group},
        advice=advice_for(version, identity),
        matrices=for_browser(),
        levels=LEVELS,
        pictures=pictures_for(editing.body_of(version, identity)),
        who=current_user.id,
        saved=told_saved(),
    )
