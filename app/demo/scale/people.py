"""The people of the grown demo: how many there are of what, what they are called, and their phones."""

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from app.access import actions as access
from app.access.phone_actions import register_key
from app.access.policy import Role
from app.demo.scale.cast import Phone
from app.demo.scale.phones import made_id, new_key
from app.org import actions as org
from app.org.actions.people import Joiner
from app.org.models import Person, Unit

CREW = 13  # people of a team
POSTS = 10  # of a team
TEAMS = 10  # of a department
FIRST_NUMBER = 10001  # employee numbers: the principal's, the officer's, then department by department
SILENT = 0.006  # of all phones: not heard from for days
HELD_BACK = 0.3  # of those: they are known to hold records
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "建国志强海涛德明永平金山春燕秀英玉梅立新大勇长顺宏伟晓峰国栋铁柱文斌占军小军立民成功松光辉"


class Sizes(NamedTuple):
    """How the people are spread: for each department, how many belong to each of its teams."""

    officer: bool
    departments: list[list[int]]


def sizes_of(people: int) -> Sizes:
    """How an enterprise of so many people is built: a principal, a safety officer, heads, and teams."""
    officer = people > 2
    left = people - 1 - officer
    count = max(1, round(left / (1 + TEAMS * CREW))) if left else 0
    crews = left - count
    return Sizes(officer, [_teams(one) for one in _spread(crews, count)])


def _teams(people: int) -> list[int]:
    return _spread(people, max(1, round(people / CREW))) if people else []


def _spread(people: int, count: int) -> list[int]:
    """So many people in `count` groups, as even as can be."""
    if not count:
        return []
    each, more = divmod(people, count)
    return [each + (number < more) for number in range(count)]


class Roll:
    """Names and numbers, given one after the other."""

    def __init__(self, luck: Random, hashed: str, since: date) -> None:
        self._luck, self._hashed, self.since = luck, hashed, since
        self._number, self._phone = FIRST_NUMBER, 0

    def next(self, unit: Unit, *, leads: bool = False) -> Joiner:
        """Somebody who joins a unit; those who lead have a telephone, whose number nobody else has."""
        number, self._number = str(self._number), self._number + 1
        telephone = None
        if leads:
            self._phone += 1
            telephone = f"1990000{self._phone:04d}"
        return Joiner(unit, self._name(), number, telephone, self.since, self._hashed)

    def _name(self) -> str:
        return self._luck.choice(_SURNAMES) + "".join(self._luck.choices(_GIVEN, k=self._luck.choice((1, 2))))


def join(joiners: list[Joiner]) -> list[Person]:
    """Let them all join, with a password that they need not change."""
    made = org.enrol(joiners, by=None)
    for person in made:
        person.account.must_change = False
    return made


def lead(person: Person, role: Role, unit: Unit) -> None:
    """Give somebody a role on a unit."""
    access.grant_new(person.account, role, unit_id=unit.id, unit_path=unit.path, by=None)


def phones_of(luck: Random, people: list[Person], at: datetime) -> list[Phone]:
    """A phone for each of them, known to the server."""
    return [_phone(luck, one, at) for one in people]


def _phone(luck: Random, person: Person, at: datetime) -> Phone:
    private, public = new_key(luck)
    heard, kept_back = at - timedelta(minutes=luck.uniform(1, 40)), 0
    if luck.random() < SILENT:
        heard = at - timedelta(days=luck.uniform(4, 20))
        kept_back = luck.randint(1, 12) if luck.random() < HELD_BACK else 0
    key = made_id(luck, at)
    register_key(person.account, key_id=key, public_key=public, agent="", sign_in_id=None)
    return Phone(
        enterprise=person.enterprise_id,
        account=person.id,
        key=key,
        private=private,
        heard_at=heard.replace(microsecond=0),
        offset_ms=luck.randint(-900, 900),
        kept_back=kept_back,
    )
