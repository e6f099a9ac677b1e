"""Addresses of what stands behind a figure: the filters of the page, narrowed. A board has a thousand of them."""

from urllib.parse import quote, urlencode

from flask import url_for

from app.reports.board import Column
from app.reports.filters import Asked


class Addresses:
    """Makes the addresses of one page."""

    def __init__(self, asked: Asked) -> None:
        more = {"own": asked.own, "post": str(asked.post.id) if asked.post else ""}
        self._days = {"first": str(asked.first), "last": str(asked.last)}
        self._held = asked.held | {key: value for key, value in more.items() if value} | self._days
        self._place = {key: value for key, value in self._held.items() if key not in self._days}
        self._rows: dict[tuple[tuple[str, str], ...], str] = {}
        self._list, self._board = url_for("reports.window_list"), url_for("reports.board")
        self._window = f"{url_for('reports.window_page')}?{urlencode(self._held)}"
        self._ledger = url_for("reports.demanded_ledger")

    def list(self, where: dict[str, str] | None = None, column: Column | None = None, mark: str = "") -> str:
        """The list behind a figure: of a row, of a column, of a mark."""
        return f"{self._list}?{self._narrowed(where, column, mark)}"

    def _narrowed(self, where: dict[str, str] | None, column: Column | None, mark: str) -> str:
        row = tuple((where or {}).items())
        if row not in self._rows:  # of one row there are as many addresses as columns
            self._rows[row] = urlencode(self._place | dict(row))
        found = f"{self._rows[row]}&{self._days_of(column)}"
        return f"{found}&mark={mark}" if mark else found

    def _days_of(self, column: Column | None) -> str:
        return f"first={column.first}&last={column.last}" if column else urlencode(self._days)

    def board(self, **more: str) -> str:
        """The board itself with some filters changed."""
        return f"{self._board}?{urlencode(self._held | more)}"

    def window(self, key: str) -> str:
        """One demanded check, from the board."""
        return f"{self._window}&key={quote(key, safe='')}"

    def window_in_list(self, key: str, mark: str, page: int) -> str:
        """One demanded check, from a page of a list."""
        return f"{self.window(key)}&from=list&mark={mark}&page={page}"

    def ledger(self, mark: str = "") -> str:
        """The list as a table to take away."""
        return f"{self._ledger}?{self._narrowed(None, None, mark)}"
