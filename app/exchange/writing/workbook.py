"""Our own Excel file: four sheets, one a kind of card, each cell stored as text."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from app.cards.schemas import Kind
from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.limits import MAX_PLACES
from app.exchange.reading.desk import Desk
from app.exchange.reading.schemas import ReadCard
from app.exchange.writing.columns import (
    GRADES,
    HEAD,
    IDENTITY,
    LEVELS,
    METHODS,
    NAMES_OF_SHEETS,
    NOTE,
    POST,
    ROWS,
    SIGNATURE,
    STEPS,
    TAILS,
    UNIT,
)
from app.exchange.writing.decoding import kind_of, read_table
from app.exchange.writing.encoding import Line, OutCard, Unfit, headings, lines

LAST_CHECKED = 2000  # rows whose cells offer a list to choose from
_TOP = "在这里改，改好在“导入”里传上来。灰色的编号不要改，新加的行编号空着。"
_BOLD, _SMALL, _GREY = Font(bold=True), Font(italic=True, color="666666"), Font(size=8, color="999999")
_SHADE = PatternFill("solid", fgColor="DDEBE3")
_WRAP = Alignment(wrap_text=True, vertical="top")
_HELP = {
    UNIT: "岗位在哪个部门",
    POST: "每一行都写岗位名称",
    GRADES[0].method: "管控以前。写 LS、LEC 或 MES",
    GRADES[0].inputs: "LS 写 L=3，S=4；LEC 写 L=3，E=6，C=15",
    GRADES[0].level: "有评分的会自动算。没有评分就选一个",
    GRADES[1].method: "管控以后",
    GRADES[1].inputs: "写法同左",
    GRADES[1].level: "写法同左",
    IDENTITY: "不要改，新行空着",
}


def write(cards: Sequence[OutCard], *, explained: bool = False) -> bytes:
    """The file with these cards in it; `explained`, with a line in each sheet that says what to write where.

    Raises Unfit where a text fits in no cell, or it is more than a file may hold that is brought in again.
    """
    pages = [_page(kind, [one for one in cards if one.kind is kind]) for kind in Kind]
    if sum((len(one.lines) + 2) * len(one.heads) for one in pages) > MAX_PLACES:
        raise Unfit("卡太多了，一个文件放不下", "按部门、班组分开导出。")
    book = Workbook(write_only=True)
    for page in pages:
        _sheet(book, page, explained)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def template() -> bytes:
    """The empty file to fill in."""
    return write([], explained=True)


def read_ours(document: Document, desk: Desk) -> tuple[list[ReadCard], Document]:
    """The cards of those sheets that are ours, and what else is in the file."""
    cards: list[ReadCard] = []
    rest: list[Para | Table] = []
    for block in document.blocks:
        kind = kind_of(block) if isinstance(block, Table) else None
        if kind is not None and isinstance(block, Table):
            cards += read_table(block, kind, desk)
            if rest and isinstance(rest[-1], Para):
                rest.pop()  # the sheet's name
        else:
            rest.append(block)
    return cards, Document(rest, document.notes)


@dataclass(frozen=True)
class Page:
    """What a sheet is to hold."""

    kind: Kind
    heads: list[str]
    lines: list[Line]


def _page(kind: Kind, cards: Sequence[OutCard]) -> Page:
    return Page(kind, headings(kind, cards), [line for card in cards for line in lines(card)])


def _sheet(book: Workbook, page: Page, explained: bool) -> None:
    kind, heads = page.kind, page.heads
    sheet: Any = book.create_sheet(NAMES_OF_SHEETS[kind])
    _shape(sheet, kind, heads, explained)
    sheet.append([_cell(sheet, f"{SIGNATURE}｜{NAMES_OF_SHEETS[kind]}｜{_TOP}", font=_SMALL, wrap=False)])
    sheet.append([_cell(sheet, head, font=_BOLD, fill=_SHADE) for head in heads])
    if explained:
        told = _help(kind) | {UNIT: NOTE}
        sheet.append([_cell(sheet, told.get(head, ""), font=_SMALL) for head in heads])
    for line in page.lines:
        sheet.append([_filled(sheet, head, line.get(head, ""), kind) for head in heads])


def _filled(sheet: WriteOnlyWorksheet, head: str, text: str, kind: Kind) -> Cell | None:
    if not text:
        return None
    return _cell(sheet, text, font=_GREY if head in (IDENTITY, TAILS.get(kind)) else None)


def _cell(
    sheet: WriteOnlyWorksheet,
    text: str,
    *,
    font: Font | None = None,
    fill: PatternFill | None = None,
    wrap: bool = True,
) -> Cell:
    """A cell that is text whatever it begins with, also when somebody types in it again."""
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if wrap:
        cell.alignment = _WRAP
    return cell


def _help(kind: Kind) -> dict[str, str]:
    columns = [*ROWS[kind], *HEAD, *(STEPS if kind is Kind.EMERGENCY else ())]
    tail = {TAILS[kind]: _HELP[IDENTITY]} if kind in TAILS else {}
    return _HELP | {one.head: one.help for one in columns} | tail


def _shape(sheet: Any, kind: Kind, heads: Sequence[str], explained: bool) -> None:
    widths = {one.head: one.width for one in (*ROWS[kind], *HEAD, *STEPS)}
    narrow = {IDENTITY, TAILS.get(kind, IDENTITY)}
    for number, head in enumerate(heads, 1):
        width = 6 if head in narrow else widths.get(head, 14)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"C{4 if explained else 3}"
    for head, choices in _choices(kind):
        _offer(sheet, get_column_letter(heads.index(head) + 1), choices)


def _choices(kind: Kind) -> Iterable[tuple[str, Sequence[str]]]:
    if kind is Kind.RISK:
        for one in GRADES:
            yield one.method, METHODS
            yield one.level, LEVELS
    yield from ((one.head, one.choices) for one in ROWS[kind] if one.choices)


def _offer(sheet: Any, letter: str, choices: Sequence[str]) -> None:
    """A list to choose from; what it does not have may be written all the same."""
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    listed.showErrorMessage = False
    listed.add(f"{letter}3:{letter}{LAST_CHECKED}")
    sheet.data_validations.append(listed)
