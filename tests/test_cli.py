"""Commands: what they do, what they say, and how they end."""

import re
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from app import cli
from app.audit.models import AuditEntry
from app.core import db
from app.labels.queries import live_labels
from app.org import queries as org
from app.org.models import Person, Unit
from tests.conftest import make_app
from tests.test_migrations import ROOT
from tests.world import World

INIT = ["init", "--enterprise", "丙矿", "--name", "张三", "--employee-no", "001"]


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=list(args))


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Migrations are found from there; no address is set."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("PUBLIC_URL", raising=False)


def test_init_starts_an_enterprise_and_its_administrator_can_sign_in(app: Flask) -> None:
    answer = run(app, *INIT, "--park", "青山园区")
    assert answer.exit_code == 0, answer.output
    assert (
        "现在设好 SECRET_KEY 和 PUBLIC_URL，运行 flask --app app serve，打开 https://…/signin"
        in answer.output
    )
    password = re.search(r"第一次的密码 (\S+)（", answer.output).group(1)
    signed = app.test_client().post("/signin", data={"who": "001", "password": password})
    assert signed.location == "/password"
    with app.app_context(), db.everywhere():
        assert [(one.name, one.kind) for one in org.units(["/"])] == [
            ("青山园区", "park"),
            ("丙矿", "enterprise"),
        ]


def test_init_works_on_a_database_without_tables(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'new' / 'new.db'}", tmp_path)
    assert run(app, *INIT).exit_code == 0
    assert app.test_client().get("/healthz").json["status"] == "ok"
    app.extensions["engine"].dispose()


def test_init_leaves_a_used_database_alone(world: World) -> None:
    before = db.session().scalar(select(func.count()).select_from(Unit))
    db.session().rollback()
    answer = world.command(*INIT)
    assert (answer.exit_code, "换一个空的 DATA_DIR 再来" in answer.output) == (1, True)
    assert db.session().scalar(select(func.count()).select_from(Unit)) == before


def test_init_names_the_system_as_its_author(app: Flask) -> None:
    run(app, *INIT)
    with app.app_context(), db.everywhere():
        assert set(db.session().scalars(select(AuditEntry.by))) == {None}


def test_the_demo_is_loaded_once(app: Flask) -> None:
    first, again = run(app, "demo", "--bare"), run(app, "demo")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "不再装演示数据" in again.output
    with app.app_context(), db.everywhere():
        assert db.session().scalar(select(func.count()).select_from(Person)) == 30
        assert org.installation().demo


def test_the_demo_is_not_loaded_beside_a_real_enterprise(world: World) -> None:
    db.session().rollback()
    assert "已经有企业" in world.command("demo").output
    assert db.session().scalar(select(func.count()).select_from(Person)) == 9


@pytest.mark.parametrize("command", [["labels", "x.pdf", "--url", "https://x"], ["audit", "verify"]])
def test_without_an_enterprise_a_command_says_what_to_run_first(
    app: Flask, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(app, *command)
    assert (answer.exit_code, "flask init" in answer.output) == (1, True)


def test_without_tables_it_says_the_same(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    answer = run(app, "audit", "verify")
    assert (answer.exit_code, "flask init" in answer.output) == (1, True)
    app.extensions["engine"].dispose()


def test_labels_are_made_where_missing_and_printed(world: World, tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    db.session().rollback()
    answer = world.command("labels", str(file), "--unit", "破碎车间", "--url", "https://gangka.example/")
    assert (answer.exit_code, answer.output) == (0, f"1 个岗位码，印在 {file}\n")
    assert len(PdfReader(file).pages) == 1
    world.forget()
    assert len(live_labels([world.crusher_id])) == 1
    assert live_labels([world.truck.id]) == []


def test_labels_of_an_unknown_unit_are_not_printed(world: World, tmp_path: Path) -> None:
    db.session().rollback()
    answer = world.command("labels", str(tmp_path / "x.pdf"), "--unit", "没有", "--url", "https://x")
    assert (answer.exit_code, "没有叫“没有”的单位" in answer.output) == (1, True)


@pytest.mark.parametrize("url", [[], ["--url", "http://127.0.0.1:8000"], ["--url", "gangka.example"]])
def test_labels_need_the_address_they_lead_to(world: World, tmp_path: Path, url: list[str]) -> None:
    db.session().rollback()
    answer = world.command("labels", str(tmp_path / "x.pdf"), *url)
    assert (answer.exit_code, "先设 PUBLIC_URL=https://…，再打印。" in answer.output) == (1, True)
    world.forget()
    assert live_labels([world.crusher_id]) == []


def test_the_demos_labels_may_lead_anywhere(world: World, tmp_path: Path) -> None:
    world.change(world.installation, demo=True)
    db.session().rollback()
    assert world.command("labels", str(tmp_path / "x.pdf"), "--url", "http://127.0.0.1:8000").exit_code == 0


@pytest.mark.parametrize("path", ["none/x.pdf", ""])
def test_labels_that_can_not_be_written_are_told(world: World, tmp_path: Path, path: str) -> None:
    db.session().rollback()
    answer = world.command("labels", str(tmp_path / path), "--url", "https://x")
    assert (answer.exit_code, "文件夹" in answer.output) == (1, True)
    assert isinstance(answer.exception, SystemExit)


@pytest.mark.parametrize("tables", [True, False])
def test_serve_needs_an_enterprise(app: Flask, tmp_path: Path, tables: bool) -> None:
    bare = app if tables else make_app(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path)
    answer = run(bare, "serve")
    assert (answer.exit_code, "flask init" in answer.output) == (1, True)
    assert isinstance(answer.exception, SystemExit)
    bare.extensions["engine"].dispose()


@pytest.mark.parametrize(
    ("config", "told"),
    [({"SECRET_KEY": ""}, "没有设 SECRET_KEY"), ({"DEMO": True}, "去掉 GANGKA_DEMO")],
)
def test_serve_says_what_is_unsafe(world: World, config: dict[str, object], told: str) -> None:
    world.app.config.update(config)
    db.session().rollback()
    answer = world.command("serve")
    assert (answer.exit_code, told in answer.output) == (1, True)
    assert isinstance(answer.exception, SystemExit)


def test_serve_says_where_it_can_not_listen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(_host: str, _port: int) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(cli.server, "run", taken)
    db.session().rollback()
    answer = world.command("serve", "--port", "8071")
    assert (answer.exit_code, "127.0.0.1:8071" in answer.output) == (1, True)


def test_the_audit_is_walked_for_every_enterprise(world: World) -> None:
    db.session().rollback()
    answer = world.command("audit", "verify")
    assert answer.exit_code == 0
    assert [line.rpartition(": ")[2] for line in answer.output.split()[1::2]] == ["ok"] * 3


def test_a_changed_entry_is_found(world: World) -> None:
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.enterprise_id == world.mine.id)).first()
    world.change(entry, payload={"name": "改了"})
    answer = world.command("audit", "verify")
    assert (answer.exit_code, "甲矿" in answer.output, "was changed" in answer.output) == (1, True, True)
