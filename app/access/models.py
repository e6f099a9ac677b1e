"""Accounts, the sessions and keys they sign in with, and the roles granted to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.policy import ROLES, Role, may
from app.core.clock import now
from app.core.tables import Base, Owned


class Account(Owned, Base):
    """Somebody who can sign in. Belongs to one enterprise, or to a park."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "employee_no"),
        Index("uq_accounts_phone", "phone", unique=True, sqlite_where=text("phone IS NOT NULL")),
    )

    name: Mapped[str]
    employee_no: Mapped[str]  # 工号
    phone: Mapped[str | None]
    password_hash: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(default=True)  # the password was given by somebody else
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    grants: Mapped[list["Grant"]] = relationship(
        primaryjoin="and_(Account.id == Grant.account_id, Grant.ended_at.is_(None))",
        order_by="Grant.granted_at",
        viewonly=True,
    )

    sign_in_id: UUID | None = None  # the session of this request; not a column
    __allow_unmapped__ = True
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie holds: the session, so that one browser can be signed out alone."""
        return str(self.sign_in_id)

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in at all."""
        return self.closed_at is None

    def may(self, act: str, path: str) -> bool:
        """Whether this account may do `act` on the unit at `path`; see `access.policy.may`."""
        return may(self, act, path)

    def may_somewhere(self, act: str) -> bool:
        """Whether any grant of this account allows `act`."""
        return any(act in ROLES[Role(grant.role)].acts for grant in self.grants)

    def paths_for(self, act: str) -> list[str]:
        """The paths of the units on which this account may do `act`."""
        return [grant.unit_path for grant in self.grants if act in ROLES[Role(grant.role)].acts]


class Grant(Owned, Base):
    """A role on a unit; it reaches down the unit's subtree. Ended, never deleted."""

    __tablename__ = "grants"
    __table_args__ = (
        Index(
            "uq_grants_live",
            "account_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[str]
    unit_id: Mapped[UUID]
    unit_path: Mapped[str] = mapped_column(String(2000))  # kept in step by `rebase` when a unit moves
    granted_at: Mapped[datetime] = mapped_column(default=now)
    granted_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]


class SignIn(Owned, Base):
    """A session: one browser signed in to one account."""

    __tablename__ = "sign_ins"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    how: Mapped[str]  # password, key
    agent: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignInKey(Owned, Base):
    """A one-time personal key: shown as QR and as 6 digits by a supervisor, spent by a tap."""

    __tablename__ = "sign_in_keys"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_digest: Mapped[str] = mapped_column(unique=True)
    code_digest: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(default=now)
    issued_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    spent_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
