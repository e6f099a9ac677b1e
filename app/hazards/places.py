"""Where something was found: the post that was named or scanned, else where its reporter belongs."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from app.core import db
from app.core.capture import Capture
from app.core.clock import day_in
from app.core.ids import parse_id
from app.labels.models import Label
from app.org.models import Membership, Post, Unit
from app.org.queries import zone_of


class Place(NamedTuple):
    """A unit, the post where it is known, and flags on how that was found out."""

    unit: Unit
    post: Post | None
    flags: list[str]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.post.title if self.post else self.unit.name


def place_of(post: str | None, token: str | None, capture: Capture) -> Place:
    """The place of a report.

    A label leads to its post even after it was revoked: it hung there when it was scanned. A post that this
    enterprise does not know loses nothing: the report is kept where its reporter belonged that day, with the
    flag `place_unknown`.
    """
    found = _post(post, capture.enterprise_id) or _labelled(token, capture.enterprise_id)
    if found is not None:
        return Place(found.unit, found, [])
    unit = _unit_of(capture) or db.session().get_one(Unit, capture.enterprise_id)
    return Place(unit, None, ["place_unknown"] if post or token else [])


def _post(text: str | None, enterprise_id: UUID) -> Post | None:
    post_id = parse_id(text or "")
    asked = select(Post).where(Post.id == post_id, Post.enterprise_id == enterprise_id)
    return db.session().scalar(asked) if post_id else None


def _labelled(token: str | None, enterprise_id: UUID) -> Post | None:
    asked = select(Post).join(Label, Label.post_id == Post.id)
    asked = asked.where(Label.token == (token or "")[:200], Label.enterprise_id == enterprise_id)
    return db.session().scalar(asked) if token else None


def _unit_of(capture: Capture) -> Unit | None:
    """The unit its reporter belonged to on the day."""
    day = day_in(zone_of(f"/{capture.enterprise_id}/"), capture.true_at)
    asked = select(Unit).join(Membership, Membership.unit_id == Unit.id)
    asked = asked.where(
        Membership.person_id == capture.by,
        Membership.enterprise_id == capture.enterprise_id,
        Membership.from_on <= day,
        or_(Membership.to_on.is_(None), Membership.to_on >= day),
    )
    return db.session().scalar(asked.order_by(Membership.from_on.desc(), Membership.id.desc()).limit(1))
