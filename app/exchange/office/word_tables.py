"""The rows of a Word table, with their merged and missing cells, as a full grid. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.exchange.office.blocks import Cell, Row
from app.exchange.office.limits import MAX_COLUMNS, too_much


@dataclass
class RawCell:
    """A cell as the file has it."""

    text: str
    span: int = 1  # columns of the grid
    below: bool = False  # it goes on below: w:vMerge, its first row included
    goes_on: bool = False  # it is the further part of the cell above
    joined: bool = False  # it is the further part of the cell to its left


@dataclass
class RawRow:
    """A row as the file has it."""

    where: str
    cells: list[RawCell] = field(default_factory=list)
    before: int = 0  # columns of the grid left empty at its beginning
    header: bool = False


def grid(rows: Sequence[RawRow], most: int) -> tuple[Row, ...]:
    """All rows at the width of the widest, each cell in every place that it covers; at most so many places."""
    width = max((row.before + sum(cell.span for cell in row.cells) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise too_much(f"表太宽了，最多 {MAX_COLUMNS} 列")
    if width * len(rows) > most:
        raise too_much("表里的格子太多了")
    above: list[tuple[Cell, bool]] = []
    found = []
    for number, row in enumerate(rows):
        above = list(_places(number, row, width, above))
        found.append(Row(tuple(cell for cell, _ in above), row.where, row.header))
    return tuple(found)


def _places(
    number: int, row: RawRow, width: int, above: list[tuple[Cell, bool]]
) -> Iterator[tuple[Cell, bool]]:
    """Each place of a row: its cell, and whether a cell below may go on with it."""
    for column in range(row.before):
        yield Cell("", (number, column)), False
    column = row.before
    last: tuple[Cell, bool] | None = None
    for raw in row.cells:
        if raw.joined and last is not None:
            place = last
        elif raw.goes_on and column < len(above) and above[column][1]:
            place = above[column]
        else:
            place = Cell(raw.text, (number, column)), raw.below
        for _ in range(raw.span):
            yield place
        column, last = column + raw.span, place
    for rest in range(column, width):
        yield Cell("", (number, rest)), False
