"""The document as its reader sees it: tables that stand side by side apart, words written downwards on one line."""

import re
from collections.abc import Sequence

from app.cards.schemas import Kind
from app.exchange.office.blocks import Cell, Document, Para, Row, Table
from app.exchange.reading.headings import Path, arrange, plain
from app.exchange.reading.rows import NUMBERS, heading_end, is_heading_row, paths_of, spots
from app.exchange.reading.words import MAIN

_DOWNWARDS = re.compile(r"\s*[一-鿿](\s*\n\s*[一-鿿]){1,9}\s*")
_WHOLE_TABLE = 5  # the weight of headings that make a table of their own


def shaped(document: Document) -> Document:
    """The same words, in tables that each hold one thing."""
    blocks: list[Para | Table] = []
    for block in document.blocks:
        blocks += _apart(_upright(block)) if isinstance(block, Table) else [block]
    return Document(blocks, document.notes)


def _upright(table: Table) -> Table:
    """装, 车, 工 below each other in one cell is 装车工."""
    if not any(_DOWNWARDS.fullmatch(cell.text) for row in table.rows for cell in row.cells):
        return table
    rows = tuple(
        Row(tuple(Cell(_joined(cell.text), cell.at) for cell in row.cells), row.where, row.header)
        for row in table.rows
    )
    return Table(rows, table.where, table.within)


def _joined(text: str) -> str:
    return "".join(text.split()) if _DOWNWARDS.fullmatch(text) else text


def _apart(table: Table) -> list[Table]:
    """The table, or what stands above, left, right and below where it is two side by side."""
    found = _seam(table.rows) if table.rows else None
    if found is None:
        return [table]
    top, bottom, seam = found
    width = len(table.rows[0].cells)
    parts = [
        _part(table, range(top), range(width), ""),
        _part(table, range(top, bottom), range(seam), ""),
        *_apart(_part(table, range(top, bottom), range(seam, width), "右边")),
        *_apart(_part(table, range(bottom, len(table.rows)), range(width), "")),
    ]
    return [one for one in parts if any(cell.text.strip() for row in one.rows for cell in row.cells)]


def _part(table: Table, down: range, along: range, side: str) -> Table:
    """A piece of a table, with places of its own."""
    rows = []
    for number in down:
        row = table.rows[number]
        cells = tuple(
            Cell(
                cell.text,
                (max(cell.at[0], down.start) - down.start, max(cell.at[1], along.start) - along.start),
            )
            for cell in (row.cells[at] for at in along)
        )
        rows.append(Row(cells, f"{row.where}{side}", row.header))
    return Table(tuple(rows), f"{table.where}{side}", table.within)


def _seam(rows: Sequence[Row]) -> tuple[int, int, int] | None:
    """First row, row behind the last, and first column of a right table beside a left one."""
    for number, row in enumerate(rows):
        if not is_heading_row(row, spots(row, number)):
            continue
        end = heading_end(rows, number)
        paths = paths_of(rows[number:end])
        for seam in range(2, len(paths) - 1):
            top, bottom = _extent(rows, number, seam, gap=not paths[seam - 1])
            titled = number > top and bool(rows[number - 1].cells[seam].text.strip())
            if bottom > end and _begins_table(paths, seam, titled=titled):
                return top, bottom, seam
        return None
    return None


def _begins_table(paths: Sequence[Path], seam: int, *, titled: bool) -> bool:
    """Whether a further table begins in a column: with numbers of its own, or behind a gap under its own title."""
    if not paths[seam]:
        return False
    numbers = [at for at, path in enumerate(paths) if path and plain(path[-1]) in NUMBERS]
    gap = not paths[seam - 1]
    again = any(plain(path[-1]) == plain(paths[seam][-1]) for path in paths[:seam] if path)
    begins = (gap and (titled or again or seam in numbers)) or (seam in numbers and numbers[0] < seam)
    return begins and _is_whole(paths[:seam]) and _is_whole(paths[seam:])


def _is_whole(paths: Sequence[Path]) -> bool:
    made = [arrange(kind, paths) for kind in Kind]
    return any(one.score >= _WHOLE_TABLE and any(map(one.of, MAIN[one.kind])) for one in made)


def _extent(rows: Sequence[Row], number: int, seam: int, *, gap: bool) -> tuple[int, int]:
    """How far up and down the two stand beside each other: to the lines that go over both."""
    top, bottom = number, number + 1
    while top > 0 and not _crosses(rows[top - 1], seam, gap=gap):
        top -= 1
    while bottom < len(rows) and not _crosses(rows[bottom], seam, gap=gap):
        bottom += 1
    return top, bottom


def _crosses(row: Row, seam: int, *, gap: bool) -> bool:
    """Whether something stands between the two, or over both."""
    left, right = row.cells[seam - 1], row.cells[seam]
    return bool(left.text.strip()) and (gap or left.at == right.at)
