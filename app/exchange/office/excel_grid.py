"""The cells of a sheet as a full grid: merged cells in all their places, long empty stretches left out. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from app.exchange.office.blocks import Cell, Row
from app.exchange.office.excel_sheet import Place, Sheet
from app.exchange.office.limits import MAX_COLUMNS, too_much

_KEPT_EMPTY = 2  # empty rows or columns that still tell one thing from the next


class Grid:
    """The rows of a sheet; `covered` are the rows in which a merged cell hides further text."""

    def __init__(self, sheet: Sheet, most: int) -> None:
        self._rows = _kept({row for row, _ in sheet.cells})
        self._columns = _kept({column for _, column in sheet.cells})
        if len(self._columns) > MAX_COLUMNS:
            raise too_much(f"表太宽了，最多 {MAX_COLUMNS} 列")
        if len(self._rows) * len(self._columns) > most:
            raise too_much("表里的格子太多了")
        self.covered: set[int] = set()
        self._sheet = sheet
        self._merged: dict[Place, Cell] = {}
        self._left = len(self._rows) * len(self._columns)
        for top, bottom in sheet.merges:
            self._merge(top, bottom)

    def rows(self, where: str) -> tuple[Row, ...]:
        """All rows, named as Excel numbers them."""
        return tuple(
            Row(tuple(self._cell(at, to) for to in range(len(self._columns))), f"{where}第 {number} 行")
            for at, number in enumerate(self._rows)
        )

    def _cell(self, at: int, to: int) -> Cell:
        merged = self._merged.get((at, to))
        return merged or Cell(self._sheet.cells.get((self._rows[at], self._columns[to]), ""), (at, to))

    def _merge(self, top: Place, bottom: Place) -> None:
        """Put a merged cell in its places. Ranges that overlap are no real file's: the rest of them is left."""
        down = range(bisect_left(self._rows, top[0]), bisect_right(self._rows, bottom[0]))
        along = range(bisect_left(self._columns, top[1]), bisect_right(self._columns, bottom[1]))
        self._left -= len(down) * len(along)
        if not down or not along or self._left < 0:
            return
        if any((at, to) in self._merged for at in down for to in along):
            return
        cell = Cell(self._sheet.cells.get(top, ""), (down[0], along[0]))
        for at in down:
            for to in along:
                place = self._rows[at], self._columns[to]
                if place != top and place in self._sheet.cells:
                    self.covered.add(place[0])
                self._merged[at, to] = cell


def _kept(used: Iterable[int]) -> list[int]:
    """The rows or columns with text, and a few of the empty ones between them."""
    found: list[int] = []
    for number in sorted(used):
        if found:
            found += range(found[-1] + 1, min(number, found[-1] + 1 + _KEPT_EMPTY))
        found.append(number)
    return found
