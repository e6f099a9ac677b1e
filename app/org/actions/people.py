"""People joining, moving, leaving and coming back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.access import actions as access
from app.access.actions import NewAccount
from app.access.models import Account
from app.access.policy import Role
from app.audit import actions as audit
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.actions.posts import end_assignment, end_on, refuse_future
from app.org.actions.units import refuse_closed
from app.org.models import Membership, Person, Unit, UnitKind
from app.org.queries import path_of_person


@dataclass(frozen=True)
class Joiner:
    """Somebody about to join a unit."""

    unit: Unit
    name: str
    employee_no: str
    phone: str | None
    on: date
    password_hash: str | None = None


@db.action
def enrol(joiners: Sequence[Joiner], *, by: UUID | None) -> list[Person]:
    """People join units of one enterprise: account, employment, membership, the role of a worker there."""
    units = {one.unit.id: one.unit for one in joiners}
    enterprises = {unit.enterprise_id for unit in units.values()}
    if len(enterprises) != 1:
        raise Invalid("一次只能加同一个企业的人")
    for unit in units.values():
        refuse_closed(unit)
    refuse_future(max(one.on for one in joiners), joiners[0].unit.path)
    wanted = [NewAccount(one.name, one.employee_no, one.phone, one.password_hash) for one in joiners]
    accounts = access.open_accounts(enterprises.pop(), wanted, by=by)
    made = [
        Person(id=account.id, enterprise_id=account.enterprise_id, joined_on=one.on)
        for one, account in zip(joiners, accounts, strict=True)
    ]
    db.session().flush()
    db.session().add_all(made)
    db.session().flush()
    for one, person, account in zip(joiners, made, accounts, strict=True):
        _begin_membership(person, account, one.unit, one.on, by)
        _note("person.join", person, by, unit=str(one.unit.id), on=str(one.on))
    db.session().flush()
    return made


@db.action
def join(
    *,
    unit: Unit,
    name: str,
    employee_no: str,
    phone: str | None,
    on: date,
    by: UUID | None,
    password_hash: str | None = None,
) -> Person:
    """A person joins a unit."""
    return enrol([Joiner(unit, name, employee_no, phone, on, password_hash)], by=by)[0]


def _begin_membership(person: Person, account: Account, unit: Unit, on: date, by: UUID | None) -> None:
    row = Membership(
        id=new_id(), person_id=person.id, unit_id=unit.id, enterprise_id=person.enterprise_id, from_on=on
    )
    db.session().add(row)
    if unit.kind != UnitKind.PARK:
        access.grant_new(account, Role.WORKER, unit_id=unit.id, unit_path=unit.path, by=by)


def _note(act: str, person: Person, by: UUID | None, **payload: str) -> None:
    audit.record(act, "person", person.id, enterprise_id=person.enterprise_id, by=by, **payload)


@db.action
def move(person: Person, unit: Unit, *, on: date, by: UUID) -> None:
    """A person moves to another unit of the same enterprise from day `on`; posts are ended apart."""
    if unit.enterprise_id != person.enterprise_id:
        raise Invalid("只能在同一个企业里调动")
    current = person.membership
    if current is None:
        raise Conflict("这个人已经离职", hint="先办返岗。")
    if current.unit_id == unit.id:
        return
    refuse_closed(unit)
    refuse_future(on, unit.path)
    if on < current.from_on:
        raise Invalid("调动日期不能早于来这里的日期", hint=f"他是 {current.from_on} 来的。")
    shift(person, current, unit, on=on, by=by)
    _forget_loaded(person)


def shift(person: Person, current: Membership, unit: Unit, *, on: date, by: UUID) -> None:
    """Let a stay end and the next begin. Part of a larger write, which has checked both and flushes."""
    end_on(current, on - timedelta(days=1))
    _end_worker(person, current.unit_id, by)
    _begin_membership(person, person.account, unit, on, by)
    _note("person.move", person, by, before=str(current.unit_id), after=str(unit.id), on=str(on))


def _end_worker(person: Person, unit_id: UUID, by: UUID) -> None:
    for grant in person.account.grants:
        if grant.role == Role.WORKER and grant.unit_id == unit_id:
            access.end_grant(grant, by=by)


def _forget_loaded(person: Person) -> None:
    db.session().flush()
    db.session().expire(person, ["memberships", "assignments"])
    db.session().expire(person.account, ["grants"])


@db.action
def leave(person: Person, *, on: date, by: UUID) -> None:
    """A person leaves: posts, membership, roles and sign-in end; what they recorded stays theirs."""
    current = person.membership
    if current is None:
        raise Conflict(f"{person.account.name}早就离职了")
    refuse_future(on, path_of_person(person))
    if on < current.from_on:
        raise Invalid("离职日期不能早于来这里的日期", hint=f"他是 {current.from_on} 来的。")
    for held in person.assignments:
        if held.to_on is None:
            end_assignment(held, on=on, by=by)
    end_on(current, on)
    person.left_on = on
    access.close_account(person.account, by=by)
    _forget_loaded(person)
    _note("person.leave", person, by, on=str(on))


@db.action
def come_back(person: Person, unit: Unit, *, on: date, by: UUID) -> None:
    """A person who left comes back."""
    if person.left_on is None:
        raise Conflict("这个人没有离职")
    if unit.enterprise_id != person.enterprise_id:
        raise Invalid("只能回到原来的企业")
    refuse_closed(unit)
    refuse_future(on, unit.path)
    if on < person.left_on:
        raise Invalid("返岗日期不能早于离职日期", hint=f"他是 {person.left_on} 走的。")
    person.left_on = None
    access.reopen_account(person.account, by=by)
    _begin_membership(person, person.account, unit, on, by)
    _forget_loaded(person)
    _note("person.come_back", person, by, unit=str(unit.id), on=str(on))
