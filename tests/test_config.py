"""Secrets: nobody serves real people with one that could be guessed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import DEMO_SECRET, UnsafeSecret
from tests.conftest import SECRET

ROOT = Path(__file__).resolve().parent.parent


def made(tmp_path: Path, **more: object) -> Flask:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    app = create_app({"DATABASE_URL": url, "DATA_DIR": tmp_path, "DEMO": False, **more})
    app.extensions["engine"].dispose()
    return app


@pytest.mark.parametrize("secret", ["", None, "short", "x" * 31, DEMO_SECRET])
def test_a_secret_that_could_be_guessed_is_refused(tmp_path: Path, secret: str | None) -> None:
    with pytest.raises(UnsafeSecret, match="32 characters"):
        made(tmp_path, SECRET_KEY=secret)


def test_the_refusal_tells_how_to_make_one_and_not_what_it_was(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSecret, match="token_hex") as refused:
        made(tmp_path, SECRET_KEY="my-little-secret")
    assert "my-little-secret" not in str(refused.value)


def test_the_demo_brings_its_own_and_takes_a_better_one(tmp_path: Path) -> None:
    assert made(tmp_path, DEMO=True, SECRET_KEY="").config["SECRET_KEY"] == DEMO_SECRET
    assert made(tmp_path, DEMO=True, SECRET_KEY=SECRET).config["SECRET_KEY"] == SECRET


def outside(tmp_path: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a server's start script would, with this environment and no other settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    clean = {**kept, "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, *command], env=clean, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_server_that_imports_the_app_does_not_start_without_one(tmp_path: Path) -> None:
    wsgi = ("-c", "from app import create_app; app = create_app()")
    refused = outside(tmp_path, *wsgi)
    assert (refused.returncode, "UnsafeSecret" in refused.stderr) == (1, True)
    assert outside(tmp_path, *wsgi, SECRET_KEY=SECRET).returncode == 0
    assert outside(tmp_path, *wsgi, GANGKA_DEMO="1").returncode == 0
    assert outside(tmp_path, *wsgi, SECRET_KEY=DEMO_SECRET).returncode == 1


def test_a_command_needs_none_but_serving_does(tmp_path: Path) -> None:
    flask = ("-m", "flask", "--app", "app")
    assert outside(tmp_path, *flask, "routes").returncode == 0
    refused = outside(tmp_path, *flask, "serve", "--port", "0")
    assert (refused.returncode, "SECRET_KEY" in refused.stderr, "Traceback" in refused.stderr) == (
        1,
        True,
        False,
    )


def test_what_flask_itself_would_serve_can_sign_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    assert made(tmp_path, SECRET_KEY="short").secret_key is None
    assert made(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET


def test_cookies_are_out_of_scripts_reach_and_secure_behind_https(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://gangka.example")
    config = made(tmp_path, SECRET_KEY=SECRET).config
    assert (config["SESSION_COOKIE_HTTPONLY"], config["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")
    assert config["SESSION_COOKIE_SECURE"] is True


def test_the_service_worker_is_switched_off_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SW_KILL", "1")
    app = create_app({"DATABASE_URL": "sqlite://", "SECRET_KEY": "x" * 40, "DATA_DIR": tmp_path})
    assert "unregister" in app.test_client().get("/sw.js").text
