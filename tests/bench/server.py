"""The server under measurement: the demo, in a process of its own, with a bare page beside it as reference."""

import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

from app import create_app
from app.core import db
from app.core.web import ANYONE, allow
from app.labels.queries import labels_within
from app.serve import listen

BARE_BYTES = 14_336
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Site:
    """Where the server is, and what it shows."""

    url: str
    tokens: list[str]
    process: "subprocess.Popen[bytes]"

    @property
    def card(self) -> str:
        """The address of one emergency card."""
        return f"{self.url}/p/{self.tokens[0]}"

    @property
    def bare(self) -> str:
        """The address of a bare static page of 14 KB."""
        return f"{self.url}/bench/bare"


def add_bare_page(app: Flask) -> None:
    """A page as plain as can be: 14 KB of HTML on the wire, no style, no script."""
    rng = random.Random(1)
    line = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(60))
    head = (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><h1>静</h1>'
    )
    body = head
    while len((body + f"<p>{line}</p>").encode()) < BARE_BYTES:
        body += f"<p>{line}</p>"
    page = body.encode().ljust(BARE_BYTES)

    @app.get("/bench/bare")
    @allow(ANYONE)
    def bare() -> Response:
        answer = Response(page, mimetype="text/html")
        answer.headers["Content-Encoding"] = "identity"
        return answer


@contextmanager
def serving() -> Iterator[Site]:
    """A fresh server with the demo in it; gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        port = 8900 + os.getpid() % 90
        more = {"DATA_DIR": folder, "GANGKA_DEMO": "1", "PORT": str(port), "SECRET_KEY": ""}
        environment = {**os.environ, **more}
        environment.pop("DATABASE_URL", None)
        flask = [sys.executable, "-m", "flask", "--app", "app", "demo"]
        subprocess.run(flask, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], env=environment, cwd=ROOT)
        try:
            yield Site(f"http://127.0.0.1:{port}", _wait(port), process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int) -> list[str]:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/tokens") as answer:
                return str(answer.read().decode()).split()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("the server under measurement did not start")


def main() -> None:
    """Serve, as `flask serve` does."""
    app = create_app()
    add_bare_page(app)

    @app.get("/bench/tokens")
    @allow(ANYONE)
    def tokens() -> str:
        with db.everywhere():
            return "\n".join(label.token for label in labels_within(["/"]))

    listen(app, "127.0.0.1", int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
