"""Restoring (恢复): a whole new database is built beside the old one, checked, and put in its place at once.

Nothing that is there is touched before all of the backup has been read and fits; the old database stays,
under another name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DataError, IntegrityError

from app.audit.actions import first_bad
from app.core import db
from app.core.backups import Backup
from app.core.errors import Conflict, Missing
from app.core.ids import new_id
from app.keeping.actions import migrations, note
from app.keeping.checking import verify
from app.keeping.codec import BATCH, filling, values_of
from app.keeping.files import Damaged, read_lines
from app.keeping.manifest import MANIFEST, Manifest, TableFile, whole_backups
from app.keeping.photos import put_back_photos
from app.keeping.places import place_of
from app.org.models import Installation
from app.org.queries import tenants


class Restored(NamedTuple):
    """What was put back."""

    folder: Path
    manifest: Manifest
    photos: int  # how many were copied back; the others were still there
    old: str  # where the database that was there before is now; "" where there was none
    bad: list[str]  # what the audit chains of the backup itself do not bear out


def restore(where: Path, *, replace: bool) -> Restored:
    """Put back the backup in `where`, or the newest of those in it. The server must be stopped.

    Raises Missing (no backup there), Damaged, Conflict (a server runs; there is a database and not `replace`).
    """
    folder = _chosen(where)
    manifest = verify(folder)
    _refuse_newer(manifest)
    place = place_of(db.engine())
    place.refuse_busy()
    if place.has_rows() and not replace:
        raise Conflict(
            "这里已经有数据了，什么都没有动",
            hint="真要用备份换掉它，加上 --replace；原来的会改个名字留着。",
        )
    photos = put_back_photos(folder, manifest)
    with place.beside() as address:
        bad = _build(address, folder, manifest)
        return Restored(folder, manifest, photos, place.swap(), bad)


def _chosen(where: Path) -> Path:
    if (where / MANIFEST).is_file():
        return where.absolute()
    found = whole_backups(where.absolute())
    if not found:
        raise Missing(f"这里没有备份：{where}", hint="写备份所在的文件夹。")
    return found[-1]


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.revision not in {one.revision for one in migrations().walk_revisions()}:
        raise Conflict("这份备份是更新的一版岗卡做的", hint="换成那一版岗卡，再恢复。")


def _build(address: str, folder: Path, manifest: Manifest) -> list[str]:
    """Fill an empty database as it was, bring it up to this release, and look at it."""
    with _database(address), db.everywhere():  # a backup holds all enterprises
        upgrade(revision=manifest.revision)
        _fill_all(folder, manifest)
        upgrade()
        _begin_anew(manifest)
        return [f"{unit.name}：{bad}" for unit in tenants() if (bad := first_bad(unit.id))]


@contextmanager
def _database(address: str) -> Iterator[None]:
    """An application that has this database and nothing else."""
    bare = Flask("restoring")
    bare.config.update(DATABASE_URL=address)
    db.init_app(bare)
    Migrate(bare, db.Base, directory=current_app.extensions["migrate"].directory)
    try:
        with bare.app_context():
            yield
    finally:
        bare.extensions["engine"].dispose()


@contextmanager
def _links_last(connection: Connection) -> Iterator[None]:
    """Look at foreign keys when all rows are in: a unit may come before the one above it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    asked = """SELECT 'ALTER TABLE ' || conrelid::regclass || ' ALTER CONSTRAINT ' || quote_ident(conname)
        FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
    links = list(connection.scalars(text(asked)))
    for link in links:
        connection.exec_driver_sql(f"{link} DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for link in links:
        connection.exec_driver_sql(f"{link} NOT DEFERRABLE")


def _fill_all(folder: Path, manifest: Manifest) -> None:
    try:
        with db.migrating() as connection, _links_last(connection):
            for table in manifest.tables:
                _fill(connection, folder, table)
    except (IntegrityError, DataError) as error:
        raise Damaged(f"备份里有放不进数据库的内容，什么都没有动：{folder}") from error


def _fill(connection: Connection, folder: Path, table: TableFile) -> None:
    statement = filling(table.name, table.columns, connection.dialect.name)
    count, lines = 0, read_lines(folder / table.path)
    while rows := [values_of(line, table.columns) for line in islice(lines, BATCH)]:
        connection.execute(statement, rows)
        count += len(rows)
    if count != table.rows:
        raise Damaged(f"备份里的文件行数不对：{folder / table.path}")


@db.action
def _begin_anew(manifest: Manifest) -> None:
    """Another epoch: phones offer again what they still hold. What came out of a backup is backed up."""
    installation = db.session().scalar(select(Installation))
    if installation is None:
        raise Damaged("备份里没有企业")
    installation.epoch = new_id()
    row = Backup(id=new_id(), taken_at=manifest.taken_at, through=manifest.through)
    db.session().add(row)
    note("backup.restore", row.id, manifest)
