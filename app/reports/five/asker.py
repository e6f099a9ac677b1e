"""Whose five things: the units they supervise, and what several rules read of them. Each is read once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.access.models import Account
from app.cards.models import Card, CardVersion, State
from app.checks.answers import parts
from app.core import db
from app.core.words import dial
from app.org import queries as org
from app.org.models import Assignment, Post
from app.reports.filters import READ, topmost
from app.reports.five.things import Step
from app.reports.rows import levels_of
from app.settings.queries import value_of
from app.settings.registry import Setting

T = TypeVar("T")


class Holder(NamedTuple):
    """Somebody who holds a post now."""

    post_id: UUID
    account_id: UUID
    name: str
    since: date


class Version(NamedTuple):
    """A card of a post as it is published."""

    post_id: UUID
    kind: str
    number: int
    effective_on: date


class Asker:
    """A supervisor at a moment. `paths` are the subtrees whose checks they may read."""

    def __init__(self, account: Account, at: datetime) -> None:
        self.account, self.at = account, at
        self.paths = topmost(account.paths_for(READ))
        self.zone = ZoneInfo(org.zone_of(f"/{account.enterprise_id}/"))
        self.today = at.astimezone(self.zone).date()
        self._values: dict[tuple[str, str], Any] = {}  # every post asks for the same few

    def value(self, setting: Setting[T], path: str) -> T:
        """What holds for what lies at `path`: as set on the unit that this supervisor supervises, not below it."""
        key = setting.key, path
        if key not in self._values:
            top = next((one for one in self.paths if path.startswith(one)), path)
            self._values[key] = value_of(setting, top)
        found: T = self._values[key]
        return found

    def least(self, setting: Setting[int]) -> int:
        """The lowest value of all their units: what to ask the database for."""
        return min((value_of(setting, path) for path in self.paths), default=setting.default)

    def midnight(self, days_ago: int = 0) -> datetime:
        """The start of a day, today's or an earlier one's."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(), self.zone)

    def day_of(self, at: datetime) -> date:
        """The day it was at a moment."""
        return at.astimezone(self.zone).date()

    @cached_property
    def posts(self) -> dict[UUID, Post]:
        """The open posts, with their units."""
        return {one.id: one for one in org.posts(self.paths)}

    @cached_property
    def levels(self) -> dict[UUID, int | None]:
        """Post > risk level."""
        return levels_of(list(self.posts))

    @cached_property
    def holders(self) -> dict[UUID, list[Holder]]:
        """Post > who holds it now, by name."""
        asked = (
            select(Assignment.post_id, Assignment.person_id, Account.name, Assignment.from_on)
            .join(Account, Assignment.person_id == Account.id)
            .where(Assignment.to_on.is_(None), Account.closed_at.is_(None))
            .order_by(Account.name, Account.id)
        )
        found: dict[UUID, list[Holder]] = {}
        for some in parts(sorted(self.posts)):
            for row in db.session().execute(asked.where(Assignment.post_id.in_(some))):
                found.setdefault(row.post_id, []).append(Holder(*row))
        return found

    @cached_property
    def versions(self) -> Sequence[Version]:
        """The published versions of the cards of the open posts."""
        asked = (
            select(Card.post_id, Card.kind, CardVersion.number, CardVersion.effective_on)
            .join(CardVersion, CardVersion.card_id == Card.id)
            .where(CardVersion.state == State.PUBLISHED)
            .order_by(Card.post_id, Card.kind)
        )
        some = (asked.where(Card.post_id.in_(ids)) for ids in parts(sorted(self.posts)))
        return [Version._make(row) for one in some for row in db.session().execute(one)]

    def step(
        self, path: str, word: str, href: str, route: str = "", people: Collection[Account] = ()
    ) -> Step:
        """To call the first of these people whose number this supervisor may see; else what `word` says."""
        numbers = [
            dial(one.phone) for one in people if one.phone and one.id != self.account.id and not one.closed_at
        ]
        if numbers and self.account.may("people.read", path):
            return Step(word="打电话", href=href, route=route, tel=numbers[0])
        return Step(word=word, href=href, route=route)
