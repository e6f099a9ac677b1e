"""Migrations go up, down and up again, and end at what the models say; on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from app.core import db, scope

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = str(ROOT / "migrations")


def tables() -> set[str]:
    return set(inspect(db.engine()).get_table_names())


def schema() -> dict[str, object]:
    """All that a database says of its tables, in an order of its own."""
    found = inspect(db.engine())
    return {
        name: (
            sorted(str((one["name"], str(one["type"]), one["nullable"])) for one in found.get_columns(name)),
            sorted(str((one["name"], one["column_names"], one["unique"])) for one in found.get_indexes(name)),
            sorted(str((one["name"], one["column_names"])) for one in found.get_unique_constraints(name)),
            sorted(
                str((one["constrained_columns"], one["referred_table"]))
                for one in found.get_foreign_keys(name)
            ),
            sorted(str(one["name"]) for one in found.get_check_constraints(name)),
        )
        for name in found.get_table_names()
    }


def test_down_leaves_nothing_and_up_again_makes_the_same(app: Flask) -> None:
    with app.app_context():
        before = schema()
        downgrade(directory=MIGRATIONS, revision="base")
        assert tables() == {"alembic_version"}
        upgrade(directory=MIGRATIONS)
        assert schema() == before


def test_up_twice_changes_nothing(app: Flask) -> None:
    with app.app_context():
        before = schema()
        upgrade(directory=MIGRATIONS)
        assert schema() == before


def test_the_models_and_the_migrations_agree(app: Flask) -> None:
    with app.app_context():
        check(directory=MIGRATIONS)
        with db.engine().connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


def test_every_table_of_the_models_is_there(app: Flask) -> None:
    with app.app_context():
        assert tables() - {"alembic_version"} == set(db.Base.metadata.tables)


def test_every_row_of_an_enterprise_names_it(app: Flask) -> None:
    """A table is an enterprise's, or it is listed here with the reason."""
    shared = {
        "installation": "one row: this copy of the server",
        "audit_heads": "its key is the enterprise",
        "arrivals": "its key is the enterprise",
        "backups": "a backup holds all enterprises",
    }
    bare = {
        name
        for name, table in db.Base.metadata.tables.items()
        if "id" in table.c and "enterprise_id" not in table.c
    }
    assert bare <= set(shared)
    assert set(db.Base.metadata.tables) - set(shared) == scope._owned_tables()
