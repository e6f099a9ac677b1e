"""What a backup says of itself: written last, read first."""

import hashlib
from datetime import datetime
from pathlib import Path

import msgspec

from app.keeping.codec import Columns
from app.keeping.files import Damaged, write_safely

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"


class TableFile(msgspec.Struct, frozen=True):
    """One table: its columns, and what its file must be."""

    name: str
    columns: Columns
    rows: int
    size: int  # bytes, packed
    sha256: str

    @property
    def path(self) -> str:
        """Where the file is, from the backup's own folder."""
        return f"tables/{self.name}.jsonl.gz"


class Manifest(msgspec.Struct, frozen=True):
    """One backup: the moment, the revision of its tables, and every file that it is made of."""

    taken_at: datetime  # the moment of the snapshot
    revision: str  # Alembic's
    through: dict[str, int]  # enterprise > the last arrival that it holds
    tables: list[TableFile]  # a table after those that it points to
    photos: int
    format: int = FORMAT

    def table(self, name: str) -> TableFile | None:
        """The file of a table; None where that release had no such table."""
        return next((one for one in self.tables if one.name == name), None)

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(one.rows for one in self.tables)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Seal a backup. A folder without a manifest is no backup."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    write_safely(folder / SEAL, [_seal(text)])
    write_safely(folder / MANIFEST, [text])


def _seal(text: bytes) -> bytes:
    """As `sha256sum -c` reads it."""
    return f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode()


def read_manifest(folder: Path) -> Manifest:
    """What the backup in `folder` says of itself. Raises Damaged where that is not as it was written."""
    file = folder / MANIFEST
    try:
        text = file.read_bytes()
        if (folder / SEAL).read_bytes() != _seal(text):
            raise Damaged(f"备份的清单被改过，或者坏了：{file}")
        found = msgspec.json.decode(text, type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError) as error:
        raise Damaged(f"备份的清单缺了，或者坏了：{file}") from error
    if found.format != FORMAT:
        raise Damaged("这份备份的格式，这一版岗卡读不了", hint="换成做这份备份的那一版岗卡，或者更新的。")
    return found


def whole_backups(where: Path) -> list[Path]:
    """The finished backups in a folder, the oldest first."""
    found = (one.parent for one in where.glob(f"*/{MANIFEST}") if not one.parent.name.startswith("."))
    return sorted(found, key=lambda one: one.name)
