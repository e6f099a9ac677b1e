"""What stands in a Word or Excel file, in its order: paragraphs and tables of plain text."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """Something in a file that was left out or read in a way its reader should know of."""

    code: str  # hidden_sheet, tracked_changes, nested_table, picture …
    where: str  # as its reader finds it: 工作表“风险”第 5 行
    message: str  # what it is, and what became of it


@dataclass(frozen=True)
class Para:
    """A paragraph outside of tables; the name of a sheet; a line of a page's head."""

    text: str
    where: str
    heading: int = 0  # 1 to 9 where the file calls it a heading


@dataclass(frozen=True)
class Cell:
    """One place of a table's grid. `at` is the top left place of the merged cell it belongs to, or its own."""

    text: str  # the whole text of the merged cell, in each of its places
    at: tuple[int, int]  # (row, column), from 0


@dataclass(frozen=True)
class Row:
    """A row of a table: as many cells as each other row."""

    cells: tuple[Cell, ...]
    where: str  # 第 2 个表第 3 行
    header: bool = False  # the file says that it is repeated on each page


@dataclass(frozen=True)
class Table:
    """A table as a full grid."""

    rows: tuple[Row, ...]
    where: str  # 第 2 个表; 工作表“风险”
    within: bool = False  # it stands in a cell of the table before it


@dataclass
class Document:
    """All blocks of a file."""

    blocks: list[Para | Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
