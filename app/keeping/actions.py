"""Taking a backup: one moment of the whole database, and every photo that it names, while the server serves."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, Table, select

from app.audit import actions as audit
from app.core import db
from app.core.arrivals import Arrivals
from app.core.backups import Backup
from app.core.clock import now
from app.core.disk import sync_folder
from app.core.errors import Conflict, Problem
from app.core.ids import new_id
from app.keeping.checking import verify
from app.keeping.codec import columns_of, lines
from app.keeping.files import hash_of, write_lines
from app.keeping.manifest import Manifest, TableFile, whole_backups, write_manifest
from app.keeping.photos import kept_photos, make_folders, take_photos
from app.org.queries import tenants

UNFINISHED = ".part-"


class Taken(NamedTuple):
    """A backup that was read back and is whole."""

    folder: Path
    manifest: Manifest
    copied: int  # photos that this backup added to those of its neighbours


def back_up(where: Path, *, keep: int | None = None) -> Taken:
    """Take a backup into a new folder of `where`, read it back, and note what it holds.

    `keep`: how many backups stay, the newest; all by default. Photos stay always. Raises Problem or OSError;
    then nothing is left that looks like a backup, and nothing counts as backed up that did not before.
    """
    make_folders(where)
    with _alone(where), db.everywhere():  # a backup holds all enterprises
        folder, copied = _take(where)
        manifest = verify(folder)
        final = _free_name(where, manifest.taken_at)
        folder.rename(final)
        sync_folder(where)
        note_backup(manifest)
        for old in whole_backups(where)[: -keep if keep else 0]:
            if old != final:  # a clock that was set back must not cost the newest
                _remove(old)
    return Taken(final, manifest, copied)


@contextmanager
def _alone(where: Path) -> Iterator[None]:
    """One backup at a time. What an earlier one left unfinished goes, and so does what this one does."""
    with (where / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("这里正在备份", hint="等它做完。") from error
        _sweep(where)
        try:
            yield
        finally:
            _sweep(where)


def _sweep(where: Path) -> None:
    for one in where.glob(f"{UNFINISHED}*"):
        shutil.rmtree(one, ignore_errors=True)


def _take(where: Path) -> tuple[Path, int]:
    folder = where / f"{UNFINISHED}{new_id()}"
    (folder / "tables").mkdir(parents=True)
    manifest = _write_tables(folder)
    copied = take_photos(folder, manifest)
    sync_folder(folder / "tables")
    write_manifest(folder, manifest)
    return folder, copied


@contextmanager
def snapshot() -> Iterator[Connection]:
    """One moment of the whole database, to read. Nobody waits for it: writers go on beside it."""
    with db.engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _write_tables(folder: Path) -> Manifest:
    taken_at = now()
    with snapshot() as connection:
        revision = _revision(connection)
        through = {str(one.enterprise_id): one.last for one in connection.execute(select(Arrivals.__table__))}
        tables = [_write_table(folder, connection, one) for one in db.Base.metadata.sorted_tables]
    made = Manifest(taken_at=taken_at, revision=revision, through=through, tables=tables, photos=0)
    return Manifest(
        taken_at=taken_at,
        revision=revision,
        through=through,
        tables=tables,
        photos=sum(1 for _ in kept_photos(folder, made)),
    )


def _write_table(folder: Path, connection: Connection, table: Table) -> TableFile:
    file = folder / "tables" / f"{table.name}.jsonl.gz"
    rows = write_lines(file, lines(connection, table))
    return TableFile(str(table.name), columns_of(table), rows, file.stat().st_size, hash_of(file))


def _revision(connection: Connection) -> str:
    """The revision of the tables, which must be this release's own: its models say what there is to back up."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None or found != own_revision():
        raise Problem("数据库和这一版岗卡对不上", hint="先升级数据库：flask --app app db upgrade。")
    return found


def migrations() -> ScriptDirectory:
    """The migrations of this release."""
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def own_revision() -> str | None:
    """The revision that this release's models fit."""
    return migrations().get_current_head()


def _free_name(where: Path, taken_at: datetime) -> Path:
    name = f"{taken_at:%Y-%m-%dT%H%M%SZ}"
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(where / one for one in names if not (where / one).exists())


def _remove(old: Path) -> None:
    """Out of the way first: half a backup must not look like one."""
    doomed = old.with_name(f"{UNFINISHED}{old.name}")
    old.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


@db.action
def note_backup(manifest: Manifest) -> None:
    """Write down what a verified backup holds: from here on phones may drop their copies of it."""
    row = Backup(id=new_id(), taken_at=manifest.taken_at, through=manifest.through)
    db.session().add(row)
    note("backup.take", row.id, manifest)


def note(act: str, backup_id: UUID, manifest: Manifest) -> None:
    """Tell every enterprise's audit; part of the caller's write."""
    for unit in tenants():
        audit.record(
            act,
            "backup",
            backup_id,
            enterprise_id=unit.id,
            by=None,
            taken_at=manifest.taken_at.isoformat(),
            through=manifest.through.get(str(unit.id), 0),
        )
