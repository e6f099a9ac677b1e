"""GET /healthz: whether this server can do its work."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.core.backups import last_backup_at
from app.core.web import ANYONE, allow
from app.org.queries import installation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(ANYONE)
def healthz() -> tuple[Response, int]:
    """`{"status", "version", "database", "epoch", "last_backup"}`; 503 when the database is gone or not set up.

    `last_backup` is the moment that the latest verified backup holds, in UTC; null before the first.
    """
    try:
        found, backup = installation(), last_backup_at()
    except SQLAlchemyError:
        return _unfit("gone")
    if found is None:
        return _unfit("empty")
    told = jsonify(
        status="ok",
        version=own_version(),
        database="ok",
        epoch=str(found.epoch),
        last_backup=backup.isoformat(timespec="seconds") if backup else None,
    )
    return told, 200


def _unfit(database: str) -> tuple[Response, int]:
    told = jsonify(status="error", version=own_version(), database=database, epoch=None, last_backup=None)
    return told, 503


def own_version() -> str:
    """The version of this release, from pyproject.toml."""
    try:
        return version("gangka")
    except PackageNotFoundError:
        text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])
