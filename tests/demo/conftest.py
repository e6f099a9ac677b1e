"""The demo's month, played once for all tests that only look at it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.core import db
from app.core.clock import standing_at
from app.demo import month as demo
from tests.conftest import make_app

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 10, 0, tzinfo=ZONE)


def fresh(template: Path, folder: Path) -> Flask:
    """An application on an empty database in a folder."""
    shutil.copy(template, folder / "gangka.db")
    return make_app(f"sqlite:///{folder / 'gangka.db'}", folder, DEMO=True)


def played(app: Flask, at: datetime) -> list[str]:
    """What the demo said while it played the month before a moment."""
    said: list[str] = []
    demo.live_month(said.append, at)
    return said


@contextmanager
def looked_at(app: Flask, at: datetime) -> Iterator[None]:
    """In here it is that moment, a page is being answered, and the scope is everywhere."""
    with app.app_context(), standing_at(at), app.test_request_context(), db.everywhere():
        yield


@pytest.fixture(scope="session")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the month before AT in it."""
    app = fresh(sqlite_template, tmp_path_factory.mktemp("month"))
    with app.app_context():
        played(app, AT)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def month(lived: Flask) -> Iterator[datetime]:
    """The month, looked at from its end."""
    with looked_at(lived, AT):
        yield AT
