"""A plan as phones hold it. Depends on nobody who asks."""

import msgspec

from app.checks.models import Plan
from app.checks.plans import revision_of
from app.checks.rules import unit_of
from app.checks.schemas import PlanBundle, PlanItem
from app.checks.settings import ASKS_POSITION
from app.labels.queries import live_labels
from app.settings.queries import value_of


def plan_bundle(plan: Plan) -> PlanBundle:
    """The bundle of a plan, with its latest items and the labels whose scan proves presence."""
    items = items_of(plan)
    unit, post = unit_of(plan), plan.post
    return PlanBundle(
        id=str(plan.id),
        revision=plan.revision,
        title=plan.title,
        cycle=plan.cycle,
        completer=plan.completer,
        post=str(post.id) if post else None,
        post_title=post.title if post else "",
        unit=unit.name,
        level=min((one.level for one in items if one.level), default=None),
        asks_scan=plan.asks_scan and post is not None,
        asks_signature=plan.asks_signature,
        asks_measures=plan.asks_measures,
        asks_position=value_of(ASKS_POSITION, unit.path),
        tokens=[label.token for label in live_labels([post.id])] if post else [],
        items=items,
    )


def items_of(plan: Plan, number: int | None = None) -> list[PlanItem]:
    """The items of a revision of a plan, the latest by default; none where it has none."""
    revision = revision_of(plan, number)
    return msgspec.convert(revision.items, list[PlanItem]) if revision is not None else []
