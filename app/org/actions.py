"""Changing units, posts and people. Every move keeps its history."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access import actions as access
from app.access.models import Account
from app.access.policy import Role
from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.models import (
    CHILDREN,
    Assignment,
    Installation,
    Membership,
    Person,
    Post,
    Unit,
    UnitKind,
)
from app.org.queries import today


@db.action
def install(*, demo: bool) -> Installation:
    """The first set-up of a database."""
    made = Installation(id=1, epoch=new_id(), demo=demo, made_at=now())
    db.session().add(made)
    return made


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
    audit.record("unit.add", "unit", made.id, enterprise_id=made.enterprise_id, by=by, name=name, kind=kind.value)
    return made


def _refuse_misplaced(kind: UnitKind, parent: Unit | None) -> None:
    if parent is None:
        if kind not in (UnitKind.PARK, UnitKind.ENTERPRISE):
            raise Invalid("部门和班组要放在企业下面")
    elif kind not in CHILDREN[UnitKind(parent.kind)]:
        raise Invalid(f"“{parent.name}”下面不能放这种单位")


def _refuse_same_name(name: str, parent_id: UUID | None, own: UUID | None) -> None:
    taken = db.session().scalar(
        select(Unit).where(Unit.parent_id == parent_id, Unit.name == name, Unit.closed_on.is_(None))
    )
    if taken is not None and taken.id != own:
        raise Conflict(f"这里已经有“{name}”了")


def _next_place(parent_id: UUID | None) -> int:
    return (db.session().scalar(select(func.max(Unit.place)).where(Unit.parent_id == parent_id)) or 0) + 1


@db.action
def rename_unit(unit: Unit, name: str, *, by: UUID) -> None:
    """A new name for a unit."""
    _refuse_same_name(name, unit.parent_id, unit.id)
    before, unit.name = unit.name, name
    audit.record("unit.rename", "unit", unit.id, enterprise_id=unit.enterprise_id, by=by, before=before, after=name)


@db.action
def move_unit(unit: Unit, parent: Unit, *, by: UUID) -> None:
    """Hang a unit, with all below it, under another of the same enterprise; grants on it move along."""
    if parent.enterprise_id != unit.enterprise_id or unit.kind in (UnitKind.PARK, UnitKind.ENTERPRISE):
        raise Invalid("只能在同一个企业里移动")
    if parent.path.startswith(unit.path):
        raise Invalid("不能移到它自己下面")
    _refuse_misplaced(UnitKind(unit.kind), parent)
    _refuse_same_name(unit.name, parent.id, unit.id)
    old, new = unit.path, f"{parent.path}{unit.id}/"
    before = unit.parent_id
    for one in db.session().scalars(select(Unit).where(Unit.path.startswith(old, autoescape=True))):
        one.path = new + one.path.removeprefix(old)
    unit.parent_id, unit.place = parent.id, _next_place(parent.id)
    access.rebase(old, new)
    audit.record(
        "unit.move", "unit", unit.id, enterprise_id=unit.enterprise_id, by=by, before=str(before), after=str(parent.id)
    )


@db.action
def close_unit(unit: Unit, *, by: UUID) -> None:
    """Close a unit. Raises Conflict while units, posts or people are still in it."""
    active = db.session()
    inside = (
        select(Unit.id).where(Unit.parent_id == unit.id, Unit.closed_on.is_(None)),
        select(Post.id).where(Post.unit_id == unit.id, Post.closed_on.is_(None)),
        select(Membership.id).where(Membership.unit_id == unit.id, Membership.to_on.is_(None)),
    )
    if any(active.scalar(one.limit(1)) is not None for one in inside):
        raise Conflict("里面还有班组、岗位或人，先移走再停用")
    unit.closed_on = today(unit.path)
    audit.record("unit.close", "unit", unit.id, enterprise_id=unit.enterprise_id, by=by)


@db.action
def add_post(*, unit: Unit, title: str, key_post: bool = False, by: UUID | None) -> Post:
    """A new post in a unit. Raises Conflict where the title is taken there."""
    if unit.kind == UnitKind.PARK:
        raise Invalid("岗位要放在企业里")
    _refuse_same_title(unit.id, title, None)
    place = db.session().scalar(select(func.max(Post.place)).where(Post.unit_id == unit.id)) or 0
    made = Post(
        id=new_id(),
        unit_id=unit.id,
        enterprise_id=unit.enterprise_id,
        title=title,
        key_post=key_post,
        place=place + 1,
    )
    db.session().add(made)
    db.session().flush()
    audit.record("post.add", "post", made.id, enterprise_id=made.enterprise_id, by=by, title=title)
    return made


def _refuse_same_title(unit_id: UUID, title: str, own: UUID | None) -> None:
    taken = db.session().scalar(
        select(Post).where(Post.unit_id == unit_id, Post.title == title, Post.closed_on.is_(None))
    )
    if taken is not None and taken.id != own:
        raise Conflict(f"这里已经有岗位“{title}”了")


@db.action
def amend_post(post: Post, *, title: str, key_post: bool, unit: Unit, by: UUID) -> None:
    """Rename a post, mark it as 重点岗位, or move it to another unit of the same enterprise."""
    if unit.enterprise_id != post.enterprise_id:
        raise Invalid("只能在同一个企业里移动")
    _refuse_same_title(unit.id, title, post.id)
    before = {"title": post.title, "unit": str(post.unit_id), "key_post": post.key_post}
    post.title, post.key_post, post.unit_id = title, key_post, unit.id
    after = {"title": title, "unit": str(unit.id), "key_post": key_post}
    audit.record("post.amend", "post", post.id, enterprise_id=post.enterprise_id, by=by, before=before, after=after)


@db.action
def close_post(post: Post, *, by: UUID) -> None:
    """Close a post; those who hold it stop holding it today. Its records stay."""
    path = db.session().scalars(select(Unit.path).where(Unit.id == post.unit_id)).one()
    post.closed_on = today(path)
    for held in db.session().scalars(
        select(Assignment).where(Assignment.post_id == post.id, Assignment.to_on.is_(None))
    ):
        end_assignment(held, on=post.closed_on, by=by)
    audit.record("post.close", "post", post.id, enterprise_id=post.enterprise_id, by=by)


@db.action
def join(
    *, unit: Unit, name: str, employee_no: str, phone: str | None, on: date, by: UUID | None, password_hash: str | None = None
) -> Person:
    """A person joins a unit: account, employment, membership, and the role of a worker there."""
    account = access.open_account(
        enterprise_id=unit.enterprise_id,
        name=name,
        employee_no=employee_no,
        phone=phone,
        by=by,
        password_hash=password_hash,
    )
    made = Person(id=account.id, enterprise_id=unit.enterprise_id, joined_on=on)
    db.session().add(made)
    db.session().flush()
    _begin_membership(made, account, unit, on, by)
    audit.record("person.join", "person", made.id, enterprise_id=made.enterprise_id, by=by, unit=str(unit.id))
    return made


def _begin_membership(person: Person, account: Account, unit: Unit, on: date, by: UUID | None) -> None:
    row = Membership(person_id=person.id, unit_id=unit.id, enterprise_id=person.enterprise_id, from_on=on)
    db.session().add(row)
    db.session().flush()
    db.session().expire(person, ["memberships"])
    if unit.kind != UnitKind.PARK:
        access.grant_role(account, Role.WORKER, unit_id=unit.id, unit_path=unit.path, by=by)


def _end_on(row: Membership | Assignment, on: date) -> None:
    row.to_on = max(on, row.from_on)  # a stay never ends before it began


@db.action
def move(person: Person, unit: Unit, *, on: date, by: UUID) -> None:
    """A person moves to another unit of the same enterprise from day `on`; posts are ended apart."""
    if unit.enterprise_id != person.enterprise_id:
        raise Invalid("只能在同一个企业里调动")
    current = person.membership
    if current is not None and current.unit_id == unit.id:
        return
    if current is not None:
        if on < current.from_on:
            raise Invalid("调动日期不能早于来这里的日期")
        _end_on(current, on - timedelta(days=1))
        _end_worker(person, current.unit_id, by)
        db.session().flush()
    _begin_membership(person, person.account, unit, on, by)
    audit.record("person.move", "person", person.id, enterprise_id=person.enterprise_id, by=by, unit=str(unit.id))


def _end_worker(person: Person, unit_id: UUID, by: UUID) -> None:
    for grant in list(person.account.grants):
        if grant.role == Role.WORKER and grant.unit_id == unit_id:
            access.end_grant(grant, by=by)
    db.session().flush()
    db.session().expire(person.account, ["grants"])


@db.action
def leave(person: Person, *, on: date, by: UUID) -> None:
    """A person leaves: posts, membership, roles and sign-in end; what they recorded stays theirs."""
    if person.joined_on and on < person.joined_on:
        raise Invalid("离职日期不能早于入职日期")
    person.left_on = on
    for held in person.assignments:
        if held.to_on is None:
            end_assignment(held, on=on, by=by)
    if person.membership is not None:
        _end_on(person.membership, on)
    access.close_account(person.account, by=by)
    audit.record("person.leave", "person", person.id, enterprise_id=person.enterprise_id, by=by, on=str(on))


@db.action
def come_back(person: Person, unit: Unit, *, on: date, by: UUID) -> None:
    """A person who left comes back."""
    if person.left_on is None:
        raise Conflict("这个人没有离职")
    if unit.enterprise_id != person.enterprise_id:
        raise Invalid("只能回到原来的企业")
    person.left_on = None
    access.reopen_account(person.account, by=by)
    _begin_membership(person, person.account, unit, on, by)
    audit.record("person.come_back", "person", person.id, enterprise_id=person.enterprise_id, by=by)


@db.action
def assign(person: Person, post: Post, *, on: date, by: UUID | None) -> Assignment:
    """A person takes a post from day `on`. Raises Conflict where they hold it already."""
    if post.enterprise_id != person.enterprise_id:
        raise Invalid("岗位和人不在同一个企业")
    if post.closed_on is not None or person.left_on is not None:
        raise Invalid("岗位停用了，或者人已经离职")
    held = db.session().scalar(
        select(Assignment).where(
            Assignment.person_id == person.id, Assignment.post_id == post.id, Assignment.to_on.is_(None)
        )
    )
    if held is not None:
        raise Conflict(f"{person.account.name}已经在这个岗位上了")
    made = Assignment(
        id=new_id(), person_id=person.id, post_id=post.id, enterprise_id=post.enterprise_id, from_on=on
    )
    db.session().add(made)
    db.session().flush()
    db.session().expire(person, ["assignments"])
    audit.record(
        "post.assign", "post", post.id, enterprise_id=post.enterprise_id, by=by, person=str(person.id), on=str(on)
    )
    return made


@db.action
def end_assignment(held: Assignment, *, on: date, by: UUID) -> None:
    """A person gives a post up after day `on`."""
    _end_on(held, on)
    audit.record(
        "post.unassign",
        "post",
        held.post_id,
        enterprise_id=held.enterprise_id,
        by=by,
        person=str(held.person_id),
        on=str(held.to_on),
    )
