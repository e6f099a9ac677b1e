"""Jobs, as their consumer runs them: in a process that makes its own application."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.access import actions as access
from app.access.models import SignInKey
from app.core import db
from app.core.clock import now
from tests.conftest import SECRET
from tests.world import World


def test_keys_that_ended_yesterday_are_forgotten(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, leader = (world.people[who].account for who in ("worker", "team_leader"))
    access.issue_key(worker, minutes=10, by=world.admin.id)
    access.issue_key(leader, minutes=10, by=world.admin.id)
    stale = db.session().scalars(select(SignInKey).where(SignInKey.account_id == worker.id)).one()
    world.change(stale, expires_at=now() - timedelta(days=2))
    db.session().rollback()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    world.outside(jobs.forget_stale_keys.call_local)
    jobs._app().extensions["engine"].dispose()
    jobs._app.cache_clear()
    world.forget()
    assert [key.account_id for key in db.session().scalars(select(SignInKey))] == [leader.id]
