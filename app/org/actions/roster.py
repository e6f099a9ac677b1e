"""Taking in a roster (花名册)."""

from collections.abc import Sequence
from uuid import UUID

from app.access import actions as access
from app.core import db
from app.core.errors import Conflict
from app.org.actions.people import Joiner, enrol, shift
from app.org.actions.posts import assign_new
from app.org.models import Unit
from app.org.queries import known_for
from app.org.roster import Fate, FateKind, counts, fates_of
from app.org.roster_file import RosterRow


class RosterChanged(Conflict):
    """A row would not come to what its preview said; nothing was written."""

    message = "这段时间里数据变了"
    hint = "什么都没有导入。再看一遍下面每一行，再点导入。"


@db.action
def take_in(rows: Sequence[RosterRow], kinds: Sequence[str], *, enterprise: Unit, by: UUID) -> dict[str, int]:
    """Do what the preview promised (`kinds`, row by row), all of it or nothing; how many rows came to what.

    The rows are judged anew, under the writers' lock. Raises RosterChanged where one comes to something else.
    """
    fates = fates_of(rows, known_for(enterprise, rows))
    found = [fate.kind for fate in fates]
    if FateKind.BAD in found or found != list(kinds):
        raise RosterChanged()
    _enrol([fate for fate in fates if fate.kind is FateKind.NEW], by)
    for fate in fates:
        if fate.kind is FateKind.CHANGE:
            _change(fate, by)
    return counts(fates)


def _enrol(fates: list[Fate], by: UUID) -> None:
    joiners = [
        Joiner(fate.unit, fate.row.name, fate.row.employee_no, fate.row.phone or None, fate.on)
        for fate in fates
        if fate.unit is not None
    ]
    if not joiners:
        return
    for fate, person in zip(fates, enrol(joiners, by=by), strict=True):
        for post in fate.posts:
            assign_new(person, post, on=fate.on, by=by)


def _change(fate: Fate, by: UUID) -> None:
    person = fate.person
    if person is None:
        return
    account = person.account
    if fate.phone is not None:
        access.amend_account(
            account, name=account.name, employee_no=account.employee_no, phone=fate.phone, by=by
        )
    if fate.move and fate.unit is not None and person.membership is not None:
        shift(person, person.membership, fate.unit, on=fate.on, by=by)
    for post in fate.posts:
        assign_new(person, post, on=fate.on, by=by)
