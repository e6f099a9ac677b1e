"""A second, empty server, of the other kind: what is backed up here is restored there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from tests.conftest import make_app, with_database
from tests.world import World


@pytest.fixture
def bare_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    name = f"bare{os.getpid()}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield with_database(postgres_server, name)
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A server on another machine, which has nothing yet, not even tables."""
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'gangka.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("bare_postgres")
    made = make_app(url, tmp_path / "elsewhere")
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def sqlite_world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """The cast on SQLite only: for what happens to files."""
    shutil.copy(sqlite_template, tmp_path / "gangka.db")
    app = make_app(f"sqlite:///{tmp_path / 'gangka.db'}", tmp_path)
    with app.app_context():
        yield World(app)
    app.extensions["engine"].dispose()
