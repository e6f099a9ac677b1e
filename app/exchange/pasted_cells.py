"""Cells of pasted tables: a tab begins a cell, further lines without tab continue it.

Word's tables arrive in two forms, and in mixtures of both: each cell on a line of its own behind a tab, or
all cells of a row on one line. Only in the second may a row begin without a tab.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

LINE_END = re.compile(r"\r\n|\r|\n")
NUMBER = re.compile(r"([0-9]{1,5})[.、)]?")
LONGEST_NAME = 200  # characters of a cell that can still be a column's name
EDGE_TABS = 16  # a line's trailing empty cells beyond these say nothing

COLUMNS = {
    "序号": "number",
    "编号": "number",
    "部门/单位": "department",
    "单位/部门": "department",
    "部门(单位)": "department",
    "部门": "department",
    "单位": "department",
    "岗位": "title",
    "岗位名称": "title",
    "安全职责": "duty",
    "安全生产职责": "duty",
    "安全(生产)职责": "duty",
    "岗位安全职责": "duty",
    "到位标准": "standard",
    "完成标准": "standard",
    "考核标准": "assessment",
    "权限与义务": "rights",
    "权利与义务": "rights",
    "法律赋予的权限与义务": "rights",
    "法律赋予的权利与义务": "rights",
}
INITIALS = frozenset(name[0] for name in COLUMNS)


class Cell(Struct, gc=False):
    """A cell with its further lines. `text` is verbatim; its first line is line `line` of the paste."""

    text: str
    line: int
    fresh: bool  # first cell of its line
    gap: int  # blank lines just before it

    def lines(self) -> Iterator[tuple[int, str]]:
        """The cell's lines with their numbers in the paste."""
        return enumerate(self.text.split("\n"), self.line)

    def cut(self, line: int) -> list[tuple[int, str]]:
        """Take away what stands from `line` on; return its non-blank lines."""
        own = self.text.split("\n")
        tail = own[line - self.line :]
        self.text = "\n".join(own[: line - self.line])
        return [(number, text) for number, text in enumerate(tail, line) if text.strip()]


def squash(text: str) -> str:
    """The text in half-width forms (NFKC) and without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def number_of(text: str) -> int | None:
    """The number a cell holds and nothing else: `12`, `１２`, `12.`, `12、`."""
    bare = text.strip()
    if not bare or len(bare) > 8 or not bare[0].isdigit():
        return None
    match = NUMBER.fullmatch(squash(bare))
    return int(match.group(1)) if match else None


def column_of(text: str) -> str | None:
    """Which column a header cell names."""
    bare = text.strip()
    if bare[:1] not in INITIALS or len(bare) > LONGEST_NAME:
        return None
    return COLUMNS.get(squash(bare))


def header_of(cell: Cell) -> tuple[str, int] | None:
    """The column a cell names, perhaps over several lines, and the line on which anything else begins."""
    if cell.text.strip()[:1] not in INITIALS:
        return None
    column, rest, name = None, 0, ""
    for number, text in cell.lines():
        name += text
        if len(name) > LONGEST_NAME:
            break
        if text.strip() and (found := column_of(name)):
            column, rest = found, number + 1
    return (column, rest) if column else None


def is_blank(cells: Iterable[Cell]) -> bool:
    """Whether nothing is written in these cells."""
    return not any(cell.text.strip() for cell in cells)


def verbatim(cells: Iterable[Cell]) -> str:
    """Several cells as they would be pasted again."""
    return "\t".join(cell.text.strip() for cell in cells)


def first_text_line(cells: list[Cell]) -> int:
    """The line of the first text in these cells."""
    return next((n for cell in cells for n, text in cell.lines() if text.strip()), cells[0].line)


def cells_of(text: str) -> list[Cell]:
    """All cells of a paste in order; what stands before the first tab is a cell too. Lines count from 1."""
    return _Scanner().read(LINE_END.split(text.removeprefix("\ufeff")))


class _Scanner:
    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.pending: list[str] = []  # lines of the last cell
        self.blanks = 0
        self.bare = False  # rows of this table begin without a tab

    def read(self, lines: list[str]) -> list[Cell]:
        self.open("", 1, fresh=True)
        self.pending.clear()
        for number, line in enumerate(lines, 1):
            self.line(number, line)
            self.blanks = 0 if "\t" in line or line.strip() else self.blanks + 1
        self.close()
        return self.cells

    def line(self, number: int, line: str) -> None:
        if "\t" not in line:
            self.pending.append(line)
            return
        lead, *rest = _segments(line)
        begins = self.begins(lead, rest)
        if begins:
            self.open(lead, number, fresh=True)
        elif lead.strip():
            self.pending.append(lead)
        self.remember(lead, rest, begins)
        fresh = not begins and not lead.strip()
        for segment in rest:
            self.open(segment, number, fresh=fresh)
            fresh = False

    def begins(self, lead: str, rest: list[str]) -> bool:
        """Whether the text before a line's first tab is a cell of its own."""
        if not lead.strip():
            return self.bare and len(rest) > 1
        if number_of(lead) is not None:
            return True
        if len(rest) > 1 and number_of(rest[0]) is not None:
            return True
        return column_of(lead) is not None and column_of(rest[0]) is not None

    def remember(self, lead: str, rest: list[str], begins: bool) -> None:
        if begins and lead.strip():
            self.bare = True
        elif not lead.strip() and (number_of(rest[0]) is not None or column_of(rest[0]) is not None):
            self.bare = False

    def open(self, text: str, line: int, *, fresh: bool) -> None:
        self.close()
        self.cells.append(Cell(text, line, fresh, self.blanks if fresh else 0))
        self.pending.append(text)

    def close(self) -> None:
        if len(self.pending) > 1 or (self.pending and len(self.cells) == 1):
            self.cells[-1].text = "\n".join(self.pending)
        self.pending.clear()


def _segments(line: str) -> list[str]:
    kept = line.rstrip("\t")
    tabs = min(len(line) - len(kept), EDGE_TABS)
    return (kept + "\t" * tabs).split("\t")
