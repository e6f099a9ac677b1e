"""What posts ask: their published cards' questions, with distractors from what the cards of a department say."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.cards.models import Card, CardVersion, State
from app.cards.queries import ORDER, wire
from app.cards.schemas import Kind
from app.core import db
from app.org.models import Post, Unit, UnitKind
from app.questions.making import questions_of
from app.questions.pool import Pool, pool_of
from app.questions.schemas import Ability, Question
from app.settings.queries import units_of

POOLS = 64  # departments whose pools a process remembers
REMEMBERED = 20_000  # posts of whose questions a process remembers what is counted: 3 KB each
Ids = tuple[UUID, ...]
Key = tuple[bytes, bytes]  # a post's versions, its department's
K = TypeVar("K")


class Asked(NamedTuple):
    """What is counted of a question."""

    id: str
    ability: Ability


_made: dict[Key, Sequence[Asked]] = {}  # by the versions that they are made from, which never change


class Place(NamedTuple):
    """What of a unit tells its department."""

    id: UUID
    kind: str
    path: str


def department_of(unit: Unit | Place, units: Mapping[UUID, Unit | Place]) -> UUID:
    """The lowest department (部门) at or above a unit; the unit itself where none is."""
    chain = [units[one] for one in units_of(unit.path) if one in units]
    below = [one.id for one in chain if one.kind == UnitKind.DEPARTMENT]
    return below[-1] if below else unit.id


def versions_within(posts: Sequence[Post], units: Mapping[UUID, Unit | Place]) -> dict[UUID, Ids]:
    """Unit of a post > the published versions of its whole department, in order. Needs all units around them."""
    departments = {unit.id: department_of(unit, units) for unit in units.values()}
    wanted = {departments[post.unit_id] for post in posts}
    inside = [unit_id for unit_id, department in departments.items() if department in wanted]
    asked = (
        select(Post.unit_id, CardVersion.id)
        .join(Card, Card.post_id == Post.id)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .where(Post.unit_id.in_(inside), Post.closed_on.is_(None), CardVersion.state == State.PUBLISHED)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for unit_id, version_id in db.session().execute(asked):
        found[departments[unit_id]].append(version_id)
    made = {department: tuple(sorted(found[department])) for department in wanted}
    return {post.unit_id: made[departments[post.unit_id]] for post in posts}


@lru_cache(maxsize=POOLS)
def pool_from(version_ids: Ids) -> Pool:
    """The pool of these versions. A version never changes, so that a pool stays right for ever."""
    return pool_of(wire(version) for version in _versions(version_ids))


def _versions(ids: Iterable[UUID]) -> Sequence[CardVersion]:
    asked = (
        select(CardVersion)
        .join(Card, CardVersion.card_id == Card.id)
        .where(CardVersion.id.in_(list(ids)))
        .options(contains_eager(CardVersion.card), selectinload(CardVersion.rows))
    )
    return db.session().scalars(asked).all()


def asked_at(posts: Sequence[Post]) -> dict[UUID, list[Question]]:
    """Post > what its published cards ask now."""
    pools, own = _sources(posts)
    return _questions({post.id: (own.get(post.id, ()), pools[post.unit_id]) for post in posts})


def counted_at(posts: Sequence[Post]) -> dict[UUID, Sequence[Asked]]:
    """The same, what is counted of them; made anew only where a version of its department is new."""
    pools, own = _sources(posts)
    whole = {unit_id: _named(ids) for unit_id, ids in pools.items()}
    keys = {post.id: (_named(own.get(post.id, ())), whole[post.unit_id]) for post in posts}
    # Asked once each: another thread may empty it at any time.
    known = {key: made for key in keys.values() if (made := _made.get(key)) is not None}
    new = [post for post in posts if keys[post.id] not in known]
    known |= _learned({keys[post.id]: (own.get(post.id, ()), pools[post.unit_id]) for post in new})
    return {post.id: known[keys[post.id]] for post in posts}


def _sources(posts: Sequence[Post]) -> tuple[dict[UUID, Ids], dict[UUID, Ids]]:
    """What questions are made from: unit > its department's versions, post > its own."""
    if not posts:
        return {}, {}
    pools = versions_within(posts, _units({post.enterprise_id for post in posts}))
    return pools, _published_ids([post.id for post in posts])


def _named(ids: Ids) -> bytes:
    """A name for hundreds of ids: they themselves are gone through whenever they are looked up."""
    return hashlib.sha256(b"".join(one.bytes for one in ids)).digest()


def _units(enterprises: Collection[UUID]) -> dict[UUID, Place]:
    asked = select(Unit.id, Unit.kind, Unit.path).where(Unit.enterprise_id.in_(enterprises))
    return {row.id: Place(*row) for row in db.session().execute(asked)}


def _published_ids(post_ids: Sequence[UUID]) -> dict[UUID, Ids]:
    asked = (
        select(Card.post_id, CardVersion.id)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .where(Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for post_id, version_id in db.session().execute(asked):
        found[post_id].append(version_id)
    return {post_id: tuple(sorted(ids)) for post_id, ids in found.items()}


def _learned(wanted: Mapping[Key, tuple[Ids, Ids]]) -> dict[Key, Sequence[Asked]]:
    """What is counted of the questions of these versions, made and remembered: a department at a time, for they are
    large. By the versions' ids, whatever is published meanwhile."""
    if len(_made) + len(wanted) > REMEMBERED:
        _made.clear()
    made: dict[Key, Sequence[Asked]] = {}
    for pool in {one for _, one in wanted.values()}:
        found = _questions({key: source for key, source in wanted.items() if source[1] == pool})
        made |= {key: tuple(Asked(one.id, one.ability) for one in some) for key, some in found.items()}
    _made.update(made)
    return made


def _questions(wanted: Mapping[K, tuple[Ids, Ids]]) -> dict[K, list[Question]]:
    """What each asks, by its own versions and its department's."""
    ids = [one for own, _ in wanted.values() for one in own]
    found = {one.id: one for one in _versions(ids)} if ids else {}
    return {
        key: questions_of([wire(one) for one in _in_order(found[id_] for id_ in own)], pool_from(pool))
        for key, (own, pool) in wanted.items()
    }


def _in_order(versions: Iterable[CardVersion]) -> list[CardVersion]:
    return sorted(versions, key=lambda one: ORDER.index(Kind(one.card.kind)))
