"""The enterprise of the grown demo: units, people, posts with cards, plans. Made by the rooms' own actions.

A department is one commit, so that no write holds more than that in memory.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from app.access.policy import Role
from app.access.secrets import hash_password
from app.core import db
from app.demo.load import PASSWORD
from app.demo.scale.bulk import roomy
from app.demo.scale.cast import Crew, Held, Mine, Phone
from app.demo.scale.hang import hang
from app.demo.scale.people import CREW, POSTS, Roll, Sizes, join, lead, phones_of
from app.demo.scale.plans import Times, add_shifts, at_post, of_head, of_leader, of_principal
from app.demo.scale.sets import CardSet, card_sets
from app.labels import actions as labels
from app.labels.queries import live_labels
from app.org import actions as org
from app.org.actions.posts import assign_new
from app.org.models import Person, Unit, UnitKind

PARK, ENTERPRISE = "青山工业园区", "青山矿业集团"
DEPARTMENTS = ("采矿", "破碎", "运输", "机电", "动力", "选矿")
JOINED_BEFORE = timedelta(days=60)
NUMERALS = "一二三四五六七八九十"


class Ground(NamedTuple):
    """What all departments are built on."""

    luck: Random
    enterprise: Unit
    roll: Roll
    sets: list[CardSet]
    times: Times
    at: datetime


def build(sizes: Sizes, since: date, at: datetime, luck: Random, tick: Callable[[float], None]) -> Mine:
    """Build the enterprise in an empty database; its history is to begin on the day `since`."""
    roll = Roll(luck, hash_password(PASSWORD), since - JOINED_BEFORE)
    with roomy():
        org.install(demo=True)
        park = org.add_unit(kind=UnitKind.PARK, name=PARK, parent=None, by=None)
        enterprise = org.add_unit(kind=UnitKind.ENTERPRISE, name=ENTERPRISE, parent=park, by=None)
        ground = Ground(luck, enterprise, roll, card_sets(), Times(since, add_shifts(enterprise, since)), at)
        mine = _top(ground, sizes)
    for number, teams in enumerate(sizes.departments):
        with roomy():
            _department(ground, mine, number, teams)
        db.session().expunge_all()  # what is written is not needed as objects any more
        tick((number + 1) / len(sizes.departments))
    return mine


def _top(ground: Ground, sizes: Sizes) -> Mine:
    """The principal, who is the administrator, too, and the safety officer."""
    unit = ground.enterprise
    people = join([ground.roll.next(unit, leads=True) for _ in range(1 + sizes.officer)])
    for role in (Role.PRINCIPAL, Role.ADMINISTRATOR):
        lead(people[0], role, unit)
    for person in people[1:]:
        lead(person, Role.SAFETY_OFFICER, unit)
    phones = phones_of(ground.luck, people, ground.at)
    task = of_principal(ground.times, unit, phones[0])
    return Mine(unit.id, phones, [task], [], [])


def _department(ground: Ground, mine: Mine, number: int, teams: list[int]) -> None:
    unit = org.add_unit(kind=UnitKind.DEPARTMENT, name=_name_of(number), parent=ground.enterprise, by=None)
    (head,) = join([ground.roll.next(unit, leads=True)])
    lead(head, Role.DEPARTMENT_HEAD, unit)
    phones = phones_of(ground.luck, [head], ground.at)
    mine.phones.extend(phones)
    mine.tasks.append(of_head(ground.times, unit, phones[0]))
    for place, people in enumerate(teams):
        _team(ground, mine, unit, place, people, phones[0])


def _name_of(number: int) -> str:
    """采矿一车间, 破碎一车间 … 采矿二车间."""
    which, kind = divmod(number, len(DEPARTMENTS))
    return f"{DEPARTMENTS[kind]}{_numeral(which)}车间"


def _numeral(place: int) -> str:
    return NUMERALS[place] if place < len(NUMERALS) else str(place + 1)


def _team(  # noqa: PLR0917 (what a team is made of)
    ground: Ground, mine: Mine, above: Unit, place: int, people: int, head: Phone
) -> None:
    unit = org.add_unit(kind=UnitKind.TEAM, name=f"{_numeral(place)}班", parent=above, by=None)
    persons = join([ground.roll.next(unit, leads=not number) for number in range(people)])
    lead(persons[0], Role.TEAM_LEADER, unit)
    phones = phones_of(ground.luck, persons, ground.at)
    crew = Crew(unit.id, phones[0], head, phones)
    mine.phones.extend(phones)
    mine.crews.append(crew)
    mine.tasks.append(of_leader(ground.times, unit, crew))
    _posts(ground, mine, unit, crew, persons)


def _posts(ground: Ground, mine: Mine, unit: Unit, crew: Crew, persons: list[Person]) -> None:
    count = max(1, round(len(persons) * POSTS / CREW))
    first = len(mine.held)
    sets = [ground.sets[(first + number) % len(ground.sets)] for number in range(count)]
    posts = [
        org.add_post(unit=unit, title=f"{number} 号{one.title}", key_post=number <= 3, by=None)
        for number, one in enumerate(sets, 1)
    ]
    hang(list(zip(posts, sets, strict=True)), ground.times.since)
    for number, person in enumerate(persons):
        assign_new(person, posts[number % count], on=ground.roll.since, by=None)
    labels.ensure_labels(posts, by=None)
    tokens = {one.post_id: one.token for one in live_labels([one.id for one in posts])}
    for number, (post, cards) in enumerate(zip(posts, sets, strict=True)):
        held = Held(post.id, crew.members[number::count], cards, crew)
        mine.held.append(held)
        mine.tasks.append(at_post(ground.times, post, number, held, tokens[post.id]))
