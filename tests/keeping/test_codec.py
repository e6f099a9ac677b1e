"""Rows as lines: what comes out goes in again, to the letter, whichever database it came from."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    null,
    select,
    text,
)

from app.core import db
from app.keeping.codec import columns_of, filling, kind_of, lines, values_of

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("at", db.Utc),
    Column("day", Date),
    Column("yes", Boolean),
    Column("whole", Integer),
    Column("real", Float(53)),
    Column("raw", LargeBinary),
    Column("data", JSON),
    Column("words", String(200)),
    Column("long", Text),
)
FULL = {
    "id": uuid4(),
    "at": datetime(2026, 11, 21, 0, 30, 0, 123456, tzinfo=UTC),
    "day": date(2024, 2, 29),
    "yes": False,
    "whole": -(2**31),
    "real": 0.1 + 0.2,
    "raw": bytes(range(256)),
    "data": {"b": [1, 1.5, None, "破碎\n机"], "a": {}},
    "words": "“引号”\t\\ 🙂\u2028",
    "long": "x" * 100_000,
}
EMPTY = dict.fromkeys(FULL) | {"id": uuid4(), "data": null()}


def through_lines(rows: list[dict[str, object]]) -> tuple[list[bytes], list[bytes], list[tuple[object, ...]]]:
    """Rows put into a table, written to lines, put into an empty table from those, and written again."""
    with db.migrating() as connection:
        SAMPLE.create(connection)
        for row in rows:
            connection.execute(SAMPLE.insert().values(row))
        before = connection.execute(select(SAMPLE).order_by(SAMPLE.c.id)).all()
        first = list(lines(connection, SAMPLE))
        connection.execute(SAMPLE.delete())
        columns = columns_of(SAMPLE)
        statement = filling("sample", columns, connection.dialect.name)
        connection.execute(statement, [values_of(line, columns) for line in first])
        assert connection.execute(select(SAMPLE).order_by(SAMPLE.c.id)).all() == before
        return first, list(lines(connection, SAMPLE)), before


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> object:
    with app.app_context():
        yield


def test_values_of_every_kind_come_back_the_same() -> None:
    first, second, rows = through_lines([FULL, EMPTY])
    assert first == second
    assert tuple(FULL.values()) in [tuple(row) for row in rows]


@pytest.mark.parametrize("value", [5, 1.5, "5", "true", True, [], "", {"z": 1, "a": 2}])
def test_json_of_every_shape_comes_back_the_same(value: object) -> None:
    first, second, _ = through_lines([{"id": uuid4(), "data": value}])
    assert first == second


def test_a_json_null_is_not_nothing_at_all() -> None:
    through_lines([{"id": uuid4(), "data": JSON.NULL}, {"id": uuid4(), "data": null()}])
    with db.engine().connect() as connection:
        asked = text("SELECT count(*) FROM sample WHERE data IS NULL")
        assert connection.scalar(asked) == 1


def test_every_column_of_every_table_can_be_backed_up() -> None:
    kinds = {kind_of(column) for table in db.Base.metadata.tables.values() for column in table.columns}
    assert kinds >= {"uuid", "moment", "date", "bool", "int", "bytes", "json", "text"}


def test_a_type_that_nobody_has_thought_of_is_refused() -> None:
    with pytest.raises(TypeError):
        kind_of(Column("odd", Interval))
