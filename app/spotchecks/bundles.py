"""What the phone of whoever may hold a 抽背 knows of a crew. It does not depend on who asks."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import db
from app.org.models import Post, Unit, UnitKind
from app.org.queries import today
from app.settings.queries import value_of
from app.spotchecks.crews import Held, held_in
from app.spotchecks.schemas import CrewBundle, CrewMember, SpotRules
from app.spotchecks.settings import ASKS_SIGNATURE, PASS_PERCENT


def crew_bundles(units: Sequence[Unit]) -> list[CrewBundle]:
    """The bundles of these units, in their order."""
    held, names = _held(units), _names_below_the_top(units)
    return [
        CrewBundle(
            id=str(unit.id),
            name=unit.name,
            units=names[unit.id],
            rules=SpotRules(
                pass_percent=value_of(PASS_PERCENT, unit.path),
                asks_signature=value_of(ASKS_SIGNATURE, unit.path),
            ),
            people=_people([one for one in held if one.unit_id == unit.id]),
        )
        for unit in units
    ]


def crew_posts(units: Sequence[Unit]) -> list[Post]:
    """The posts that the people of these units hold, with cards to recite: in their own unit or another."""
    ids = {one.post_id for one in _held(units)}
    asked = select(Post).where(Post.id.in_(ids)).options(joinedload(Post.unit))
    asked = asked.order_by(Post.unit_id, Post.place, Post.id)
    return list(db.session().scalars(asked)) if ids else []


def _held(units: Sequence[Unit]) -> list[Held]:
    found: list[Held] = []
    for enterprise_id in sorted({one.enterprise_id for one in units}):
        ids = {one.id for one in units if one.enterprise_id == enterprise_id}
        found += [one for one in held_in(ids, today(f"/{enterprise_id}/")) if one.is_open]
    return found


def _people(held: Sequence[Held]) -> list[CrewMember]:
    found: dict[UUID, CrewMember] = {}
    for one in held:
        member = found.setdefault(one.account_id, CrewMember(id=str(one.account_id), name=one.name, posts=[]))
        member.posts.append(str(one.post_id))
    return list(found.values())


def _names_below_the_top(units: Sequence[Unit]) -> dict[UUID, list[str]]:
    """Unit > the names of the units from the department down to it."""
    ids = {UUID(part) for unit in units for part in unit.path.strip("/").split("/")}
    rows = db.session().scalars(select(Unit).where(Unit.id.in_(ids))) if ids else ()
    by_id = {one.id: one for one in rows if one.kind not in (UnitKind.PARK, UnitKind.ENTERPRISE)}
    chains = {unit.id: [UUID(part) for part in unit.path.strip("/").split("/")] for unit in units}
    return {key: [by_id[one].name for one in chain if one in by_id] for key, chain in chains.items()}
