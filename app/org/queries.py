"""Reading units, posts and people. The scope keeps enterprises apart; `within` keeps to an account's units."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.access.models import Account
from app.core import clock, db
from app.core.errors import Missing
from app.org.models import Assignment, Installation, Membership, Person, Post, Unit, UnitKind
from app.org.settings import ZONE
from app.settings.queries import value_of

PAGE = 50


def within(paths: Sequence[str]) -> ColumnElement[bool]:
    """Units in the subtrees of these paths."""
    return or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))


def scope_of(account: Account) -> db.Scope:
    """The enterprises an account may look into: its own, and for a park's people all of the park's."""
    own = {account.enterprise_id}
    paths = [grant.unit_path for grant in account.grants if grant.unit_id == account.enterprise_id]
    below = select(Unit.enterprise_id).where(within(paths), Unit.kind == UnitKind.ENTERPRISE)
    return frozenset(own | set(db.session().scalars(below))) if paths else frozenset(own)


def unit(unit_id: UUID) -> Unit:
    """A unit in scope. Raises Missing."""
    found = db.session().scalar(select(Unit).where(Unit.id == unit_id))
    if found is None:
        raise Missing("没有这个单位")
    return found


def units(paths: Sequence[str], *, closed: bool = False) -> list[Unit]:
    """The units of these subtrees, in the order of the tree."""
    asked = select(Unit).where(within(paths))
    if not closed:
        asked = asked.where(Unit.closed_on.is_(None))
    return in_tree_order(list(db.session().scalars(asked)))


def in_tree_order(found: list[Unit]) -> list[Unit]:
    """Parents before children, siblings by place and name."""
    keys = {one.id: (one.place, one.name, str(one.id)) for one in found}

    def key(one: Unit) -> list[tuple[int, str, str]]:
        return [keys.get(UUID(part), (0, "", part)) for part in one.path.strip("/").split("/")]

    return sorted(found, key=key)


def lineage(found: Unit) -> list[Unit]:
    """The units from the root down to and with this one, as far as they are in scope."""
    ids = [UUID(part) for part in found.path.strip("/").split("/")]
    by_id = {one.id: one for one in db.session().scalars(select(Unit).where(Unit.id.in_(ids)))}
    return [by_id[one] for one in ids if one in by_id]


def enterprise_of(found: Unit | Post) -> Unit:
    """The enterprise (or park) that a unit or post belongs to."""
    return unit(found.enterprise_id)


def tenants() -> list[Unit]:
    """The parks and enterprises that own rows, for commands."""
    asked = select(Unit).where(Unit.id == Unit.enterprise_id).order_by(Unit.path)
    return list(db.session().scalars(asked))


def zone_of(path: str) -> str:
    """The time zone that days and shifts follow on a unit."""
    return value_of(ZONE, path)


def today(path: str) -> date:
    """The day it is on a unit."""
    return clock.day_in(zone_of(path))


def post(post_id: UUID) -> Post:
    """A post in scope. Raises Missing."""
    found = db.session().scalar(select(Post).where(Post.id == post_id))
    if found is None:
        raise Missing("没有这个岗位")
    return found


def _posts(paths: Sequence[str], search: str, closed: bool) -> Select[tuple[Post]]:
    asked = select(Post).join(Unit, Post.unit_id == Unit.id).where(within(paths))
    if not closed:
        asked = asked.where(Post.closed_on.is_(None))
    if search:
        asked = asked.where(or_(Post.title.contains(search, autoescape=True), Unit.name.contains(search, autoescape=True)))
    return asked


def posts(paths: Sequence[str], *, search: str = "", closed: bool = False, page: int | None = None) -> list[Post]:
    """The posts of these subtrees; all of them, or the given page (from 1) of 50."""
    asked = _posts(paths, search, closed).options(contains_eager(Post.unit)).order_by(Unit.path, Post.place, Post.id)
    if page is not None:
        asked = asked.limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session().scalars(asked))


def count_posts(paths: Sequence[str], *, search: str = "", closed: bool = False) -> int:
    """How many posts `posts` would give without a page."""
    return db.session().scalar(select(func.count()).select_from(_posts(paths, search, closed).subquery())) or 0


def person(person_id: UUID) -> Person:
    """A person in scope. Raises Missing."""
    found = db.session().scalar(select(Person).where(Person.id == person_id))
    if found is None:
        raise Missing("没有这个人")
    return found


def _people(paths: Sequence[str], search: str, left: bool) -> Select[tuple[Person]]:
    asked = (
        select(Person)
        .join(Account, Person.id == Account.id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Membership.unit_id == Unit.id)
        .where(within(paths))
    )
    if left:
        latest = select(func.max(Membership.id)).where(Membership.person_id == Person.id).scalar_subquery()
        asked = asked.where(Person.left_on.is_not(None), Membership.id == latest)
    else:
        asked = asked.where(Membership.to_on.is_(None))
    if search:
        asked = asked.where(
            or_(
                Account.name.contains(search, autoescape=True),
                Account.employee_no == search,
                Account.phone == search,
            )
        )
    return asked


def people(paths: Sequence[str], *, search: str = "", left: bool = False, page: int | None = None) -> list[Person]:
    """The people who belong to these subtrees now (or who left them); all, or the given page of 50."""
    asked = (
        _people(paths, search, left)
        .options(selectinload(Person.memberships).selectinload(Membership.unit), selectinload(Person.assignments))
        .order_by(Unit.path, Account.employee_no)
    )
    if page is not None:
        asked = asked.limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session().scalars(asked).unique())


def count_people(paths: Sequence[str], *, search: str = "", left: bool = False) -> int:
    """How many people `people` would give without a page."""
    ids = _people(paths, search, left).with_only_columns(Person.id).subquery()
    return db.session().scalar(select(func.count()).select_from(ids)) or 0


def holders(post_id: UUID) -> list[Assignment]:
    """Who holds a post now."""
    asked = select(Assignment).where(Assignment.post_id == post_id, Assignment.to_on.is_(None))
    return list(db.session().scalars(asked.order_by(Assignment.from_on)))


def assignments_of(person_id: UUID) -> list[Assignment]:
    """The posts a person holds now."""
    asked = select(Assignment).where(Assignment.person_id == person_id, Assignment.to_on.is_(None))
    return list(db.session().scalars(asked.order_by(Assignment.from_on)))


def path_of_person(found: Person) -> str:
    """The path that permission on a person is judged by: their unit's; once they left, their enterprise's."""
    where = found.unit
    if where is not None:
        return where.path
    return unit(found.enterprise_id).path


def installation() -> Installation | None:
    """What this copy of the server is, or None before the first set-up."""
    return db.session().get(Installation, 1)
