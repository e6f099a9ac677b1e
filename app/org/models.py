"""Who works where: units, posts, people, and how they belonged to each other over time."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.models import Account
from app.core.tables import Base, Owned


class UnitKind(StrEnum):
    """Kinds of units, from the top down."""

    PARK = "park"  # 园区
    ENTERPRISE = "enterprise"  # 企业
    DEPARTMENT = "department"  # 部门
    TEAM = "team"  # 班组


KIND_NAMES = {
    UnitKind.PARK: "园区",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.TEAM: "班组",
}
# What may stand under what. Departments may hold departments: a plant holds workshops.
CHILDREN: dict[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.PARK: (UnitKind.ENTERPRISE,),
    UnitKind.ENTERPRISE: (UnitKind.DEPARTMENT, UnitKind.TEAM),
    UnitKind.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.TEAM),
    UnitKind.TEAM: (),
}


class Unit(Owned, Base):
    """A node of the tree. `path` is "/<id>/<id>/" from the root down to and with this unit."""

    __tablename__ = "units"
    __table_args__ = (
        Index(
            "uq_units_name",
            "parent_id",
            "name",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    kind: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(2000), index=True)
    place: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id", viewonly=True)

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[UnitKind(self.kind)]

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return self.path.count("/") - 2


class Post(Owned, Base):
    """A post (岗位): a place in the work, whoever fills it. The four cards hang on it."""

    __tablename__ = "posts"
    __table_args__ = (
        Index(
            "uq_posts_title",
            "unit_id",
            "title",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str]
    key_post: Mapped[bool] = mapped_column(default=False)  # 重点岗位
    place: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(viewonly=True)


class Person(Owned, Base):
    """Employment of an account's owner; shares the account's id."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]

    account: Mapped[Account] = relationship(viewonly=True, lazy="joined")
    memberships: Mapped[list["Membership"]] = relationship(
        viewonly=True, order_by="Membership.from_on.desc(), Membership.id.desc()"
    )
    assignments: Mapped[list["Assignment"]] = relationship(
        viewonly=True, order_by="Assignment.from_on.desc(), Assignment.id.desc()"
    )

    @property
    def membership(self) -> "Membership | None":
        """Where the person belongs now."""
        return next((one for one in self.memberships if one.to_on is None), None)

    @property
    def unit(self) -> Unit | None:
        """The unit the person belongs to now."""
        return self.membership.unit if self.membership else None


class Membership(Owned, Base):
    """A person belongs to a unit from one day to another (both included; no end: still)."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
        Index(
            "uq_memberships_current",
            "person_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)


class Assignment(Owned, Base):
    """A person holds a post from one day to another (both included; no end: still)."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="days_in_order"),
        Index(
            "uq_assignments_current",
            "person_id",
            "post_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(viewonly=True)
    post: Mapped[Post] = relationship(viewonly=True)


class Installation(Base):
    """One row: which copy of the server this is. A new `epoch` tells phones to re-offer what they hold."""

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("epoch"), CheckConstraint("id = 1", name="only_one"))

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    epoch: Mapped[UUID]
    demo: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
