"""What tests of hazards share: somebody reports, somebody acts, somebody is told."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.models import Grant
from app.core import db
from app.core.capture import Capture
from app.core.clock import now
from app.core.ids import new_id
from app.hazards import actions
from app.hazards.models import Hazard, HazardStep
from app.hazards.schemas import HazardActed, HazardReported
from app.notify.models import Notice
from app.org.models import Person
from tests.world import World

PHOTO, AFTER = "a" * 64, "b" * 64


def by(person: Person, *, ago: timedelta = timedelta(0), offset_ms: int | None = 0) -> Capture:
    """A record that this person made some time ago, received now."""
    moment = now()
    return Capture(
        enterprise_id=person.enterprise_id,
        by=person.id,
        at=moment - ago,
        received_at=moment,
        offset_ms=offset_ms,
    )


class Site:
    """甲矿, its people by role, and the hazards they report; the state and the flags are read back."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.worker, self.leader = world.people["worker"], world.people["team_leader"]
        with db.writing() as active:
            for grant in active.scalars(select(Grant)):
                grant.granted_at -= timedelta(days=90)
        self.head, self.officer = world.people["department_head"], world.people["safety_officer"]

    def report(self, who: Person | None = None, **more: Any) -> Hazard:
        """A hazard at the crusher, reported by its worker."""
        body = {"id": str(new_id()), "name": "护罩松动", "post": str(self.world.crusher_id)} | more
        actions.report(HazardReported(**body), by(who or self.worker))
        return self.hazard(body["id"])

    def hazard(self, hazard_id: str | UUID) -> Hazard:
        return db.session().get_one(Hazard, UUID(str(hazard_id)))

    def act(self, who: Person, hazard: Hazard, act: str, **more: Any) -> list[str]:
        """A step just now; `ago` and `offset_ms` set when it was made."""
        when = {key: more.pop(key) for key in ("ago", "offset_ms") if key in more}
        body = HazardActed(id=str(new_id()), hazard=str(hazard.id), act=act, **more)  # type: ignore[arg-type]
        return actions.act(body, by(who, **when))

    def register(self, hazard: Hazard, **more: Any) -> list[str]:
        return self.act(self.leader, hazard, "register", **({"owner": str(self.worker.id)} | more))

    def rectified(self, **more: Any) -> Hazard:
        """A registered hazard that its owner has mended."""
        hazard = self.report(**more)
        self.register(hazard)
        self.act(self.worker, hazard, "rectify", photos=[AFTER])
        return hazard

    def steps(self, hazard: Hazard) -> list[tuple[str, list[str]]]:
        asked = select(HazardStep).where(HazardStep.hazard_id == hazard.id).order_by(HazardStep.number)
        return [(one.act, one.flags) for one in db.session().scalars(asked)]


def told(people: Collection[Person]) -> dict[str, list[str]]:
    """Name > titles of what each was told, in order; whoever was told nothing has an empty list."""
    found: dict[str, list[str]] = {one.account.name: [] for one in people}
    names = {one.id: one.account.name for one in people}
    for notice in db.session().scalars(select(Notice).order_by(Notice.made_at, Notice.id)):
        if notice.account_id in names:
            found[names[notice.account_id]].append(notice.title)
    return found
