"""Writing cards: drafts and publication."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.cards.models import OPEN, Card, CardRow, CardVersion, State
from app.cards.queries import open_version
from app.cards.schemas import Body, Head, Kind
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.models import Post

Rows = Sequence[tuple[str, Body]]  # (identity, row)


@db.action
def write_draft(
    post: Post, kind: Kind, head: Head, rows: Rows, *, source: str, by: UUID | None
) -> CardVersion:
    """Put a whole draft on a post's card, in place of the words its draft may hold.

    The published version stays as it is. Raises Conflict where the next version is in review.
    """
    card = card_on(post, kind)
    made = draft_on(card, source=source, by=by)
    say(made, head, rows)
    made.source, made.authors = source, []  # nothing is left of what others wrote
    note_author(made, by)
    audit.record(
        "card.draft",
        "card",
        card.id,
        enterprise_id=card.enterprise_id,
        by=by,
        version=made.number,
        source=source,
    )
    return made


def draft_on(card: Card, *, source: str, by: UUID | None) -> CardVersion:
    """The card's draft; a new, empty one where it has none. Raises Conflict in review."""
    found = open_version(card)
    if found is not None and found.state != State.DRAFT:
        raise Conflict("这张卡正在评审，现在不能改", hint="要改，先请评审的人退回。")
    return found or _version(card, source, by)


def note_author(version: CardVersion, by: UUID | None) -> None:
    """Note that somebody wrote of this draft, now."""
    version.changed_at = now()
    if by is not None and str(by) not in version.authors:
        version.authors = [*version.authors, str(by)]


def say(version: CardVersion, head: Head, rows: Rows) -> None:
    """Put these words into a draft, in place of what it says."""
    active = db.session()
    version.head = msgspec.to_builtins(head)
    version.rows = []
    active.flush()  # places and identities are given anew
    version.rows = [
        row_of(version, identity, place, msgspec.to_builtins(body))
        for place, (identity, body) in enumerate(rows, 1)
    ]
    active.flush()


def row_of(version: CardVersion, identity: str, place: int, body: dict[str, Any]) -> CardRow:
    """A row for a draft."""
    return CardRow(
        id=new_id(), enterprise_id=version.enterprise_id, identity=identity, place=place, body=body
    )


def card_on(post: Post, kind: Kind) -> Card:
    """The card of a kind on a post; made where there is none yet. Inside a write."""
    active = db.session()
    card = active.scalar(select(Card).where(Card.post_id == post.id, Card.kind == kind))
    if card is None:
        card = Card(id=new_id(), post_id=post.id, enterprise_id=post.enterprise_id, kind=kind.value)
        active.add(card)
        active.flush()
    return card


def _version(card: Card, source: str, by: UUID | None) -> CardVersion:
    made = CardVersion(
        id=new_id(),
        card_id=card.id,
        enterprise_id=card.enterprise_id,
        number=_next_number(card),
        head={},
        authors=[],
        source=source,
        made_by=by,
    )
    db.session().add(made)
    db.session().flush()
    db.session().expire(card, ["versions"])
    return made


def _next_number(card: Card) -> int:
    numbers = db.session().scalars(
        select(CardVersion.number).where(CardVersion.card_id == card.id, CardVersion.state.not_in(OPEN))
    )
    return max(numbers, default=0) + 1


@db.action
def put_in_force(version: CardVersion, *, effective_on: date, by: UUID | None) -> None:
    """Publish a version as it stands; the one before it is superseded in the same commit.

    What a review has to have seen first is `reviewing.publish`'s to ask: this is for it, and for who sets up a demo.
    Raises Conflict where it is published already, Invalid for an emergency card that names an accident and then
    leaves people without a single step.
    """
    if version.state not in OPEN:
        raise Conflict("这一版已经发布过了")
    refuse_without_steps(version)
    active = db.session()
    before = active.scalar(
        select(CardVersion).where(
            CardVersion.card_id == version.card_id, CardVersion.state == State.PUBLISHED
        )
    )
    if before is not None:
        before.state = State.SUPERSEDED.value
        active.flush()
    version.digest = digest_of(version)
    version.effective_on, version.published_at, version.published_by = effective_on, now(), by
    version.state = State.PUBLISHED.value
    active.flush()
    audit.record(
        "card.publish",
        "card",
        version.card_id,
        enterprise_id=version.enterprise_id,
        by=by,
        version=version.number,
        digest=version.digest,
    )


def refuse_without_steps(version: CardVersion) -> None:
    """Raise Invalid for an emergency card of which an accident has no step."""
    if version.card.kind == Kind.EMERGENCY and not _tells_what_to_do(version):
        raise Invalid("应急处置卡还没有步骤，不能发布", hint="每种事故至少写一步：谁做，做什么。")


def _tells_what_to_do(version: CardVersion) -> bool:
    return bool(version.rows) and all(row.body.get("steps") for row in version.rows)


def digest_of(version: CardVersion) -> str:
    """SHA-256 over what a version says: its head and its rows in order."""
    said = [version.head, [[row.identity, row.body] for row in version.rows]]
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()
