"""How the server stands: what every answer to a push tells besides what became of its ops."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.core import db
from app.core.backups import Backup
from app.org.models import Installation

_STANDING = select(
    Installation.epoch,
    select(Backup.through).order_by(Backup.taken_at.desc()).limit(1).scalar_subquery().label("through"),
)


class Standing(NamedTuple):
    """Which copy of the server this is, and what of an enterprise is in a verified backup."""

    epoch: str
    backed_up_through: int


def standing(about: UUID | None) -> Standing:
    """How the server stands, in one question. `about` is an enterprise."""
    found = next(iter(db.rows(_STANDING)), None)
    if found is None:
        return Standing("", 0)
    return Standing(str(found.epoch), int((found.through or {}).get(str(about), 0)))
