"""Photos and signatures as they were sent: files named by their SHA-256, apart by enterprise."""

import errno
import os
import re
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import Response, current_app, send_file
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.arrivals import next_arrival
from app.core.clock import now
from app.core.disk import sync_folder
from app.core.errors import Missing, Problem
from app.core.ids import new_id
from app.core.tables import Base, Owned

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT}
A_YEAR = 31_536_000  # seconds; the name says the content, so what was read once is read for ever


class NoRoom(Problem):
    """The server's disk is full, or can't be written; nothing was kept, and the phone still has it."""

    status = 507
    code = "no_room"
    message = "服务器存不下了"
    hint = "内容还在你手机上，一会儿会自动再送。请告诉管理员。"


class Blob(Owned, Base):
    """One stored file. The row is written after the file is safe on disk, so what a row names is there."""

    __tablename__ = "blobs"
    __table_args__ = (UniqueConstraint("enterprise_id", "sha256"),)

    sha256: Mapped[str] = mapped_column(String(64))
    media: Mapped[str]  # image/jpeg
    size: Mapped[int]  # bytes
    arrival: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=now)


def is_sha256(text: str) -> bool:
    """Whether this is a SHA-256 as we write it: 64 lowercase hex digits."""
    return _SHA256.fullmatch(text) is not None


def path_of(enterprise_id: UUID, sha256: str) -> Path:
    """Where a blob's file is. The hash must have been checked by `is_sha256`."""
    return Path(current_app.config["DATA_DIR"]) / "blobs" / str(enterprise_id) / sha256[:2] / sha256


def expected(enterprise_id: UUID, sha256: str) -> Blob | None:
    """The row of a blob that has arrived and whose file is there; None where it is still to be sent."""
    found = _row(enterprise_id, sha256)
    return found if found is not None and path_of(enterprise_id, sha256).exists() else None


def _row(enterprise_id: UUID, sha256: str) -> Blob | None:
    return db.session().scalar(select(Blob).where(Blob.enterprise_id == enterprise_id, Blob.sha256 == sha256))


def save(enterprise_id: UUID, sha256: str, data: bytes) -> None:
    """Put the bytes safely on disk: all of them under their name, or nothing. Raises NoRoom.

    Not inside a write: it waits for the disk.
    """
    wanted = path_of(enterprise_id, sha256)
    unfinished = wanted.with_name(f".{sha256}-{secrets.token_hex(4)}")
    try:
        _make_folder(wanted.parent)
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(wanted)
        sync_folder(wanted.parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise NoRoom() from error
        raise


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it; each entry is safe on disk before the next stands on it."""
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def note(enterprise_id: UUID, sha256: str, *, media: str, size: int) -> tuple[Blob, bool]:
    """The row of a saved file and whether it is new; only inside a write. Again: the same row."""
    held = _row(enterprise_id, sha256)
    if held is not None:
        return held, False
    made = Blob(
        id=new_id(),  # whoever notes it for the audit names it before it is flushed
        enterprise_id=enterprise_id,
        sha256=sha256,
        media=media,
        size=size,
        arrival=next_arrival(enterprise_id),
    )
    db.session().add(made)
    return made, True


def arrived(enterprise_id: UUID, shas: Collection[str]) -> dict[str, int]:
    """Those of these photos that have arrived > their arrival."""
    if not shas:
        return {}
    asked = select(Blob.sha256, Blob.arrival).where(
        Blob.enterprise_id == enterprise_id, Blob.sha256.in_(shas)
    )
    return {row.sha256: row.arrival for row in db.session().execute(asked)}


def read(enterprise_id: UUID, sha256: str) -> tuple[Path, str]:
    """The file of a blob and its media type. Raises Missing. Whether the reader may is the caller's question."""
    found = expected(enterprise_id, sha256) if is_sha256(sha256) else None
    if found is None:
        raise Missing("没有这张照片", hint="可能还在拍的人手机上，没送到。")
    return path_of(enterprise_id, sha256), found.media


def send(enterprise_id: UUID, sha256: str) -> Response:
    """Answer with a blob, for a reader who may see it; only their own browser keeps it. Raises Missing."""
    path, media = read(enterprise_id, sha256)
    answer = send_file(path, mimetype=media, download_name=f"{sha256[:12]}.{media.partition('/')[2]}")
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline"
    return answer
