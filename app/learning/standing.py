"""Who stands on which version: how many of a post's people have learnt the version in force, and who has not.

Somebody has learnt a version in force when the latest one they learnt says the same, word for word.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from app.access.models import Account
from app.cards.models import Card, CardVersion, State
from app.cards.queries import ORDER
from app.cards.schemas import Kind
from app.core import db
from app.core.clock import day_in
from app.core.errors import Missing
from app.learning.models import CardLearning
from app.learning.settings import LEARN_DAYS
from app.org.models import Assignment, Post, Unit
from app.org.queries import within, zone_of
from app.settings.queries import read_overrides, value_of

Counts = dict[tuple[UUID, str], tuple[int, int]]  # (post, kind) > people, and those for whom its time is over


@dataclass(frozen=True)
class Standing:
    """A card in force, and how many of those who hold its post have learnt it."""

    post_id: UUID
    title: str  # of the post
    path: str  # of its unit
    kind: Kind
    number: int
    since: date  # from when on it can be learnt
    days: int  # within which it is to be learnt
    people: int
    lacking: int  # of them, who have not learnt it
    overdue: int  # of these, whose time is over


class Learner(NamedTuple):
    """Somebody who holds a post, and the latest version of a card of it that they have learnt."""

    account_id: UUID
    name: str
    from_on: date
    learning: CardLearning | None


def standings(paths: Sequence[str]) -> list[Standing]:
    """Every card in force at the open posts of these subtrees that somebody holds; in a few questions for all of them.

    How many days people have is a setting (`learning.days`), and the day is that of the zone, of each post's unit.
    """
    rows, found = db.session().execute(_in_force(paths)).all(), list[Standing]()
    terms = terms_of({row.path for row in rows})
    groups: dict[date, set[UUID]] = defaultdict(set)
    for row in rows:
        groups[terms[row.path].before].add(row.post_id)
    holders, learnt = dict[UUID, tuple[int, int]](), Counts()
    for before, post_ids in groups.items():
        holders |= _holders(post_ids, before)
        learnt |= _learnt(post_ids, before)
    for row in rows:
        days, zone, before = terms[row.path]
        people, long_there = holders.get(row.post_id, (0, 0))
        knowing, long_knowing = learnt.get((row.post_id, row.kind), (0, 0))
        since = since_of(row.effective_on, row.published_at, zone)
        overdue = long_there - long_knowing if since < before else 0
        if people:
            told = row.post_id, row.title, row.path, Kind(row.kind), row.number, since, days
            found.append(Standing(*told, people, people - knowing, overdue))
    return sorted(found, key=lambda one: (one.path, one.title, str(one.post_id), ORDER.index(one.kind)))


class Terms(NamedTuple):
    """Until when a unit's people are to have learnt a card."""

    days: int  # that they have
    zone: str
    before: date  # whoever should have begun earlier is late


def terms_of(paths: Collection[str]) -> dict[str, Terms]:
    """Path > the terms on that unit, by its settings; in one question."""
    read_overrides(paths)
    held = {path: (value_of(LEARN_DAYS, path), zone_of(path)) for path in paths}
    return {
        path: Terms(days, zone, day_in(zone) - timedelta(days=days)) for path, (days, zone) in held.items()
    }


def since_of(effective_on: date, published_at: datetime, zone: str) -> date:
    """From which day on people can learn a version: it may come into force before it is published."""
    return max(effective_on, day_in(zone, published_at))


def learning(learning_id: UUID) -> CardLearning:
    """A learning in scope. Raises Missing."""
    found = db.session().scalar(select(CardLearning).where(CardLearning.id == learning_id))
    if found is None:
        raise Missing("没有这条记录")
    return found


def learners(post_id: UUID) -> dict[Kind, list[Learner]]:
    """Kind of card > everybody who holds a post now, with the latest they have learnt of it."""
    asked = (
        select(Account.id, Account.name, Assignment.from_on)
        .join(Assignment, Assignment.person_id == Account.id)
        .where(Assignment.post_id == post_id, *_holding())
        .order_by(Account.name, Account.id)
    )
    people, latest = list(db.session().execute(asked)), _latest_at(post_id)
    return {kind: [Learner(*row, latest.get((row[0], kind.value))) for row in people] for kind in Kind}


def _latest_at(post_id: UUID) -> dict[tuple[UUID, str], CardLearning]:
    """(account, kind) > what they learnt last; of one version the first time."""
    asked = select(CardLearning).where(CardLearning.post_id == post_id, CardLearning.number > 0)
    order = CardLearning.number, CardLearning.learnt_at.desc(), CardLearning.id.desc()
    return {(one.account_id, one.kind): one for one in db.session().scalars(asked.order_by(*order))}


def learnings_of(post_id: UUID, kind: Kind, number: int) -> list[tuple[CardLearning, str]]:
    """Who learnt a version of a card, with their names, the first time of each, earliest first."""
    asked = (
        select(CardLearning, Account.name)
        .join(Account, CardLearning.account_id == Account.id)
        .where(
            CardLearning.post_id == post_id, CardLearning.kind == kind.value, CardLearning.number == number
        )
        .order_by(CardLearning.learnt_at, CardLearning.id)
    )
    first: dict[UUID, tuple[CardLearning, str]] = {}
    for learning, name in db.session().execute(asked):
        first.setdefault(learning.account_id, (learning, name))
    return list(first.values())


def _holding() -> tuple[ColumnElement[bool], ...]:
    """Now, and with an open account. Not joined: SQLite would begin with all accounts, and look for posts of each."""
    closed = select(Account.id).where(Account.closed_at.is_not(None))
    return Assignment.to_on.is_(None), Assignment.person_id.not_in(closed)


def _long(before: date) -> ColumnElement[Any]:
    """How many of those counted hold the post since that day or longer."""
    return func.sum(case((Assignment.from_on < before, 1), else_=0))


def _in_force(paths: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Card.post_id,
            Post.title,
            Unit.path,
            Card.kind,
            CardVersion.number,
            CardVersion.effective_on,
            CardVersion.published_at,
        )
        .join(CardVersion, CardVersion.card_id == Card.id)
        .join(Post, Card.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(CardVersion.state == State.PUBLISHED, within(paths), Post.closed_on.is_(None))
    )


def _holders(post_ids: Collection[UUID], before: date) -> dict[UUID, tuple[int, int]]:
    asked = (
        select(Assignment.post_id, func.count(), _long(before))
        .where(Assignment.post_id.in_(post_ids), *_holding())
        .group_by(Assignment.post_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session().execute(asked)}


def _learnt(post_ids: Collection[UUID], before: date) -> Counts:
    """How many of a post's people know the version in force: the latest that they learnt says the same."""
    known = aliased(CardVersion)  # the version that somebody learnt last
    latest = (
        select(
            CardLearning.account_id,
            CardLearning.post_id,
            CardLearning.kind,
            func.max(CardLearning.number).label("number"),
        )
        .where(CardLearning.number > 0, CardLearning.post_id.in_(post_ids))
        .group_by(CardLearning.account_id, CardLearning.post_id, CardLearning.kind)
        .subquery()
    )
    asked = (
        select(Card.post_id, Card.kind, func.count(), _long(before))
        .select_from(latest)
        .join(Card, (Card.post_id == latest.c.post_id) & (Card.kind == latest.c.kind))
        .join(CardVersion, (CardVersion.card_id == Card.id) & (CardVersion.state == State.PUBLISHED))
        .join(known, (known.card_id == Card.id) & (known.number == latest.c.number))
        .join(
            Assignment,
            (Assignment.person_id == latest.c.account_id) & (Assignment.post_id == latest.c.post_id),
        )
        .where(known.digest == CardVersion.digest, *_holding())
        .group_by(Card.post_id, Card.kind)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in db.session().execute(asked)}


class Sum(NamedTuple):
    """Of several cards: people who have yet to learn one, each counted once a card, and how many are overdue."""

    lacking: int
    overdue: int
    posts: int  # where somebody has yet to learn something


def summed(some: Sequence[Standing]) -> Sum:
    """The sum over these cards."""
    return Sum(
        sum(one.lacking for one in some),
        sum(one.overdue for one in some),
        len({one.post_id for one in some if one.lacking}),
    )


def by_post(some: Sequence[Standing]) -> dict[UUID, list[Standing]]:
    """Post > its cards, in the order in which they come."""
    found: dict[UUID, list[Standing]] = defaultdict(list)
    for one in some:
        found[one.post_id].append(one)
    return found
