"""What a 抽背 is held against: the person, their post and unit on that day, and the cards that were asked from."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.models import Account
from app.cards.models import Card, CardVersion, State
from app.cards.queries import wire
from app.core import db
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.org.models import Membership, Post, Unit
from app.questions.recitals import recitals_of
from app.questions.schemas import Ability, Recital

VERSIONS = 256  # sets of cards whose recitals a process remembers


def unit_named(text: str, enterprise_id: UUID) -> Unit:
    """A unit of this enterprise, closed or not. Raises Invalid `unknown_unit`."""
    wanted = parse_id(text)
    asked = select(Unit).where(Unit.id == wanted, Unit.enterprise_id == enterprise_id)
    found = db.session().scalar(asked) if wanted else None
    if found is None:
        raise Invalid("这里没有过这个单位", code="unknown_unit")
    return found


def person_named(text: str, enterprise_id: UUID) -> Account:
    """Somebody of this enterprise, gone or not. Raises Invalid `unknown_person`."""
    wanted = parse_id(text)
    asked = select(Account).where(Account.id == wanted, Account.enterprise_id == enterprise_id)
    found = db.session().scalar(asked) if wanted else None
    if found is None:
        raise Invalid("这里没有过这个人", code="unknown_person")
    return found


def post_named(text: str, enterprise_id: UUID) -> Post:
    """A post of this enterprise, closed or not. Raises Invalid `unknown_post`."""
    wanted = parse_id(text)
    asked = select(Post).where(Post.id == wanted, Post.enterprise_id == enterprise_id)
    found = db.session().scalar(asked) if wanted else None
    if found is None:
        raise Invalid("这里没有过这个岗位", code="unknown_post")
    return found


def unit_of_on(person_id: UUID, day: date) -> Unit:
    """The unit somebody belonged to on a day; where they belonged to none, their last one.

    Raises Invalid `unknown_person` for an account that never belonged anywhere.
    """
    asked = select(Membership).where(Membership.person_id == person_id).options(joinedload(Membership.unit))
    stays = list(db.session().scalars(asked.order_by(Membership.from_on.desc(), Membership.id.desc())))
    if not stays:
        raise Invalid("这个人没在哪个班组待过", code="unknown_person")
    there = (one for one in stays if one.from_on <= day and (one.to_on is None or one.to_on >= day))
    return next(there, stays[0]).unit


class Known(NamedTuple):
    """A version of one of a post's cards."""

    id: UUID
    ability: str
    number: int
    published_at: datetime | None


def versions_of(post_id: UUID) -> list[Known]:
    """Every version of a post's cards that is or was published."""
    asked = (
        select(CardVersion.id, Card.kind, CardVersion.number, CardVersion.published_at)
        .join(Card, CardVersion.card_id == Card.id)
        .where(Card.post_id == post_id, CardVersion.state != State.DRAFT)
    )
    return [Known(*row) for row in db.session().execute(asked)]


def newer_than(versions: Sequence[Known], ability: Ability, number: int, at: datetime) -> bool:
    """Whether a version after this one was in force already at a moment."""
    return any(
        one.ability == ability and one.number > number and one.published_at and one.published_at <= at
        for one in versions
    )


@lru_cache(maxsize=VERSIONS)
def recitals_from(version_ids: tuple[UUID, ...]) -> dict[str, Recital]:
    """Id > the recitals of these versions. A version never changes, so that this stays right for ever."""
    asked = (
        select(CardVersion)
        .join(Card, CardVersion.card_id == Card.id)
        .where(CardVersion.id.in_(version_ids))
        .options(contains_eager(CardVersion.card), selectinload(CardVersion.rows))
    )
    cards = [wire(one) for one in db.session().scalars(asked)] if version_ids else []
    return {one.id: one for one in recitals_of(cards)}
