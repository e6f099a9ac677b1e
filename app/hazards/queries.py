"""Reading hazards and stops of work."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.models import Account
from app.access.queries import names_of, who_may
from app.core import db
from app.core.clock import now
from app.core.errors import Missing
from app.hazards.models import Hazard, HazardStep, State, StopWork
from app.hazards.schemas import WireStop
from app.hazards.settings import CLOSED_DAYS, PHONE_MOST
from app.org.models import Membership, Unit
from app.org.queries import within
from app.settings.queries import value_of

PAGE = 50
CHOICES = 500  # people to choose from in a form
_WHOLE = (joinedload(Hazard.unit), joinedload(Hazard.post), selectinload(Hazard.steps))


def hazard_in(enterprise_id: UUID, hazard_id: UUID) -> Hazard | None:
    """A hazard of this enterprise."""
    asked = select(Hazard).where(Hazard.id == hazard_id, Hazard.enterprise_id == enterprise_id)
    return db.session().scalar(asked)


def hazard(hazard_id: UUID) -> Hazard:
    """A hazard in scope, with its steps. Raises Missing."""
    found = db.session().scalar(select(Hazard).where(Hazard.id == hazard_id).options(*_WHOLE))
    if found is None:
        raise Missing("没有这条隐患")
    return found


def hazards_named(ids: Collection[UUID]) -> list[Hazard]:
    """Those of these hazards that are in scope, with their units."""
    asked = select(Hazard).where(Hazard.id.in_(ids)).options(joinedload(Hazard.unit))
    return list(db.session().scalars(asked)) if ids else []


def steps_of(hazard_id: UUID) -> list[HazardStep]:
    """The steps of a hazard as they arrived, read anew."""
    asked = select(HazardStep).where(HazardStep.hazard_id == hazard_id).order_by(HazardStep.number)
    return list(db.session().scalars(asked))


def held_by(account: Account) -> list[Hazard]:
    """What a person's phone holds: hazards they reported, are to rectify or may handle.

    Open ones and those closed lately, at most as many as the setting says: their own first, then the latest.
    """
    asked = _holdable(account).limit(value_of(PHONE_MOST, f"/{account.enterprise_id}/"))
    return list(db.session().scalars(asked.options(*_WHOLE)))


def held_one(account: Account, hazard_id: UUID) -> Hazard | None:
    """A hazard, where this person's phone may hold it."""
    return db.session().scalar(_holdable(account).where(Hazard.id == hazard_id).options(*_WHOLE))


def _holdable(account: Account) -> Select[Hazard]:
    path = f"/{account.enterprise_id}/"
    since = now() - timedelta(days=value_of(CLOSED_DAYS, path))
    own = or_(Hazard.reporter_id == account.id, Hazard.owner_id == account.id)
    return (
        select(Hazard)
        .join(Unit, Hazard.unit_id == Unit.id)
        .where(or_(own, within(account.paths_for("hazards.handle"))))
        .where(or_(Hazard.state != State.CLOSED, Hazard.changed_at >= since))
        .order_by(case((own, 0), else_=1), Hazard.changed_at.desc(), Hazard.id)
    )


@dataclass(frozen=True)
class Filter:
    """What a list of hazards is narrowed to; "" or None for no limit."""

    state: str = ""  # a state, "open" for all but closed, "overdue"
    level: int | None = None
    unit_path: str = ""
    reporter: UUID | None = None
    search: str = ""
    grade: str = ""  # general, major; "none" for not graded yet
    source: str = ""
    first: datetime | None = None  # found from this moment on
    until: datetime | None = None  # found before this one


def _matching(paths: Sequence[str], asked: Filter, today: date) -> Select[Hazard]:
    found = select(Hazard).join(Unit, Hazard.unit_id == Unit.id).where(within(paths))
    if asked.state:
        found = found.where(_in_state(asked.state, today))
    if asked.level:
        found = found.where(Hazard.risk_level == asked.level)
    if asked.unit_path:
        found = found.where(within([asked.unit_path]))
    if asked.reporter:
        found = found.where(Hazard.reporter_id == asked.reporter)
    if asked.search:
        found = found.where(Hazard.name.contains(asked.search, autoescape=True))
    return _found_in(_of_kind(found, asked), asked)


def _of_kind(found: Select[Hazard], asked: Filter) -> Select[Hazard]:
    if asked.grade:
        found = found.where(Hazard.grade == (None if asked.grade == "none" else asked.grade))
    return found.where(Hazard.source == asked.source) if asked.source else found


def _found_in(found: Select[Hazard], asked: Filter) -> Select[Hazard]:
    if asked.first:
        found = found.where(Hazard.found_at >= asked.first)
    return found.where(Hazard.found_at < asked.until) if asked.until else found


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    if state == "open":
        return Hazard.state != State.CLOSED
    if state == "overdue":
        return and_(Hazard.state.in_([State.FOUND, State.REGISTERED]), Hazard.due_on < today)
    return Hazard.state == state if state in set(State) else false()


def hazards(paths: Sequence[str], asked: Filter, *, today: date, page: int) -> list[Hazard]:
    """One page of 50 of the hazards of these subtrees, latest first; `today` tells what is overdue."""
    found = _matching(paths, asked, today).options(contains_eager(Hazard.unit), joinedload(Hazard.post))
    found = found.order_by(Hazard.found_at.desc(), Hazard.id.desc())
    return list(db.session().scalars(found.limit(PAGE).offset((page - 1) * PAGE)))


def hazard_ledger(paths: Sequence[str], asked: Filter, *, today: date) -> Select[Hazard]:
    """The question for all hazards that `hazards` would give without pages, earliest first."""
    return _matching(paths, asked, today).order_by(Hazard.found_at, Hazard.id)


def count_hazards(paths: Sequence[str], asked: Filter, *, today: date) -> int:
    """How many hazards `hazards` would give without pages."""
    found = _matching(paths, asked, today).with_only_columns(Hazard.id).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0


def stops_at(post_ids: Sequence[UUID]) -> dict[UUID, list[WireStop]]:
    """Post > the stops of work there that nobody has lifted, earliest first."""
    asked = select(StopWork).where(StopWork.post_id.in_(post_ids), StopWork.lifted_at.is_(None))
    found = list(db.session().scalars(asked.order_by(StopWork.at, StopWork.id))) if post_ids else []
    names, by_post = names_of({one.by_id for one in found}), defaultdict[UUID, list[WireStop]](list)
    for one in found:
        assert one.post_id is not None
        wired = WireStop(id=str(one.id), why=one.why, by=names.get(one.by_id, ""), at=one.at)
        by_post[one.post_id].append(wired)
    return dict(by_post)


def stop(stop_id: UUID) -> StopWork:
    """A stop of work in scope. Raises Missing."""
    found = db.session().scalar(select(StopWork).where(StopWork.id == stop_id))
    if found is None:
        raise Missing("没有这次停工")
    return found


def stops(paths: Sequence[str], *, page: int) -> list[StopWork]:
    """One page of 50 of the stops of these subtrees: those that still hold first, then the latest."""
    asked = select(StopWork).join(Unit, StopWork.unit_id == Unit.id).where(within(paths))
    asked = asked.options(contains_eager(StopWork.unit), joinedload(StopWork.post))
    asked = asked.order_by(case((StopWork.lifted_at.is_(None), 0), else_=1), StopWork.at.desc(), StopWork.id)
    return list(db.session().scalars(asked.limit(PAGE).offset((page - 1) * PAGE)))


def count_stops(paths: Sequence[str], *, open_only: bool = False) -> int:
    """How many stops of work these subtrees have had."""
    asked = select(StopWork.id).join(Unit, StopWork.unit_id == Unit.id).where(within(paths))
    if open_only:
        asked = asked.where(StopWork.lifted_at.is_(None))
    return db.session().scalar(select(func.count()).select_from(asked.subquery())) or 0


def somebody_to_mend_it(hazard: Hazard) -> list[tuple[UUID, str]]:
    """(account, words) of whom one may put in charge of a hazard: its unit's people, its leaders, its owner."""
    asked = (
        select(Account)
        .join(Membership, Membership.person_id == Account.id)
        .join(Unit, Membership.unit_id == Unit.id)
        .where(within([hazard.unit.path]), Membership.to_on.is_(None), Account.closed_at.is_(None))
        .order_by(Unit.path, Account.employee_no)
        .limit(CHOICES)
    )
    found = {one.id: f"{one.name}，工号 {one.employee_no}" for one in db.session().scalars(asked)}
    others = [*who_may("hazards.handle", hazard.unit.path), *filter(None, [hazard.owner_id])]
    return [*found.items(), *names_of({one for one in others if one not in found}).items()]
