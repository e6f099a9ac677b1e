"""Photos in backups. Successive backups in one folder share them: a photo never changes, so it is copied once."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from app.core.blobs import Blob, path_of
from app.core.disk import sync_folder
from app.core.errors import Problem
from app.keeping.codec import values_of
from app.keeping.files import Damaged, chunks, hash_of, read_lines, write_safely
from app.keeping.manifest import Manifest

NAMED = 5  # so many lost photos are named; more are counted


class PhotosLost(Problem):
    """Photos that the database names are not there, or are not what they were."""

    code = "photos_lost"
    hint = "没有备份成。更早的备份里也许还有：从它的 blobs 文件夹拷回原处，再备份一次。"


class Kept(NamedTuple):
    """A photo that a backup holds."""

    enterprise_id: UUID
    sha256: str

    @property
    def live(self) -> Path:
        """Where the server keeps it."""
        return path_of(self.enterprise_id, self.sha256)

    def under(self, photos: Path) -> Path:
        """Where a folder of backups keeps it."""
        return photos / str(self.enterprise_id) / self.sha256[:2] / self.sha256


def photos_beside(folder: Path) -> Path:
    """Where the photos of the backup in `folder` are, shared with its neighbours."""
    return folder.parent / "blobs"


def kept_photos(folder: Path, manifest: Manifest) -> Iterator[Kept]:
    """Each photo that a backup's own table names."""
    table = manifest.table(Blob.__tablename__)
    if table is None:  # of a release that had no photos
        return
    for line in read_lines(folder / table.path):
        values = values_of(line, table.columns)
        yield Kept(values["enterprise_id"], values["sha256"])


def take_photos(folder: Path, manifest: Manifest) -> int:
    """Copy what the backups' folder lacks; how many that was.

    Every photo of the server is read and compared, the old ones too: a disk that forgets must show now, not
    on the day of the restore. Raises PhotosLost, naming them.
    """
    lost: list[Path] = []
    copied = 0
    for photo in kept_photos(folder, manifest):
        if not is_whole(photo.live, photo.sha256):
            lost.append(photo.live)
        elif not is_whole(kept := photo.under(photos_beside(folder)), photo.sha256):
            copy_photo(photo.live, kept, photo.sha256)
            copied += 1
    if lost:
        named = "、".join(map(str, lost[:NAMED])) + (" 等" if len(lost) > NAMED else "")
        raise PhotosLost(f"有 {len(lost)} 张照片不见了，或者坏了：{named}")
    return copied


def put_back_photos(folder: Path, manifest: Manifest) -> int:
    """Copy what the server lacks from a backup; how many that was. Nothing that is whole is touched."""
    copied = 0
    for photo in kept_photos(folder, manifest):
        if not is_whole(photo.live, photo.sha256):
            copy_photo(photo.under(photos_beside(folder)), photo.live, photo.sha256)
            copied += 1
    return copied


def is_whole(file: Path, sha256: str) -> bool:
    """Whether a photo is there and is what its name says."""
    return file.is_file() and hash_of(file) == sha256


def copy_photo(source: Path, target: Path, sha256: str) -> None:
    """Copy a photo to the disk. Raises Damaged where the bytes that were read do not fit its name."""
    make_folders(target.parent)
    seen = hashlib.sha256()

    def parts() -> Iterator[bytes]:
        for part in chunks(source):
            seen.update(part)
            yield part
        if seen.hexdigest() != sha256:
            raise Damaged(f"照片在拷的时候坏了：{source}")

    write_safely(target, parts())


def make_folders(folder: Path) -> None:
    """Make a folder and those above it, their names safe on disk."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
