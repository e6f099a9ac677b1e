"""The four cards of a post, in immutable versions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base, Owned
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
def _keep_version(_mapper: Mapper[Any], _connection: Connection, version: CardVersion) -> None:
    state = inspect(version)
    before = state.attrs.state.history.deleted
    if (before[0] if before else version.state) == State.DRAFT:
        return
    changed = {attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes()}
    if changed - {"state"} or (changed and version.state != State.SUPERSEDED):
        raise PublishedIsFinal(f"version {version.number} of card {version.card_id} is published")


@event.listens_for(CardRow, "before_update")
@event.listens_for(CardRow, "before_delete")
def _keep_row(_mapper: Mapper[Any], connection: Connection, row: CardRow) -> None:
    version = CardVersion.__table__
    state = connection.execute(
        version.select().with_only_columns(version.c.state).where(version.c.id == row.version_id)
    ).scalar()
    if state not in (None, State.DRAFT):
        raise PublishedIsFinal(f"row {row.identity} belongs to a published version")
