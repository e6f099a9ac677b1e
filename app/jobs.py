"""Work that nobody waits for. huey keeps the queue in a file beside the database, or in Redis."""

import os
from functools import cache
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from huey import RedisHuey, SqliteHuey, crontab

from app.access import actions as access


def _queue() -> SqliteHuey | RedisHuey:
    address = os.environ.get("JOBS_REDIS_URL")
    if address:
        return RedisHuey("gangka", url=address)
    data = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parent.parent / "data"))
    data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("gangka", filename=str(data / "jobs.db"), fsync=True)


@cache
def _app() -> Flask:
    """The consumer's own application: it runs in a process of its own, and makes it once."""
    return ScriptInfo("app").load_app()


queue = _queue()


@queue.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]
def forget_stale_keys() -> None:
    """Hourly: delete sign-in keys that ended more than a day ago."""
    with _app().app_context():
        access.forget_stale_keys()
