"""Rows as lines of JSON, the same from SQLite and from PostgreSQL, and back without a change.

A file says of each of its columns what kind of value it holds, so that it can be read back without the
models of the release that wrote it.
"""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Float,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from app.core.db import Utc

Columns = list[tuple[str, str]]  # (name, kind), in the order of the values in a line
BATCH = 500


class Kind(NamedTuple):
    """How one kind of value is written into a line, read from it, and put into a database."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    column: type[TypeEngine[Any]]


def _same(value: Any) -> Any:
    return value


def _json_text(value: Any) -> str:
    # SQLite keeps a JSON number as a number. Everything else is text already, kept to the letter.
    return value if isinstance(value, str) else json.dumps(value)


KINDS = {
    "uuid": Kind(str, UUID, Uuid),
    "moment": Kind(datetime.isoformat, datetime.fromisoformat, Utc),
    "date": Kind(date.isoformat, date.fromisoformat, Date),
    "bool": Kind(bool, bool, Boolean),
    "int": Kind(int, int, Integer),
    "float": Kind(repr, float, Float),
    "bytes": Kind(lambda value: base64.b64encode(value).decode(), base64.b64decode, LargeBinary),
    "json": Kind(_json_text, _same, JSON),
    "text": Kind(str, str, Text),
}
_BY_TYPE: list[tuple[type[TypeEngine[Any]], str]] = [
    (Utc, "moment"),
    (Uuid, "uuid"),
    (Date, "date"),
    (Boolean, "bool"),
    (Integer, "int"),
    (Float, "float"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (String, "text"),
]


def kind_of(column: Column[Any]) -> str:
    """The kind of a column's values. Raises TypeError for a type that nobody has thought of."""
    for known, kind in _BY_TYPE:
        if isinstance(column.type, known):
            return kind
    raise TypeError(f"no way to back up {column} of type {column.type!r}")


def columns_of(table: Table) -> Columns:
    """What a file of this table holds."""
    return [(str(column.name), kind_of(column)) for column in table.columns]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row of a table as a line of JSON, by age; never more than a batch of them in memory."""
    writers = [KINDS[kind].write for _, kind in columns_of(table)]
    found = connection.execute(_everything(table, connection).execution_options(yield_per=BATCH))
    for row in found:
        values = [None if value is None else write(value) for write, value in zip(writers, row, strict=True)]
        yield msgspec.json.encode(values) + b"\n"


def _everything(table: Table, connection: Connection) -> Select[Any]:
    def asked(column: Column[Any]) -> ColumnElement[Any]:
        if kind_of(column) != "json":
            return column
        # As text: a JSON null is not the same as nothing at all, and neither is 1.0 the same as 1.
        return cast(column, Text) if connection.dialect.name == "postgresql" else type_coerce(column, Text)

    return select(*[asked(column) for column in table.columns]).order_by(*table.primary_key.columns)


def values_of(line: bytes, columns: Columns) -> dict[str, Any]:
    """The values of a line by column. Raises ValueError where they don't fit the columns."""
    values = msgspec.json.decode(line)
    return {
        name: None if value is None else KINDS[kind].read(value)
        for (name, kind), value in zip(columns, values, strict=True)
    }


def filling(name: str, columns: Columns, dialect: str) -> Insert:
    """An insert of such rows, without asking any model."""
    table = Table(name, MetaData(), *[Column(one, _stored(kind)) for one, kind in columns])
    if dialect != "postgresql":
        return insert(table)
    texts = {one: cast(bindparam(one, type_=Text), JSON) for one, kind in columns if kind == "json"}
    return insert(table).values({one: texts.get(one, bindparam(one)) for one, _ in columns})


def _stored(kind: str) -> TypeEngine[Any]:
    return Text() if kind == "json" else KINDS[kind].column()
