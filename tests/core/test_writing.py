"""One commit a write, nothing left of a failed one, and nobody's write lost."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.audit import actions as audit
from app.audit.models import AuditEntry, AuditLink
from app.core import db
from app.org.models import Post, Unit
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]


def title(world: World) -> str:
    world.forget()
    return db.session().get(Post, world.crusher_id).title


def links() -> int:
    return db.session().scalar(select(func.count()).select_from(AuditLink))


@db.action
def rename(world: World, name: str) -> None:
    """Rename the crusher's post, with a note."""
    world.crusher.title = name
    audit.record("test.rename", "post", world.crusher.id, enterprise_id=world.mine.id, by=None, name=name)


@db.action
def rename_twice(world: World) -> None:
    """An action that calls actions."""
    rename(world, "先")
    rename(world, "后")


@db.action
def rename_and_fail(world: World) -> None:
    """An action whose second half fails."""
    rename(world, "半")
    db.session().flush()
    raise ZeroDivisionError


def test_an_action_called_by_an_action_joins_its_one_commit(world: World) -> None:
    before = links()
    rename_twice(world)
    assert title(world) == "后"
    assert links() == before + 1


def test_a_failed_action_leaves_nothing_not_even_in_the_audit(world: World) -> None:
    before = links()
    with pytest.raises(ZeroDivisionError):
        rename_and_fail(world)
    assert title(world) == "一号破碎机操作岗"
    assert links() == before


def test_the_next_action_does_not_seal_what_the_failed_one_noted(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        rename_and_fail(world)
    rename(world, "新")
    noted = db.session().scalars(select(AuditEntry.payload).where(AuditEntry.act == "test.rename"))
    assert list(noted) == [{"name": "新"}]
    assert audit.first_bad(world.mine.id) is None


def test_a_write_outside_an_action_fails(world: World) -> None:
    world.crusher.title = "偷偷"
    with pytest.raises(DBAPIError):
        db.session().flush()
    assert title(world) == "一号破碎机操作岗"


def test_a_read_after_an_action_is_a_read_again(world: World) -> None:
    rename(world, "新")
    world.crusher.title = "偷偷"
    with pytest.raises(DBAPIError):
        db.session().commit()
    assert title(world) == "新"


def test_what_was_read_before_an_action_is_read_anew_in_it(world: World) -> None:
    held = world.crusher
    assert held.title == "一号破碎机操作岗"
    with world.as_request(), db.writing() as other:
        other.get(Post, world.crusher_id).title = "别人改的"
    with db.writing():
        assert held.title == "别人改的"


def count_up(post_id: object) -> None:
    """Read, add one, write: what a lost update would lose."""
    with db.writing() as active:
        post = active.get(Post, post_id)
        post.place += 1


@pytest.mark.parametrize("everywhere", [True, False])
def test_threads_that_write_at_once_lose_no_update(world: World, everywhere: bool) -> None:
    start, before = threading.Barrier(4), world.crusher.place
    scope = db.EVERYWHERE if everywhere else frozenset({world.mine_id})
    db.session().rollback()

    def run() -> None:
        with world.as_request():
            db.scope_to(scope)
            start.wait()
            for _ in range(5):
                count_up(world.crusher_id)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    world.forget()
    assert world.crusher.place == before + 20


PROCESS = """
import sys
from pathlib import Path
from uuid import UUID
from app.core import db
from tests.conftest import make_app
from tests.core.test_writing import count_up
app = make_app(sys.argv[1], Path(sys.argv[2]))
with app.app_context():
    db.scope_to(frozenset({UUID(sys.argv[3])}))
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(10):
        count_up(UUID(sys.argv[4]))
"""


def test_processes_that_write_at_once_lose_no_update(world: World, database_url: str, tmp_path: Path) -> None:
    before = world.crusher.place
    db.session().rollback()
    command = [
        sys.executable,
        "-c",
        PROCESS,
        database_url,
        str(tmp_path),
        str(world.mine_id),
        str(world.crusher_id),
    ]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in running:
        one.communicate()
        assert one.returncode == 0
    world.forget()
    assert world.crusher.place == before + 20


def test_every_write_of_the_whole_cast_is_in_a_whole_chain(world: World) -> None:
    rename_twice(world)
    for unit in (world.park, world.mine, world.plant):
        assert audit.first_bad(unit.id) is None


def test_a_session_ends_with_its_request(app: Flask, world: World) -> None:
    with world.as_request():
        inside = db.session()
        inside.scalars(select(Unit)).all()
    assert not inside.in_transaction()
