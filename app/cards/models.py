"""The four cards of a post, in immutable versions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, event, inspect, or_, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, relationship

from app.core.clock import now
from app.core.tables import Base, Owned
from app.org.models import Post


class State(StrEnum):
    """States of a version."""

    DRAFT = "draft"  # 草稿
    PUBLISHED = "published"  # 已发布
    SUPERSEDED = "superseded"  # 被新版代替


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
            "uq_card_versions_draft",
            "card_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    card_id: Mapped[UUID] = mapped_column(ForeignKey("cards.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    head: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(default="")  # where it came from: import, demo
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None]
    digest: Mapped[str | None]  # SHA-256 over head and rows, as published

    card: Mapped[Card] = relationship(viewonly=True)
    rows: Mapped[list["CardRow"]] = relationship(order_by="CardRow.place", cascade="all, delete-orphan")


class CardRow(Owned, Base):
    """A row of a version. `identity` is the same in every version that holds this row."""

    __tablename__ = "card_rows"
    __table_args__ = (UniqueConstraint("version_id", "identity"), UniqueConstraint("version_id", "place"))

    version_id: Mapped[UUID] = mapped_column(ForeignKey("card_versions.id"))
    identity: Mapped[str]
    place: Mapped[int]
    body: Mapped[dict[str, Any]]


class PublishedIsFinal(RuntimeError):
    """Something tried to change a published version. A bug, never a user's mistake."""


@event.listens_for(CardVersion, "before_update")
def _keep_version(_mapper: Mapper[Any], connection: Connection, version: CardVersion) -> None:
    if _drafts_only(connection, CardVersion.id == version.id):
        return
    changed = _changes(version)
    if changed - {"state"} or ("state" in changed and version.state != State.SUPERSEDED):
        raise PublishedIsFinal(f"version {version.id} is published")


@event.listens_for(CardVersion, "before_delete")
def _keep_versions(_mapper: Mapper[Any], connection: Connection, version: CardVersion) -> None:
    if not _drafts_only(connection, CardVersion.id == version.id):
        raise PublishedIsFinal(f"version {version.id} is published")


@event.listens_for(CardRow, "before_insert")
@event.listens_for(CardRow, "before_update")
@event.listens_for(CardRow, "before_delete")
def _keep_row(_mapper: Mapper[Any], connection: Connection, row: CardRow) -> None:
    stands_in = select(CardRow.version_id).where(CardRow.id == row.id).scalar_subquery()
    if not _drafts_only(connection, or_(CardVersion.id == row.version_id, CardVersion.id == stands_in)):
        raise PublishedIsFinal(f"row {row.id} belongs to a published version")


@event.listens_for(Card, "before_update")
@event.listens_for(Card, "before_delete")
def _keep_card(_mapper: Mapper[Any], connection: Connection, card: Card) -> None:
    if not _drafts_only(connection, CardVersion.card_id == card.id):
        raise PublishedIsFinal(f"card {card.id} has published versions")


def _drafts_only(connection: Connection, which: ColumnElement[bool]) -> bool:
    """Whether the database, whatever the session believes, holds nothing but drafts there."""
    others = select(CardVersion.state).where(which, CardVersion.state != State.DRAFT)
    return connection.execute(others.limit(1)).first() is None


def _changes(version: CardVersion) -> set[str]:
    state = inspect(version)
    return {attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes()}


@event.listens_for(Session, "do_orm_execute")
def _one_by_one(state: ORMExecuteState) -> None:
    """A statement over many rows would pass by the checks above."""
    table = getattr(state.statement, "table", None)
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and table in (Card.__table__, CardVersion.__table__, CardRow.__table__):
        raise PublishedIsFinal("cards are written one by one, as objects")
