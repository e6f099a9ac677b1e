"""Writing cards: drafts and publication."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.cards.models import Card, CardRow, CardVersion, State
from app.cards.queries import cards_of, draft
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
    """Put a draft on a post's card, in place of the draft it may have. The published version stays as it is."""
    card = _card(post, kind)
    old = draft(card)
    if old is not None:
        db.session().delete(old)
        db.session().flush()
    made = _version(card, head, rows, source, by)
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


def _card(post: Post, kind: Kind) -> Card:
    active = db.session()
    card = active.scalar(select(Card).where(Card.post_id == post.id, Card.kind == kind))
    if card is None:
        card = Card(id=new_id(), post_id=post.id, enterprise_id=post.enterprise_id, kind=kind.value)
        active.add(card)
        active.flush()
    return card


def _version(card: Card, head: Head, rows: Rows, source: str, by: UUID | None) -> CardVersion:
    made = CardVersion(
        id=new_id(),
        card_id=card.id,
        enterprise_id=card.enterprise_id,
        number=_next_number(card),
        head=msgspec.to_builtins(head),
        source=source,
        made_by=by,
    )
    made.rows = [
        CardRow(
            id=new_id(),
            enterprise_id=card.enterprise_id,
            identity=identity,
            place=place,
            body=msgspec.to_builtins(body),
        )
        for place, (identity, body) in enumerate(rows, 1)
    ]
    db.session().add(made)
    db.session().flush()
    db.session().expire(card, ["versions"])
    return made


def _next_number(card: Card) -> int:
    numbers = db.session().scalars(
        select(CardVersion.number).where(CardVersion.card_id == card.id, CardVersion.state != State.DRAFT)
    )
    return max(numbers, default=0) + 1


@db.action
def publish(version: CardVersion, *, effective_on: date, by: UUID | None) -> None:
    """Publish a draft; the version before it is superseded in the same commit. Raises Conflict unless a draft.

    Raises Invalid for an emergency card that names an accident and then leaves people without a single step.
    """
    if version.state != State.DRAFT:
        raise Conflict("这一版已经发布过了")
    if version.card.kind == Kind.EMERGENCY and not _tells_what_to_do(version):
        raise Invalid("应急处置卡还没有步骤，不能发布", hint="每种事故至少写一步：谁做，做什么。")
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


def _tells_what_to_do(version: CardVersion) -> bool:
    return bool(version.rows) and all(row.body.get("steps") for row in version.rows)


@db.action
def publish_draft(
    post: Post, kind: Kind, version_id: UUID | None, *, effective_on: date, by: UUID
) -> CardVersion:
    """Publish the draft that somebody has looked at. Raises Conflict where there is none, or another by now."""
    if post.closed_on is not None:
        raise Conflict("岗位停用了，不能再发布")
    card = next((one for one in cards_of(post.id) if one.kind == kind), None)
    found = draft(card) if card else None
    if found is None:
        raise Conflict("没有草稿可以发布", hint="可能刚刚已经发布了。")
    if found.id != version_id:
        raise Conflict("草稿刚刚换过了", hint="下面是新的草稿，看一遍再发布。")
    publish(found, effective_on=effective_on, by=by)
    return found


def digest_of(version: CardVersion) -> str:
    """SHA-256 over what a version says: its head and its rows in order."""
    said = [version.head, [[row.identity, row.body] for row in version.rows]]
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()
