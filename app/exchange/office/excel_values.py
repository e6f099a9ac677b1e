"""What a cell of Excel shows: dates, percents and numbers by their format, without the noise of floats. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite

_DAY_ONE = datetime(1899, 12, 30)
_FROM_1904 = 1462  # days between the two beginnings of time
_LEAP_GAP = 60  # the 29 February 1900 that never was
_LAST_DAY = 2_958_465  # 9999-12-31
_LONGEST_FORMAT = 255
_PIECE = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(.)', re.DOTALL)
_BUILT_IN = (
    {9: "0%", 10: "0.00%", 22: "yyyy-m-d h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"}
    | dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58), "yyyy-m-d")
    | dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-m")
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), "h:mm")
)


@dataclass(frozen=True)
class Form:
    """How a number is shown."""

    percent: bool = False
    date: str = ""  # day, month
    time: bool = False
    elapsed: bool = False
    digits: int = 0  # filled up with zeros: 007
    before: str = ""
    after: str = ""


PLAIN = Form()


def form_of(number: int, code: str | None) -> Form:
    """The form that a number format stands for: its own code, or one of Excel's numbered ones."""
    code = _BUILT_IN.get(number, "") if code is None else code[:_LONGEST_FORMAT]
    bare, before, after, elapsed = _parsed(code)
    letters = bare.lower().replace("general", "")
    if elapsed:
        return Form(elapsed=True)
    if re.search(r"[ymdhs]", letters):
        return _date_form(letters)
    zeros = re.fullmatch("0{2,}", bare)
    return Form("%" in bare, digits=len(bare) if zeros else 0, before=before, after=after)


def _parsed(code: str) -> tuple[str, str, str, bool]:
    """The format's own signs, the words before and after the number, and whether it counts hours beyond 24."""
    bare, words, elapsed = "", ["", ""], False
    for quoted, escaped, bracket, sign in _pieces(code):
        word = quoted or escaped or (sign if sign and not sign.isascii() else "")
        if bracket and re.fullmatch("[hms]+", bracket.lower()):
            elapsed = True
        elif bracket and bracket.startswith("$"):
            word = bracket[1:].partition("-")[0]
        if word:
            words[bool(re.search(r"[0#?]|general", bare.lower()))] += word
        else:
            bare += sign or ""
    return bare, words[0], words[1], elapsed


def _pieces(code: str) -> Iterator[tuple[str, str, str, str]]:
    """The pieces of the format for positive numbers."""
    for match in _PIECE.finditer(code):
        if match.group(4) == ";":
            return
        yield match.group(1) or "", match.group(2) or "", match.group(3) or "", match.group(4) or ""


def _date_form(letters: str) -> Form:
    time = "h" in letters or "s" in letters
    dated = "y" in letters or "d" in letters or not time
    whole = "d" in letters or "y" not in letters or time
    return Form(date=("day" if whole else "month") if dated else "", time=time)


def shown(raw: str, form: Form, *, from_1904: bool = False) -> str:
    """A number as its reader sees it."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    if not isfinite(number):
        return raw
    if form.elapsed:
        minutes = round(number * 1440) if abs(number) < _LAST_DAY else 0
        return f"{minutes // 60}:{minutes % 60:02}"
    if form.date or form.time:
        found = _moment(number, form, from_1904)
        if found:
            return found
    if form.percent:
        return form.before + _digits(number * 100) + "%" + form.after
    return form.before + _digits(number).zfill(form.digits) + form.after


def _digits(number: float) -> str:
    """The 15 digits that Excel keeps: 0.3, not 0.30000000000000004; 3, not 3.0."""
    text = format(Decimal(format(number, ".15g")), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _moment(number: float, form: Form, from_1904: bool) -> str:
    days = number + (_FROM_1904 if from_1904 else 0)
    if not 0 <= days <= _LAST_DAY:
        return ""
    if 1 <= days < _LEAP_GAP:
        days += 1
    moment = _DAY_ONE + timedelta(seconds=round(days * 86400))
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M") if form.time else ""
    day = {"day": f"{moment:%Y-%m-%d}", "month": f"{moment:%Y-%m}"}.get(form.date, "")
    if day and clock == "00:00":
        clock = ""
    return " ".join(filter(None, (day, clock)))
