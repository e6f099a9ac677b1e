"""The server under measurement: the demo, in a process of its own, with a bare page beside it as reference."""

import os
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

from app import create_app
from app.access.secrets import hash_password
from app.core import db
from app.core.web import ANYONE, allow
from app.demo.load import PASSWORD
from app.exchange.actions import put_cards_in_force
from app.exchange.cardfile import read_cards
from app.labels import actions as labels
from app.labels.queries import labels_within
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import UnitKind
from app.serve import listen
from tests.bench.bare import add_bare_insert, add_bare_page

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


@contextmanager
def serving(posts: int = 0, *, lived: bool = False) -> Iterator[Site]:
    """A fresh server with the demo in it, grown to `posts` posts, or with its month; gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        port = 8900 + os.getpid() % 90
        more = {
            "DATA_DIR": folder,
            "GANGKA_DEMO": "1",
            "PORT": str(port),
            "SECRET_KEY": "",
            "BENCH_POSTS": str(posts),
        }
        environment = {**os.environ, **more}
        environment.pop("DATABASE_URL", None)
        flask = [sys.executable, "-m", "flask", "--app", "app", "demo", *([] if lived else ["--bare"])]
        subprocess.run(flask, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen([sys.executable, "-m", "tests.bench.server"], env=environment, cwd=ROOT)
        try:
            yield Site(f"http://127.0.0.1:{port}", wait_until_up(port), process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_up(port: int) -> list[str]:
    """Wait for a server of ours; the tokens of its labels."""
    for _ in range(1200):  # a mine of hundreds of posts takes its time to grow
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/tokens") as answer:
                return str(answer.read().decode()).split()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("the server under measurement did not start")


@db.action
def grow(count: int) -> None:
    """Posts with four cards each until the mine has `count` of them, and a worker (8001) at five."""
    with db.everywhere():
        mine = next(one for one in org_queries.tenants() if one.kind == UnitKind.ENTERPRISE)
        have = org_queries.posts([mine.path])
        cards = read_cards((ROOT / "app/demo/cards/crusher-1.yaml").read_text(encoding="utf-8"))
        today = org_queries.today(mine.path)
        made = []
        for number in range(len(have), count):
            post = org.add_post(unit=have[number % len(have)].unit, title=f"第 {number} 岗", by=None)
            put_cards_in_force(post, cards, effective_on=today, source="bench", by=None)
            made.append(post)
        labels.ensure_labels(made, by=None)
        who = org.join(
            unit=have[0].unit,
            name="测试",
            employee_no="8001",
            phone=None,
            on=today,
            by=None,
            password_hash=hash_password(PASSWORD),
        )
        who.account.must_change = False
        for post in made[:5]:
            org.assign(who, post, on=today, by=None)


def main() -> None:
    """Serve, as `flask serve` does."""
    app = create_app()
    add_bare_page(app)
    add_bare_insert(app)
    if posts := int(os.environ.get("BENCH_POSTS", "0")):
        with app.app_context():
            grow(posts)

    @app.get("/bench/tokens")
    @allow(ANYONE)
    def tokens() -> str:
        with db.everywhere():
            return "\n".join(label.token for label in labels_within(["/"]))

    listen(app, "127.0.0.1", int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
