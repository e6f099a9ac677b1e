"""What a post's bundle holds, and a fingerprint that tells without building it whether it would differ."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select

from app.cards.models import Card, CardVersion, State
from app.cards.queries import acts_at, level_of, published, superseded, wire
from app.cards.renewals import revising
from app.cards.schemas import Kind, WireCard
from app.core import db
from app.hazards.queries import stops_at
from app.hazards.schemas import WireStop
from app.labels.queries import live_labels
from app.org.models import Post, Unit, UnitKind
from app.questions.lessons import for_lessons
from app.questions.making import every_question, limited
from app.questions.pool import Pool
from app.questions.queries import pool_from, versions_within
from app.questions.recitals import recitals_of
from app.settings.queries import overrides
from app.sync.schemas import PostBundle, WireLabel

# Hex digits. A hash only tells a content from the one before it under the same key, and its digits are what of a
# manifest can't be compressed: with 48 bits an officer of 283 posts gets by with 10 KB, and one change in
# 281,000,000,000,000 would be overlooked, until the next.
HASH_LENGTH = 12
SHAPE = "6"  # raised when the shape of a bundle changes, so that all are made anew


def hash_of(content: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]


def fingerprint(*made_of: object) -> str:
    """A digest over what a bundle is made from. It stays on the server, so it has its full length."""
    return hashlib.sha256(repr((SHAPE, *made_of)).encode()).hexdigest()


def fingerprints(posts: Sequence[Post]) -> dict[UUID, str]:
    """Post > a digest over everything its bundle is made from."""
    ids = [post.id for post in posts]
    said: dict[UUID, list[str]] = defaultdict(list)
    for label in live_labels(ids):
        said[label.post_id].append(str(label.id))
    for post_id, version_id in _published_ids(ids):
        said[post_id].append(str(version_id))
    for post_id, stops in stops_at(ids).items():
        said[post_id] += [repr(stop) for stop in stops]
    for post_id, kinds in revising(ids).items():
        said[post_id] += [f"revising {kind}" for kind in kinds]
    units = _units(posts)
    places = {unit_id: repr(place) for unit_id, place in _places(posts, units).items()}
    pools = {unit_id: fingerprint(*ids) for unit_id, ids in versions_within(posts, units).items()}
    return {
        post.id: fingerprint(post.title, places[post.unit_id], pools[post.unit_id], sorted(said[post.id]))
        for post in posts
    }


def _published_ids(post_ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    asked = (
        select(Card.post_id, CardVersion.id)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .where(Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED)
    )
    return [(post_id, version_id) for post_id, version_id in db.session().execute(asked)]


def _units(posts: Sequence[Post]) -> dict[UUID, Unit]:
    """All units of these posts' enterprises."""
    return {unit.id: unit for unit in db.session().scalars(select(Unit).where(_in_enterprises(posts)))}


def _places(
    posts: Sequence[Post], units: dict[UUID, Unit]
) -> dict[UUID, tuple[str, list[str], dict[str, object]]]:
    """Unit > (enterprise, names of the units below it, settings that a bundle shows)."""
    return {unit_id: _place(units[unit_id], units) for unit_id in {post.unit_id for post in posts}}


def _in_enterprises(posts: Sequence[Post]) -> ColumnElement[bool]:
    return Unit.enterprise_id.in_({post.enterprise_id for post in posts})


def _place(unit: Unit, units: dict[UUID, Unit]) -> tuple[str, list[str], dict[str, object]]:
    chain = [units[UUID(part)] for part in unit.path.strip("/").split("/") if UUID(part) in units]
    enterprise = next((one.name for one in chain if one.kind == UnitKind.ENTERPRISE), "")
    below = [one.name for one in chain if one.kind not in (UnitKind.ENTERPRISE, UnitKind.PARK)]
    shown = {key: value for key, (value, _) in overrides(unit.path).items() if key.startswith("cards.level_")}
    return enterprise, below, shown


def make(posts: Sequence[Post]) -> list[bytes]:
    """The bundles of these posts, in their order."""
    ids = [post.id for post in posts]
    versions: dict[UUID, list[CardVersion]] = defaultdict(list)
    for version in published(ids):
        versions[version.card.post_id].append(version)
    before: dict[UUID, list[CardVersion]] = defaultdict(list)  # of a card
    for version in superseded(ids):
        before[version.card_id].append(version)
    labels: dict[UUID, list[WireLabel]] = defaultdict(list)
    for label in live_labels(ids):
        labels[label.post_id].append(WireLabel(token=label.token, code=label.code))
    units, stops, under = _units(posts), stops_at(ids), revising(ids)
    places, pools = _places(posts, units), versions_within(posts, units)
    return [
        _encode(
            post,
            place=places[post.unit_id][:2],
            cards=[
                wire(version, before[version.card_id], revising=under.get(post.id, ()))
                for version in versions[post.id]
            ],
            level=level_of(next((one for one in versions[post.id] if one.card.kind == Kind.RISK), None)),
            labels=labels[post.id],
            stops=stops.get(post.id, []),
            pool=pool_from(pools[post.unit_id]),
        )
        for post in posts
    ]


def _encode(
    post: Post,
    *,
    place: tuple[str, list[str]],
    cards: list[WireCard],
    level: int | None,
    labels: list[WireLabel],
    stops: list[WireStop],
    pool: Pool,
) -> bytes:
    every = every_question(cards, pool)
    practised = limited(every)
    made = PostBundle(
        id=str(post.id),
        title=post.title,
        enterprise=place[0],
        units=place[1],
        level=level,
        acts=acts_at(level, post.unit.path),
        labels=labels,
        stops=stops,
        cards=cards,
        questions=practised,
        lessons=for_lessons(cards, every, practised),
        recitals=recitals_of(cards),
    )
    return msgspec.json.encode(made, order="deterministic")
