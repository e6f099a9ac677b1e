"""Whom a 抽背 can be held with: the people of a unit itself who hold a post with a card to recite."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.access.models import Account
from app.cards.models import Card, CardVersion, State
from app.core import db
from app.org.models import Assignment, Membership, Post, Unit
from app.org.queries import within

HOLD = "spotchecks.hold"


class Held(NamedTuple):
    """A post that somebody of a unit holds."""

    unit_id: UUID
    account_id: UUID
    name: str
    post_id: UUID
    is_open: bool  # the account and the post, now


def crewed_units(account: Account) -> list[Unit]:
    """The open units with people of their own on which this account may hold a 抽背, by path."""
    paths = account.paths_for(HOLD)
    if not paths:
        return []
    has_people = select(Membership.unit_id).where(Membership.to_on.is_(None))
    asked = select(Unit).where(within(paths), Unit.closed_on.is_(None), Unit.id.in_(has_people))
    return list(db.session().scalars(asked.order_by(Unit.path)))


def held_in(unit_ids: Collection[UUID], day: date) -> list[Held]:
    """Who belonged to these units on a day, with each post with a published card that they held on it."""
    has_card = (
        select(CardVersion.id)
        .join(Card, CardVersion.card_id == Card.id)
        .where(Card.post_id == Post.id, CardVersion.state == State.PUBLISHED)
    )
    asked = (
        select(
            Membership.unit_id, Account.id, Account.name, Post.id, Account.closed_at, Post.closed_on
        )  # in the order of Held
        .join(Account, Account.id == Membership.person_id)
        .join(Assignment, Assignment.person_id == Membership.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .where(Membership.unit_id.in_(unit_ids), _on(Membership, day), _on(Assignment, day))
        .where(has_card.exists())
        .order_by(Account.name, Account.id, Post.place, Post.id)
        .distinct()
    )
    rows = db.session().execute(asked.add_columns(Post.place)) if unit_ids else ()
    return [Held(row[0], row[1], row[2], row[3], row[4] is None and row[5] is None) for row in rows]


def _on(spell: type[Membership] | type[Assignment], day: date) -> ColumnElement[bool]:
    return (spell.from_on <= day) & or_(spell.to_on.is_(None), spell.to_on >= day)
