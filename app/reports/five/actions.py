"""Putting a thing off until tomorrow (今天先放一放), and taking that back. The fact itself stays as it is."""

from datetime import date

from sqlalchemy import select

from app.access.models import Account
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.reports.five.models import FiveSnooze


@db.action
def put_off(account: Account, key: str, today: date) -> None:
    """The thing of this key is not among this account's five before tomorrow; nobody else's five change."""
    held = _held(account, key)
    if held is None:
        held = FiveSnooze(id=new_id(), enterprise_id=account.enterprise_id, account_id=account.id, key=key)
        db.session().add(held)
    held.day, held.made_at, held.ended_at = today, now(), None
    _record("five.later", account, key)


@db.action
def take_back(account: Account, key: str) -> None:
    """What was put off is among the five again, if its fact still is. Nothing happens where it was not."""
    held = _held(account, key)
    if held is None or held.ended_at is not None:
        return
    held.ended_at = now()
    _record("five.again", account, key)


def _held(account: Account, key: str) -> FiveSnooze | None:
    asked = select(FiveSnooze).where(FiveSnooze.account_id == account.id, FiveSnooze.key == key)
    return db.session().scalar(asked)


def _record(act: str, account: Account, key: str) -> None:
    audit.record(act, "account", account.id, enterprise_id=account.enterprise_id, by=account.id, key=key)
