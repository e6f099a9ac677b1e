"""Noting that somebody opened a card, or learnt it."""

from uuid import UUID

import msgspec
from sqlalchemy import Select, select

from app.audit import actions as audit
from app.cards.models import Card, CardVersion, State
from app.cards.queries import mark_of
from app.core import db
from app.core.capture import Capture
from app.core.chosen import chosen_id
from app.core.clock import day_in
from app.core.errors import Invalid
from app.core.ids import new_id, parse_id
from app.core.memo import once
from app.learning.models import CardLearning, CardOpening
from app.learning.schemas import CardLearnt, CardOpened
from app.org.models import Post
from app.org.queries import held_on, zone_of

MOST = 10  # answers of one learning, and things tapped for one of them
NONE = 0  # the number of a learning whose words no version here has
Stood = tuple[int, str]  # (number, mark) of a version that is published, or was once


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
    post_id, number = parse_id(body.post), body.version
    asked = _stood(post_id, body.kind, enterprise_id).where(CardVersion.number == number)
    found = db.session().execute(asked).first() if post_id and 0 < number < 2**31 else None
    if post_id is None or found is None:
        raise _unknown()
    return post_id


def _unknown() -> Invalid:
    return Invalid("这里没有过这张卡的这一版", code="unknown_card")


def _stood(post_id: UUID | None, kind: str, enterprise_id: UUID) -> Select[int, str | None]:
    """Number and digest of the versions of a card that are published, or were once."""
    return (
        select(CardVersion.number, CardVersion.digest)
        .join(Card, CardVersion.card_id == Card.id)
        .where(
            Card.post_id == post_id,
            Card.enterprise_id == enterprise_id,
            Card.kind == kind,
            CardVersion.state.in_([State.PUBLISHED, State.SUPERSEDED]),
        )
    )


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


@db.action
def learnt(body: CardLearnt, capture: Capture) -> list[str]:
    """Somebody learnt a version of a card. Every time is kept; the flags of this one.

    What was read is known by its mark, word for word: after a restore a number may stand for other words. Where no
    version here has them, it is flagged `other_words` and counts for none. `not_holder`: the post was not theirs on
    that day. Raises Invalid (`bad_id`, `bad_time`, `too_long`, `unknown_card`), Conflict `id_taken`.
    """
    if max([len(body.answers), *(len(one.given) for one in body.answers)]) > MOST:
        raise Invalid("答的题太多了", code="too_long")
    learning_id, enterprise_id = chosen_id(body.id, CardLearning), capture.enterprise_id
    stood = once(("stood", enterprise_id, body.post, body.kind), lambda: _versions(body, enterprise_id))
    number = _number_of(body, stood)
    post = db.session().get_one(Post, parse_id(body.post))
    flags = [] if number != NONE else ["other_words"]
    flags += [] if _held(post, capture) else ["not_holder"]
    made = CardLearning(
        id=learning_id,
        enterprise_id=enterprise_id,
        account_id=capture.by,
        post_id=post.id,
        kind=body.kind.value,
        number=number,
        mark=body.mark,
        learnt_at=capture.true_at,
        received_at=capture.received_at,
        heard=body.heard,
        answers=msgspec.to_builtins(body.answers),
        signature=body.signature,
        flags=flags,
    )
    db.session().add(made)
    db.session().flush()
    words = {"kind": body.kind.value, "version": body.version, "mark": body.mark}
    audit.record("card.learn", "post", post.id, enterprise_id=enterprise_id, by=capture.by, **words)
    return flags


def _versions(body: CardLearnt, enterprise_id: UUID) -> list[Stood]:
    post_id = parse_id(body.post)
    asked = _stood(post_id, body.kind, enterprise_id).order_by(CardVersion.number)
    found = db.session().execute(asked).all() if post_id else []
    return [(number, mark_of(digest)) for number, digest in found]


def _number_of(body: CardLearnt, stood: list[Stood]) -> int:
    """The version with the words that were read: the one that was named, else the latest that has them, else NONE."""
    same = [number for number, mark in stood if mark == body.mark]
    if body.version in same:
        return body.version
    if not same and body.version not in dict(stood):
        raise _unknown()
    return same[-1] if same else NONE


def _held(post: Post, capture: Capture) -> bool:
    """Whether the post was theirs on the day. Raises Invalid `bad_time` at the calendar's ends."""
    try:
        day = day_in(zone_of(post.unit.path), capture.true_at)
    except OverflowError:
        raise Invalid("手机的时间不对", code="bad_time") from None
    return capture.by in once(("held", post.id, day), lambda: held_on(post.id, day))
