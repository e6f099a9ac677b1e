"""Texts and lists as they stand in a cell of our own sheets, so that they come back the same. Pure.

A character that Excel, or whoever opens the file, would drop or trim is written as its number: ⟦200B⟧.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.exchange.reading.text import items

LONGEST = 32_000  # characters; a cell of Excel takes 32,767
_OPEN, _CLOSE = "⟦", "⟧"
# What nobody sees, what ends a line in its own way, and what no XML may hold.
_LOST = re.compile(
    "[⟦⟧\ue000-\uf8ff\u00a0\u00ad\u0085\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff"
    "\x00-\x08\x0b-\x1f\x7f]"
)
_EDGES = re.compile(r"(?<![^\n])[^\S\n]+|[^\S\n]+(?![^\n])|\A\n+|\n+\Z")  # white space that is trimmed
_LIKE_A_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel's own way of writing odd characters
_PICTURE = re.compile(r"\A=(?=(?:_xlfn\.)?DISPIMG\()")
_CODE = re.compile(f"{_OPEN}([0-9A-F]{{0,6}}){_CLOSE}")
_NAMES = "、，,；;\n"
_PARTS = "｜\n"


def escaped(text: str, more: str = "") -> str:
    """A text that survives a cell; with the characters of `more` written as their numbers, too."""
    for odd in (_LOST, _LIKE_A_CODE, _PICTURE):
        text = odd.sub(lambda found: _numbers(found.group()), text)
    if more:
        text = re.sub(f"[{re.escape(more)}]", lambda found: _numbers(found.group()), text)
    for _ in range(2):  # what is trimmed at the ends may bare more of it
        text = _EDGES.sub(lambda found: _numbers(found.group()), text)
    return text


def unescaped(text: str) -> str:
    """The text that was written so."""
    return _CODE.sub(lambda found: _character(found[1]), text)


def _numbers(text: str) -> str:
    return "".join(f"{_OPEN}{ord(char):X}{_CLOSE}" for char in text)


def _character(code: str) -> str:
    number = int(code, 16) if code else 0x110000
    return chr(number) if number < 0x110000 else ""


def _one(text: str, more: str) -> str:
    return escaped(text, more) or f"{_OPEN}{_CLOSE}"  # an empty item is an item


@dataclass(frozen=True)
class Form:
    """How a value is written in a cell. `back` is told whether it was written by us, or by hand."""

    out: Callable[[Any], str]
    back: Callable[[str, bool], Any]


def _lines_back(text: str, ours: bool) -> list[str]:
    return [unescaped(one) for one in (text.split("\n") if ours else items(text)) if one.strip()]


def _names_back(text: str, _ours: bool) -> list[str]:
    return [unescaped(one.strip()) for one in re.split(f"[{_NAMES}]", text) if one.strip()]


def _pairs_out(pairs: dict[str, str]) -> str:
    return "\n".join(
        f"{_one(key, '：' + chr(10))}：{escaped(value, chr(10))}" for key, value in pairs.items()
    )


def _pairs_back(text: str, _ours: bool) -> dict[str, str]:
    found = (one.partition("：") for one in text.split("\n") if one.strip())
    return {unescaped(key): unescaped(value) for key, _, value in found}


def _calls_out(calls: Iterable[dict[str, Any]]) -> str:
    return "\n".join(_call_out(one) for one in calls)


def _call_out(call: dict[str, Any]) -> str:
    inside = "内部" if call.get("inside", True) else "外部"
    parts = [_one(call["name"], _PARTS), _one(call["number"], _PARTS), inside]
    return "｜".join([*parts, *([escaped(call["note"], _PARTS)] if call.get("note") else [])])


def _calls_back(text: str, _ours: bool) -> list[dict[str, Any]]:
    return [_call_back(one) for one in text.split("\n") if one.strip()]


def _call_back(line: str) -> dict[str, Any]:
    if "｜" not in line:
        return _call_by_hand(line.strip())
    name, number, *rest = (unescaped(one.strip()) for one in line.split("｜"))
    call: dict[str, Any] = {"name": name, "number": number}
    if rest and rest[0] == "外部":
        call["inside"] = False
    if len(rest) > 1:
        call["note"] = "｜".join(rest[1:])
    return call


def _call_by_hand(line: str) -> dict[str, Any]:
    """调度室 0471-8110, 火警：119: the number is what is dialled, at the end."""
    found = re.match(r"(?P<name>.*?)[\s：:]*(?P<number>[0-9][0-9\- ]*)\Z", unescaped(line))
    if found is None:
        return {"name": unescaped(line), "number": ""}
    call: dict[str, Any] = {"name": found["name"] or found["number"], "number": found["number"]}
    return call | ({"inside": False} if found["number"] in {"110", "119", "120", "122", "12350"} else {})


TEXT = Form(escaped, lambda text, _ours: unescaped(text))
LINES = Form(lambda found: "\n".join(_one(one, "\n") for one in found), _lines_back)
NAMES = Form(lambda found: "、".join(_one(one, _NAMES) for one in found), _names_back)
PAIRS = Form(_pairs_out, _pairs_back)
CALLS = Form(_calls_out, _calls_back)
