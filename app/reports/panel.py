"""One demanded check, closely: who was asked, the times before and after, their phones, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.access.models import Account
from app.access.phone_queries import accounts_named
from app.access.phones import PhoneKey
from app.access.queries import names_of
from app.checks import desk
from app.checks.models import Cycle, Expectation, Plan
from app.checks.periods import parts_of, period_start
from app.checks.rules import rules_for, unit_of
from app.checks.windows import able, window_of
from app.checks.words import STATE_WORDS, flag_words
from app.core import clock, db
from app.core.errors import Missing
from app.core.web import permit
from app.core.words import moment
from app.org import queries as org
from app.org.models import Unit
from app.reports.filters import READ
from app.reports.items import DID, UNDONE, WORDS, Item, Mark
from app.reports.mastery import Shares, shares_of
from app.reports.queries import Wanted, items
from app.reports.rows import levels_of
from app.reports.telling import Line, lines

AROUND = timedelta(days=62)  # within which the times before and after are looked for
NAMED = 3  # people, and their phones


class Action(NamedTuple):
    """Something to do about it."""

    href: str
    icon: str
    word: str
    main: bool


@dataclass
class Panel:
    """What the panel says."""

    line: Line
    level: int | None
    count: int  # items of the check
    who: str
    facts: list[tuple[str, str]]
    flags: list[str]
    actions: list[Action]
    shares: Shares | None  # what the people of the post have mastered


def panel_of(key: str, now: datetime) -> Panel:
    """The panel of a window. Raises Missing where there is none, Forbidden where it is another's."""
    plan, unit = _plan_and_unit(key)
    permit(READ, unit.path)
    g.zone = org.zone_of(unit.path)  # times are those of the place
    some = _around(key, plan, unit, now)
    at = next((number for number, one in enumerate(some) if one.key == key), None)
    if at is None:
        raise Missing("没有这次检查")
    return _panel(some, at, plan, unit)


def _plan_and_unit(key: str) -> tuple[Plan, Unit]:
    """The plan of a window, and the unit that it belonged to when it was frozen."""
    named = parts_of(key)
    if named is None:
        raise Missing("没有这次检查")
    plan = desk.plan(named[0])
    row = db.session().scalar(select(Expectation.unit_id).where(Expectation.key == key))
    return plan, org.unit(row) if row else unit_of(plan)


def _around(key: str, plan: Plan, unit: Unit, now: datetime) -> list[Item]:
    """The windows of this plan and this person before and after, in order."""
    named = parts_of(key)
    day = period_start(plan.cycle, named[1]) if named else None
    if named is None or day is None:
        raise Missing("没有这次检查")
    first, last = day - AROUND, day + AROUND
    wanted = Wanted(
        paths=[unit.path],
        first=first,
        last=last,
        ends_at=datetime.combine(last, time(), ZoneInfo(org.zone_of(unit.path))),
        cycles=frozenset(Cycle),
        plan=plan.id,
        unit=unit.id,
    )
    return [one for one in items(wanted, now) if one.person_id == named[2]]


def _panel(some: Sequence[Item], at: int, plan: Plan, unit: Unit) -> Panel:
    item, people = some[at], _people(_able(some[at], plan))
    made = _made(item)
    neighbours = [("前一次", some[at - 1 : at]), ("后一次", some[at + 1 : at + 2])]
    facts = [*made.facts, *((word, _said(one[0])) for word, one in neighbours if one)]
    if item.mark not in DID and people:
        facts.append(("手机", _phones(people)))
    return Panel(
        line=lines([item], ZoneInfo(org.zone_of(unit.path)))[0],
        level=levels_of([item.post_id]).get(item.post_id) if item.post_id else None,
        count=_count(item, plan),
        who=_names(people),
        facts=facts,
        flags=made.flags,
        actions=_actions(item, people, unit),
        shares=_shares(item),
    )


def _shares(item: Item) -> Shares | None:
    """Of a post that this person may look at now: it may have moved to where they may not."""
    post = org.post(item.post_id) if item.post_id else None
    if post is None or not current_user.may(READ, post.unit.path):
        return None
    return shares_of([post], clock.now()).get(post.id)


class _Made(NamedTuple):
    """What the check says that was made, if any."""

    facts: list[tuple[str, str]]
    flags: list[str]


def _made(item: Item) -> _Made:
    if item.record is None:
        return _Made([], [])
    row = desk.record(item.record)
    facts = [("谁做的", names_of({row.author_id}).get(row.author_id, ""))]
    facts.append(("做完", moment(item.done_at or row.done_at)))
    if row.abnormal:
        facts.append(("结果", f"{STATE_WORDS[item.state]}，异常 {row.abnormal} 项"))
    return _Made([*facts, ("送到", moment(row.received_at))], [flag_words(flag) for flag in row.flags])


def _said(item: Item) -> str:
    """17 日 8:34 做完; 11 月 21 日 没做."""
    at = item.done_at or item.opens_at
    return f"{moment(at)} {WORDS[item.mark]}" if item.done_at else f"{_day(item)} {WORDS[item.mark]}"


def _day(item: Item) -> str:
    return f"{item.day.month} 月 {item.day.day} 日{item.shift}"


def _row(item: Item) -> Expectation | None:
    return desk.expectation(item.row) if item.row else None


def _count(item: Item, plan: Plan) -> int:
    """How many items the check has: by the revision that was asked for."""
    row = _row(item)
    revision = desk.revision(plan.id, row.revision if row else plan.revision)
    return len(revision.items) if revision else 0


def _able(item: Item, plan: Plan) -> list[UUID]:
    """The accounts that could do it."""
    row = _row(item)
    if row is not None:
        return [UUID(one) for one in row.able]
    named = parts_of(item.key)
    rule = rules_for([plan], item.day, item.day)[plan.id]
    window = window_of(rule, named[1], item.person_id) if named else None
    return able(rule, window) if window else []


def _people(ids: Sequence[UUID]) -> list[Account]:
    found = accounts_named(ids)
    return [found[one] for one in ids if one in found]


def _names(people: Sequence[Account]) -> str:
    names = "、".join(one.name for one in people[:NAMED])
    return f"{names} 等 {len(people)} 人，谁做都行" if len(people) > NAMED else names


def _phones(people: Sequence[Account]) -> str:
    """19 日 7:50 连过网，没有没送出的; of several people by their names."""
    asked = select(PhoneKey).where(PhoneKey.account_id.in_([one.id for one in people[:NAMED]]))
    keys: dict[UUID, list[PhoneKey]] = {}
    for key in db.session().scalars(asked.where(PhoneKey.ended_at.is_(None))):
        keys.setdefault(key.account_id, []).append(key)
    said = [(one.name, _phone(keys.get(one.id, []))) for one in people[:NAMED]]
    return said[0][1] if len(people) == 1 else "\n".join(f"{name}：{words}" for name, words in said)


def _phone(keys: Sequence[PhoneKey]) -> str:
    if not keys:
        return "还没有手机登记过"
    missing = sum(one.missing for one in keys)
    rest = f"还有 {missing} 条没送出" if missing else "没有没送出的"
    return f"{moment(max(one.heard_at for one in keys))} 连过网，{rest}"


def _actions(item: Item, people: Sequence[Account], unit: Unit) -> list[Action]:
    if item.record:
        return [
            Action(
                url_for("checks.record_page", record_id=item.record), "clipboard-check", "看这次检查", True
            ),
            Action(
                url_for("papers_records.record_pdf", record_id=item.record), "printer", "打印成 PDF", False
            ),
            *_audit(item.record, unit),
        ]
    found = []
    if current_user.may("people.read", unit.path):
        found += [
            Action(f"tel:{one.phone}", "phone", f"问问{one.name}", number == 0)
            for number, one in enumerate(people[:NAMED])
            if one.phone and one.id != current_user.id
        ]
    return [*found, *_excuse(item, unit)]


def _audit(record: UUID, unit: Unit) -> list[Action]:
    """The audit is an enterprise's own, and one that reads it reads all of it."""
    own = unit.enterprise_id == current_user.enterprise_id
    if not (own and current_user.may("audit.read", org.enterprise_of(unit).path)):
        return []
    return [Action(url_for("org.audit_log", subject=record), "history", "谁动过它", False)]


def _excuse(item: Item, unit: Unit) -> list[Action]:
    """那天停产: a window that is over is excused, one that is not is paused."""
    if item.row and item.mark in UNDONE and current_user.may("plans.write", unit.path):
        href = url_for("checks.excuse_form", expectation_id=item.row, back=request.full_path)
        return [Action(href, "minus", "那天停产，不用做", False)]
    if (
        item.row is None
        and item.mark in (Mark.DUE, Mark.WAITING)
        and current_user.may("plans.pause", unit.path)
    ):
        return [Action(url_for("checks.pause_form", kind="stop"), "player-pause", "停产了，不用做", False)]
    return []
