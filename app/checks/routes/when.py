"""When a window is, in words. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.checks.windows import Window

A_SHIFT = timedelta(hours=25)  # no day's or shift's window is longer, even when clocks change


def when_words(window: Window, zone: ZoneInfo, *, with_day: bool = False) -> str:
    """A window as people say it; `with_day` names the day of one that lies within a day."""
    said = span_words(window.opens_at, window.closes_at, zone, window.shift_name)
    if not with_day or window.closes_at - window.opens_at > A_SHIFT:
        return said
    return f"{_day(window.opens_at.astimezone(zone).date())} {said}"


def span_words(opens_at: datetime, closes_at: datetime, zone: ZoneInfo, shift: str = "") -> str:
    """夜班 20:00 到第二天 8:00; 11 月 2 日到 11 月 8 日 for a week and longer, the last day included."""
    opens, closes = opens_at.astimezone(zone), closes_at.astimezone(zone)
    if closes_at - opens_at > A_SHIFT:
        last = (closes - timedelta(minutes=1)).date()
        return f"{_day(opens.date())}到 {_day(last)}"
    return f"{shift} {_clock(opens)} 到{_end(opens, closes)}".strip()


def _end(opens: datetime, closes: datetime) -> str:
    later = (closes.date() - opens.date()).days
    if later == 1 and (closes.hour, closes.minute) == (0, 0):
        return " 24:00"
    return f"第二天 {_clock(closes)}" if later else f" {_clock(closes)}"


def _clock(at: datetime) -> str:
    return f"{at.hour}:{at.minute:02d}"


def _day(on: date) -> str:
    return f"{on.month} 月 {on.day} 日"
