"""How much of what posts ask their people have mastered, by ability: sums, never anybody's answers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access.models import Account
from app.access.queries import names_of
from app.cards.models import Card, CardVersion, State
from app.cards.queries import KIND_NAMES, ORDER
from app.cards.schemas import Kind
from app.core import db
from app.learning.models import CardOpening
from app.org.models import Assignment, Post
from app.questions.queries import counted_at
from app.questions.schemas import Ability
from app.recite.queries import Mastery, mastery

ABILITY_WORDS: dict[Ability, str] = {"emergency": "应急", "risk": "风险", "operation": "操作", "duty": "职责"}


class Share(NamedTuple):
    """Of one ability: how many questions are asked of these people in all, and how many of these are mastered."""

    ability: Ability
    mastered: int
    asked: int

    @property
    def words(self) -> str:
        """掌握 12 / 18 题."""
        return f"掌握 {self.mastered} / {self.asked} 题"


class Shares(NamedTuple):
    """What the people of a post have mastered together."""

    people: int
    each: list[Share]


def rows(posts: Sequence[Post], holders: Mapping[UUID, Collection[UUID]], at: datetime) -> list[Mastery]:
    """A row for each of these posts and each of its holders (post > accounts); in a few questions however many."""
    held = [one for one in posts if holders.get(one.id)]
    return mastery({one.id: holders[one.id] for one in held}, counted_at(held), at) if held else []


def shares_of(posts: Sequence[Post], at: datetime) -> dict[UUID, Shares]:
    """Post > what those who hold it now have mastered; only posts that somebody holds and that ask something."""
    by_post: dict[UUID, list[Mastery]] = defaultdict(list)
    for row in rows(posts, _holders([one.id for one in posts]), at):
        by_post[row.post_id].append(row)
    made = {post_id: Shares(len(some), summed(some)) for post_id, some in by_post.items()}
    return {post_id: one for post_id, one in made.items() if one.each}


def summed(some: Sequence[Mastery]) -> list[Share]:
    """The shares of several people, abilities in the order of their words."""
    return [
        Share(
            ability, sum(one.mastered[ability] for one in having), sum(one.asked[ability] for one in having)
        )
        for ability in ABILITY_WORDS
        if (having := [one for one in some if ability in one.asked])
    ]


def _holders(post_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    asked = select(Assignment.post_id, Assignment.person_id).join(Account, Assignment.person_id == Account.id)
    asked = asked.where(Assignment.post_id.in_(post_ids), Assignment.to_on.is_(None))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for post_id, person_id in db.session().execute(asked.where(Account.closed_at.is_(None))):
        found[post_id].append(person_id)
    return found


def unread_of(posts: Sequence[Post]) -> dict[UUID, list[tuple[str, list[str]]]]:
    """Post > (card, who holds the post and has not opened its version in force), where there is somebody."""
    ids = [one.id for one in posts]
    holders, opened = _holders(ids), _opened(ids)
    names = names_of({one for people in holders.values() for one in people})
    found: dict[UUID, list[tuple[str, list[str]]]] = defaultdict(list)
    for post_id, kind, number in _in_force(ids):
        people = [one for one in holders.get(post_id, ()) if (one, post_id, kind, number) not in opened]
        if people:
            said = KIND_NAMES[Kind(kind)], sorted(names[one] for one in people)
            found[post_id].append(said)
    return found


def _in_force(post_ids: Sequence[UUID]) -> list[tuple[UUID, str, int]]:
    asked = select(Card.post_id, Card.kind, CardVersion.number).join(
        CardVersion, CardVersion.card_id == Card.id
    )
    asked = asked.where(Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED)
    rows = [(row.post_id, row.kind, row.number) for row in db.session().execute(asked)]
    return sorted(rows, key=lambda row: ORDER.index(Kind(row[1])))


def _opened(post_ids: Sequence[UUID]) -> set[tuple[UUID, UUID, str, int]]:
    opening = CardOpening.account_id, CardOpening.post_id, CardOpening.kind, CardOpening.number
    asked = select(*opening).where(CardOpening.post_id.in_(post_ids))
    return {(row[0], row[1], row[2], row[3]) for row in db.session().execute(asked)}
