"""Putting a thing off until tomorrow (今天先放一放), and taking that back. The fact itself stays as it is."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.access.models import Account
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.reports.five.models import FiveSnooze


@db.action
def put_off(account: Account, key: str, today: date, also: Collection[str] = ()) -> None:
    """The thing of this key is not among this account's five before tomorrow; nobody else's five change.

    `also`: keys of what else it speaks for, put off with it.
    """
    held = _held(account, (key, *also))
    for one in (key, *also):
        row = held.get(one) or _new(account, one)
        row.day, row.made_at, row.ended_at = today, now(), None
    _record("five.later", account, key)


@db.action
def take_back(account: Account, key: str, also: Collection[str] = ()) -> None:
    """What was put off is among the five again, if its fact still is. Nothing happens where it was not."""
    live = [one for one in _held(account, (key, *also)).values() if one.ended_at is None]
    for one in live:
        one.ended_at = now()
    if live:
        _record("five.again", account, key)


def _held(account: Account, keys: Collection[str]) -> dict[str, FiveSnooze]:
    """What this account has ever put off of these, by key."""
    asked = select(FiveSnooze).where(FiveSnooze.account_id == account.id, FiveSnooze.key.in_(keys))
    return {one.key: one for one in db.session().scalars(asked)}


def _new(account: Account, key: str) -> FiveSnooze:
    made = FiveSnooze(id=new_id(), enterprise_id=account.enterprise_id, account_id=account.id, key=key)
    db.session().add(made)
    return made


def _record(act: str, account: Account, key: str) -> None:
    audit.record(act, "account", account.id, enterprise_id=account.enterprise_id, by=account.id, key=key)
