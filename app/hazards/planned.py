"""What a check says is to be done about its hazard (措施): proposed, until somebody registers the hazard."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from app.access.models import Account
from app.core import db
from app.hazards.bodies import NOTE, printable
from app.hazards.models import Hazard


class Measure(Protocol):
    """What is to be done, by whom, by when; `owner` is a name as somebody wrote it."""

    text: str
    owner: str
    due_on: date


def propose(hazard: Hazard, measures: Sequence[Measure]) -> str:
    """Plan these measures for a hazard; the words for its first step, "" where there are none.

    Its limit is the last of their days. Whoever is named owns it where exactly one person of the enterprise has
    that name; else the name stands in the words alone. What is too long is cut: the check holds it whole.
    """
    said = [one for one in measures if printable(one.text)]
    if not said:
        return ""
    hazard.measures = _cut("\n".join(printable(one.text) for one in said))
    hazard.due_on = max(one.due_on for one in said)
    names = {printable(one.owner) for one in said}
    hazard.owner_id = _named(names.pop(), hazard.enterprise_id) if len(names) == 1 else None
    return _cut("\n".join(_words(one) for one in said))


def _words(one: Measure) -> str:
    by, due = printable(one.owner), one.due_on
    parts = [f"怎么办：{printable(one.text)}", f"{by}办" if by else ""]
    return "，".join(filter(None, [*parts, f"{due.year} 年 {due.month} 月 {due.day} 日前办完"]))


def _cut(text: str) -> str:
    return text if len(text) <= NOTE else f"{text[: NOTE - 1]}…"


def _named(name: str, enterprise_id: UUID) -> UUID | None:
    asked = select(Account.id).where(
        Account.name == name, Account.enterprise_id == enterprise_id, Account.closed_at.is_(None)
    )
    found = db.session().scalars(asked.limit(2)).all()
    return found[0] if len(found) == 1 else None
