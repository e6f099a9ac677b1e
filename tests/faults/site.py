"""A world in a file, and a real server process on it that can be killed."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from flask import Flask

from app.core import db
from app.sync.schemas import Answer, PushOut
from tests.conftest import ROOT, SECRET, make_app
from tests.world import World

SERVE = "import sys; from app import create_app; from app.serve import listen; listen(create_app(), '127.0.0.1', int(sys.argv[1]))"


@contextmanager
def world_in(folder: Path, template: Path) -> Iterator[World]:
    """A world on a SQLite file in `folder`, seen everywhere."""
    shutil.copy(template, folder / "gangka.db")
    app: Flask = make_app(f"sqlite:///{folder / 'gangka.db'}", folder)
    with app.app_context():
        yield World(app)
    app.extensions["engine"].dispose()


class Process:
    """The app on a world's file, served as `flask serve` does, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'gangka.db'}",
            "SECRET_KEY": SECRET,
            "GANGKA_DEMO": "",
        }
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.port)], env=environment, cwd=ROOT, stderr=log
            )
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "server.log").read_text()[-2000:]

    def _answers(self) -> bool:
        return self._ask("GET", "/healthz") is not None

    def _ask(self, method: str, path: str, body: bytes = b"") -> bytes | None:
        """A whole answer with status 200, over a line of its own; None for anything else."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
            line.request(method, path, body or None, {"Content-Type": "application/json"})
            answer = line.getresponse()
            return answer.read() if answer.status == 200 else None
        return None

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    def push(self, *ops: dict[str, str]) -> list[Answer] | None:
        """Push signed ops; None where no whole answer came."""
        data = self._ask("POST", "/api/sync/push", msgspec.json.encode({"ops": list(ops)}))
        return None if data is None else msgspec.json.decode(data, type=PushOut).answers


def forget(world: World) -> None:
    """What this process has read is out of date."""
    world.forget()
    db.session().close()
