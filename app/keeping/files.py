"""Files that are on the disk when we say so, and that are what their hash says."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.core.disk import sync_folder
from app.core.errors import Problem

CHUNK = 1024 * 1024


class Damaged(Problem):
    """A file of a backup is missing, or is not what it was when it was written."""

    code = "backup_damaged"
    hint = "这份备份不能用。换一份更早的，并查一查这块盘。"


def hash_of(file: Path) -> str:
    """SHA-256 of a file, in hex. Raises OSError where it can't be read."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_safely(file: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all: beside, to the disk, then to its name."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as opened:
            opened.writelines(parts)
            to_disk(opened)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(file.parent)


def to_disk(opened: BinaryIO) -> None:
    """Wait until what was written is on the disk."""
    opened.flush()
    os.fsync(opened.fileno())


def chunks(file: Path) -> Iterator[bytes]:
    """A file, a megabyte at a time."""
    with file.open("rb") as opened:
        while part := opened.read(CHUNK):
            yield part


def write_lines(file: Path, lines: Iterable[bytes]) -> int:
    """Write lines, packed (gzip), to the disk; how many there were."""
    count = 0
    with file.open("xb") as opened:
        with gzip.GzipFile("", "wb", 6, opened, mtime=0) as packed:
            for line in lines:
                packed.write(line)
                count += 1
        to_disk(opened)
    return count


def read_lines(file: Path) -> Iterator[bytes]:
    """The lines of a packed file. Raises Damaged where it can't be unpacked."""
    try:
        with gzip.open(file, "rb") as packed:
            yield from packed
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(f"备份里的文件坏了：{file}") from error
