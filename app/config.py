"""Configuration: all of it from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask

DEMO_SECRET = "demo-secret-never-for-real-people"  # noqa: S105 (refused outside the demo, see below)
ROOT = Path(__file__).resolve().parent.parent
MAX_REQUEST_BYTES = 12 * 1024 * 1024


class UnsafeSecret(RuntimeError):
    """SECRET_KEY is missing, short or the demo's, and this is not the demo."""


def load(app: Flask, overrides: dict[str, object] | None) -> None:
    """Fill `app.config` from the environment, then from `overrides` (tests).

    Raises UnsafeSecret where the secret is missing, short or the demo's own, and this is not the demo.
    """
    data = Path(os.environ.get("DATA_DIR", ROOT / "data"))
    app.config.update(
        DATA_DIR=data,
        DATABASE_URL=os.environ.get("DATABASE_URL", f"sqlite:///{data / 'gangka.db'}"),
        SECRET_KEY=os.environ.get("SECRET_KEY", ""),
        BACKUP_DIR=os.environ.get("BACKUP_DIR", ""),  # where the nightly backup goes; "": there is none
        BACKUP_KEEP=int(os.environ.get("BACKUP_KEEP") or 0),  # how many of them stay; 0: all
        DEMO=os.environ.get("GANGKA_DEMO") == "1",
        SW_KILL=os.environ.get("SW_KILL") == "1",
        PUBLIC_URL=os.environ.get("PUBLIC_URL", ""),
        RATELIMIT_STORAGE_URI=os.environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        RATELIMIT_HEADERS_ENABLED=False,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("PUBLIC_URL", "").startswith("https://"),
        PERMANENT_SESSION_LIFETIME=timedelta(
            days=400
        ),  # a signed-in session ends by its row, not by its cookie
        # A late answer to whoever was here before must not put their ended session back over a new one.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # SameSite and the token do the work; old WebViews send no Referer
    )
    app.config.update(overrides or {})
    if app.config["DEMO"] and not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = DEMO_SECRET
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        refuse_unsafe_secret(app)
    elif not is_safe(app):
        app.config["SECRET_KEY"] = None  # a command serves nobody and needs none; `serve` asks for one itself


def is_safe(app: Flask) -> bool:
    """Whether sessions signed with this secret can't be forged, or nobody would be hurt: the demo."""
    secret = str(app.config["SECRET_KEY"] or "")
    return bool(app.config["DEMO"]) or (len(secret) >= 32 and secret != DEMO_SECRET)


def refuse_unsafe_secret(app: Flask) -> None:
    """Raise UnsafeSecret where sessions signed with this secret could be forged."""
    if not is_safe(app):
        raise UnsafeSecret(
            "SECRET_KEY must be set, secret and at least 32 characters long. "
            'Make one: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
