"""The four cards of a post, in immutable versions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    inspect,
    or_,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, relationship

from app.access.models import Account
from app.core.clock import now
from app.core.tables import Base, Owned
from app.org.models import Post


class State(StrEnum):
    """States of a version, in their order."""

    DRAFT = "draft"  # 草稿
    TEAM_REVIEW = "team_review"  # 班组评审
    EXPERT_REVIEW = "expert_review"  # 专家评审
    APPROVED = "approved"  # 批准了，还没发布
    PUBLISHED = "published"  # 已发布
    SUPERSEDED = "superseded"  # 被新版代替


OPEN = (State.DRAFT, State.TEAM_REVIEW, State.EXPERT_REVIEW, State.APPROVED)  # on its way; one a card at most
IN_REVIEW = OPEN[1:]  # what it says stands still
_OPEN_SQL = text("state IN ('draft', 'team_review', 'expert_review', 'approved')")


class Stage(StrEnum):
    """What somebody signs on a version: the four stages of S3, and giving it back."""

    IDENTIFY = "identify"  # 辨: who works at the post says that this is how it is
    ASSESS = "assess"  # 评: the team
    DETERMINE = "determine"  # 定: the experts
    ASSIGN = "assign"  # 责: who answers for it
    RETURN = "return"  # 退回


class Card(Owned, Base):
    """One of the four cards of a post; what it says is in its versions."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("post_id", "kind"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    kind: Mapped[str]

    post: Mapped[Post] = relationship(viewonly=True)
    versions: Mapped[list["CardVersion"]] = relationship(viewonly=True, order_by="CardVersion.number.desc()")


class CardVersion(Owned, Base):
    """One version of a card. Once published it never changes, but for being superseded."""

    __tablename__ = "card_versions"
    __table_args__ = (
        UniqueConstraint("card_id", "number"),
        Index(
            "uq_card_versions_published",
            "card_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "uq_card_versions_open",
            "card_id",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
    )

    card_id: Mapped[UUID] = mapped_column(ForeignKey("cards.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    head: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(default="")  # where it came from: import, demo
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    authors: Mapped[list[Any]] = mapped_column(default=list)  # ids of the accounts that wrote of it
    changed_at: Mapped[datetime | None]  # when somebody last wrote of it
    submitted_at: Mapped[datetime | None]  # to the review it stands in, or went through
    submitted_by: Mapped[UUID | None]
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None]
    digest: Mapped[str | None]  # SHA-256 over head and rows, as submitted and published

    card: Mapped[Card] = relationship(viewonly=True)
    rows: Mapped[list["CardRow"]] = relationship(order_by="CardRow.place", cascade="all, delete-orphan")
    signoffs: Mapped[list["CardSignoff"]] = relationship(viewonly=True, order_by="CardSignoff.id")


class CardRow(Owned, Base):
    """A row of a version. `identity` is the same in every version that holds this row."""

    __tablename__ = "card_rows"
    __table_args__ = (UniqueConstraint("version_id", "identity"), UniqueConstraint("version_id", "place"))

    version_id: Mapped[UUID] = mapped_column(ForeignKey("card_versions.id"))
    identity: Mapped[str]
    place: Mapped[int]
    body: Mapped[dict[str, Any]]


class CardSignoff(Owned, Base):
    """Somebody signed a stage of a version (签字), for exactly the words that `digest` stands for."""

    __tablename__ = "card_signoffs"
    __table_args__ = (
        Index(
            "uq_card_signoffs_once",
            "version_id",
            "stage",
            "account_id",
            "digest",
            unique=True,
            sqlite_where=text("stage <> 'return'"),
            postgresql_where=text("stage <> 'return'"),
        ),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("card_versions.id"))
    stage: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str] = mapped_column(String(500), default="")
    signature: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the picture of a handwritten one
    digest: Mapped[str] = mapped_column(String(64))

    account: Mapped[Account] = relationship(viewonly=True)


class CardRenewal(Owned, Base):
    """A post's cards are to be looked at anew (修订任务, S6, S32), by somebody until some day."""

    __tablename__ = "card_renewals"
    __table_args__ = (Index("ix_card_renewals_open", "enterprise_id", "closed_at", "due_on"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    kinds: Mapped[list[Any]]  # of card
    reason: Mapped[str]  # change, periodic
    words: Mapped[str] = mapped_column(String(500), default="")
    change_id: Mapped[UUID | None] = mapped_column(index=True)  # the change record that opened it
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    due_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    opened_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="")  # published, unchanged, withdrawn
    closing: Mapped[str] = mapped_column(String(500), default="")  # in whose words it was closed

    post: Mapped[Post] = relationship(viewonly=True)
    owner: Mapped[Account | None] = relationship(viewonly=True)


class PublishedIsFinal(RuntimeError):
    """Something tried to change a published version. A bug, never a user's mistake."""


@event.listens_for(CardVersion, "before_update")
def _keep_version(_mapper: Mapper[Any], connection: Connection, version: CardVersion) -> None:
    stands, changed = _state_of(connection, version.id), _changes(version)
    if stands == State.DRAFT or (stands in OPEN and not changed & {"head", "card_id", "number"}):
        return
    if stands in OPEN:
        raise PublishedIsFinal(f"version {version.id} is in review")
    if changed - {"state"} or ("state" in changed and version.state != State.SUPERSEDED):
        raise PublishedIsFinal(f"version {version.id} is published")


@event.listens_for(CardVersion, "before_delete")
def _keep_versions(_mapper: Mapper[Any], connection: Connection, version: CardVersion) -> None:
    if not _drafts_only(connection, CardVersion.id == version.id):
        raise PublishedIsFinal(f"version {version.id} is published or in review")


@event.listens_for(CardRow, "before_insert")
@event.listens_for(CardRow, "before_update")
@event.listens_for(CardRow, "before_delete")
def _keep_row(_mapper: Mapper[Any], connection: Connection, row: CardRow) -> None:
    stands_in = select(CardRow.version_id).where(CardRow.id == row.id).scalar_subquery()
    if not _drafts_only(connection, or_(CardVersion.id == row.version_id, CardVersion.id == stands_in)):
        raise PublishedIsFinal(f"row {row.id} belongs to a version that is published or in review")


@event.listens_for(Card, "before_update")
@event.listens_for(Card, "before_delete")
def _keep_card(_mapper: Mapper[Any], connection: Connection, card: Card) -> None:
    if not _drafts_only(connection, CardVersion.card_id == card.id):
        raise PublishedIsFinal(f"card {card.id} has published versions")


@event.listens_for(CardSignoff, "before_update")
@event.listens_for(CardSignoff, "before_delete")
def _keep_signoff(_mapper: Mapper[Any], _connection: Connection, signoff: CardSignoff) -> None:
    raise PublishedIsFinal(f"{signoff.id} was signed")


def _state_of(connection: Connection, version_id: UUID) -> str | None:
    """The state of a version in the database, whatever the session believes."""
    return connection.execute(select(CardVersion.state).where(CardVersion.id == version_id)).scalar()


def _drafts_only(connection: Connection, which: ColumnElement[bool]) -> bool:
    """Whether the database, whatever the session believes, holds nothing but drafts there."""
    others = select(CardVersion.state).where(which, CardVersion.state != State.DRAFT)
    return connection.execute(others.limit(1)).first() is None


def _changes(version: CardVersion) -> set[str]:
    state = inspect(version)
    return {attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes()}


_ONE_BY_ONE = (Card.__table__, CardVersion.__table__, CardRow.__table__, CardSignoff.__table__)


@event.listens_for(Session, "do_orm_execute")
def _one_by_one(state: ORMExecuteState) -> None:
    """A statement over many rows would pass by the checks above."""
    table = getattr(state.statement, "table", None)
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and table in _ONE_BY_ONE:
        raise PublishedIsFinal("cards are written one by one, as objects")
