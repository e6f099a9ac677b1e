"""Numbers and periods in a statement, and what to offer beside them.

A worker who does more than the card asks does no wrong. So beside "护栏高 1.2 米" stand lower rails only, beside
"不超 70 度" higher temperatures only, and beside 每月 only longer periods. Where the statement does not tell which
side is the worse one, there is no question.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from app.questions.texts import LINES

T = TypeVar("T")
Side = Literal["smaller", "larger", "both"]
_UNITS = "毫米|厘米|公里|米|分钟|小时|秒|个工作日|次|度|伏|月份|下|%"
_NUMBER = re.compile(rf"(?<![\d.\-~～至到第/—])(\d+(?:\.\d+)?)(\s*)({_UNITS})(?![\d~～至到\-—/])")
_DIGIT = re.compile(r"\d")
_RANGE_BEFORE = re.compile(r"(到|至|约|第|每)\s*$")
_AT_MOST = re.compile(r"(不超过?|上下|偏差|误差|不得超过|不大于|不高于|最多\S?|限速|只限|不多于)\s*$")
_AT_LEAST = re.compile(r"(不少于|不低于|不小于|至少|不足|少于)\s*$")
_TRIGGER = re.compile(r"^\s*(不到|以上(?=才|的|必须|要|办|挂|系|戴|装|作业|，?停))")
_LENGTHS = (
    *(
        0.1,
        0.2,
        0.3,
        0.5,
        0.6,
        0.7,
        0.8,
        0.9,
        1,
        1.05,
        1.2,
        1.5,
        1.8,
        2,
        2.5,
        3,
        4,
        5,
        6,
        8,
        10,
        12,
        15,
        20,
        25,
    ),
    *(30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 400, 500, 800, 1000),
)
_TENS = (15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 150)
_COUNTS = (*range(2, 13), 15, 20, 24, 30)
_LADDERS: dict[str, Sequence[float]] = {
    **dict.fromkeys(("毫米", "厘米", "米"), _LENGTHS),
    **dict.fromkeys(("公里", "度"), _TENS),
    **dict.fromkeys(("次", "个工作日"), (1, *_COUNTS)),
    "月份": (1, 2, 3, 4, 6, 7, 9, 10, 11, 12),
    "下": (10, 15, 20, 30, 40, 50),
    "%": (60, 70, 80, 85, 90, 95),
    "伏": (36, 110, 220, 380, 660),
}
_TIMES = {
    **{f"{n} 秒": n for n in (5, 10, 15, 20, 30)},
    **{f"{n} 分钟": n * 60 for n in (1, 2, 3, 5, 10, 15, 20, 30, 40, 90)},
    **{f"{n} 小时": n * 3600 for n in (1, 2, 4, 6, 8, 12, 24, 48)},
}
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600}
_SMALL = (0.2, 0.3)  # beside whole numbers stand whole and half ones; below them these
_NEAR = 4  # so many neighbours are considered

_PERIOD = re.compile(r"每 ?(?:小时|班|天|日|周|月|季度|季|半年|年)(?!份)")
_NOT_A_RHYTHM = re.compile(
    r"^的?\s*(\d|[一二三四五六七八九十]+季度|[一二三四]季|年?初|年?底|春|秋|安全|开班)"
)
_DOING = re.compile(r"次|遍|趟|查|检|试|洗|清|练|演|看|扫|校|测|考|核|召开|学习|听|评估|编制|巡|修订|对照")
_PERIODS = (
    "每小时",
    "每 2 小时",
    "每班",
    "每天",
    "每周",
    "每月",
    "每季度",
    "每半年",
    "每年",
    "每 3 年",
    "每 5 年",
)
_ALSO = {"每日": "每天", "每季": "每季度"}
_REACH = 3  # so many longer periods are offered


class Gap(NamedTuple):
    """A place in a statement that can be left blank."""

    right: str  # as it stands there
    wrong: Sequence[str]
    start: int


@lru_cache(maxsize=LINES)
def numbers_in(text: str) -> tuple[Gap, ...]:
    """The numbers of a statement with which a person can be wrong, and wrong ones for each."""
    if not _DIGIT.search(text):  # most statements
        return ()
    found = []
    for match in _NUMBER.finditer(text):
        value, space, unit = float(match[1]), match[2], match[3]
        before, after = text[: match.start()], text[match.end() :]
        side = _worse_side(value, unit, before, after)
        wrong = _neighbours(value, space, unit, side) if side else ()
        found.append(Gap(match[0], wrong, match.start()))
    return tuple(gap for gap in found if len(gap.wrong) >= 2)


def _worse_side(value: float, unit: str, before: str, after: str) -> Side | None:
    if _RANGE_BEFORE.search(before) or _TRIGGER.match(after):
        return _spacing(unit, before, after)
    if unit == "月份":
        return "both"
    if unit == "下":
        return "both" if before.rstrip().endswith("按") else None
    if _AT_MOST.search(before) or after.lstrip().startswith("以下"):
        return "larger"
    if _AT_LEAST.search(before):
        return "smaller"
    return _by_unit(value, unit, before, after)


def _spacing(unit: str, before: str, after: str) -> Side | None:
    """每 50 米 1 个: farther apart is worse."""
    every = before.rstrip().endswith("每") and not _TRIGGER.match(after)
    return "larger" if every and unit == "米" else None


def _by_unit(value: float, unit: str, before: str, after: str) -> Side | None:
    if unit in ("米", "厘米", "毫米"):
        return "smaller"
    if unit in _SECONDS:
        return _of_time(value, before, after)
    if unit == "个工作日":
        return "larger" if after.startswith("内") else None
    if unit == "次":
        return "smaller" if value >= 3 else None
    if unit == "%":
        return "smaller" if before.endswith("率") else None
    return "larger" if unit == "伏" and before.rstrip().endswith("用") else None


def _of_time(value: float, before: str, after: str) -> Side | None:
    if value == 24 or re.match(r"\s*[内里]?\s*(还|都|也)?会", after):
        return None  # round the clock; something that happens by itself
    if re.search(r"(连|连续)\S{0,2}\s*$", before):
        return "larger"
    if re.match(r"\s*(之?内|以内|前)", after):
        return "larger"
    return "smaller"


@lru_cache(maxsize=1024)  # the same few numbers stand everywhere
def _neighbours(value: float, space: str, unit: str, side: Side) -> tuple[str, ...]:
    if unit in _SECONDS:
        return _times(value * _SECONDS[unit], space, side)
    ladder = [one for one in _LADDERS[unit] if value % 1 or one * 2 % 1 == 0 or one in _SMALL]
    lower = [one for one in ladder if value * 0.25 <= one <= value * 0.9]
    higher = [one for one in ladder if value * 1.1 <= one <= value * 4]
    if unit == "月份":
        lower, higher = [one for one in ladder if one < value], [one for one in ladder if one > value]
    near = _nearest(lower, higher, side)
    return tuple(f"{one:g}{space}{unit}" for one in near)


def _nearest(lower: Sequence[T], higher: Sequence[T], side: Side) -> list[T]:
    if side == "smaller":
        return list(reversed(lower))[:_NEAR]
    if side == "larger":
        return list(higher)[:_NEAR]
    return [*lower[-3:], *higher[:3]]


def _times(seconds: float, space: str, side: Side) -> tuple[str, ...]:
    lower = [text for text, one in _TIMES.items() if seconds / 6 <= one <= seconds * 0.8]
    higher = [text for text, one in _TIMES.items() if seconds * 1.2 <= one <= seconds * 3]
    return tuple(one.replace(" ", space) for one in _nearest(lower, higher, side))


def period_in(text: str) -> Gap | None:
    """The one period of a statement (每月), with longer ones; None where there is none, or more than one."""
    found = list(_PERIOD.finditer(text))
    if len(found) != 1 or _NOT_A_RHYTHM.match(text[found[0].end() :]) or not _DOING.search(text):
        return None
    (match,) = found
    said = _ALSO.get(match[0].replace(" ", ""), match[0].replace(" ", ""))
    if said not in _PERIODS:
        return None
    at = _PERIODS.index(said)
    return Gap(match[0], _PERIODS[at + 1 : at + 1 + _REACH], match.start())
