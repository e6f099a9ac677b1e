"""Work that nobody waits for. huey keeps the queue in a file beside the database, or in Redis."""

import os
from pathlib import Path

from huey import RedisHuey, SqliteHuey, crontab

from app.access import actions as access


def _queue() -> SqliteHuey | RedisHuey:
    address = os.environ.get("JOBS_REDIS_URL")
    if address:
        return RedisHuey("gangka", url=address)
    data = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parent.parent / "data"))
    data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("gangka", filename=str(data / "jobs.db"), fsync=True)


queue = _queue()


@queue.periodic_task(crontab(minute="17"))
def forget_stale_keys() -> None:
    """Hourly: delete sign-in keys that ended more than a day ago."""
    from app import create_app  # noqa: PLC0415 (the consumer's own process makes its own app)

    with create_app().app_context():
        access.forget_stale_keys()
