"""Rule: nobody of a crew was asked in a 抽背 for long. Gone once one was held there, however it went."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for
from sqlalchemy import func, select

from app.checks.answers import parts
from app.core import db
from app.org.models import Post, Unit
from app.reports.five.asker import Asker
from app.reports.five.settings import SPOT_DAYS, WEIGHT_SPOT
from app.reports.five.things import OLDEST, Step, Thing, day, number
from app.spotchecks.crews import HOLD
from app.spotchecks.models import SpotCheck

MANY = 10  # people from which on it is graver


def unasked(asker: Asker) -> list[Thing]:
    """A crew with a key post (重点岗位) whose people hold cards, and none of them was asked for the days that are set.

    A crew is a unit with posts, its people are those who hold them, and a 抽背 about any of its posts counts. Left
    in peace are people and cards newer than these days, and whoever may hold no 抽背 there is not told. Severity
    1, or 2 from 10 people on; age in days beyond those set, at most 14: further back nobody looks.
    """
    crews = {unit_id: people for unit_id, people in _crews(asker).items() if people}
    last = _last_held(asker, sorted(crews))
    units = {one.unit_id: one.unit for one in asker.posts.values()}
    found = [(units[unit_id], people, last.get(unit_id)) for unit_id, people in crews.items()]
    return [
        _thing(asker, unit, len(people), on)
        for unit, people, on in found
        if on is None or _days_since(asker, on) >= asker.value(SPOT_DAYS, unit.path)
    ]


def _crews(asker: Asker) -> dict[UUID, set[UUID]]:
    """Unit with a key post > who has held one of its posts with a card for long enough; the asker is not among them."""
    carded = _carded(asker)
    found: dict[UUID, set[UUID]] = {}
    for post_id, post in asker.posts.items():
        if post_id in carded and asker.account.may(HOLD, post.unit.path):
            before = _before(asker, post)
            people = {one.account_id for one in asker.holders.get(post_id, ()) if one.since <= before}
            found.setdefault(post.unit_id, set()).update(people - {asker.account.id})
    grave = {one.unit_id for one in asker.posts.values() if one.key_post}
    return {unit_id: people for unit_id, people in found.items() if unit_id in grave}


def _before(asker: Asker, post: Post) -> date:
    return asker.today - timedelta(days=asker.value(SPOT_DAYS, post.unit.path))


def _carded(asker: Asker) -> set[UUID]:
    """The posts with a card that has been in force for long enough."""
    posts = asker.posts
    return {row.post_id for row in asker.versions if row.effective_on <= _before(asker, posts[row.post_id])}


def _last_held(asker: Asker, units: Sequence[UUID]) -> dict[UUID, datetime]:
    """Unit > when somebody was last asked about one of its posts, as far back as it matters."""
    longest = max(asker.value(SPOT_DAYS, one) for one in asker.paths)
    asked = (
        select(Post.unit_id, func.max(SpotCheck.held_at, type_=SpotCheck.held_at.type))
        .join(Post, SpotCheck.post_id == Post.id)
        .where(SpotCheck.held_at >= asker.midnight(longest + OLDEST))
        .group_by(Post.unit_id)
    )
    some = (asked.where(Post.unit_id.in_(ids)) for ids in parts(units))
    return {row[0]: row[1] for one in some for row in db.session().execute(one)}


def _days_since(asker: Asker, at: datetime) -> int:
    return (asker.today - asker.day_of(at)).days


def step_at(asker: Asker, unit: Unit, href: str) -> Step:
    """On the phone to hold a 抽背 with this crew, for whoever may; in the console to look at a page."""
    if not asker.account.may(HOLD, unit.path):
        return Step(word="看看", href=href)
    return Step(word="看看", href=href, route=f"#/spot/{unit.id}", tap="抽背")


def _thing(asker: Asker, unit: Unit, people: int, last: datetime | None) -> Thing:
    least = asker.value(SPOT_DAYS, unit.path)
    age = OLDEST if last is None else _days_since(asker, last) - least
    when = f"{number(least, '天')}没抽过" if last is None else f"上次{day(asker.day_of(last), asker.today)}"
    return Thing(
        rule="spot",
        key=f"spot:{unit.id}",
        place=unit.id,
        weight=asker.value(WEIGHT_SPOT, unit.path),
        severity=2.0 if people >= MANY else 1.0,
        age=age,
        name=unit.name,
        words="没抽背",
        reason=f"{number(people, '人')}，{when}，有重点岗位",
        step=step_at(asker, unit, url_for("spotchecks.people_list", unit=unit.id)),
    )
