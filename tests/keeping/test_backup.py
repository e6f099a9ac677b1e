"""Taking a backup: whole, of one moment, beside a server that serves; or not at all, and then it says so."""

import subprocess
import sys
import threading
from contextvars import Context
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from sqlalchemy import func, select

from app.audit import actions as audit
from app.core import db
from app.core.arrivals import next_arrival
from app.core.backups import Backup, backed_up_through
from app.core.blobs import Blob
from app.core.ids import new_id
from app.core.workdays import DayException
from app.keeping import actions
from app.keeping.checking import verify
from app.keeping.codec import values_of
from app.keeping.files import read_lines
from app.keeping.manifest import read_manifest, whole_backups
from tests.keeping.parts import add_photo, arrive, contents, fill, newest
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def backup(world: World, folder: Path, *more: str) -> Result:
    done = world.command("backup", str(folder), *more)
    world.forget()
    return done


def noted() -> int:
    return db.session().scalar(select(func.count()).select_from(Backup))


def rows_in(folder: Path, name: str) -> list[dict[str, object]]:
    table = read_manifest(folder).table(name)
    return [values_of(line, table.columns) for line in read_lines(folder / table.path)]


def refuse(world: World, folder: Path, word: str) -> str:
    """A backup that must fail: in words, with 1, leaving nothing that looks like one or counts as one."""
    held, before = whole_backups(folder) if folder.is_dir() else [], noted()
    done = backup(world, folder)
    assert done.exit_code == 1 and word in done.output and "Traceback" not in done.output, done.output
    assert noted() == before
    assert (whole_backups(folder) if folder.is_dir() else []) == held
    assert not folder.is_dir() or not list(folder.glob(".part-*"))
    return done.output


def test_a_backup_holds_every_row_and_photo_and_says_so(world: World, folder: Path) -> None:
    fill(world)
    held = contents(db.engine())
    done = backup(world, folder)
    assert done.exit_code == 0, done.output
    found = read_manifest(newest(folder))
    assert {one.name: one.rows for one in found.tables} == {name: len(rows) for name, rows in held.items()}
    assert found.photos == 1 and verify(newest(folder)) == found
    assert "读回来对过了" in done.output and "SECRET_KEY 不在备份里" in done.output


def test_from_then_on_it_counts_as_backed_up(world: World, folder: Path) -> None:
    arrive(world)
    assert (arrive(world), backed_up_through(world.mine_id)) == (2, 0)
    backup(world, folder)
    assert arrive(world) == 3
    assert (backed_up_through(world.mine_id), backed_up_through(world.plant_id)) == (2, 0)
    assert audit.first_bad(world.mine_id) is None


def test_it_holds_one_moment_while_others_write(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each table, and after each photo's turn, somebody else's write goes through."""
    written = []

    def write() -> None:
        with world.as_request(), db.writing() as active:
            number = next_arrival(world.mine_id)
            day = date(2026, 1, 1) + timedelta(days=number)
            active.add(DayException(id=new_id(), enterprise_id=world.mine_id, day=day, worked=True))
            audit.record("test.write", "day", None, enterprise_id=world.mine_id, by=None)
        written.append(number)

    def beside() -> None:
        writer = threading.Thread(target=Context().run, args=(write,))
        writer.start()
        writer.join(30)
        assert not writer.is_alive(), "a backup keeps writers waiting"

    dump = actions._write_table

    def and_write(*args: object) -> object:
        made = dump(*args)
        beside()
        return made

    beside()
    monkeypatch.setattr(actions, "_write_table", and_write)
    assert backup(world, folder).exit_code == 0
    assert len(written) > 10
    found = newest(folder)
    seen = read_manifest(found).through[str(world.mine_id)]
    assert seen == 1, "the moment is that of the first read"
    assert len(rows_in(found, "day_exceptions")) == seen
    assert len([one for one in rows_in(found, "audit_entries") if one["act"] == "test.write"]) == seen
    heads = {one["enterprise_id"]: one["seq"] for one in rows_in(found, "audit_heads")}
    links = [one for one in rows_in(found, "audit_links") if one["enterprise_id"] == world.mine_id]
    assert heads[world.mine_id] == len(links)
    assert backed_up_through(world.mine_id) == seen


def test_the_next_backup_copies_only_new_photos_and_all_are_kept(world: World, folder: Path) -> None:
    add_photo(world, b"one")
    assert "新拷 1 张" in backup(world, folder).output
    first = {file: file.stat().st_mtime_ns for file in (folder / "blobs").rglob("*") if file.is_file()}
    add_photo(world, b"two")
    assert "2 张照片，这次新拷 1 张" in backup(world, folder).output
    assert all(file.stat().st_mtime_ns == at for file, at in first.items())
    assert len(whole_backups(folder)) == 2
    for one in whole_backups(folder):
        verify(one)


def test_a_photo_that_is_gone_is_named_and_nothing_counts(world: World, folder: Path) -> None:
    backup(world, folder)
    arrive(world)
    lost = add_photo(world, b"one")
    add_photo(world, b"two")
    lost.unlink()
    assert lost.name in refuse(world, folder, "有 1 张照片不见了")
    assert backed_up_through(world.mine_id) == 0


def test_a_photo_that_rotted_is_named_even_where_an_older_backup_has_it(world: World, folder: Path) -> None:
    rotten = add_photo(world, b"one")
    backup(world, folder)
    rotten.write_bytes(b"0ne")
    assert rotten.name in refuse(world, folder, "坏了")


def test_a_kept_photo_that_rotted_is_copied_again(world: World, folder: Path) -> None:
    add_photo(world, b"one")
    backup(world, folder)
    kept = next(file for file in (folder / "blobs").rglob("*") if file.is_file())
    kept.write_bytes(b"0ne")
    assert "新拷 1 张" in backup(world, folder).output
    assert kept.read_bytes() == b"one"


def test_what_does_not_read_back_does_not_count(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that says it wrote and did not."""
    seal = actions.write_manifest

    def and_forget(where: Path, manifest: object) -> None:
        seal(where, manifest)
        file = where / "tables" / "units.jsonl.gz"
        file.write_bytes(file.read_bytes()[:-1])

    monkeypatch.setattr(actions, "write_manifest", and_forget)
    refuse(world, folder, "units.jsonl.gz")


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    refuse(world, tmp_path / "file" / "backups", "不是文件夹")


def test_two_at_once_are_refused(world: World, folder: Path) -> None:
    folder.mkdir()
    with actions._alone(folder):
        refuse(world, folder, "这里正在备份")


def test_what_a_crash_left_is_cleared_and_never_taken_for_a_backup(world: World, folder: Path) -> None:
    left = folder / ".part-old"
    left.mkdir(parents=True)
    (left / "manifest.json").write_text("{}")
    assert whole_backups(folder) == []
    backup(world, folder)
    assert not left.exists() and len(whole_backups(folder)) == 1


def test_the_newest_stay_where_somebody_says_how_many(world: World, folder: Path) -> None:
    add_photo(world, b"one")
    for _ in range(3):
        backup(world, folder)
    before = whole_backups(folder)
    backup(world, folder, "--keep", "2")
    assert whole_backups(folder) == [before[-1], newest(folder)] and newest(folder) not in before
    verify(newest(folder))


def test_tables_of_another_release_are_not_half_backed_up(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "own_revision", lambda: "9999")
    refuse(world, folder, "先升级数据库")


FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
from pathlib import Path
from tests.conftest import make_app
app = make_app(sys.argv[1], Path(sys.argv[3]))
done = app.test_cli_runner().invoke(args=["backup", sys.argv[4]])
print(done.output)
sys.exit(done.exit_code)
"""


@pytest.mark.parametrize("room", [100, 20_000])
def test_a_full_disk_is_told_in_a_sentence(world: World, folder: Path, database_url: str, room: int) -> None:
    """The system lets no file grow past `room` bytes: too little for the first table, or for the photo."""
    fill(world)
    photo = add_photo(world, b"x" * 30_000)
    db.session().rollback()
    run = [
        sys.executable,
        "-c",
        FULL_DISK,
        database_url,
        str(room),
        world.app.config["DATA_DIR"],
        str(folder),
    ]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "磁盘满了" in done.stdout, done.stdout + done.stderr
    assert whole_backups(folder) == [] and not list(folder.glob(".part-*"))
    assert not [file for file in folder.rglob(f"*{photo.name}*") if file.is_file()]
    assert noted() == 0


def test_the_manifest_can_be_checked_with_ordinary_tools(world: World, folder: Path) -> None:
    backup(world, folder)
    done = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=newest(folder), check=False)
    assert done.returncode == 0
    assert msgspec.json.decode((newest(folder) / "manifest.json").read_bytes())["format"] == 1


def test_photos_of_the_database_are_those_of_the_backup(world: World, folder: Path) -> None:
    add_photo(world, b"one")
    backup(world, folder)
    held = set(db.session().scalars(select(Blob.sha256)))
    assert {file.name for file in (folder / "blobs").rglob("*") if file.is_file()} == held
