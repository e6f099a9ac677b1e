"""Tables that were imported and still wait for a person to say where they belong."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.tables import Base, Owned


class DutySheet(Owned, Base):
    """A duty table kept as it was read: of a department, or of a post that is not decided yet.

    Nothing is matched by guess. `digest` keeps a second import of the same table from adding another.
    """

    __tablename__ = "duty_sheets"
    __table_args__ = (UniqueConstraint("enterprise_id", "digest"),)

    of: Mapped[str]  # post, department
    title: Mapped[str]
    table: Mapped[dict[str, Any]]
    digest: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("units.id")
    )  # a department's, where its name is listed
    proposals: Mapped[list[Any]]  # titles of posts, or names of departments
    read_at: Mapped[datetime] = mapped_column(default=now)
    read_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("posts.id"))  # whose draft it became


class OfficeImport(Owned, Base):
    """An Excel or Word file that somebody brought: looked at, asked about, and carried out or not."""

    __tablename__ = "office_imports"

    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))  # of the file, kept as it came
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # key of a question > what was answered
    carried_at: Mapped[datetime | None]
    carried_by: Mapped[UUID | None]
