"""What posts ask: their published cards' questions, with distractors from what the cards of a department say."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy import BindParameter, bindparam, cast, select

from app.cards.models import Card, CardRow, CardVersion, State
from app.cards.queries import ORDER
from app.cards.schemas import BODY_OF, Head, Kind
from app.core import db
from app.org.models import Post, Unit, UnitKind
from app.questions.making import questions_of
from app.questions.pool import DRAWN_FROM, Pool, pool_of
from app.questions.reading import ReadCard
from app.questions.schemas import Ability, Question
from app.settings.queries import units_of

POOLS = 64  # departments whose pools a process remembers
REMEMBERED = 20_000  # posts of whose questions a process remembers what is counted: 4 KB each
Ids = tuple[UUID, ...]
Key = tuple[bytes, bytes]  # a post's versions, its department's
K = TypeVar("K")

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HEADS = (
    select(CardVersion.id, Card.kind, cast(CardVersion.head, sa.Text))
    .join(Card, CardVersion.card_id == Card.id)
    .where(CardVersion.id.in_(_IDS))
)
_ROWS = (
    select(CardRow.version_id, CardRow.identity, cast(CardRow.body, sa.Text))
    .where(CardRow.version_id.in_(_IDS))
    .order_by(CardRow.place)
)
_HEAD = msgspec.json.Decoder(Head)
_BODY = {kind: msgspec.json.Decoder(body) for kind, body in BODY_OF.items()}


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What is counted of a question. There are a hundred thousand: none of them is to be looked through for garbage."""

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
    return pool_of(one.read() for one in _texts(version_ids, rows_of=DRAWN_FROM).values())


class Text(NamedTuple):
    """A version as it lies in the database: read when its turn comes, for a department's are thousands of objects."""

    kind: Kind
    head: str
    rows: list[tuple[str, str]]

    def read(self) -> ReadCard:
        """What it says."""
        body = _BODY[self.kind]
        return ReadCard(
            self.kind, _HEAD.decode(self.head), [(id_, body.decode(row)) for id_, row in self.rows]
        )


def _texts(ids: Collection[UUID], rows_of: Collection[Kind] = tuple(Kind)) -> dict[UUID, Text]:
    """Version > its text; the rows only of cards of these kinds."""
    found = {id_: Text(Kind(kind), head, []) for id_, kind, head in db.rows(_HEADS, {"ids": list(ids)})}
    whole = [id_ for id_, one in found.items() if one.kind in rows_of]
    for version_id, identity, body in db.rows(_ROWS, {"ids": whole}):
        found[version_id].rows.append((identity, body))
    return found


def asked_at(posts: Sequence[Post]) -> dict[UUID, list[Question]]:
    """Post > what its published cards ask now."""
    pools, own = _sources(posts)
    by_unit: dict[UUID, list[UUID]] = defaultdict(list)
    for post in posts:
        by_unit[post.unit_id].append(post.id)
    made: dict[UUID, list[Question]] = {}
    for unit_id, ids in by_unit.items():
        made |= _questions({id_: own.get(id_, ()) for id_ in ids}, pools[unit_id])
    return {post.id: made[post.id] for post in posts}


def counted_at(posts: Sequence[Post]) -> dict[UUID, Sequence[Asked]]:
    """The same, what is counted of them; made anew only where a version of its department is new."""
    pools, own = _sources(posts)
    whole = {unit_id: _named(ids) for unit_id, ids in pools.items()}
    keys = {post.id: (_named(own.get(post.id, ())), whole[post.unit_id]) for post in posts}
    # Asked once each: another thread may empty it at any time.
    known = {key: made for key in keys.values() if (made := _made.get(key)) is not None}
    new: dict[bytes, dict[Key, Ids]] = defaultdict(dict)  # a department at a time, for they are large
    for post in posts:
        if (key := keys[post.id]) not in known:
            new[key[1]][key] = own.get(post.id, ())
    by_name = {whole[unit_id]: ids for unit_id, ids in pools.items()}
    for department, wanted in new.items():
        known |= _learned(wanted, by_name[department])
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


def _learned(wanted: Mapping[Key, Ids], pool: Ids) -> dict[Key, Sequence[Asked]]:
    """What is counted of the questions of these versions, made and remembered: by their ids, whatever is published
    meanwhile."""
    if len(_made) + len(wanted) > REMEMBERED:
        _made.clear()
    made: dict[Key, Sequence[Asked]] = {
        key: tuple(Asked(one.id, one.ability) for one in some) for key, some in _questions(wanted, pool)
    }
    _made.update(made)
    return made


def _questions(wanted: Mapping[K, Ids], pool: Ids) -> Iterator[tuple[K, list[Question]]]:
    """What each of a department asks, by its own versions and by the department's."""
    texts, others = _texts([one for ids in wanted.values() for one in ids]), pool_from(pool)
    for key, ids in wanted.items():
        yield key, questions_of(_in_order(texts[id_].read() for id_ in ids), others)


def _in_order(cards: Iterable[ReadCard]) -> list[ReadCard]:
    return sorted(cards, key=lambda one: ORDER.index(one.kind))
