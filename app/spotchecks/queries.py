"""应知应会率: the share of those at key posts (重点岗位) who know all four cards, and everybody it counts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import aliased

from app.access.models import Account
from app.cards.models import Card, CardVersion, State
from app.core import db
from app.core.clock import day_in
from app.org.models import Assignment, Membership, Person, Post, Unit
from app.org.queries import units_by_id, within, zone_of
from app.questions.schemas import Ability
from app.settings.queries import value_of
from app.spotchecks.draw import ABILITIES
from app.spotchecks.models import SpotAnswer, SpotCheck
from app.spotchecks.settings import PASS_PERCENT, VALID_DAYS

DOUBTED = (
    "no_role",
    "unknown_question",
)  # flags of what may not have been supervised, or not have been the card's
Key = TypeVar("Key", bound=Hashable)
Which = tuple[UUID, UUID, str]  # account, post, ability


class Known(NamedTuple):
    """How somebody stands with one card of a post."""

    ability: Ability
    state: str  # passed; failed: not the last time; old: only an older version; expired: too long ago; missing; none: no card
    at: datetime | None = None  # when it was last passed; failed: when that was


class Last(NamedTuple):
    """When somebody was last asked about a version of a card, and how it went."""

    at: datetime
    passed: bool


class Holding(NamedTuple):
    """Somebody who holds a key post."""

    account_id: UUID
    name: str
    post_id: UUID
    post: str
    unit_id: UUID
    unit: str
    enterprise_id: UUID


class Standing(NamedTuple):
    """How somebody stands with a key post that they hold."""

    holding: Holding
    known: list[Known]  # an ability each

    @property
    def passed(self) -> bool:
        """Whether they know all four cards of this post."""
        return all(one.state == "passed" for one in self.known)


class Counted(NamedTuple):
    """A share of people."""

    passed: int
    people: int


class Rate(NamedTuple):
    """应知应会率 of some units."""

    passed: int
    people: int
    by_unit: dict[UUID, Counted]  # the unit of a key post > those who hold one of its key posts
    standings: list[Standing]  # everybody, by unit, post and name
    days: list[int]  # within which a pass counted: one number, unless enterprises differ

    @property
    def share(self) -> float | None:
        """Passed / people, 0 to 1; None where nobody holds a key post."""
        return self.passed / self.people if self.people else None


def rate(paths: Sequence[str], at: datetime) -> Rate:
    """应知应会率 at a moment, of the key posts of the subtrees at `paths`.

    People who hold a key post and passed the version in force now of all four of its cards, each the last time they
    were asked about it in a 抽背 that they agreed with and that is not doubted (`DOUBTED`), within `spotchecks.valid_days` before `at`, ÷ all people who hold one. Somebody with several
    key posts there counts once, and has to know the cards of each. A post without all four cards lets nobody
    pass: what is not written can't be known.
    """
    held = _holdings(paths, at)
    current, asked = _versions_in_force(paths), _last_asked(paths, at)
    days = _days({one.enterprise_id for one in held})
    since = {enterprise_id: at - timedelta(days=number) for enterprise_id, number in days.items()}
    found = [
        Standing(
            one,
            [_known(one, ability, current, asked, since[one.enterprise_id]) for ability in ABILITIES],
        )
        for one in held
    ]
    whole = _count(found, lambda _: "").get("", Counted(0, 0))
    by_unit = _count(found, lambda one: one.holding.unit_id)
    return Rate(whole.passed, whole.people, by_unit, found, sorted(set(days.values())))


def percents(paths: Sequence[str]) -> list[int]:
    """How much has to be said to pass, as set now on the units of those who hold the key posts; each once."""
    home, member = aliased(Unit), aliased(Membership)
    holders = (
        select(Assignment.person_id)
        .join(Post, Post.id == Assignment.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*_key_posts(paths), Assignment.to_on.is_(None))
    )
    asked = select(home.path).distinct().join(member, member.unit_id == home.id)
    asked = asked.where(member.to_on.is_(None), member.person_id.in_(holders))
    return sorted({value_of(PASS_PERCENT, path) for path in db.session().scalars(asked)}) if paths else []


def _key_posts(paths: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return Post.key_post.is_(True), Post.closed_on.is_(None), within(paths)


def _holdings(paths: Sequence[str], at: datetime) -> list[Holding]:
    """Who holds the key posts on the day of `at`: people who have not left."""
    asked = (
        select(
            Account.id,
            Account.name,
            Post.id,
            Post.title,
            Unit.id,
            Unit.name,
            Post.enterprise_id,
            Assignment.from_on,
            Assignment.to_on,
        )
        .join(Assignment, Assignment.person_id == Account.id)
        .join(Person, Person.id == Account.id)
        .join(Post, Post.id == Assignment.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*_key_posts(paths), Account.closed_at.is_(None), Person.left_on.is_(None))
        .order_by(Unit.path, Post.place, Post.id, Account.name, Account.id)
    )
    rows = db.session().execute(asked).all() if paths else []
    days = {one.id: day_in(zone_of(one.path), at) for one in units_by_id({row[6] for row in rows}).values()}
    there = [row for row in rows if row[7] <= days[row[6]] and (row[8] is None or row[8] >= days[row[6]])]
    return list(dict.fromkeys(Holding(*row[:7]) for row in there))


def _versions_in_force(paths: Sequence[str]) -> dict[tuple[UUID, str], int]:
    """(key post, ability) > the number of its card's published version."""
    asked = (
        select(Card.post_id, Card.kind, CardVersion.number)
        .join(CardVersion, CardVersion.card_id == Card.id)
        .join(Post, Post.id == Card.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*_key_posts(paths), CardVersion.state == State.PUBLISHED)
    )
    return {(row[0], row[1]): row[2] for row in db.session().execute(asked)} if paths else {}


def _last_asked(paths: Sequence[str], at: datetime) -> Mapping[Which, dict[int, Last]]:
    """(account, post, ability) > version of the card > the last time that was agreed with; of two at the same moment
    the one that was not passed.

    Only versions that were there when the record came: a restore may lose one that phones have, or a phone name
    one that never was; whatever gets its number later says something else.
    """
    was_there = (
        (CardVersion.card_id == Card.id)
        & (CardVersion.number == SpotAnswer.version)
        & (CardVersion.published_at <= SpotCheck.received_at)
    )
    asked = (
        select(
            SpotCheck.account_id,
            SpotCheck.post_id,
            SpotAnswer.ability,
            SpotAnswer.version,
            SpotAnswer.passed,
            func.max(SpotCheck.held_at, type_=SpotCheck.held_at.type),
        )
        .join(SpotAnswer, SpotAnswer.spot_check_id == SpotCheck.id)
        .join(Post, Post.id == SpotCheck.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .join(Card, (Card.post_id == Post.id) & (Card.kind == SpotAnswer.ability))
        .join(CardVersion, was_there)
        .where(*_key_posts(paths), SpotCheck.confirmed == "agreed")
        .where(SpotCheck.held_at <= at)
        .where(*(cast(SpotCheck.flags, String).not_like(f'%"{flag}"%') for flag in DOUBTED))
        .group_by(
            SpotCheck.account_id, SpotCheck.post_id, SpotAnswer.ability, SpotAnswer.version, SpotAnswer.passed
        )
    )
    found: dict[Which, dict[int, Last]] = defaultdict(dict)
    for account_id, post_id, ability, version, passed, held_at in (
        db.session().execute(asked) if paths else ()
    ):
        said, versions = Last(held_at, passed), found[account_id, post_id, ability]
        versions[version] = max(said, versions.get(version, said), key=lambda one: (one.at, not one.passed))
    return found


def _days(enterprise_ids: Collection[UUID]) -> dict[UUID, int]:
    """Enterprise > for how many days a pass counts: as set on the enterprise, whatever is set below it."""
    return {one.id: value_of(VALID_DAYS, one.path) for one in units_by_id(enterprise_ids).values()}


def _known(
    held: Holding,
    ability: Ability,
    current: Mapping[tuple[UUID, str], int],
    asked: Mapping[Which, dict[int, Last]],
    since: datetime,
) -> Known:
    number = current.get((held.post_id, ability))
    versions = asked.get((held.account_id, held.post_id, ability), {})
    passed = [one.at for one in versions.values() if one.passed]
    if number is None or number not in versions:
        state = "none" if number is None else "old" if passed else "missing"
        return Known(ability, state, max(passed, default=None))
    last = versions[number]
    if not last.passed:
        return Known(ability, "failed", last.at)
    return Known(ability, "passed" if last.at >= since else "expired", last.at)


def _count(standings: Iterable[Standing], by: Callable[[Standing], Key]) -> dict[Key, Counted]:
    """Key > how many people stand there, and how many of them know all that they hold there."""
    people: dict[Key, dict[UUID, bool]] = defaultdict(dict)
    for one in standings:
        who = one.holding.account_id
        people[by(one)][who] = people[by(one)].get(who, True) and one.passed
    return {key: Counted(sum(some.values()), len(some)) for key, some in people.items()}
