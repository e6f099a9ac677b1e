"""The tables of practice, 抽背 and 今天五件事: backed up and put back, and migrated around what stood there before."""

from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.audit.actions import first_bad
from app.core import db
from app.recite.models import ReciteAnswer, ReciteMemory
from app.reports.five.actions import put_off
from app.reports.five.models import FiveSnooze
from app.spotchecks.models import SpotAnswer, SpotCheck
from tests.checks.builders import plan_of
from tests.keeping.parts import contents, restore, unchanged
from tests.recite.builders import body
from tests.reports.test_board import done, frozen
from tests.spotchecks.builders import body as spot_check
from tests.spotchecks.builders import publish_all, since_long
from tests.sync.phones import Phone, Signed, push
from tests.test_migrations import MIGRATIONS
from tests.world import World, mine_day

NEW = [one.__tablename__ for one in (ReciteAnswer, ReciteMemory, SpotCheck, SpotAnswer, FiveSnooze)]
LATER = ["card_versions"]  # has columns of a later step, which the way down takes with it
OLD = ("check_records", "expectations", "ops", "audit_links")


@pytest.fixture
def lived(world: World) -> tuple[World, list[Signed]]:
    """Somebody practised and was asked, a check was made, a thing put off; the ops of it."""
    publish_all(world.crusher)
    since_long(world)
    plan = plan_of(world, to_minute=600)
    done(world, plan, frozen(world, plan)[0])
    worker, leader = Phone(world, "worker"), Phone(world, "team_leader")
    ops = [
        worker.op("recite.answered", body(world, right=False, given=["用手去拉", "⚡"], stability=0.1 + 0.2)),
        leader.op(
            "spotcheck.held", spot_check(world, misses=["duty"], confirmed="disputed", note="我说了\n")
        ),
    ]
    assert {one.state for one in push(world.client(None), *ops).answers} == {"applied"}
    put_off(leader.person.account, "spot:1", mine_day())
    return world, ops


def rows() -> dict[str, list[tuple[Any, ...]]]:
    return contents(db.engine())


def test_a_backup_brings_them_back(lived: tuple[World, list[Signed]], tmp_path: Path) -> None:
    world, ops = lived
    assert world.command("backup", str(tmp_path)).exit_code == 0
    world.forget()
    before = unchanged(db.engine())
    assert all(before[name] for name in NEW)
    late = Phone(world, "worker")
    later = [late.op("recite.answered", body(world)), *ops]
    push(world.client(None), *later)
    assert restore(world, str(tmp_path), "--replace").exit_code == 0
    assert unchanged(db.engine()) == before
    assert first_bad(world.mine_id) is None
    again = push(world.client(None), *later, certificates={late.key_id: late.certificate})
    assert {one.state for one in again.answers} == {"applied"}
    held = {name: len(found) for name, found in rows().items() if name in NEW}
    assert held == {name: len(before[name]) + (name == "recite_answers") for name in NEW}
    assert "ok" in world.command("audit", "verify").output


def test_the_step_goes_down_and_up_around_what_stood_there(lived: tuple[World, list[Signed]]) -> None:
    world, _ = lived
    world.forget()
    before = rows()
    assert all(before[name] for name in OLD)
    db.session().close()
    downgrade(directory=MIGRATIONS, revision="0002")
    assert not set(NEW) & set(inspect(db.engine()).get_table_names())
    upgrade(directory=MIGRATIONS)
    after = rows()
    kept = [name for name in before if name not in NEW + LATER]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert [len(after[name]) for name in LATER] == [len(before[name]) for name in LATER]
    assert not any(after[name] for name in NEW)
    assert first_bad(world.mine_id) is None
