"""Photos that are added at the console: made small there, as phones make theirs, and put on disk before the write."""

import hashlib
from collections.abc import Sequence
from typing import IO, NamedTuple
from uuid import UUID

from app.core import blobs, db
from app.core.blobs import NoRoom
from app.core.errors import Invalid
from app.core.pictures import LIMIT_UPLOAD, made_small

MOST = 6  # photos at once: opening them takes the server's time


class Photo(NamedTuple):
    """A JPEG by its name."""

    sha256: str
    data: bytes


def taken(files: Sequence[IO[bytes]]) -> list[Photo]:
    """Files that somebody sent, made small. Raises TooBig, BadPhoto, Invalid where there are too many."""
    if len(files) > MOST:
        raise Invalid("照片太多了", hint=f"一次最多 {MOST} 张。")
    small = [made_small(one.read(LIMIT_UPLOAD + 1)) for one in files]
    return [Photo(hashlib.sha256(data).hexdigest(), data) for data in small]


def save(enterprise_id: UUID, photos: Sequence[Photo]) -> None:
    """Put them safely on disk; nothing names them yet. Raises NoRoom."""
    db.session().rollback()  # the disk may be slow: no read transaction stays open meanwhile
    try:
        for one in photos:
            blobs.save(enterprise_id, one.sha256, one.data)
    except NoRoom as full:
        raise NoRoom(hint="什么都没有记上。请告诉管理员。") from full
