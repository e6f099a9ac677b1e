"""Jobs, as their consumer runs them: in a process that makes its own application."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from app import jobs
from app.access import actions as access
from app.access.models import SignInKey
from app.cards.models import CardRenewal
from app.core import db
from app.core.backups import last_backup_at
from app.core.clock import now
from app.keeping.manifest import whole_backups
from app.org import actions as org
from tests.conftest import SECRET
from tests.world import World


@pytest.fixture(autouse=True)
def _environment(
    database_url: str, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    yield
    jobs._app.cache_clear()


def run(world: World, job: Callable[[], None]) -> None:
    """Run a job in an application of its own."""
    db.session().rollback()
    world.outside(job)
    jobs._app().extensions["engine"].dispose()
    world.forget()


def test_keys_that_ended_yesterday_are_forgotten(world: World) -> None:
    worker, leader = (world.people[who].account for who in ("worker", "team_leader"))
    access.issue_key(worker, minutes=10, by=world.admin.id)
    access.issue_key(leader, minutes=10, by=world.admin.id)
    stale = db.session().scalars(select(SignInKey).where(SignInKey.account_id == worker.id)).one()
    world.change(stale, expires_at=now() - timedelta(days=2))
    run(world, jobs.forget_stale_keys.call_local)
    assert [key.account_id for key in db.session().scalars(select(SignInKey))] == [leader.id]


def test_cards_whose_year_is_over_are_to_be_looked_at_anew_once(world: World) -> None:
    world.publish_all(world.crusher)
    world.publish_all(world.furnace)
    world.publish_all(world.truck)
    org.close_post(world.truck, by=world.admin.id)
    with time_machine.travel(now() + timedelta(days=366), tick=True):
        for _ in range(2):
            run(world, jobs.open_periodic_renewals.call_local)
    opened = list(db.session().scalars(select(CardRenewal)))
    assert {one.post_id for one in opened} == {world.crusher_id, world.furnace_id}
    assert [len(one.kinds) for one in opened] == [4, 4]


def test_the_nightly_backup_goes_where_the_environment_says(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "nightly"))
    monkeypatch.setenv("BACKUP_KEEP", "2")
    for _ in range(3):
        run(world, jobs.back_up_nightly.call_local)
    assert len(whole_backups(tmp_path / "nightly")) == 2
    assert last_backup_at() is not None


def test_without_a_place_there_is_no_nightly_backup(world: World) -> None:
    run(world, jobs.back_up_nightly.call_local)
    assert last_backup_at() is None


def test_crontabs_are_in_the_servers_own_time() -> None:
    assert jobs.queue.utc is False
