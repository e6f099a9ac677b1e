"""Reading units, posts and people. The scope keeps enterprises apart, `within` to an account's units."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.access.models import Account
from app.access.queries import by_phone
from app.core import clock, db
from app.core.errors import Missing
from app.org.models import Assignment, Installation, Membership, Person, Post, Unit, UnitKind
from app.org.roster import Known
from app.org.roster_file import RosterRow
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


def units_by_id(ids: Collection[UUID]) -> dict[UUID, Unit]:
    """These units, as far as they are in scope."""
    found = db.session().scalars(select(Unit).where(Unit.id.in_(ids))) if ids else ()
    return {one.id: one for one in found}


def path_of(found: Post) -> str:
    """The path that permission on a post is judged by."""
    return unit(found.unit_id).path


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


def _posts(paths: Sequence[str], search: str, closed: bool) -> Select[Post]:
    asked = select(Post).join(Unit, Post.unit_id == Unit.id).where(within(paths))
    if not closed:
        asked = asked.where(Post.closed_on.is_(None))
    if search:
        named = (column.contains(search, autoescape=True) for column in (Post.title, Unit.name))
        asked = asked.where(or_(*named))
    return asked


def posts(
    paths: Sequence[str], *, search: str = "", closed: bool = False, page: int | None = None
) -> list[Post]:
    """The posts of these subtrees; all of them, or the given page (from 1) of 50."""
    asked = _posts(paths, search, closed).options(contains_eager(Post.unit))
    asked = asked.order_by(Unit.path, Post.place, Post.id)
    if page is not None:
        asked = asked.limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session().scalars(asked))


def count_posts(paths: Sequence[str], *, search: str = "", closed: bool = False) -> int:
    """How many posts `posts` would give without a page."""
    found = _posts(paths, search, closed).with_only_columns(Post.id).subquery()
    return db.session().scalar(select(func.count()).select_from(found)) or 0


def titles_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """What these posts are called, as far as they are in scope."""
    rows = db.session().execute(select(Post.id, Post.title).where(Post.id.in_(ids))) if ids else ()
    return {row.id: row.title for row in rows}


def person(person_id: UUID) -> Person:
    """A person in scope. Raises Missing."""
    found = db.session().scalar(select(Person).where(Person.id == person_id))
    if found is None:
        raise Missing("没有这个人")
    return found


def _people(paths: Sequence[str], search: str, left: bool) -> Select[Person]:
    asked = (
        select(Person)
        .join(Account, Person.id == Account.id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Membership.unit_id == Unit.id)
        .where(within(paths))
    )
    if left:
        asked = asked.where(Person.left_on.is_not(None), Membership.id == _last_membership())
    else:
        asked = asked.where(Membership.to_on.is_(None))
    if search:
        name, number = (c.contains(search, autoescape=True) for c in (Account.name, Account.employee_no))
        asked = asked.where(or_(name, number, Account.phone == search))
    return asked


def _last_membership() -> ScalarSelect[UUID]:
    stay = aliased(Membership)
    latest = select(stay.id).where(stay.person_id == Person.id).order_by(stay.from_on.desc(), stay.id.desc())
    return latest.limit(1).correlate(Person).scalar_subquery()


def people(
    paths: Sequence[str], *, search: str = "", left: bool = False, page: int | None = None
) -> list[Person]:
    """The people who belong to these subtrees now (or who left them); all, or the given page of 50."""
    asked = _people(paths, search, left).options(*_WHOLE).order_by(Unit.path, Account.employee_no)
    if page is not None:
        asked = asked.limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session().scalars(asked).unique())


# What a list of people shows of each, in a fixed number of queries.
_WHOLE = (
    joinedload(Person.account).selectinload(Account.grants),
    selectinload(Person.memberships).joinedload(Membership.unit),
    selectinload(Person.assignments).joinedload(Assignment.post),
)


def people_numbered(enterprise_id: UUID, numbers: Collection[str]) -> list[Person]:
    """The people of an enterprise with one of these employee numbers, those who left too."""
    asked = select(Person).join(Account, Person.id == Account.id).options(*_WHOLE)
    asked = asked.where(Account.enterprise_id == enterprise_id, Account.employee_no.in_(numbers))
    return list(db.session().scalars(asked).unique()) if numbers else []


def count_people(paths: Sequence[str], *, search: str = "", left: bool = False) -> int:
    """How many people `people` would give without a page."""
    ids = _people(paths, search, left).with_only_columns(Person.id).subquery()
    return db.session().scalar(select(func.count()).select_from(ids)) or 0


def holders(post_id: UUID) -> list[Assignment]:
    """Who holds a post now."""
    asked = select(Assignment).where(Assignment.post_id == post_id, Assignment.to_on.is_(None))
    return list(db.session().scalars(asked.order_by(Assignment.from_on)))


def assignments_on(person_id: UUID, day: date) -> list[Assignment]:
    """The posts a person holds on a day; first and last day included."""
    asked = select(Assignment).where(
        Assignment.person_id == person_id,
        Assignment.from_on <= day,
        or_(Assignment.to_on.is_(None), Assignment.to_on >= day),
    )
    return list(db.session().scalars(asked.order_by(Assignment.from_on)))


def held_on(post_id: UUID, day: date) -> set[UUID]:
    """Who held a post on a day, whether they are still here or have left since; first and last day included."""
    asked = select(Assignment.person_id).where(
        Assignment.post_id == post_id,
        Assignment.from_on <= day,
        or_(Assignment.to_on.is_(None), Assignment.to_on >= day),
    )
    return set(db.session().scalars(asked))


def known_for(enterprise: Unit, rows: Sequence[RosterRow]) -> Known:
    """What the rows of a roster are held against."""
    holders_of = by_phone([row.phone for row in rows if row.phone])
    return Known(
        units=units([enterprise.path]),
        posts=posts([enterprise.path]),
        people={
            one.account.employee_no: one
            for one in people_numbered(enterprise.id, [row.employee_no for row in rows])
        },
        phones={one.phone: one.id for one in holders_of if one.phone},
        today=today(enterprise.path),
    )


def assignment(assignment_id: UUID) -> Assignment:
    """Somebody's holding of a post, in scope. Raises Missing."""
    found = db.session().scalar(select(Assignment).where(Assignment.id == assignment_id))
    if found is None:
        raise Missing("没有这条记录")
    return found


def history_of(post_id: UUID) -> list[Assignment]:
    """Who holds a post and who held it before, latest first."""
    asked = select(Assignment).where(Assignment.post_id == post_id).options(joinedload(Assignment.person))
    return list(db.session().scalars(asked.order_by(Assignment.from_on.desc(), Assignment.id.desc())))


def path_of_person(found: Person) -> str:
    """The path that permission on a person is judged by: their unit's; once they left, their last one's."""
    return found.memberships[0].unit.path


def installation() -> Installation | None:
    """What this copy of the server is, or None before the first set-up."""
    return db.session().get(Installation, 1)
