"""Rule: checks were missed (漏检) today or yesterday at a post whose risk is red or orange.

What may still be on a silent phone (未知) is not called missed. Gone once somebody has made them, late or not, or they
were excused.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
from app.reports.five.things import Thing, day, number, severity_of

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
    """One thing a post, about the missed window that closed last; severity by risk level, age since the first of them.

    Its key is that very window's, the older ones are what it speaks for as well (`Thing.also`), rather than one key a
    post for good. So a post that was put off is back once another window is missed there, and is not when the
    newest is made up; and a window counts as done when it is no longer missed itself, not when a newer one came.
    """
    grave = {post_id for post_id in asker.posts if asker.levels.get(post_id) in GRAVE}
    if not grave:
        return []
    found = _newest_first((*_open(asker, grave), *_frozen(asker, grave)))
    newest = [some[0] for some in found]
    people = accounts_named([who for one in newest for who in one.able])
    titles = titles_of_plans(list({one.plan_id for one in newest}))
    return [
        _thing(asker, some, titles.get(one.plan_id, ""), [people[who] for who in one.able if who in people])
        for one, some in zip(newest, found, strict=True)
    ]


def _newest_first(found: Iterable[Missed]) -> list[list[Missed]]:
    """The windows of each post, each of them once."""
    by_post = defaultdict[UUID, list[Missed]](list)
    each = {one.key: one for one in found}
    for one in sorted(each.values(), key=lambda one: (one.closes_at, one.key), reverse=True):
        by_post[one.post_id].append(one)
    return list(by_post.values())


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


def _thing(asker: Asker, some: Sequence[Missed], title: str, people: Sequence[Account]) -> Thing:
    """`some`: of one post, the newest first; title and people are the newest's."""
    one, first = some[0], some[-1]
    post, level = asker.posts[one.post_id], asker.levels.get(one.post_id)
    closed = one.closes_at.astimezone(asker.zone)
    when = f"{day(closed.date(), asker.today)} {closed.hour}:{closed.minute:02d}"
    href = url_for("reports.window_page", key=one.key)
    return Thing(
        rule="missed",
        key=_key(one),
        also=tuple(_key(each) for each in some[1:]),
        place=one.post_id,
        weight=asker.value(WEIGHT_MISSED, post.unit.path),
        severity=severity_of(level),
        age=(asker.today - asker.day_of(first.closes_at)).days,
        name=post.title,
        words="没检查",
        reason=f"{when} 就该做完{title}{_how_often(some)}",
        step=asker.step(post.unit.path, "看看", href, people=people),
        level=level,
    )


def _key(one: Missed) -> str:
    return f"missed:{one.key}"


def _how_often(some: Sequence[Missed]) -> str:
    return f"，共 {number(len(some), '次')}没做" if len(some) > 1 else ""
