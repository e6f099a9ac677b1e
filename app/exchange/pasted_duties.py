"""Duty rows from the cells of a table (S20): number, duty, standard, assessment, rights."""

from msgspec import Struct

from app.exchange.pasted_cells import Cell, first_text_line, is_blank, number_of, verbatim
from app.exchange.pasted_tables import Table
from app.exchange.schemas import PastedDuty, Unread

FIELDS = ("number", "duty", "standard", "assessment", "rights")


class Row(Struct):
    """Cells of one row; without a number, cells that follow a full row and begin none."""

    number: int | None
    cells: list[Cell]


def duties_of(table: Table) -> tuple[list[PastedDuty], list[Unread]]:
    """Duties in order; cells are kept as they are written. Raises nothing: what has no place is unread.

    A row whose number and duty are empty continues the row above, as where Word merged those cells.
    """
    duties: list[PastedDuty] = []
    unread: list[Unread] = []
    for row in _rows(table.cells, len(table.columns)):
        if row.number is not None:
            duties.append(_duty(table.columns, row))
        elif duties and _continues(row, table.columns):
            _append(duties[-1], table.columns, row)
        elif not is_blank(row.cells):
            unread.append(_unread(row, len(table.columns)))
    return duties, unread


def _rows(cells: list[Cell], width: int) -> list[Row]:
    rows: list[Row] = []
    for at, cell in enumerate(cells):
        row = rows[-1] if rows else None
        if _starts(cells, at, row, width):
            rows.append(Row(number_of(cell.text), [cell]))
        elif row is None or _is_over(cells, at, row, width):
            rows.append(Row(None, [cell]))
        else:
            row.cells.append(cell)
    return rows


def _starts(cells: list[Cell], at: int, row: Row | None, width: int) -> bool:
    """A number starts a row, except within an unfinished one where it may be what a cell says."""
    number = number_of(cells[at].text) if cells[at].fresh else None
    if number is None:
        return False
    if row is None or row.number is None or len(row.cells) >= width:
        return True
    return cells[at].gap > 0 or _leads_line(cells, at) or number == row.number + 1


def _is_over(cells: list[Cell], at: int, row: Row, width: int) -> bool:
    """A full row is over; so is a shorter one on one line when the next line holds several cells too."""
    if row.number is not None and len(row.cells) >= width:
        return True
    leads = cells[at].fresh and _leads_line(cells, at)
    return leads and not (len(row.cells) > 1 and row.cells[1].fresh)


def _leads_line(cells: list[Cell], at: int) -> bool:
    """Whether further cells stand on this cell's line."""
    return at + 1 < len(cells) and not cells[at + 1].fresh and cells[at + 1].line == cells[at].line


def _duty(columns: list[str], row: Row) -> PastedDuty:
    named = {column: cell.text.strip() for column, cell in zip(columns, row.cells, strict=False)}
    texts = {name: named.get(name, "") for name in FIELDS}
    return PastedDuty(line=row.cells[0].line, **texts)


def _continues(row: Row, columns: list[str]) -> bool:
    named = {column: cell.text.strip() for column, cell in zip(columns, row.cells, strict=False)}
    empty = not named.get("number") and not named.get("duty")
    return empty and 2 < len(row.cells) <= len(columns) and any(named.values())


def _append(duty: PastedDuty, columns: list[str], row: Row) -> None:
    for column, cell in zip(columns, row.cells, strict=False):
        text = cell.text.strip()
        if text:
            setattr(duty, column, "\n".join(filter(None, [getattr(duty, column), text])))


def _unread(row: Row, width: int) -> Unread:
    first = row.cells[0].text.strip()
    if len(row.cells) == 1:
        reason = f"这一格多出来了：表头只有 {width} 列。没有读入，请核对上面一行。"
    elif not first:
        reason = "这一行没有序号，没有读入。请补上序号再粘贴。"
    else:
        reason = f"这一行开头不是序号，或者上面一行多于表头的 {width} 列。没有读入，请核对。"
    return Unread(line=first_text_line(row.cells), reason=reason, text=verbatim(row.cells))
