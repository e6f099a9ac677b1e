"""Rule: a check was missed (漏检) today or yesterday at a post whose risk is red or orange.

What may still be on a silent phone (未知) is not called missed. Gone once somebody has made the check, late or not,
or it was excused.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import exists, select

from app.access.models import Account
from app.access.phone_queries import accounts_named
from app.checks.answers import COUNTING, parts
from app.checks.desk import titles_of_plans
from app.checks.models import CheckRecord, Expectation
from app.checks.queries import open_windows_of, outcomes_of, running
from app.checks.states import State
from app.core import db
from app.org.models import Unit
from app.org.queries import within
from app.reports.five.asker import Asker
from app.reports.five.settings import WEIGHT_MISSED
from app.reports.five.things import Thing, day, severity_of, titled

GRAVE = (1, 2)  # 红, 橙
YESTERDAY = 1
MOST_ABLE = 3  # of those who could have done it, whose number is looked up


class Missed(NamedTuple):
    """A window that nobody answered."""

    key: str
    plan_id: UUID
    post_id: UUID
    closes_at: datetime
    able: Sequence[UUID]


def missed(asker: Asker) -> list[Thing]:
    """A thing for each missed window; severity by the post's risk level, age in days."""
    grave = {post_id for post_id in asker.posts if asker.levels.get(post_id) in GRAVE}
    if not grave:
        return []
    found = {one.key: one for one in (*_open(asker, grave), *_frozen(asker, grave))}
    people = accounts_named([who for one in found.values() for who in one.able])
    titles = titles_of_plans(list({one.plan_id for one in found.values()}))
    return [
        _thing(asker, one, titles.get(one.plan_id, ""), [people[who] for who in one.able if who in people])
        for one in found.values()
    ]


def _frozen(asker: Asker, grave: set[UUID]) -> Iterator[Missed]:
    answered = exists().where(
        CheckRecord.enterprise_id == Expectation.enterprise_id,
        CheckRecord.window_key == Expectation.key,
        COUNTING,
    )
    asked = select(Expectation).join(Unit, Expectation.unit_id == Unit.id).where(within(asker.paths))
    asked = asked.where(Expectation.closes_at.between(asker.midnight(YESTERDAY), asker.at), ~answered)
    asked = db.by_index(asked, Expectation, "ix_expectations_post_closes")
    of_some = (asked.where(Expectation.post_id.in_(some)) for some in parts(sorted(grave)))
    rows = [one for some in of_some for one in db.session().scalars(some)]
    for one in outcomes_of(rows, asker.at):
        row = one.expectation
        if one.state == State.MISSED and row.post_id:
            able = [UUID(who) for who in row.able[:MOST_ABLE]]
            yield Missed(row.key, row.plan_id, row.post_id, row.closes_at, able)


def _open(asker: Asker, grave: set[UUID]) -> Iterator[Missed]:
    for slot in open_windows_of(running(asker.paths, grave), asker.at):
        window = slot.window
        recent = window.closes_at >= asker.midnight(YESTERDAY)
        if slot.state == State.MISSED and recent and slot.plan.post_id:
            able = slot.able[:MOST_ABLE]
            yield Missed(window.key, slot.plan.id, slot.plan.post_id, window.closes_at, able)


def _thing(asker: Asker, one: Missed, title: str, people: Sequence[Account]) -> Thing:
    post, level = asker.posts[one.post_id], asker.levels.get(one.post_id)
    closed = one.closes_at.astimezone(asker.zone)
    when = f"{day(closed.date(), asker.today)} {closed.hour}:{closed.minute:02d}"
    href = url_for("reports.window_page", key=one.key)
    return Thing(
        rule="missed",
        key=f"missed:{one.key}",
        place=one.post_id,
        weight=asker.value(WEIGHT_MISSED, post.unit.path),
        severity=severity_of(level),
        age=(asker.today - closed.date()).days,
        title=titled(post.title, "没检查"),
        reason=f"{when} 就该做完{title}",
        step=asker.step(post.unit.path, "看看", href, people=people),
        level=level,
    )
