"""Rule: a crew's people have not mastered what their posts ask, by ability. Only sums: nobody's own answers."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import url_for

from app.org.models import Unit
from app.questions.schemas import Ability
from app.reports.five.asker import Asker
from app.reports.five.rules.spots import step_at
from app.reports.five.settings import WEAK_DAYS, WEAK_SHARE, WEIGHT_WEAK
from app.reports.five.things import Thing, number, titled
from app.reports.mastery import ABILITY_WORDS, rows

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
    能应急. On the phone the one tap is a 抽背 with them. Gone once they know enough of it.
    """
    found = [(one, asker.value(WEAK_SHARE, one.unit.path)) for one in _crews(asker)]
    return [_thing(asker, one, share) for one, share in found if 100 * one.mastered < share * one.asked]


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
        title=titled(one.unit.name, f"{ABILITY_WORDS[one.ability]}不熟"),
        reason=f"{who}合起来 {number(one.asked, '题')}，掌握 {number(one.mastered, '题')}",
        step=step_at(asker, one.unit, url_for("reports.mastery", unit=one.unit.id)),
    )
