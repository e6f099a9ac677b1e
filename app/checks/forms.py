"""What the console's forms of plans, shift calendars and pauses say. Reading them writes nothing."""

import re
import unicodedata
from datetime import date
from uuid import UUID

from flask import request

from app.checks.models import Completer, Cycle
from app.checks.plans import LONGEST_GRACE, ROLES_ASKED, Terms
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.web import field
from app.org.routes.parts import day_field

DAY = 24 * 60
GRACE_UNITS = {"1": "分钟", "60": "小时", "1440": "天"}  # minutes > name
MOST_SHIFTS, MOST_CREWS, LONGEST_PATTERN = 6, 12, 56
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


def read_plan() -> Terms:
    """The plan as it was typed. Raises Invalid naming the first thing that does not fit."""
    cycle = one_of("cycle", "多久查一次", list(Cycle))
    completer = one_of("completer", "谁来查", list(Completer))
    opens, closes = _span() if cycle == Cycle.DAY else (0, DAY)
    return Terms(
        title=field("title", "名称", limit=60),
        cycle=cycle,
        completer=completer,
        role=one_of("role", "角色", sorted(ROLES_ASKED)) if completer == Completer.ROLE else None,
        shift_system_id=_shift_system(cycle),
        workdays_only="workdays_only" in request.form,
        from_minute=opens,
        to_minute=closes,
        grace_minutes=_grace(),
        asks_scan="asks_scan" in request.form,
        asks_signature="asks_signature" in request.form,
        asks_measures="asks_measures" in request.form,
        valid_from=day_field("valid_from", "从哪天起"),
        valid_to=_last_day(),
    )


def _shift_system(cycle: str) -> UUID | None:
    found = parse_id(request.form.get("shift_system", ""))
    if cycle == Cycle.SHIFT and found is None:
        raise Invalid("每班都查，要先选倒班表", hint="还没有倒班表，就先去做一张。")
    return found if cycle == Cycle.SHIFT else None


def _grace() -> int:
    unit = one_of("grace_unit", "晚多久是分钟、小时还是天", list(GRACE_UNITS))
    found = whole("grace_count", "晚多久还算按时", 0, 999) * int(unit)
    if found > LONGEST_GRACE:
        raise Invalid(f"晚多久还算按时，最长 {LONGEST_GRACE // DAY} 天")
    return found


def grace_of(minutes: int) -> tuple[int, str]:
    """Minutes of grace as the form holds them: how many of the largest unit that fits."""
    unit = next(
        unit for unit in reversed(GRACE_UNITS) if minutes % int(unit) == 0 and (minutes or unit == "1")
    )
    return minutes // int(unit), unit


def _last_day() -> date | None:
    if not request.form.get("valid_to", "").strip():
        return None
    last = day_field("valid_to", "到哪天")
    if last < day_field("valid_from", "从哪天起"):
        raise Invalid("“到哪天”比“从哪天起”还早")
    return last


def _span() -> tuple[int, int]:
    """When a day's window opens and closes, in minutes after midnight; a close that is not later is the next day's."""
    opens, closes = clock_field("from_time", "几点开始"), clock_field("to_time", "几点以前做完")
    return opens, closes if closes > opens else closes + DAY


def clock_field(name: str, label: str) -> int:
    """A time of day of the form, in minutes after midnight. Raises Invalid."""
    return minutes_of(field(name, label, limit=8), label)


def minutes_of(text: str, label: str) -> int:
    """Minutes after midnight of "08:00". Raises Invalid naming `label`."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise Invalid(f"{label}不对", hint="写成 08:00 这样。")
    return int(found[1]) * 60 + int(found[2])


def one_of(name: str, label: str, choices: list[str]) -> str:
    """A choice of the form. Raises Invalid where none, or none of the offered, was chosen."""
    value = request.form.get(name, "")
    if value not in choices:
        raise Invalid(f"还没选{label}")
    return str(value)


def whole(name: str, label: str, low: int, high: int) -> int:
    """A whole number of the form; empty counts as `low`. Raises Invalid naming the limits."""
    return whole_of(request.form.get(name, "").strip() or str(low), label, low, high)


def whole_of(text: str, label: str, low: int, high: int) -> int:
    """The whole number in `text`. Raises Invalid naming the limits."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
        raise Invalid(f"{label}要填 {low} 到 {high} 的整数")
    return int(text)


def span_of_days() -> tuple[date, date]:
    """The first and the last day of a form, in order. Raises Invalid."""
    first, last = day_field("from_on", "从哪天"), day_field("to_on", "到哪天")
    if last < first:
        raise Invalid("“到哪天”比“从哪天”还早")
    return first, last


def short_text(text: str, label: str, limit: int) -> str:
    """One line of a form with many. Raises Invalid where it is too long or holds characters that do not show."""
    if len(text) > limit:
        raise Invalid(f"{label}太长了，最多 {limit} 个字")
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in text):
        raise Invalid(f"{label}里有不能用的字符")
    return text


def clock_words(minute: int) -> str:
    """Minutes after midnight as people say them: 8:00, 第二天 6:30; the midnight that ends a day is 24:00."""
    if minute == DAY:
        return "24:00"
    later, rest = divmod(minute, DAY)
    return f"{'第二天 ' if later else ''}{rest // 60}:{rest % 60:02d}"


def clock_value(minute: int) -> str:
    """Minutes after midnight as a time field holds them: 08:00."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"
