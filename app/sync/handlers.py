"""What each kind of op means: the type of its body, the room's action that applies it, the photos it names.

A schema once shipped is accepted for ever: when a body changes, `schema` goes up by one and UPCASTERS gets the
step that makes the new body from the old one; `tests/vectors/ops` keeps a body of every schema.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from app.checks import actions as checks
from app.checks.grounds import foresee
from app.checks.schemas import CheckSubmitted
from app.core.blobs import is_sha256
from app.core.capture import Capture
from app.core.ids import parse_id
from app.hazards import actions as hazards
from app.hazards.schemas import HazardActed, HazardReported, StopWorkDeclared
from app.learning import actions as learning
from app.learning.schemas import CardLearnt, CardOpened
from app.recite import actions as recite
from app.recite.schemas import ReciteAnswered
from app.spotchecks import actions as spotchecks
from app.spotchecks.schemas import SpotcheckHeld

PHOTOS_AT_MOST = 30  # of one op
Body = dict[str, object]


class NotUnderstood(Exception):
    """An op of a kind or a schema that this server does not know yet: a phone is ahead of it."""


class Unfit(Exception):
    """A body that does not fit its schema."""


@dataclass(frozen=True)
class Handler:
    """One kind of op."""

    schema: int  # the current one
    body: type[Struct]
    apply: Callable[[Any, Capture], list[str]]  # the flags
    photos: Callable[[Any], list[str]]  # SHA-256 of each
    creates: Callable[[Any], list[str]]  # ids of what there is once it is applied, for which others may wait
    corrects: bool = False  # its room puts a correction in the place of what was applied already
    # Ask at once what `apply` will ask for each of these, an enterprise's, given with their authors.
    foresee: Callable[[UUID, Sequence[tuple[UUID, Any]]], None] = lambda _enterprise, _bodies: None


@dataclass(frozen=True)
class Understood:
    """An op's body, read by its handler."""

    handler: Handler
    body: Struct
    photos: list[str]  # each once
    creates: list[str]


def understand(kind: str, schema: int, body: Body) -> Understood:
    """Read the body of an op. Raises NotUnderstood, Unfit."""
    handler = HANDLERS.get(kind)
    if handler is None or schema > handler.schema:
        raise NotUnderstood(f"{kind} {schema}")
    try:
        read = msgspec.convert(upcast(kind, schema, handler.schema, body), handler.body)
    except msgspec.ValidationError as error:
        raise Unfit(str(error)) from error
    photos, creates = list(dict.fromkeys(handler.photos(read))), handler.creates(read)
    if len(photos) > PHOTOS_AT_MOST or not all(is_sha256(one) for one in photos):
        raise Unfit("photos")
    if any(parse_id(one) is None for one in creates):
        raise Unfit("id")
    return Understood(handler, read, photos, creates)


def upcast(kind: str, schema: int, current: int, body: Body) -> Body:
    """The body as the current schema has it. Raises Unfit for a schema that never was."""
    if schema < 1:
        raise Unfit("schema")
    for step in range(schema, current):
        body = UPCASTERS[kind, step](body)
    return body


def _photos_of_check(body: CheckSubmitted) -> list[str]:
    found = [] if body.signature is None else [body.signature]
    for result in body.results:
        found += result.photos
        if result.hazard is not None:
            found += result.hazard.photos_after
    return found


def _created_by_check(body: CheckSubmitted) -> list[str]:
    return [body.id, *(result.hazard.id for result in body.results if result.hazard is not None)]


UPCASTERS: dict[tuple[str, int], Callable[[Body], Body]] = {}  # (kind, schema) > the step to the next schema
HANDLERS: Mapping[str, Handler] = {
    "check.submitted": Handler(
        1, CheckSubmitted, checks.submit, _photos_of_check, _created_by_check, corrects=True, foresee=foresee
    ),
    "hazard.reported": Handler(
        1,
        HazardReported,
        hazards.report,
        lambda body: body.photos + body.photos_after,
        lambda body: [body.id],
    ),
    "hazard.acted": Handler(1, HazardActed, hazards.act, lambda body: body.photos, lambda body: [body.id]),
    "stopwork.declared": Handler(
        1, StopWorkDeclared, hazards.declare_stop, lambda body: body.photos, lambda body: [body.id]
    ),
    "card.opened": Handler(1, CardOpened, learning.opened, lambda _body: [], lambda _body: []),
    "card.learnt": Handler(
        1,
        CardLearnt,
        learning.learnt,
        lambda body: [] if body.signature is None else [body.signature],
        lambda body: [body.id],
    ),
    "recite.answered": Handler(1, ReciteAnswered, recite.answered, lambda _body: [], lambda body: [body.id]),
    "spotcheck.held": Handler(
        1,
        SpotcheckHeld,
        spotchecks.held,
        lambda body: [] if body.signature is None else [body.signature],
        lambda body: [body.id],
    ),
}
