"""The head of a draft in its form: who answers for the card, its jingle, its telephone numbers."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards.desk.form import head_fields
from app.cards.desk.forms import Box, blank, changed, shown, typed
from app.cards.desk.lacking import advice_for
from app.cards.desk.overtaken import choice_page
from app.cards.desk.parts import WRITE, blueprint, draft_for, draft_of, kind_of, name_of, to_draft
from app.cards.desk.saving import for_script, my_head, note, save_head, saved, tell_saved
from app.cards.editing import Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.queries import head_of
from app.cards.schemas import Kind
from app.core.errors import Conflict, Invalid
from app.core.web import actor, allow
from app.org.routes.parts import post_for

Page = str | tuple[str, int] | Response


@blueprint.get("/<kind>/draft/head")
@allow(WRITE)
def head_page(post_id: str, kind: str) -> Page:
    """The head of the draft in its form."""
    post, asked = post_for(WRITE, post_id), kind_of(kind)
    version = draft_of(post, asked)
    if version is None:
        return redirect(url_for("card_desk.one_card", post_id=post.id, kind=asked.value))
    head = head_of(version)
    return _page(version, shown(head_fields(asked, head), head))


@blueprint.put("/<kind>/draft/head")
@allow(WRITE)
@for_script
def autosave_head(post_id: str, kind: str) -> Response:
    """Save what was typed so far; the answer says so, or says why not."""
    version = draft_for(post_id, kind)
    return saved(version, "", save_head(version, request.form, by=actor()))


@blueprint.post("/<kind>/draft/head")
@allow(WRITE)
def set_head(post_id: str, kind: str) -> Page:
    """Save the head and go back to the list; or do what a button of the form says, without a script."""
    version, do = draft_for(post_id, kind), request.form.get("do", "save")
    fields = head_fields(Kind(version.card.kind), head_of(version))
    try:
        if do == "save":
            save_head(version, request.form, by=actor())
            tell_saved(request.path)
            flash("存好了")
            return to_draft(version)
    except Overtaken as problem:
        return choice_page(version, my_head(version, request.form), problem), problem.status
    except (Invalid, Conflict) as problem:
        bad = note(problem)
        return _page(version, typed(fields, request.form), bad), problem.status
    return _page(version, typed(fields, changed(fields, request.form, do)))


def _page(version: CardVersion, boxes: list[Box], bad: str = "") -> str:
    return render_template(
        "cards/desk/head.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        version=version,
        boxes=boxes,
        bad=bad,
        base=request.form.get("base", mark_of(version.head)),
        blanks={box.field.name: blank(box.field.group) for box in boxes if box.field.group},
        advice=advice_for(version, ""),
        who=current_user.id,
    )
