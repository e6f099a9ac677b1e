"""What a form of the editor saves, and what it answers: a page for a form, JSON for the script that saves meanwhile."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from flask import g, jsonify, request, session
from werkzeug.wrappers import Response

from app.cards import editing
from app.cards.desk.forms import Form, empty, read_head, read_row, renamed
from app.cards.desk.lacking import advice_for
from app.cards.desk.widgets import FieldProblem
from app.cards.editing import GONE, Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.queries import head_of
from app.cards.schemas import Body, Head, Kind
from app.core.clock import now
from app.core.errors import Invalid, Problem

P = ParamSpec("P")
Answer = Response | tuple[Response, int]


def mine(version: CardVersion, identity: str, form: Form) -> Body:
    """The row that was typed. Raises FieldProblem."""
    kind = Kind(version.card.kind)
    return read_row(kind, form, editing.body_of(version, identity) or empty(kind))


def my_head(version: CardVersion, form: Form) -> Head:
    """The head that was typed. Raises FieldProblem."""
    return read_head(Kind(version.card.kind), form, head_of(version))


def save_row(version: CardVersion, identity: str, form: Form, *, by: UUID) -> str:
    """Put what was typed into a row; a row that was not there yet, behind the row that the form names. Its new mark.

    Raises Overtaken where something else stands there by now, FieldProblem, Invalid, Conflict.
    """
    body, base = mine(version, identity, form), form.get("base", "")
    if base not in {"", GONE}:
        return editing.save_row(version, identity, body, base=base, by=by)
    if body == empty(Kind(version.card.kind)):
        raise Invalid("什么也没写", hint="先写一点，再存。")
    is_ours = base == GONE and stood(version, identity)  # a row of a file has an identity that is no UUID
    put = editing.put_back if is_ours else editing.add_row
    mark = put(version, identity, body, after=form.get("after", ""), by=by)
    if mark != mark_of(msgspec.to_builtins(body)):  # it was there before, and says something else
        held = editing.body_of(version, identity)
        raise Overtaken(msgspec.to_builtins(held), mark, identity)
    return mark


def stood(version: CardVersion, identity: str) -> bool:
    """Whether any version of this card holds, or held, such a row."""
    return any(row.identity == identity for one in version.card.versions for row in one.rows)


def keep_both(version: CardVersion, identity: str, form: Form, *, by: UUID) -> str:
    """What was typed becomes a row of its own behind the one that somebody else wrote; its identity.

    The form chose it, so that a double tap adds one row.
    """
    new = form.get("new", "")
    if not new or new == identity:
        raise Invalid("这一行的编号不对", hint="退回去，再点一次。")
    editing.add_row(version, new, renamed(mine(version, identity, form), new), after=identity, by=by)
    return new


def save_head(version: CardVersion, form: Form, *, by: UUID) -> str:
    """Put what was typed into the head; its new mark. Raises Overtaken, FieldProblem, Conflict."""
    return editing.save_head(version, my_head(version, form), base=form.get("base", ""), by=by)


def saved(version: CardVersion, identity: str, mark: str) -> Response:
    """What the script hears: the new mark, when it was saved, and what could be said more plainly."""
    told = advice_for(version, identity)
    return jsonify(
        mark=mark,
        at=now().astimezone(ZoneInfo(g.zone)).strftime("%H:%M"),
        advice=[{"field": one.field, "message": one.message} for one in told],
    )


def for_script(view: Callable[P, Response]) -> Callable[P, Answer]:
    """What goes wrong is told as JSON."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except Problem as problem:
            told = {"code": problem.code, "message": problem.message, "hint": problem.hint}
            field = problem.field if isinstance(problem, FieldProblem) else ""
            return jsonify(told | {"field": field}), problem.status

    return run


def tell_saved(path: str) -> None:
    """Let the next page tell the browser that what it kept of the form at `path` has arrived."""
    session["card_saved"] = path


def told_saved() -> str:
    """The form that the page before has saved; "" for none. It is told once."""
    return str(session.pop("card_saved", ""))


def note(problem: Problem) -> str:
    """Show a problem on the page that is drawn now; the name of the field that it is about."""
    g.problem = problem
    return problem.field if isinstance(problem, FieldProblem) else ""


def typed_items() -> list[tuple[str, str]]:
    """What was typed, to be carried on by a page that asks something first."""
    ours = {"csrf_token", "base", "do", "new"}
    return [(key, text) for key, text in request.form.items(multi=True) if key not in ours]
