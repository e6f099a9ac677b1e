"""Rule: a crew's people have not mastered what their posts ask, by ability. Only sums: nobody's own answers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import func, select

from app.checks.answers import parts
from app.core import db
from app.org.models import Post, Unit
from app.questions.schemas import Ability
from app.reports.five.asker import Asker
from app.reports.five.rules.spots import step_at
from app.reports.five.settings import WEAK_DAYS, WEAK_REST, WEAK_SHARE, WEIGHT_WEAK
from app.reports.five.things import Thing, number
from app.reports.mastery import ABILITY_WORDS, rows
from app.spotchecks.models import SpotAnswer, SpotCheck

SLIGHT = 1.0
STEPS = 2.0  # from just too little, 1, to nothing at all, 3
EMERGENCY = 1.0  # what it counts more where it is 能应急


class Crew(NamedTuple):
    """What the people of a unit's posts have mastered together, of one ability."""

    unit: Unit
    ability: Ability
    people: int
    mastered: int
    asked: int


def weak(asker: Asker) -> list[Thing]:
    """A crew has mastered less than the share that is set, of what its people's posts ask in one ability.

    Counted are people who have held their post, and cards that have been in force, for the days that are set: it
    takes as long to answer everything once. Severity 1 to 3 by how far they are from the share, and 1 more for
    能应急. On the phone the one tap is a 抽背 with them. Gone once they know enough of it; and for the days that are
    set after a 抽背 about one of their posts asked this ability, however it went: learning takes days, and whoever
    held it has done what there was to do. After that it is back, if they still know too little.
    """
    found = [(one, asker.value(WEAK_SHARE, one.unit.path)) for one in _crews(asker)]
    low = [(one, share) for one, share in found if 100 * one.mastered < share * one.asked]
    last = _last_asked(asker, {one.unit.id for one, _ in low})
    return [_thing(asker, one, share) for one, share in low if not _rests(asker, one, last)]


def _last_asked(asker: Asker, units: Collection[UUID]) -> dict[tuple[UUID, str], datetime]:
    """(unit, ability) > when a 抽背 about one of its posts last asked it, as far back as it matters."""
    longest = max(asker.value(WEAK_REST, one) for one in asker.paths)
    asked = (
        select(Post.unit_id, SpotAnswer.ability, func.max(SpotCheck.held_at, type_=SpotCheck.held_at.type))
        .join(SpotCheck, SpotCheck.post_id == Post.id)
        .join(SpotAnswer, SpotAnswer.spot_check_id == SpotCheck.id)
        .where(SpotCheck.held_at >= asker.midnight(longest))
        .group_by(Post.unit_id, SpotAnswer.ability)
    )
    some = (asked.where(Post.unit_id.in_(ids)) for ids in parts(sorted(units)))
    return {(row[0], row[1]): row[2] for one in some for row in db.session().execute(one)}


def _rests(asker: Asker, one: Crew, last: dict[tuple[UUID, str], datetime]) -> bool:
    at = last.get((one.unit.id, one.ability))
    days = asker.value(WEAK_REST, one.unit.path)
    return at is not None and asker.today - asker.day_of(at) < timedelta(days=days)


def _crews(asker: Asker) -> list[Crew]:
    settled, people = _settled(asker), defaultdict[tuple[UUID, Ability], set[UUID]](set)
    asked, known = defaultdict[tuple[UUID, Ability], int](int), defaultdict[tuple[UUID, Ability], int](int)
    for row in rows(list(asker.posts.values()), _practised(asker), asker.at):
        for ability, count in row.asked.items():
            if (row.post_id, ability) in settled:
                key = asker.posts[row.post_id].unit_id, ability
                asked[key] += count
                known[key] += row.mastered[ability]
                people[key].add(row.account_id)
    units = {one.unit_id: one.unit for one in asker.posts.values()}
    return [Crew(units[key[0]], key[1], len(people[key]), known[key], asked[key]) for key in asked]


def _before(asker: Asker, post_id: UUID) -> date:
    return asker.today - timedelta(days=asker.value(WEAK_DAYS, asker.posts[post_id].unit.path))


def _practised(asker: Asker) -> dict[UUID, list[UUID]]:
    """Post > those who have held it long enough."""
    return {
        post_id: [one.account_id for one in people if one.since <= _before(asker, post_id)]
        for post_id, people in asker.holders.items()
        if post_id in asker.posts
    }


def _settled(asker: Asker) -> set[tuple[UUID, str]]:
    """(post, ability) whose card has been in force long enough. An ability is a card's kind, one to one."""
    return {
        (row.post_id, row.kind) for row in asker.versions if row.effective_on <= _before(asker, row.post_id)
    }


def _thing(asker: Asker, one: Crew, share: int) -> Thing:
    far = 1 - 100 * one.mastered / (share * one.asked)
    who = number(one.people, "人")
    return Thing(
        rule="weak",
        key=f"weak:{one.unit.id}:{one.ability}",
        place=one.unit.id,
        weight=asker.value(WEIGHT_WEAK, one.unit.path),
        severity=SLIGHT + STEPS * far + (EMERGENCY if one.ability == "emergency" else 0),
        name=one.unit.name,
        words=f"{ABILITY_WORDS[one.ability]}不熟",
        reason=f"{who}合起来 {number(one.asked, '题')}，掌握 {number(one.mastered, '题')}",
        step=step_at(asker, one.unit, url_for("reports.mastery", unit=one.unit.id)),
    )
