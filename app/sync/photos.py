"""Taking photos in: only such as a stored op names, checked before anything waits for anybody."""

import hashlib
from typing import IO
from uuid import UUID

from sqlalchemy import select

from app.audit import actions as audit
from app.core import blobs, db
from app.core.errors import Missing
from app.core.pictures import LIMIT_BYTES, BadPhoto, TooBig, media_of
from app.sync.models import Awaited


def receive(
    enterprise_id: UUID, sha256: str, length: int | None, stream: IO[bytes], *, by: UUID | None
) -> int:
    """Store a photo that an op of this enterprise names; its arrival. Sent again: the same arrival.

    `length` is what the sender announced, in bytes. Raises Missing (nobody waits for it), TooBig, BadPhoto,
    NoRoom. The bytes are safe on disk before the row is written.
    """
    if not (blobs.is_sha256(sha256) and _awaited(enterprise_id, sha256)):
        raise Missing("没有记录在等这张照片", code="nobody_waits", hint="先送文字，再送照片。")
    held = blobs.expected(enterprise_id, sha256)
    if held is not None:
        return held.arrival
    data = _read(length, stream)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadPhoto("照片在路上坏了", code="wrong_hash", hint="会自动再送一次。")
    media = media_of(data)
    db.session().rollback()  # the disk may be slow: no read transaction stays open meanwhile
    blobs.save(enterprise_id, sha256, data)
    return _keep(enterprise_id, sha256, media, len(data), by)


def _awaited(enterprise_id: UUID, sha256: str) -> bool:
    asked = select(Awaited.id).where(Awaited.enterprise_id == enterprise_id, Awaited.sha256 == sha256)
    return db.session().scalar(asked.limit(1)) is not None


def _read(length: int | None, stream: IO[bytes]) -> bytes:
    if length is not None and length > LIMIT_BYTES:
        raise TooBig()
    data = stream.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise TooBig()
    return data


@db.action
def _keep(enterprise_id: UUID, sha256: str, media: str, size: int, by: UUID | None) -> int:
    row, new = blobs.note(enterprise_id, sha256, media=media, size=size)
    if new:
        audit.record(
            "photo.store", "blob", row.id, enterprise_id=enterprise_id, by=by, sha256=sha256, size=size
        )
    return row.arrival
