"""One sheet of a workbook, read as it streams by: what it claims of its size is never believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.exchange.office.excel_styles import CellStyle, Strings, TextTarget, unescaped
from app.exchange.office.excel_values import shown
from app.exchange.office.limits import MAX_MERGES, MAX_PLACES, broken, too_much
from app.exchange.office.markup import Budget, feed
from app.exchange.office.noting import Notes
from app.exchange.office.signs import in_font

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_EDGES = {"x:oddHeader": "页眉", "x:oddFooter": "页脚"}
_IN_CELL_PICTURE = re.compile(r"=?(_xlfn\.)?DISPIMG\(")
Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Strings
    styles: list[CellStyle]
    from_1904: bool
    budget: Budget
    notes: Notes


@dataclass
class Sheet:
    """What stands in a sheet."""

    cells: dict[Place, str] = field(default_factory=dict)  # only those with text
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unworked: set[int] = field(default_factory=set)  # rows with formulas whose result is not in the file
    faulty: set[int] = field(default_factory=set)  # rows with #REF! and the like
    pictures: set[int] = field(default_factory=set)  # rows with a picture as a cell's value
    edges: dict[str, str] = field(default_factory=dict)  # 页眉, 页脚


def place_of(reference: str) -> Place | None:
    """Row and column of a reference such as B3."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    row = int(match.group(2))
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


def column_name(number: int) -> str:
    """The letters of a column."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_sheet(raw: bytes, book: Book, name: str) -> Sheet:
    """A sheet by its XML; `name` is how notes call it."""
    target = _SheetTarget(book, name)
    feed(raw, target)
    return target.sheet


class _SheetTarget(TextTarget):
    def __init__(self, book: Book, name: str) -> None:
        super().__init__(book.budget)
        self.book, self.name = book, name
        self.sheet = Sheet()
        self.row = self.column = 0
        self.kind = self.style = self.value = ""
        self.formula = False

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "x:c":
            self._cell_begins(attributes)
        elif tag in {"x:v", "x:f"} or tag in _EDGES:
            self.pieces = []
        elif tag == "x:row":
            self._row_begins(attributes)
        elif tag == "x:mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "x:col":
            if attributes.get("hidden") in {"1", "true"}:
                self.sheet.hidden_columns.append(
                    (_count(attributes.get("min")), _count(attributes.get("max")))
                )
        else:
            super().opened(tag, attributes)

    def closed(self, tag: str) -> None:
        if tag == "x:c":
            self._cell_ends()
        elif tag in {"x:v", "x:f"} or tag in _EDGES:
            text, self.pieces = "".join(self.pieces or ()), None
            if tag == "x:v":
                self.value = text
            elif tag == "x:f":
                self.formula = True
            else:
                self.sheet.edges[_EDGES[tag]] = text
        else:
            super().closed(tag)

    def _row_begins(self, attributes: Mapping[str, str]) -> None:
        self.row = _count(attributes.get("r")) or self.row + 1
        self.column = 0
        if self.row > LAST_ROW:
            raise broken()
        if attributes.get("hidden") in {"1", "true"}:
            self.sheet.hidden_rows.add(self.row)

    def _cell_begins(self, attributes: Mapping[str, str]) -> None:
        self.runs, self.formula = [], False
        self.value = ""
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        named = place_of(attributes.get("r", ""))
        self.row, self.column = named or (self.row, self.column + 1)
        if not 0 < self.row <= LAST_ROW or self.column > LAST_COLUMN:
            raise broken()

    def _cell_ends(self) -> None:
        text = self._text()
        if not text:
            return
        self.sheet.cells[self.row, self.column] = text
        if len(self.sheet.cells) > MAX_PLACES:
            raise too_much("表里的格子太多了")

    def _text(self) -> str:
        font = self._style().font
        if self.kind == "s":
            return in_font(font, self._shared())
        if self.kind == "inlineStr":
            return self._own(in_font(font, self.taken()))
        if self.kind == "str":
            return self._own(in_font(font, unescaped(self.value)))
        value = self.value.strip()
        return self._own(self._worked_out(value)) if value else self._empty()

    def _empty(self) -> str:
        if self.formula:
            self.sheet.unworked.add(self.row)
        return ""

    def _worked_out(self, value: str) -> str:
        """What is no text in the file: numbers, dates, yes and no, faults."""
        if self.kind == "e":
            self.sheet.faulty.add(self.row)
            return ""
        if self.kind == "b":
            return "TRUE" if value in {"1", "true"} else "FALSE"
        if self.kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        return shown(value, self._style().form, from_1904=self.book.from_1904)

    def _style(self) -> CellStyle:
        number = _count(self.style)
        return self.book.styles[number] if number < len(self.book.styles) else CellStyle()

    def _shared(self) -> str:
        number = _count(self.value.strip())
        if number >= len(self.book.strings.all):
            raise broken()
        if number in self.book.strings.long:
            self.book.notes.long_text(self._where())
        text = self.book.strings.all[number]
        self.book.notes.spend(len(text))
        return text

    def _own(self, text: str) -> str:
        if _IN_CELL_PICTURE.match(text):
            self.sheet.pictures.add(self.row)
            return ""
        return self.book.notes.text(text, self._where())

    def _where(self) -> str:
        return f"{self.name}第 {self.row} 行"

    def _merge(self, reference: str) -> None:
        if len(self.sheet.merges) >= MAX_MERGES:
            raise too_much("合并的格子太多了")
        first, _, last = reference.partition(":")
        top, bottom = place_of(first), place_of(last)
        if top and bottom and top <= bottom and top[1] <= bottom[1]:
            self.sheet.merges.append((top, bottom))


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
