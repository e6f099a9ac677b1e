"""Work that nobody waits for. huey keeps the queue in a file beside the database, or in Redis."""

import os
from functools import cache
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from huey import RedisHuey, SqliteHuey, crontab

from app.access import actions as access
from app.changes.daily import every_day
from app.checks.freeze import freeze_all
from app.core.clock import now
from app.keeping.actions import back_up


def _queue() -> SqliteHuey | RedisHuey:
    address = os.environ.get("JOBS_REDIS_URL")
    if address:
        return RedisHuey("gangka", url=address, utc=False)  # crontabs are in the server's own time
    data = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parent.parent / "data"))
    data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("gangka", filename=str(data / "jobs.db"), fsync=True, utc=False)


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


@queue.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def freeze_windows() -> None:
    """Every five minutes: what was expected in windows that have closed becomes rows."""
    with _app().app_context():
        freeze_all(now())


@queue.periodic_task(crontab(hour="1", minute="10"))  # type: ignore[untyped-decorator]
def open_periodic_renewals() -> None:
    """At 01:10 by the server's clock: what is late is said, and cards whose time has come are to be looked at anew."""
    with _app().app_context():
        every_day()


@queue.periodic_task(crontab(hour="2", minute="30"))  # type: ignore[untyped-decorator]
def back_up_nightly() -> None:
    """At 02:30 by the server's clock, where BACKUP_DIR says where to. What fails is in the log and on /healthz."""
    app = _app()
    if app.config["BACKUP_DIR"]:
        with app.app_context():
            back_up(Path(app.config["BACKUP_DIR"]).absolute(), keep=app.config["BACKUP_KEEP"] or None)
