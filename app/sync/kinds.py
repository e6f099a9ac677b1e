"""The kinds of stored bundles: each says of its rows what a bundle is made of, and makes it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import inspect
from sqlalchemy.orm import joinedload, selectinload

from app.access.models import Account
from app.access.queries import names_of
from app.checks.bundles import plan_bundle
from app.checks.models import Plan
from app.checks.rules import WHOLE, unit_of
from app.checks.settings import ASKS_POSITION
from app.core import db
from app.hazards.bundles import hazard_bundle
from app.hazards.models import Hazard
from app.labels.queries import live_labels
from app.org.models import Post, Unit
from app.recite.bundles import recite_bundle
from app.recite.queries import arrivals, rules_for
from app.settings.queries import value_of
from app.spotchecks.bundles import crew_bundles
from app.sync import bundles
from app.sync.bundles import fingerprint

POST, PLAN, HAZARD, RECITE, CREW = "post", "plan", "hazard", "recite", "crew"
_NOT_SHOWN = {"frozen_through", "switched_at", "on"}  # of a plan, and change without changing its bundle


@dataclass(frozen=True)
class Maker:
    """How the bundles of a kind are made: the table, what they are made of, and the bytes."""

    model: type[Any]
    fingerprints: Callable[[Sequence[Any]], dict[UUID, str]]
    make: Callable[[Sequence[Any]], list[bytes]]
    along: tuple[Any, ...] = ()  # what is loaded together with the rows


def _told(row: Any) -> list[str]:
    """Every column of a row that a bundle could show."""
    keys = [one.key for one in inspect(type(row)).column_attrs if one.key not in _NOT_SHOWN]
    return [repr(getattr(row, key)) for key in keys]


def _plan_prints(plans: Sequence[Plan]) -> dict[UUID, str]:
    units = {unit_of(plan).path: unit_of(plan) for plan in plans}
    around = {path: (unit.name, value_of(ASKS_POSITION, path)) for path, unit in units.items()}
    hung: dict[UUID | None, list[str]] = defaultdict(list)
    for label in live_labels([plan.post_id for plan in plans if plan.post_id]):
        hung[label.post_id].append(label.token)
    return {
        plan.id: fingerprint(
            _told(plan), around[unit_of(plan).path], plan.post.title if plan.post else "", hung[plan.post_id]
        )
        for plan in plans
    }


def _hazard_prints(hazards: Sequence[Hazard]) -> dict[UUID, str]:
    ids = {id_ for one in hazards for id_ in _people_of(one)}
    with db.everywhere():  # as in the bundle: a park's people are named to everybody alike
        names = names_of(ids)
    return {
        one.id: fingerprint(
            _told(one),
            one.unit.name,
            one.post.title if one.post else "",
            [str(step.id) for step in one.steps],
            [names.get(id_) for id_ in _people_of(one)],
        )
        for one in hazards
    }


def _people_of(hazard: Hazard) -> list[UUID]:
    """Whom a hazard's bundle names, in a fixed order."""
    owner = [hazard.owner_id] if hazard.owner_id else []
    return [hazard.reporter_id, *owner, *(step.by_id for step in hazard.steps)]


def _recite_prints(accounts: Sequence[Account]) -> dict[UUID, str]:
    came = arrivals([one.id for one in accounts])
    return {one.id: fingerprint(came.get(one.id, 0), rules_for(one)) for one in accounts}


def _crew_prints(units: Sequence[Unit]) -> dict[UUID, str]:
    made = crew_bundles(units)  # small, and read in a few questions for all of them
    return {unit.id: fingerprint(_encoded(one)) for unit, one in zip(units, made, strict=True)}


def _encoded(made: object) -> bytes:
    return msgspec.json.encode(made, order="deterministic")


MAKERS = {
    POST: Maker(Post, bundles.fingerprints, bundles.make, (joinedload(Post.unit),)),
    PLAN: Maker(
        Plan,
        _plan_prints,
        lambda plans: [_encoded(plan_bundle(one)) for one in plans],
        WHOLE,
    ),
    HAZARD: Maker(
        Hazard,
        _hazard_prints,
        lambda found: [_encoded(hazard_bundle(one)) for one in found],
        (joinedload(Hazard.unit), joinedload(Hazard.post), selectinload(Hazard.steps)),
    ),
    RECITE: Maker(  # of a person, for that person only
        Account,
        _recite_prints,
        lambda accounts: [_encoded(recite_bundle(one)) for one in accounts],
    ),
    CREW: Maker(  # names; for those who may hold a 抽背 there only
        Unit,
        _crew_prints,
        lambda units: [_encoded(one) for one in crew_bundles(units)],
    ),
}


def key_of(kind: str, row: Any) -> str:
    """The name of a bundle in a manifest."""
    return f"{kind}:{row.id}"
