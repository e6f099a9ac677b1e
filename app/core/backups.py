"""What has been backed up: phones may drop their copy of nothing else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.core.tables import Base


class Backup(Base):
    """A finished backup whose files were read back and fitted their hashes."""

    __tablename__ = "backups"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    taken_at: Mapped[datetime] = mapped_column(default=now)  # the moment of its snapshot
    through: Mapped[dict[str, Any]]  # enterprise > the last arrival that the snapshot holds


def backed_up_through(enterprise_id: UUID) -> int:
    """The last arrival of this enterprise that a verified backup holds; 0 for none."""
    latest = _latest()
    return int(latest.through.get(str(enterprise_id), 0)) if latest else 0


def last_backup_at() -> datetime | None:
    """The moment that the latest verified backup holds."""
    latest = _latest()
    return latest.taken_at if latest else None


def _latest() -> Backup | None:
    return db.session().scalar(select(Backup).order_by(Backup.taken_at.desc()).limit(1))
