"""Taking photos in: only such as a stored op names, checked before anything waits for anybody."""

import hashlib
import io
from typing import IO
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from app.audit import actions as audit
from app.core import blobs, db
from app.core.errors import Missing, Problem
from app.sync.models import Awaited

LIMIT_BYTES = 2 * 1024 * 1024
LIMIT_PIXELS = 20_000_000
MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class TooBig(Problem):
    """More bytes than a photo may have."""

    status = 413
    code = "too_large"
    message = "照片太大了"
    hint = f"一张照片最大 {LIMIT_BYTES // 1024 // 1024} MB。"


class BadPhoto(Problem):
    """Not a photo, or not the one that was announced."""

    status = 422
    code = "bad_photo"
    message = "这张照片打不开"
    hint = "重新拍一张。"


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


def media_of(data: bytes) -> str:
    """The media type of a picture that can be opened whole. Raises BadPhoto."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(MEDIA)) as found:
            form, (width, height) = found.format or "", found.size
            if width * height > LIMIT_PIXELS:
                raise BadPhoto("照片的像素太多了")
            found.verify()
        with Image.open(io.BytesIO(data), formats=(form,)) as found:
            found.load()
    except Problem:
        raise
    except Exception as error:  # what a broken picture raises is anybody's guess
        raise BadPhoto() from error
    return MEDIA[form]


@db.action
def _keep(enterprise_id: UUID, sha256: str, media: str, size: int, by: UUID | None) -> int:
    row, new = blobs.note(enterprise_id, sha256, media=media, size=size)
    if new:
        audit.record(
            "photo.store", "blob", row.id, enterprise_id=enterprise_id, by=by, sha256=sha256, size=size
        )
    return row.arrival
