"""Changes that somebody records, and the cards that name an equipment's tag."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cards import actions as cards
from app.cards.models import CardRenewal, CardVersion
from app.cards.schemas import Body, Head, Kind, OperationRow, RiskRow
from app.changes import actions
from app.changes.models import Change
from app.changes.touch import Place, mark_of, touched
from app.core import db
from app.core.ids import new_id
from app.org.models import Post, Unit
from app.org.queries import today
from tests.world import DAY, World

OPERATION, RISK = Kind.OPERATION, Kind.RISK


def at(unit_or_post: Unit | Post) -> Place:
    """A unit or a post as the place of a change."""
    ent = unit_or_post.enterprise_id
    if isinstance(unit_or_post, Unit):
        return Place(ent, unit=unit_or_post)
    return Place(ent, post=unit_or_post)


def record(world: World, place: Place, *, who: str = "safety_officer", **more: Any) -> Change:
    """Somebody records a change, after a look at the posts that it touches."""
    by, found = world.people[who].account.id, touched(place)
    key, seen = more.pop("key", None) or new_id(), more.pop("seen", mark_of(found))
    said = {
        "kind": "equipment",
        "what": "泵换成了变频的",
        "happened_on": DAY,
        "cards": [OPERATION, RISK],
        "owner_id": by,
        "due_on": today(world.mine.path) + timedelta(days=30),
        **more,
    }
    return actions.record(key, place, actions.Record(**said), seen=seen, by=by)


def opened(change: Change | None = None) -> list[CardRenewal]:
    """The renewals that a change has opened; all there are, without one."""
    asked = select(CardRenewal).order_by(CardRenewal.id)
    return list(db.session().scalars(asked.where(CardRenewal.change_id == change.id) if change else asked))


def posts_of(change: Change) -> set[UUID]:
    return {one.post_id for one in opened(change)}


def name_tag(post: Post, tag: str = "", text: str = "开泵", *, published: bool = True) -> CardVersion:
    """An operation card whose only step has this tag, or says this."""
    return _card(post, OPERATION, [OperationRow(procedure=text, tag=tag)], published)


def name_in_risk(post: Post, text: str) -> CardVersion:
    """A risk list whose only risk says this in a column of the enterprise's own."""
    row = RiskRow(point="泵房", hazard="漏", extra={"部位": text})
    return _card(post, RISK, [row], True)


def _card(post: Post, kind: Kind, rows: Sequence[Body], published: bool) -> CardVersion:
    numbered = [(f"r{place}", row) for place, row in enumerate(rows)]
    made = cards.write_draft(post, kind, Head(), numbered, source="test", by=None)
    if published:
        cards.put_in_force(made, effective_on=DAY, by=None)
    return made
