"""GET /healthz."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.core import db
from app.core.backups import Backup
from tests.conftest import make_app
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent


def test_a_server_that_can_work_says_so_with_version_and_epoch(world: World) -> None:
    answer = world.client(None).get("/healthz")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "version": version,
        "database": "ok",
        "epoch": str(world.installation.epoch),
        "last_backup": None,
    }


def test_it_says_which_moment_the_latest_backup_holds(world: World) -> None:
    with db.writing() as active:
        for hour in (3, 2):
            active.add(Backup(taken_at=datetime(2026, 11, 21, hour, 30, tzinfo=UTC), through={}))
    assert world.client(None).get("/healthz").json["last_backup"] == "2026-11-21T03:30:00+00:00"


def test_before_the_first_set_up_it_is_not_ready(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"], answer.json["epoch"]) == (503, "empty", None)


def test_without_tables_it_is_not_ready(app: Flask) -> None:
    with app.app_context(), db.everywhere(), db.writing() as active:
        active.execute(text("DROP TABLE installation"))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, "gone")


def test_without_a_database_it_is_not_ready(tmp_path: Path) -> None:
    gone = make_app("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", tmp_path)
    answer = gone.test_client().get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (503, "error")
    gone.extensions["engine"].dispose()


def test_a_broken_file_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    broken = make_app(f"sqlite:///{tmp_path / 'broken.db'}", tmp_path)
    assert broken.test_client().get("/healthz").status_code == 503
    broken.extensions["engine"].dispose()


def test_it_asks_for_no_sign_in_and_sets_no_cookie(world: World) -> None:
    answer = world.client("worker").get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "worker" not in answer.text
