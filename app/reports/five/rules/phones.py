"""Rules on phones: one counted records that never arrived (S24); one has not been heard from for long."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from app.access.phones import PhoneKey
from app.checks.models import Pause
from app.core import db
from app.org.models import Assignment, Membership, Unit
from app.org.queries import within
from app.reports.five.asker import Asker
from app.reports.five.settings import GAP_DAYS, GAP_HOURS, SILENT_DAYS, WEIGHT_GAP, WEIGHT_SILENT
from app.reports.five.things import Thing, day, number

SOME, MANY = 3, 10  # records from which on a gap is graver


class Belonging(NamedTuple):
    """A key and the unit that its person belongs to now."""

    key: PhoneKey
    unit: Unit


def _keys(asker: Asker, *which: ColumnElement[bool]) -> Sequence[Belonging]:
    asked = (
        select(PhoneKey, Unit)
        .join(Membership, Membership.person_id == PhoneKey.account_id)
        .join(Unit, Membership.unit_id == Unit.id)
        .where(within(asker.paths), Membership.to_on.is_(None), *which)
        .options(joinedload(PhoneKey.account))
        .order_by(PhoneKey.heard_at, PhoneKey.id)
    )
    return [Belonging(*row) for row in db.session().execute(asked)]


def gap(asker: Asker) -> list[Thing]:
    """A phone gave numbers to records that have not arrived, and has not been heard from for some hours.

    Severity 1, from 3 records 2, from 10 on 3; age in days since it was heard. Gone once they have arrived. One
    that was ended is spoken of for some days only: then it stands in the list of what has not arrived.
    """
    at = asker.at - timedelta(hours=asker.least(GAP_HOURS))
    found = _keys(asker, PhoneKey.top_n > PhoneKey.seen, PhoneKey.heard_at < at)
    return [_gap(asker, one) for one in found if _is_worth_it(asker, one)]


def _is_worth_it(asker: Asker, one: Belonging) -> bool:
    quiet = asker.at - one.key.heard_at >= timedelta(hours=asker.value(GAP_HOURS, one.unit.path))
    gone = timedelta(days=asker.value(GAP_DAYS, one.unit.path))
    return quiet and (one.key.ended_at is None or asker.at - one.key.ended_at <= gone)


def _gap(asker: Asker, one: Belonging) -> Thing:
    key, on = one.key, asker.day_of(one.key.heard_at)
    how = "这部手机停用了，问问还记得做过什么" if key.ended_at else "没送出"
    return Thing(
        rule="gap",
        key=f"gap:{key.id}",
        place=key.account_id,
        weight=asker.value(WEIGHT_GAP, one.unit.path),
        severity=3.0 if key.missing >= MANY else 2.0 if key.missing >= SOME else 1.0,
        age=(asker.today - on).days,
        name=key.account.name,
        words=f"手机有 {number(key.missing, '条')}",
        reason=f"{day(on, asker.today)}起没连过网，{how}",
        step=asker.step(one.unit.path, "看名单", url_for("records.missing"), people=[key.account]),
    )


def silent(asker: Asker) -> list[Thing]:
    """The phone of somebody who holds a post has not been heard from for days: what is on it nobody knows.

    Of several phones of a person the one heard last counts; one that is known to hold records is spoken of by
    `gap`; whoever is on leave is left in peace. Severity 1; age in days beyond those set. Gone once the phone was heard, or its key was ended.
    """
    away = set(db.session().scalars(_on_leave(asker)))
    return [_silent(asker, one) for one in _quiet(asker) if one.key.account_id not in away]


def _on_leave(asker: Asker) -> Select[UUID | None]:
    return select(Pause.person_id).where(
        Pause.kind == "leave",
        Pause.ended_at.is_(None),
        Pause.from_on <= asker.today,
        Pause.to_on >= asker.today,
    )


def _quiet(asker: Asker) -> list[Belonging]:
    """The phone last heard of each person none of whose phones has been heard from."""
    at = asker.at - timedelta(days=asker.least(SILENT_DAYS))
    other = aliased(PhoneKey)
    held = exists().where(Assignment.person_id == PhoneKey.account_id, Assignment.to_on.is_(None))
    heard = exists().where(other.account_id == PhoneKey.account_id, other.heard_at >= at)
    which = PhoneKey.ended_at.is_(None), PhoneKey.heard_at < at, held, ~heard
    latest = {one.key.account_id: one for one in _keys(asker, *which)}
    return [one for one in latest.values() if _is_long(asker, one) and not one.key.missing]


def _is_long(asker: Asker, one: Belonging) -> bool:
    return asker.at - one.key.heard_at >= timedelta(days=asker.value(SILENT_DAYS, one.unit.path))


def _silent(asker: Asker, one: Belonging) -> Thing:
    on = asker.day_of(one.key.heard_at)
    days = asker.value(SILENT_DAYS, one.unit.path)
    return Thing(
        rule="silent",
        key=f"silent:{one.key.account_id}",
        place=one.key.account_id,
        weight=asker.value(WEIGHT_SILENT, one.unit.path),
        severity=1.0,
        age=(asker.today - on).days - days,
        name=one.key.account.name,
        words="手机没消息",
        reason=f"{day(on, asker.today)}起没连过网，不知道有没有没送的",
        step=asker.step(
            one.unit.path,
            "看看",
            url_for("org.person_page", person_id=one.key.account_id),
            people=[one.key.account],
        ),
    )
