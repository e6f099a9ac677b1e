"""Tables to take away: written row by row to a file on disk, sent in pieces, safe to open.

A text that a spreadsheet could take for a formula gets an apostrophe before it, and every text is stored as text.
So it also stays text when somebody saves the table as CSV.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 64 * 1024  # bytes
LONGEST = 32_000  # characters; a cell takes 32,767
# What begins a formula, in a spreadsheet or after its text has been through CSV; full-width forms are folded there.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOLD = Font(bold=True)

Value = str | int | float | date | datetime | None


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]
    return f"'{clean}" if clean.startswith(STARTERS) else clean


def written(
    title: str,
    told: Sequence[str],
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    zone: ZoneInfo,
) -> Path:
    """A file with one table: what it is and how it was taken, its heads with their widths, and the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, (_, width) in enumerate(heads):
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.freeze_panes = f"A{len(told) + 2}"
    for text in told:
        sheet.append([_cell(sheet, text, zone)])
    sheet.append([_cell(sheet, head, zone, bold=True) for head, _ in heads])
    for row in rows:
        sheet.append([_cell(sheet, value, zone) for value in row])
    handle, name = tempfile.mkstemp(suffix=".xlsx", dir=_folder())
    os.close(handle)
    path = Path(name)
    try:
        book.save(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _folder() -> Path:
    found = Path(current_app.config["DATA_DIR"]) / "tmp"
    found.mkdir(parents=True, exist_ok=True)
    return found


def _cell(sheet: WriteOnlyWorksheet, value: Value, zone: ZoneInfo, *, bold: bool = False) -> Cell:
    if isinstance(value, datetime):
        value = value.astimezone(zone).replace(tzinfo=None, microsecond=0)  # Excel knows no zones
    held: Any = as_text(value) if isinstance(value, str) else value
    cell: Cell = WriteOnlyCell(sheet, held)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = BOLD
    return cell


def sent(path: Path, name: str) -> Response:
    """The file in pieces; it is gone when the last one is."""
    answer = Response(_pieces(path), mimetype=MEDIA)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Length"] = str(path.stat().st_size)
    answer.call_on_close(lambda: path.unlink(missing_ok=True))
    return answer


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
