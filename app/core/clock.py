"""Time: stored in UTC, days and shifts in the enterprise's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in(zone: str, at: datetime | None = None) -> date:
    """The calendar day at moment `at` (now by default) in the time zone named `zone`."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()
