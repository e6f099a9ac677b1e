"""GET /healthz: whether this server can do its work."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.core.web import ANYONE, allow
from app.org.queries import installation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(ANYONE)
def healthz() -> tuple[Response, int]:
    """`{"status", "version", "database", "epoch"}`; 503 when the database is gone or not set up."""
    try:
        found = installation()
    except SQLAlchemyError:
        return jsonify(status="error", version=own_version(), database="gone", epoch=None), 503
    if found is None:
        return jsonify(status="error", version=own_version(), database="empty", epoch=None), 503
    return jsonify(status="ok", version=own_version(), database="ok", epoch=str(found.epoch)), 200


def own_version() -> str:
    """The version of this release, from pyproject.toml."""
    try:
        return version("gangka")
    except PackageNotFoundError:
        text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])
