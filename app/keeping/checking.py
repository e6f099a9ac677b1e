"""Reading a backup back: is it what was written?"""

from pathlib import Path

from app.keeping.files import Damaged, hash_of, read_lines
from app.keeping.manifest import Manifest, TableFile, read_manifest
from app.keeping.photos import kept_photos, photos_beside


def verify(folder: Path) -> Manifest:
    """Read all of a backup: every table's file and every photo. Raises Damaged, naming the first that is wrong."""
    manifest = read_manifest(folder)
    for table in manifest.tables:
        _verify_table(folder / table.path, table)
    found = sum(
        1 for photo in kept_photos(folder, manifest) if _verify_photo(photo.under(photos_beside(folder)))
    )
    if found != manifest.photos:
        raise Damaged(f"备份里的照片数不对：{folder}")
    return manifest


def _verify_table(file: Path, table: TableFile) -> None:
    if not file.is_file():
        raise Damaged(f"备份里缺一个文件：{file}")
    if file.stat().st_size != table.size or hash_of(file) != table.sha256:
        raise Damaged(f"备份里的文件坏了：{file}")
    if sum(1 for _ in read_lines(file)) != table.rows:
        raise Damaged(f"备份里的文件行数不对：{file}")


def _verify_photo(file: Path) -> bool:
    """A photo's name is its hash."""
    if not file.is_file():
        raise Damaged(f"备份里缺一张照片：{file}")
    if hash_of(file) != file.name:
        raise Damaged(f"备份里有一张照片坏了：{file}")
    return True
