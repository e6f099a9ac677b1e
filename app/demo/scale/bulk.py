"""Writing many rows at once: past the objects, into a database that holds nobody else's rows.

The rows are those that the actions would write. Nothing here is for a request: what it writes into is empty before.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import JSON, Column, Connection, Dialect, Table, Uuid, text
from sqlalchemy.types import TypeEngine

from app.audit import actions as audit
from app.core import db
from app.core.tables import Base, Utc

Row = dict[str, Any]
Way = Callable[[Any], Any]
ROWS = 60_000  # of one commit, about
CACHE = 200_000  # KB of pages that SQLite keeps meanwhile: rows go into indexes all over the file
SAID = 50  # ops that one entry of the audit names, as many as a push holds


class Batch:
    """Rows to be written together, table by table in the order in which the tables are first named."""

    def __init__(self, *models: type[Base]) -> None:
        self._rows: dict[Table, list[Row]] = {cast(Table, one.__table__): [] for one in models}
        self.ops: list[tuple[UUID, list[str]]] = []  # its row, and what the audit says of each op
        self.count = 0

    def add(self, model: type[Base], row: Row) -> None:
        """One row, with every column that has no default in the database."""
        self._rows[cast(Table, model.__table__)].append(row)
        self.count += 1

    def extend(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Several rows."""
        self._rows[cast(Table, model.__table__)].extend(rows)
        self.count += len(rows)

    def write(self) -> None:
        """Write them; part of a larger write, whose commit makes them good."""
        into = db.session().connection()
        for table, rows in self._rows.items():
            if rows:
                _insert(into, table, rows)
            rows.clear()
        self.count = 0

    def seal(self, enterprise: UUID) -> None:
        """Note the ops for the audit, as the pushes that bring them do."""
        for start in range(0, len(self.ops), SAID):
            some = self.ops[start : start + SAID]
            said = [words for _, words in some]
            audit.record("ops.receive", "op", some[0][0], enterprise_id=enterprise, by=None, ops=said)
        self.ops.clear()


def _insert(into: Connection, table: Table, rows: Sequence[Row]) -> None:
    """The quickest way into each database, with each column's own way looked up once."""
    columns = [column for column in table.columns if column.name in rows[0]]
    ways = [(column.name, _way_of(column, into.dialect)) for column in columns]
    values = (tuple(row[name] if way is None else way(row[name]) for name, way in ways) for row in rows)
    quote = into.dialect.identifier_preparer.quote
    place = f"{quote(table.name)} ({', '.join(quote(name) for name, _ in ways)})"
    if into.dialect.name == "sqlite":
        marks = ", ".join("?" * len(ways))
        into.exec_driver_sql(f"INSERT INTO {place} VALUES ({marks})", list(values))  # noqa: S608 (our own names)
        return
    cursor: Any = into.connection.cursor()
    with cursor, cursor.copy(f"COPY {place} FROM STDIN") as copied:
        for one in values:
            copied.write_row(one)


def _way_of(column: Column[Any], dialect: Dialect) -> Way | None:
    """How a value of a column is given to the driver; None: as it is."""
    if isinstance(column.type, JSON):
        return _json
    if dialect.name != "sqlite":
        return None
    for kind, way in _SQLITE.items():
        if isinstance(column.type, kind):
            return way
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _json(value: Any) -> str:
    return "null" if value is None else _encoder.encode(value).decode()


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:-6] if value else None


def _id(value: UUID | None) -> str | None:
    return value.hex if value else None


_encoder = msgspec.json.Encoder()
_SQLITE: dict[type[TypeEngine[Any]], Way] = {Utc: _moment, Uuid: _id}  # as SQLAlchemy writes them there


@contextmanager
def roomy() -> Iterator[Connection]:
    """A write with room for many pages; the same as `db.writing` elsewhere than on SQLite."""
    with db.writing() as active:
        into = active.connection()
        if into.dialect.name == "sqlite":
            into.execute(text(f"PRAGMA cache_size=-{CACHE}"))
        yield into


def count_rows() -> None:
    """Let the database count its rows, so that it plans its questions by them from the first one on.

    All of them: of a sample SQLite would conclude that an enterprise has no more rows than it looked at.
    """
    with roomy() as into:
        into.execute(text("ANALYZE"))
