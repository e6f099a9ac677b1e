"""Headings around pasted duty tables: which line titles a table, and where a table gives way to headings."""

import re
import unicodedata
from typing import Literal

from msgspec import Struct

Owner = Literal["post", "department"]
Lines = list[tuple[int, str]]

MARKERS: dict[str, Owner] = {
    "岗位安全生产责任制": "post",
    "岗位安全责任制": "post",
    "岗位安全生产职责": "post",
    "部门安全生产责任制": "department",
    "部门安全责任制": "department",
    "部门安全生产职责": "department",
}
NUMBERED = re.compile(
    r"\s*([0-9]+(?:[.．][0-9]+)+|[0-9]+(?=\s*[.．、])|[一二三四五六七八九十]+(?=\s*、))\s*[.．、]?"
)
NOTE = re.compile(r"[（(].*")  # （建议每季度考核一次）
LONGEST_HEADING = 120
LONGEST_TITLE = 40
CHARTS = ("框架图", "构架图", "架构图", "框图")  # 组织框架图: a heading above a picture
CLAUSE = "。；;！？"  # a heading holds none of these


class Heading(Struct, frozen=True):
    """A line read as a heading: `2.2部门安全生产责任制` is level 2, number 2.2, owner department, name ""."""

    number: str
    name: str  # without number, marker and note
    owner: Owner | None = None

    @property
    def level(self) -> int:
        """How deep its number stands: 1.2.3 is 3; 0 without a number."""
        return len(self.number.split(".")) if self.number else 0


class Caption(Struct):
    """What the lines above a table say about it."""

    title: str = ""
    owner: Owner | None = None
    section: str = ""
    headings: list[str] = []
    summary: str = ""
    line: int | None = None


def heading_of(text: str) -> Heading | None:
    """The line as a heading: numbered, or ending in 岗位安全生产责任制 and the like; else None."""
    line = text.strip()
    if not line or len(line) > LONGEST_HEADING or any(mark in line for mark in CLAUSE):
        return None
    match = NUMBERED.match(line)
    number = unicodedata.normalize("NFKC", match.group(1)) if match else ""
    rest = line[match.end() :] if match else line
    name = NOTE.sub("", rest).strip()
    owner = next((of for marker, of in MARKERS.items() if name.endswith(marker)), None)
    if owner:
        marker = next(marker for marker in MARKERS if name.endswith(marker))
        name = name.removesuffix(marker).strip()
        if len(name) > LONGEST_TITLE or "，" in name:
            return None
    return Heading(number, name, owner) if owner or (match and name) else None


def table_end(lines: Lines) -> int | None:
    """The line on which a table's last cell gives way to the headings of what follows, if it does."""
    blanks, seen, item = 0, False, 0
    marked = any(_is_marker(text) for _, text in lines)
    for position, (number, text) in enumerate(lines):
        if not text.strip():
            blanks += position > 0
            continue
        if position and _is_outside(text, blanks, item, seen=seen, marked=marked):
            return number
        item = _item(text) or item
        blanks, seen = 0, True
    return None


def _is_outside(text: str, blanks: int, item: int, *, seen: bool, marked: bool) -> bool:
    heading = heading_of(text)
    if blanks >= 2 or (blanks and not seen):
        return True
    if heading is None:
        return False
    if heading.level > 1 or _is_marker(text):
        return bool(blanks) or marked
    return bool(blanks and heading.level == 1 and heading.number != str(item + 1))


def _item(text: str) -> int | None:
    """The number an item within a cell begins with: `3.每月组织一次检查。`"""
    match = NUMBERED.match(text[:LONGEST_TITLE])
    return int(match.group(1)) if match and match.group(1).isdecimal() else None


def _is_marker(text: str) -> bool:
    """A title's line, `总经理岗位安全生产责任制`; but not a cell's item, `2.建立健全岗位安全生产责任制`."""
    heading = heading_of(text)
    return heading is not None and heading.owner is not None and heading.level != 1


def caption(lines: Lines, section: str = "") -> Caption:
    """Title, section, headings and opening paragraph from the non-blank lines above a table.

    The title is the name before 岗位安全生产责任制; else the last numbered heading; else a short last line.
    A department's table without a name takes that of its numbered section.
    """
    found = [(at, heading) for at, (_, text) in enumerate(lines) if (heading := heading_of(text))]
    at, title, owner = _title(lines, found)
    section = next((h.name for i, h in reversed(found) if i <= at and _is_section(h)), section)
    return Caption(
        title=title or (section if owner == "department" else ""),
        owner=owner,
        section=section,
        headings=[text.strip() for _, text in lines[: at + 1]],
        summary="\n".join(text.strip() for _, text in lines[at + 1 :]),
        line=lines[at][0] if at >= 0 else None,
    )


def _title(lines: Lines, found: list[tuple[int, Heading]]) -> tuple[int, str, Owner | None]:
    """Place of the title's line (-1: none), the title, and whose it says the table is."""
    marks = [(at, heading) for at, heading in found if heading.owner and heading.level != 1]
    mark, marker = marks[-1] if marks else (-1, Heading("", ""))
    if marker.name or marker.owner == "department":
        return mark, marker.name, marker.owner
    below = [(at, h) for at, h in found if at > mark and not h.owner and not h.name.endswith(CHARTS)]
    numbered = [(at, h) for at, h in below if h.level > 1] or below
    if numbered:
        return numbered[-1][0], numbered[-1][1].name, marker.owner
    return _plain_title(lines) or (found[-1][0] if found else -1, "", marker.owner)


def _plain_title(lines: Lines) -> tuple[int, str, Owner | None] | None:
    """A short line right above the table that is neither a heading nor a sentence."""
    text = lines[-1][1].strip() if lines else ""
    if not text or len(text) > LONGEST_TITLE or heading_of(text) or any(mark in text for mark in CLAUSE):
        return None
    return len(lines) - 1, text, None


def _is_section(heading: Heading) -> bool:
    return heading.level == 1 and not heading.owner and 0 < len(heading.name) <= LONGEST_TITLE


def nearest_headings(lines: Lines) -> Lines:
    """Of the text before a document's first table: its last headings, and the paragraphs below them."""
    start = next((at for at in range(len(lines) - 1, -1, -1) if _is_marker(lines[at][1])), len(lines))
    if start == len(lines):
        start = max(len(lines) - 1, 0)
    while start and heading_of(lines[start - 1][1]) is not None:
        start -= 1
    return lines[start:]
