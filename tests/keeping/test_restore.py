"""Restoring: all of it or nothing, and what was there before is kept."""

import gzip
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, text, update

from app.audit.actions import first_bad
from app.audit.models import AuditEntry
from app.core import db
from app.core.backups import backed_up_through
from app.keeping.manifest import read_manifest, write_manifest
from app.keeping.restoring import _database
from app.org.models import Person, Unit
from tests.keeping.parts import (
    add_photo,
    arrive,
    command_of,
    contents,
    epoch,
    fill,
    newest,
    restore,
    unchanged,
)
from tests.world import World


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """A folder with one backup."""
    fill(world)
    arrive(world)
    assert world.command("backup", str(tmp_path / "backups")).exit_code == 0
    world.forget()
    return tmp_path / "backups"


def refuse(world: World, folder: Path, word: str, *more: str) -> None:
    """A restore that must fail: in words, with 1, and nothing has changed."""
    before = contents(db.engine())
    done = restore(world, str(folder), *more)
    assert done.exit_code == 1 and word in done.output and "Traceback" not in done.output, done.output
    assert contents(db.engine()) == before


def test_on_another_machine_from_one_kind_of_database_to_the_other(
    world: World, folder: Path, elsewhere: Flask
) -> None:
    held, was, through = unchanged(db.engine()), epoch(), backed_up_through(world.mine_id)
    done = command_of(elsewhere, "restore", str(folder))
    assert done.exit_code == 0, done.output
    with elsewhere.app_context(), db.everywhere():
        assert unchanged(db.engine()) == held
        assert epoch() != was
        assert first_bad(world.mine_id) is None
        assert backed_up_through(world.mine_id) == through == 2
    photos = [file for file in (Path(elsewhere.config["DATA_DIR"]) / "blobs").rglob("*") if file.is_file()]
    assert [hashlib.sha256(file.read_bytes()).hexdigest() for file in photos] == [photos[0].name]
    assert command_of(elsewhere, "audit", "verify").exit_code == 0


def test_from_there_it_can_be_backed_up_and_brought_home(
    world: World, folder: Path, elsewhere: Flask, tmp_path: Path
) -> None:
    held = unchanged(db.engine())
    command_of(elsewhere, "restore", str(folder))
    assert command_of(elsewhere, "backup", str(tmp_path / "there")).exit_code == 0
    assert restore(world, str(tmp_path / "there"), "--replace").exit_code == 0
    assert unchanged(db.engine()) == held
    assert first_bad(world.mine_id) is None


def test_constraints_hold_after_it(world: World, folder: Path) -> None:
    assert restore(world, str(folder), "--replace").exit_code == 0
    for broken in (
        "UPDATE posts SET unit_id = '00000000000000000000000000000000'",
        "INSERT INTO installation SELECT id, epoch, demo, made_at FROM installation",
    ):
        with pytest.raises(Exception, match=r"(?i)foreign key|unique"), db.writing() as active:
            active.execute(text(broken))


def test_a_database_with_something_in_it_is_not_touched_unless_asked(world: World, folder: Path) -> None:
    refuse(world, folder, "加上 --replace")


def test_the_database_that_was_there_is_kept(world: World, folder: Path) -> None:
    arrive(world)
    held = contents(db.engine())
    told = restore(world, str(folder), "--replace").output
    old = next(line for line in told.splitlines() if "留在" in line).split("：")[1]
    url = db.engine().url
    beside = (
        url.set(database=old)
        if url.get_backend_name() == "sqlite"
        else url.update_query_dict({"options": f"-csearch_path={old}"})
    )
    assert contents(db.engine()) != held
    with _database(beside.render_as_string(hide_password=False)):
        assert contents(db.engine()) == held


def test_nothing_is_left_lying_about(world: World, folder: Path) -> None:
    restore(world, str(folder), "--replace")
    with db.engine().connect() as connection:
        assert not [name for name in inspect(connection).get_schema_names() if name.startswith("restoring")]
    assert not list(Path(world.app.config["DATA_DIR"]).glob("*restoring*"))


def test_while_somebody_has_the_database_open_it_is_refused(world: World, folder: Path) -> None:
    db.session().get(Unit, world.mine_id)  # a session of this process: a server that serves
    done = world.command("restore", str(folder), "--replace")
    db.session().invalidate()  # its connection, whose pool the command has let go
    assert done.exit_code == 1 and "先停下岗卡" in done.output, done.output


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def turn(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


HARMS = [
    (pattern, harm)
    for pattern in ("*/tables/units.jsonl.gz", "*/manifest.json", "*/manifest.sha256", "blobs/*/*/*")
    for harm in (cut, turn, Path.unlink)
]


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    world: World, folder: Path, tmp_path: Path
) -> None:
    photos = Path(world.app.config["DATA_DIR"]) / "blobs"
    photos.rename(tmp_path / "lost")
    for number, (pattern, harm) in enumerate(HARMS):
        damaged = tmp_path / f"damaged{number}"
        shutil.copytree(folder, damaged)
        harm(next(damaged.glob(pattern)))
        refuse(world, damaged, "备份", "--replace")
        assert not photos.exists()


def test_the_newest_of_a_folder_is_taken_or_the_one_that_is_named(world: World, folder: Path) -> None:
    first = newest(folder)
    arrive(world)
    world.command("backup", str(folder))
    assert restore(world, str(folder), "--replace").exit_code == 0
    assert backed_up_through(world.mine_id) == 3
    assert restore(world, str(first), "--replace").exit_code == 0
    assert backed_up_through(world.mine_id) == 2


def test_a_folder_without_a_backup_is_told(world: World, tmp_path: Path) -> None:
    refuse(world, tmp_path, "这里没有备份", "--replace")


def rewrite(backup: Path, **changes: object) -> None:
    """Change what a backup says of itself, and seal it again."""
    manifest = read_manifest(backup)
    write_manifest(
        backup,
        type(manifest)(
            **{name: changes.get(name, getattr(manifest, name)) for name in manifest.__struct_fields__}
        ),
    )


def test_a_backup_of_a_newer_release_is_refused(world: World, folder: Path) -> None:
    rewrite(newest(folder), revision="9999")
    refuse(world, folder, "更新的一版", "--replace")


def test_rows_that_point_nowhere_are_refused_and_nothing_is_changed(world: World, folder: Path) -> None:
    manifest = read_manifest(newest(folder))
    rewrite(newest(folder), tables=[one for one in manifest.tables if one.name != "units"])
    refuse(world, folder, "放不进数据库", "--replace")


def older(backup: Path, revision: str, tmp_path: Path) -> None:
    """Make a backup one of an older release: only the tables and columns that it had."""
    with _database(f"sqlite:///{tmp_path / 'older.db'}"):
        upgrade(revision=revision)
        with db.engine().connect() as connection:
            looked = inspect(connection)
            had = {
                name: {one["name"] for one in looked.get_columns(name)} for name in looked.get_table_names()
            }
    tables = []
    for table in read_manifest(backup).tables:
        places = [place for place, (name, _) in enumerate(table.columns) if name in had.get(table.name, ())]
        file = backup / table.path
        rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
        file.write_bytes(
            gzip.compress(b"".join(json.dumps([row[one] for one in places]).encode() + b"\n" for row in rows))
        )
        if table.name in had:
            tables.append(
                type(table)(
                    name=table.name,
                    columns=[table.columns[place] for place in places],
                    rows=len(rows),
                    size=file.stat().st_size,
                    sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
                )
            )
    rewrite(backup, revision=revision, tables=tables, photos=0)


def test_a_backup_of_an_older_release_is_brought_up_to_this_one(
    world: World, folder: Path, tmp_path: Path
) -> None:
    held, admin = unchanged(db.engine()), world.admin.id
    older(newest(folder), "0001", tmp_path)
    done = restore(world, str(folder), "--replace")
    assert done.exit_code == 0, done.output
    assert {name: unchanged(db.engine())[name] for name in ("units", "posts", "card_rows")} == {
        name: held[name] for name in ("units", "posts", "card_rows")
    }
    assert world.client(db.session().get(Person, admin)).get("/console/units").status_code == 200


def test_a_chain_that_was_broken_before_is_restored_and_told(world: World, tmp_path: Path) -> None:
    with db.writing() as active:
        active.execute(update(AuditEntry).where(AuditEntry.act == "post.add").values(by=world.admin.id))
    world.command("backup", str(tmp_path / "backups"))
    done = restore(world, str(tmp_path / "backups"), "--replace")
    assert done.exit_code == 0 and "审计链在备份的时候就已经对不上了" in done.output
    assert "甲矿" in done.output


def test_photos_that_are_still_there_are_left_alone(world: World, folder: Path) -> None:
    later = add_photo(world, b"after the backup")
    assert "1 张照片，拷回 0 张" in restore(world, str(folder), "--replace").output
    assert later.read_bytes() == b"after the backup"


def test_a_broken_file_can_be_replaced(sqlite_world: World, tmp_path: Path) -> None:
    """What a restore is for: the database can't be opened any more."""
    world, file = sqlite_world, tmp_path / "gangka.db"
    world.command("backup", str(tmp_path / "backups"))
    world.forget()
    held = unchanged(db.engine())
    db.session().close()
    db.engine().dispose()
    file.write_bytes(b"no database any more" * 1000)
    shutil.copy(file, tmp_path / "gangka.db-wal")
    assert "加上 --replace" in restore(world, str(tmp_path / "backups")).output
    assert restore(world, str(tmp_path / "backups"), "--replace").exit_code == 0
    assert unchanged(db.engine()) == held
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
