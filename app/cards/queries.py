"""Reading cards."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from app.cards.diff import changes
from app.cards.models import OPEN, Card, CardVersion, State
from app.cards.schemas import Body, Head, Kind, RiskRow, WireCard, WireEarlier, WireRow, body_from
from app.cards.settings import LEVEL_ACTS
from app.core import db
from app.core.errors import Missing
from app.risk.matrices import worst
from app.settings.queries import value_of

KIND_NAMES = {
    Kind.EMERGENCY: "岗位应急处置卡",
    Kind.RISK: "岗位风险清单",
    Kind.OPERATION: "岗位操作卡",
    Kind.DUTY: "岗位职责清单",
}
ORDER = list(Kind)
EARLIER = 3  # versions before the published one that a phone can tell the difference to
MARK = 16  # digits of a digest that tell one text from another on a phone


def published(post_ids: Sequence[UUID]) -> list[CardVersion]:
    """The published versions of these posts, with card and rows, in the order of the kinds."""
    asked = (
        select(CardVersion)
        .join(Card, CardVersion.card_id == Card.id)
        .where(Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED)
        .options(contains_eager(CardVersion.card), selectinload(CardVersion.rows))
    )
    return sorted(db.session().scalars(asked), key=lambda one: ORDER.index(Kind(one.card.kind)))


def superseded(post_ids: Sequence[UUID]) -> list[CardVersion]:
    """The last few versions of these posts' cards before the published ones, with card and rows, latest first."""
    nth = func.row_number().over(partition_by=CardVersion.card_id, order_by=CardVersion.number.desc())
    numbered = (
        select(CardVersion.id, nth.label("nth"))
        .join(Card, CardVersion.card_id == Card.id)
        .where(Card.post_id.in_(post_ids), CardVersion.state == State.SUPERSEDED)
        .subquery()
    )
    asked = (
        select(CardVersion)
        .join(numbered, numbered.c.id == CardVersion.id)
        .where(numbered.c.nth <= EARLIER)
        .order_by(CardVersion.card_id, CardVersion.number.desc())
        .options(selectinload(CardVersion.card), selectinload(CardVersion.rows))
    )
    return list(db.session().scalars(asked))


def published_of(post_id: UUID) -> dict[Kind, CardVersion]:
    """The published versions of one post by kind."""
    return {Kind(one.card.kind): one for one in published([post_id])}


def version(version_id: UUID) -> CardVersion:
    """A version in scope, draft or not. Raises Missing."""
    found = db.session().scalar(select(CardVersion).where(CardVersion.id == version_id))
    if found is None:
        raise Missing("没有这张卡")
    return found


def cards_of(post_id: UUID) -> list[Card]:
    """All cards of a post with their versions."""
    asked = select(Card).where(Card.post_id == post_id).options(selectinload(Card.versions))
    return sorted(db.session().scalars(asked), key=lambda one: ORDER.index(Kind(one.kind)))


def draft(card: Card) -> CardVersion | None:
    """The card's draft."""
    return next((one for one in card.versions if one.state == State.DRAFT), None)


def open_version(card: Card) -> CardVersion | None:
    """The version that is on its way: draft, in review or approved."""
    return next((one for one in card.versions if one.state in OPEN), None)


def head_of(version: CardVersion) -> Head:
    """The head of a version."""
    return msgspec.convert(version.head, Head)


def bodies_of(version: CardVersion) -> list[tuple[str, Body]]:
    """(identity, row) of a version, in order."""
    kind = Kind(version.card.kind)
    return [(row.identity, body_from(kind, row.body)) for row in version.rows]


def level_of(version: CardVersion | None) -> int | None:
    """The worst level after controls in a risk list; None where nothing is graded.

    A risk without a score after controls counts with the one before them: nothing is made to look better.
    """
    if version is None:
        return None
    grades = [body.after or body.before for _, body in bodies_of(version) if isinstance(body, RiskRow)]
    return worst([grade.level for grade in grades if grade is not None])


def acts_at(level: int | None, path: str) -> str:
    """Who acts at a level (S33), as the enterprise has set it."""
    return value_of(LEVEL_ACTS[level], path) if level else ""


def mark_of(digest: str | None) -> str:
    """What a version says, word for word, in a few digits."""
    return (digest or "")[:MARK]


def wire(
    version: CardVersion, before: Sequence[CardVersion] = (), *, revising: Collection[Kind] = ()
) -> WireCard:
    """A published version as phones get it, with what was different in those `before` it.

    `revising` are the cards of its post that are being looked at anew.
    """
    assert version.effective_on is not None
    return WireCard(
        kind=Kind(version.card.kind),
        version=version.number,
        effective_on=version.effective_on,
        head=head_of(version),
        rows=[WireRow(id=row.identity, body=row.body) for row in version.rows],
        mark=mark_of(version.digest),
        earlier=[_earlier(one, version) for one in before if one.digest != version.digest],
        revising=version.card.kind in revising,
    )


def _earlier(was: CardVersion, now: CardVersion) -> WireEarlier:
    found = changes(_said(was), _said(now), moves=True)
    return WireEarlier(
        version=was.number,
        mark=mark_of(was.digest),
        rows=[
            WireRow(id=one.identity, body=dict(one.was))
            for one in found
            if one.was is not None and not one.moved
        ],
        added=[one.identity for one in found if one.was is None],
        moved=[one.identity for one in found if one.moved],
        head=head_of(was) if was.head != now.head else None,
    )


def _said(version: CardVersion) -> list[tuple[str, dict[str, Any]]]:
    return [(row.identity, row.body) for row in version.rows]


def says(version: CardVersion) -> object:
    """What a version says, without the rows' identities: to tell whether another one says the same."""
    return [version.head, [row.body for row in version.rows]]
