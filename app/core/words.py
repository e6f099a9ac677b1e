"""Filters that put values into words."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g

from app.core.clock import now

_NUMBER = re.compile(r"\+?[0-9](?:[\s().-]*[0-9])*")
_DEVICES = (
    ("MicroMessenger", "微信"),
    ("HarmonyOS", "华为手机"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(moment=moment, day=day, device=device, dial=dial)


def moment(at: datetime) -> str:
    """A time as people say it, in the zone of the page: 今天 8:05, 11 月 3 日 17:20."""
    zone = ZoneInfo(g.get("zone", "Asia/Shanghai"))
    try:
        local = at.astimezone(zone)
    except OverflowError:  # a phone's clock may say anything: the last hours of the calendar, too
        local = at
    today = now().astimezone(zone).date()
    clock = f"{local.hour}:{local.minute:02d}"
    return f"今天 {clock}" if local.date() == today else f"{day(local.date(), today)} {clock}"


def day(on: date, today: date | None = None) -> str:
    """A day as people write it; the year only where it is another one."""
    short = f"{on.month} 月 {on.day} 日"
    return short if today is not None and on.year == today.year else f"{on.year} 年 {short}"


def device(agent: str) -> str:
    """What kind of device a browser's own description names."""
    return next((name for mark, name in _DEVICES if mark in agent), "一部设备")


def dial(number: str) -> str:
    """The first telephone number in a text, as a phone dials it: digits and a leading plus; "" for none.

    Spaces, dashes, dots and brackets may stand inside it; anything else ends it: 8110/8111, 8110 转 5.
    """
    found = _NUMBER.search(unicodedata.normalize("NFKC", number))
    return re.sub(r"[^+0-9]", "", found.group()) if found else ""
