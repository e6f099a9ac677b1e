"""Whom and what the month is played with: the demo's people, posts and plans, read once after they are loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import yaml
from sqlalchemy import select

from app.access.models import Account
from app.checks.models import Plan, PlanRevision
from app.checks.rules import WHOLE, rules_for
from app.checks.schemas import PlanItem
from app.checks.windows import Window, windows
from app.core import db
from app.demo.load import HERE
from app.demo.month.phones import Phone
from app.demo.month.photos import Photos
from app.labels.models import Label
from app.org.models import Assignment, Post


@dataclass(frozen=True)
class Somebody:
    """A person with their phone, and the keys of the posts they hold."""

    no: str
    name: str
    phone: Phone
    posts: tuple[str, ...]

    @property
    def id(self) -> UUID:
        """Their account."""
        return self.phone.account


@dataclass(frozen=True)
class Place:
    """A post, and the token of its label."""

    key: str
    id: UUID
    unit: UUID
    token: str


@dataclass(frozen=True)
class Listed:
    """A plan with what it asks and all its windows of the month."""

    id: UUID
    title: str
    post: str | None  # key
    cycle: str
    revision: int
    items: list[PlanItem]
    asks_scan: bool
    asks_measures: bool
    windows: list[Window]


@dataclass(frozen=True)
class Cast:
    """All of them, on the last day of the month, and the zone of its days."""

    enterprise: UUID
    people: dict[str, Somebody]
    posts: dict[str, Place]
    plans: list[Listed]
    pictures: Photos
    today: date
    zone: ZoneInfo

    def when(self, ago: int, clock: str) -> datetime:
        """The moment at which the clock on the wall showed this, so many days ago."""
        return datetime.combine(self.today - timedelta(days=ago), time.fromisoformat(clock), self.zone)

    def ago(self, day: date) -> int:
        """How many days ago a day was."""
        return (self.today - day).days


def cast_of(posts: Sequence[Post], today: date, zone: ZoneInfo, first: date) -> Cast:
    """The cast of a demo that was just loaded; its windows are those from `first` to `today`. In every scope."""
    keys = [one["key"] for one in yaml.safe_load((HERE / "org.yaml").read_text(encoding="utf-8"))["posts"]]
    enterprise, pictures = posts[0].enterprise_id, Photos()
    by_id = {post.id: key for key, post in zip(keys, posts, strict=True)}
    tokens = {row.post_id: row.token for row in db.session().execute(select(Label.post_id, Label.token))}
    places = {by_id[post.id]: Place(by_id[post.id], post.id, post.unit_id, tokens[post.id]) for post in posts}
    return Cast(
        enterprise, _people(by_id, pictures), places, _plans(by_id, first, today), pictures, today, zone
    )


def _people(by_id: dict[UUID, str], pictures: Photos) -> dict[str, Somebody]:
    held: dict[UUID, list[str]] = {}
    for person, post in db.session().execute(select(Assignment.person_id, Assignment.post_id)):
        held.setdefault(person, []).append(by_id[post])
    return {
        one.employee_no: Somebody(
            one.employee_no,
            one.name,
            Phone(one.id, one.enterprise_id, pictures),
            tuple(sorted(held.get(one.id, ()))),
        )
        for one in db.session().scalars(select(Account).order_by(Account.employee_no))
    }


def _plans(by_id: dict[UUID, str], first: date, today: date) -> list[Listed]:
    plans = list(db.session().scalars(select(Plan).options(*WHOLE).order_by(Plan.id)))
    rules = rules_for(plans, first - timedelta(days=31), today)
    lists = {one.plan_id: one for one in db.session().scalars(select(PlanRevision))}
    return [
        Listed(
            id=plan.id,
            title=plan.title,
            post=by_id[plan.post_id] if plan.post_id else None,
            cycle=plan.cycle,
            revision=lists[plan.id].number,
            items=msgspec.convert(lists[plan.id].items, list[PlanItem]),
            asks_scan=plan.asks_scan,
            asks_measures=plan.asks_measures,
            windows=windows(rules[plan.id], first - timedelta(days=31), today),
        )
        for plan in plans
    ]
