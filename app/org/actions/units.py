"""Changing the tree of units."""

from uuid import UUID

from sqlalchemy import func, select

from app.access import actions as access
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.models import CHILDREN, Installation, Membership, Post, Unit, UnitKind
from app.org.queries import today


@db.action
def install(*, demo: bool) -> Installation:
    """The first set-up of a database."""
    made = Installation(id=1, epoch=new_id(), demo=demo, made_at=now())
    db.session().add(made)
    return made


def refuse_closed(unit: Unit) -> None:
    """Raise Invalid where a unit is closed: nothing new is put into it."""
    if unit.closed_on is not None:
        raise Invalid(f"“{unit.name}”已经停用了", hint="换一个单位。")


@db.action
def add_unit(*, kind: UnitKind, name: str, parent: Unit | None, by: UUID | None) -> Unit:
    """A new unit. Raises Invalid where such a unit can't stand there, Conflict where the name is taken."""
    _refuse_misplaced(kind, parent)
    _refuse_same_name(name, parent.id if parent else None, None)
    made = Unit(id=new_id(), kind=kind.value, name=name, parent_id=parent.id if parent else None)
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    own = kind in (UnitKind.PARK, UnitKind.ENTERPRISE) or parent is None
    made.enterprise_id = made.id if own or parent is None else parent.enterprise_id
    made.place = _next_place(made.parent_id)
    with db.everywhere():  # a new enterprise is nobody's scope yet
        db.session().add(made)
        db.session().flush()
    _note("unit.add", made, by, name=name, kind=kind.value)
    return made


def _note(act: str, unit: Unit, by: UUID | None, **payload: str) -> None:
    audit.record(act, "unit", unit.id, enterprise_id=unit.enterprise_id, by=by, **payload)


def _refuse_misplaced(kind: UnitKind, parent: Unit | None) -> None:
    if parent is None:
        if kind not in (UnitKind.PARK, UnitKind.ENTERPRISE):
            raise Invalid("部门和班组要放在企业下面")
        return
    if kind not in CHILDREN[UnitKind(parent.kind)]:
        raise Invalid(f"“{parent.name}”下面不能放这种单位")
    refuse_closed(parent)


def _refuse_same_name(name: str, parent_id: UUID | None, own: UUID | None) -> None:
    taken = db.session().scalar(
        select(Unit).where(Unit.parent_id == parent_id, Unit.name == name, Unit.closed_on.is_(None))
    )
    if taken is not None and taken.id != own:
        raise Conflict(f"这里已经有“{name}”了", hint="换一个名称。")


def _next_place(parent_id: UUID | None) -> int:
    return (db.session().scalar(select(func.max(Unit.place)).where(Unit.parent_id == parent_id)) or 0) + 1


@db.action
def rename_unit(unit: Unit, name: str, *, by: UUID) -> None:
    """A new name for a unit."""
    _refuse_same_name(name, unit.parent_id, unit.id)
    before, unit.name = unit.name, name
    _note("unit.rename", unit, by, before=before, after=name)


@db.action
def move_unit(unit: Unit, parent: Unit, *, by: UUID) -> None:
    """Hang a unit, with all below it, under another of the same enterprise; grants on it move along."""
    if parent.enterprise_id != unit.enterprise_id or unit.kind in (UnitKind.PARK, UnitKind.ENTERPRISE):
        raise Invalid("只能在同一个企业里移动")
    if parent.path.startswith(unit.path):
        raise Invalid("不能移到它自己下面")
    _refuse_misplaced(UnitKind(unit.kind), parent)
    _refuse_same_name(unit.name, parent.id, unit.id)
    old, new, before = unit.path, f"{parent.path}{unit.id}/", unit.parent_id
    for one in db.session().scalars(select(Unit).where(Unit.path.startswith(old, autoescape=True))):
        one.path = new + one.path.removeprefix(old)
    unit.parent_id, unit.place = parent.id, _next_place(parent.id)
    access.rebase(old, new)
    _note("unit.move", unit, by, before=str(before), after=str(parent.id))


@db.action
def close_unit(unit: Unit, *, by: UUID) -> None:
    """Close a unit; roles on it end. Raises Conflict while units, posts or people are still in it."""
    if unit.closed_on is not None:
        raise Conflict(f"“{unit.name}”早就停用了")
    active = db.session()
    inside = (
        select(Unit.id).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None)),
        select(Post.id).where(Post.unit_id == unit.id, Post.closed_on.is_(None)),
        select(Membership.id).where(Membership.unit_id == unit.id, Membership.to_on.is_(None)),
    )
    if any(active.scalar(one.limit(1)) is not None for one in inside):
        raise Conflict("里面还有班组、岗位或人", hint="先把它们移走，再停用。")
    access.end_grants_on(unit.id, by=by)
    unit.closed_on = today(unit.path)
    _note("unit.close", unit, by)
