"""Hazards and stops as phones hold them."""

from uuid import UUID

from app.access.queries import names_of
from app.core import db
from app.hazards.models import Hazard, HazardStep
from app.hazards.schemas import HazardBundle, WireStep


def hazard_bundle(hazard: Hazard) -> HazardBundle:
    """One hazard with its history. Does not depend on who asks."""
    ids = {one.by_id for one in hazard.steps} | {hazard.reporter_id}
    with db.everywhere():  # a park's officer may have had a hand in it, and is named to everybody alike
        names = names_of(ids | ({hazard.owner_id} if hazard.owner_id else set()))
    return HazardBundle(
        id=str(hazard.id),
        name=hazard.name,
        note=hazard.note,
        category=hazard.category,
        post=str(hazard.post_id) if hazard.post_id else None,
        post_title=hazard.post.title if hazard.post else "",
        unit=hazard.unit.name,
        risk_level=hazard.risk_level,
        dangerous=hazard.dangerous,
        at_once=hazard.at_once,
        grade=hazard.grade,
        owner=names.get(hazard.owner_id, "") if hazard.owner_id else "",
        owner_id=str(hazard.owner_id) if hazard.owner_id else None,
        due_on=hazard.due_on,
        measures=hazard.measures,
        interim=hazard.interim,
        funds_fen=hazard.funds_fen,
        plan=hazard.plan,
        reporter=names.get(hazard.reporter_id, ""),
        reporter_id=str(hazard.reporter_id),
        state=hazard.state,
        changed_at=hazard.changed_at,
        steps=[_step(one, names) for one in hazard.steps],
    )


def _step(one: HazardStep, names: dict[UUID, str]) -> WireStep:
    return WireStep(
        id=str(one.id),
        act=one.act,
        by=names.get(one.by_id, ""),
        by_id=str(one.by_id),
        at=one.at,
        note=one.note,
        photos=one.photos,
    )
