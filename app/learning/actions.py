"""Noting that somebody opened a card."""

from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.cards.models import Card, CardVersion, State
from app.core import db
from app.core.capture import Capture
from app.core.errors import Invalid
from app.core.ids import new_id, parse_id
from app.learning.models import CardOpening
from app.learning.schemas import CardOpened


@db.action
def opened(body: CardOpened, capture: Capture) -> list[str]:
    """Somebody opened a version of a card: the first time makes a row, later ones count up.

    Openings arrive in any order, so the first and last time are the earliest and the latest. A post or a
    published version that this enterprise never had is Invalid (`unknown_card`): cards are made here, not on
    phones, so waiting would not help. Audited the first time only; every opening is kept as its op.
    """
    post_id = _post_with(body, capture.enterprise_id)
    seen = db.session().scalar(
        select(CardOpening).where(
            CardOpening.account_id == capture.by,
            CardOpening.post_id == post_id,
            CardOpening.kind == body.kind,
            CardOpening.number == body.version,
        )
    )
    if seen is None:
        _first(body, post_id, capture)
        return []
    seen.first_at, seen.last_at = min(seen.first_at, capture.true_at), max(seen.last_at, capture.true_at)
    seen.times += 1
    return []


def _post_with(body: CardOpened, enterprise_id: UUID) -> UUID:
    """The post that has this version, published now or once."""
    post_id = parse_id(body.post)
    asked = (
        select(Card.post_id)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .where(
            Card.post_id == post_id,
            Card.enterprise_id == enterprise_id,
            Card.kind == body.kind,
            CardVersion.number == body.version,
            CardVersion.state != State.DRAFT,
        )
    )
    found = db.session().scalar(asked) if post_id and 0 < body.version < 2**31 else None
    if found is None:
        raise Invalid("这里没有过这张卡的这一版", code="unknown_card")
    return found


def _first(body: CardOpened, post_id: UUID, capture: Capture) -> None:
    made = CardOpening(
        id=new_id(),
        enterprise_id=capture.enterprise_id,
        account_id=capture.by,
        post_id=post_id,
        kind=body.kind.value,
        number=body.version,
        first_at=capture.true_at,
        last_at=capture.true_at,
        times=1,
    )
    db.session().add(made)
    db.session().flush()
    words = {"kind": body.kind.value, "version": body.version}
    audit.record("card.open", "post", post_id, enterprise_id=made.enterprise_id, by=capture.by, **words)
