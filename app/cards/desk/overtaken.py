"""Two wrote at once: both texts side by side, and one clear choice. Nothing is overwritten without a word."""

from dataclasses import dataclass

import msgspec
from flask import render_template, request
from flask_login import current_user

from app.cards.desk.changes import Piece, pieces
from app.cards.desk.parts import name_of
from app.cards.desk.saving import typed_items
from app.cards.editing import Overtaken
from app.cards.models import CardVersion
from app.cards.schemas import Body, Head, Kind, body_from
from app.cards.telling import Part, changed_parts, parts_of, whole_told
from app.core.ids import new_id


@dataclass(frozen=True)
class Differing:
    """A part that the two wrote differently, cut into what is the same and what is not."""

    label: str
    mine: list[Piece]
    theirs: list[Piece]


def choice_page(version: CardVersion, mine: Body | Head, problem: Overtaken) -> str:
    """What I wrote and what stands there now, with what differs marked; the typed form is carried on."""
    theirs = _theirs(version, mine, problem)
    return render_template(
        "cards/desk/choice.html",
        post=version.card.post,
        kind=version.card.kind,
        name=name_of(version),
        identity=problem.identity,
        is_head=isinstance(mine, Head),
        is_gone=theirs is None,
        differing=_differing(_parts(mine), _parts(theirs) if theirs is not None else []),
        mark=problem.mark,
        typed=typed_items(),
        new=request.form.get("new") or str(new_id()),
        who=current_user.id,
    )


def _theirs(version: CardVersion, mine: Body | Head, problem: Overtaken) -> Body | Head | None:
    if problem.theirs is None:
        return None
    if isinstance(mine, Head):
        return msgspec.convert(problem.theirs, Head)
    return body_from(Kind(version.card.kind), problem.theirs)


def _parts(said: Body | Head) -> list[Part]:
    return parts_of(said) if isinstance(said, Head) else whole_told(said)


def _differing(mine: list[Part], theirs: list[Part]) -> list[Differing]:
    found = []
    for one in changed_parts(theirs, mine):
        left, right = pieces(one.was, one.now)
        found.append(Differing(one.label, right, [_other(piece) for piece in left]))
    return found


def _other(piece: Piece) -> Piece:
    """Neither text came first here: what only theirs says is marked as what only mine says is."""
    how, text = piece
    return ("in" if how == "out" else how), text
