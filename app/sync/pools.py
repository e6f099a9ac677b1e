"""What the cards of a department say: the distractors of its posts' questions come from there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.cards.models import Card, CardVersion, State
from app.cards.queries import wire
from app.core import db
from app.org.models import Post, Unit, UnitKind
from app.questions.pool import Pool, pool_of

POOLS = 64  # departments whose pools a process remembers


def department_of(unit: Unit, units: dict[UUID, Unit]) -> UUID:
    """The lowest department (部门) at or above a unit; the unit itself where none is."""
    chain = [units[UUID(part)] for part in unit.path.strip("/").split("/") if UUID(part) in units]
    below = [one.id for one in chain if one.kind == UnitKind.DEPARTMENT]
    return below[-1] if below else unit.id


def versions_within(posts: Sequence[Post], units: dict[UUID, Unit]) -> dict[UUID, tuple[UUID, ...]]:
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
def pool_from(version_ids: tuple[UUID, ...]) -> Pool:
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
