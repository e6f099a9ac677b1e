"""What has not arrived (S24): phones that still hold records, by the numbers that every op carries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access.phones import PhoneKey
from app.core import db
from app.org.models import Membership, Person, Unit
from app.sync.models import Op

PAGE = 50
MOST_NAMED = 6  # so many numbers are told one by one; more only by their count


@dataclass(frozen=True)
class Gap:
    """One person's phone that still holds records, as far as is known."""

    key: PhoneKey
    person: Person
    unit: Unit
    missing: int
    numbers: list[int] = field(default_factory=list)  # which ones, where they are few
    since: datetime | None = None  # the phone's own time of the last record before the first that is missing


def gaps(paths: Sequence[str], *, page: int = 1) -> tuple[list[Gap], int]:
    """A page of 50 of the phones of people of these subtrees that still hold records, longest unheard first;
    and how many there are in all.
    """
    asked = select(PhoneKey).where(PhoneKey.top_n > PhoneKey.seen).order_by(PhoneKey.heard_at, PhoneKey.id)
    keys = list(db.session().scalars(asked))
    people = people_within({key.account_id for key in keys}, paths)
    mine = [key for key in keys if key.account_id in people]
    return _told(mine[(page - 1) * PAGE : page * PAGE], people), len(mine)


def _told(keys: Sequence[PhoneKey], people: Mapping[UUID, Person]) -> list[Gap]:
    runs = _runs([key.id for key in keys])
    since = _since(runs)
    return [
        Gap(
            key=key,
            person=people[key.account_id],
            unit=people[key.account_id].memberships[0].unit,
            missing=key.missing,
            numbers=_holes(key, runs.get(key.id, [])),
            since=since.get(key.id),
        )
        for key in keys
    ]


def people_within(ids: Collection[UUID], paths: Sequence[str]) -> dict[UUID, Person]:
    """Those of these people whose unit, or last unit once they have left, lies in one of these subtrees."""
    if not ids:
        return {}
    whole = selectinload(Person.memberships).joinedload(Membership.unit)
    asked = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.account), whole)
    found = db.session().scalars(asked).unique()
    return {one.id: one for one in found if one.memberships[0].unit.path.startswith(tuple(paths))}


def _runs(key_ids: Sequence[UUID]) -> dict[UUID, list[tuple[int, int]]]:
    """Key > the stretches of numbers after which one is missing, as (last number before, first number after)."""
    came = (Op.key_id.in_(key_ids), Op.verified)  # a forged op says nothing of what a phone has written
    before = func.lag(Op.n, 1, 0).over(partition_by=Op.key_id, order_by=Op.n).label("before")
    steps = select(Op.key_id, Op.n, before).where(*came).subquery()
    found: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for key_id, number, previous in db.session().execute(select(steps).where(steps.c.n - steps.c.before > 1)):
        found[key_id].append((previous, number))
    for key_id, top in db.session().execute(
        select(Op.key_id, func.max(Op.n)).where(*came).group_by(Op.key_id)
    ):
        found[key_id].append((top, 0))
    return found


def _holes(key: PhoneKey, runs: list[tuple[int, int]]) -> list[int]:
    """The numbers that a key has given and that have not arrived; none where they are many."""
    if key.missing > MOST_NAMED:
        return []
    ends = [(last, first or key.top_n + 1) for last, first in runs or [(0, 0)]]
    return [number for last, first in ends for number in range(last + 1, first)]


def _since(runs: dict[UUID, list[tuple[int, int]]]) -> dict[UUID, datetime]:
    """Key > the phone's own time of the last record before the first that is missing."""
    last = [and_(Op.key_id == key_id, Op.n == found[0][0]) for key_id, found in runs.items()]
    asked = select(Op.key_id, func.max(Op.captured_at)).where(or_(false(), *last), Op.verified)
    return {row[0]: row[1] for row in db.session().execute(asked.group_by(Op.key_id))}
