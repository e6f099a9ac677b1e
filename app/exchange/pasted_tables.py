"""Finds the tables of a paste: their columns, their cells, and the lines that stand above them."""

from typing import Literal

from msgspec import Struct

from app.exchange.pasted_cells import Cell, header_of, number_of, verbatim
from app.exchange.pasted_headings import Lines, heading_of, nearest_headings, table_end
from app.exchange.schemas import Unread

HEADLESS = "这里像是一张表，但没有表头（序号、安全职责……），没有读入。请连表头一起粘贴。"
LOOSE = "这段文字不属于任何一张表，没有读入。"


class Table(Struct):
    """A table as cells: not yet rows."""

    kind: Literal["posts", "duties"]
    columns: list[str]  # number, duty, standard …, in the order of the header
    cells: list[Cell]
    above: Lines  # non-blank lines between the table before and this header
    line: int  # of the header


class _Header(Struct):
    start: int  # the header's cells are [start, end)
    end: int
    columns: list[str]


def tables_of(cells: list[Cell]) -> tuple[list[Table], list[Unread]]:
    """The tables in order, and text between or below them that belongs to none.

    A header repeated within a table, as Word does on each page, continues it.
    """
    headers = _headers(cells)
    if not headers:
        return [], []
    reader = _Tables()
    reader.begin(cells[: headers[0].start], headers[0])
    ends = [header.start for header in headers[1:]] + [len(cells)]
    for header, end in zip(headers, ends, strict=True):
        reader.add(header.columns, cells[header.end : end], cells[header.start].line)
        reader.header_rest(cells[header.start : header.end], is_last=header.end == end)
    return reader.tables, reader.unread + _loose(reader.above)


class _Tables:
    def __init__(self) -> None:
        self.above: Lines = []
        self.tables: list[Table] = []
        self.unread: list[Unread] = []

    def begin(self, before: list[Cell], header: _Header) -> None:
        """Text before the first table is no part of it, but cells there are a table that cannot be read."""
        cells = _lines(before[1:])
        if "duty" in header.columns:
            self.above = nearest_headings(_lines(before))
            cells = cells[: max(0, len(cells) - len(self.above))]
        self.unread += _loose(cells, HEADLESS)

    def header_rest(self, header: list[Cell], *, is_last: bool) -> None:
        """Lines that go on below a column's name: the next table's headings where this one has no rows."""
        for cell in header:
            named = header_of(cell)
            rest = cell.cut(named[1]) if named else []
            if is_last and cell is header[-1]:
                self.above = rest
            else:
                self.unread += _loose(rest)

    def add(self, columns: list[str], body: list[Cell], line: int) -> None:
        kind: Literal["posts", "duties"] = "duties" if "duty" in columns else "posts"
        if self.above or not self.tables or self.tables[-1].columns != columns or _restarts(kind, body):
            if kind == "posts" and self.tables:
                self.unread += _loose(self.above)
            self.tables.append(Table(kind, columns, [], self.above, line))
        self.above = _cut_tail(kind, body)
        if kind == "duties":
            self.unread += _cut_headless(body)
        self.tables[-1].cells += body


def _headers(cells: list[Cell]) -> list[_Header]:
    found: list[_Header] = []
    at = 0
    while at < len(cells):
        columns = _columns_from(cells, at)
        if _is_header(columns):
            found.append(_Header(at, at + len(columns), columns))
            at += len(columns)
        else:
            at += 1
    return found


def _is_header(columns: list[str]) -> bool:
    if "duty" in columns:
        return columns[0] == "number"
    return "title" in columns and "number" in columns[:2]


def _columns_from(cells: list[Cell], at: int) -> list[str]:
    columns: list[str] = []
    for cell in cells[at : at + 6]:
        named = header_of(cell)
        if named is None or named[0] in columns:
            break
        columns.append(named[0])
    return columns


def _restarts(kind: str, body: list[Cell]) -> bool:
    return kind == "duties" and bool(body) and number_of(body[0].text) == 1


def _cut_tail(kind: str, body: list[Cell]) -> Lines:
    """Take the headings below a table off its last cell."""
    if not body:
        return []
    last = body[-1]
    lines = list(last.lines())
    end = table_end(lines)
    if kind == "posts":
        below = text_after_blank(last)
        end = below if end is None else min(end, below or end)
    if end is None and len(body) > 1 and last.fresh and number_of(last.text) is None:
        return _indented_opening(body)
    return last.cut(end) if end is not None else []


def text_after_blank(cell: Cell) -> int | None:
    """The first line of text below a blank line, where text stands above it too."""
    seen = blank = False
    for number, text in cell.lines():
        if text.strip() and seen and blank:
            return number
        seen, blank = seen or bool(text.strip()), not text.strip()
    return None


def _indented_opening(body: list[Cell]) -> Lines:
    """An opening paragraph behind a tab, just below its title's line, is no cell of the table above."""
    before = body[-2]
    lines = list(before.lines())
    texts = [text for _, text in lines if text.strip()]
    heading = heading_of(texts[-1]) if texts else None
    end = table_end(lines)
    if heading is None or not heading.owner or end is None:
        return []
    last = body.pop()
    return before.cut(end) + last.cut(last.line)


def _cut_headless(body: list[Cell]) -> list[Unread]:
    """A title's line within a table, and a first duty below it: a further table whose header is missing."""
    following: int | None = None
    found: int | None = None
    for at in range(len(body) - 1, -1, -1):
        number = number_of(body[at].text)
        if following == 1 and _title_within(body[at]) is not None:
            found = at
        following = number if number is not None else following
    if found is None:
        return []
    line = _title_within(body[found]) or body[found].line
    tail = body[found].cut(line)
    text = "\n".join([text.strip() for _, text in tail] + [verbatim(body[found + 1 :])])
    del body[found + 1 :]
    return [Unread(line=line, reason=HEADLESS, text=text)]


def _title_within(cell: Cell) -> int | None:
    if "\n" not in cell.text or "责任制" not in cell.text:
        return None
    lines = list(cell.lines())
    heads = ((number, heading_of(text)) for number, text in lines[1:])
    marked = [number for number, heading in heads if heading and heading.owner and heading.level != 1]
    return table_end(lines) if marked else None


def _lines(cells: list[Cell]) -> Lines:
    return [(number, text) for cell in cells for number, text in cell.lines() if text.strip()]


def _loose(lines: Lines, reason: str = LOOSE) -> list[Unread]:
    if not lines:
        return []
    text = "\n".join(text.strip() for _, text in lines)
    return [Unread(line=lines[0][0], reason=reason, text=text)]
