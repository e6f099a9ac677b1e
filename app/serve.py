"""One process for the web, one for the jobs; both end together."""

import os
import signal
import subprocess
import sys
from types import FrameType

import waitress
from flask import Flask, current_app

from app.access.policy import ROLES, Role, rank
from app.config import MAX_REQUEST_BYTES, refuse_unsafe_secret
from app.core import db
from app.demo.load import PASSWORD
from app.labels.queries import labels_within
from app.org import queries as org
from app.org.models import Person

THREADS = 8
CONNECTIONS = 2000  # waitress's own limit of 100 shuts a whole shift out when a hundred phones upload slowly


class DemoSecretOnRealData(RuntimeError):
    """GANGKA_DEMO is set, but the database holds a real enterprise."""


def run(host: str, port: int) -> None:
    """Serve until told to stop. Raises UnsafeSecret or DemoSecretOnRealData before anything is opened."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    refuse_unsafe_secret(app)
    found = org.installation()
    if found is None:
        raise SystemExit("数据库是空的。先运行 make run（演示）或 flask init（真实企业）。")
    if app.config["DEMO"] and not found.demo:
        raise DemoSecretOnRealData("这是真实企业的数据库：去掉 GANGKA_DEMO，设好 SECRET_KEY 再启动")
    consumer = subprocess.Popen([sys.executable, "-m", "huey.bin.huey_consumer", "app.jobs.queue", "-q"])
    signal.signal(signal.SIGTERM, _stop)
    print(welcome(host, port) if found.demo else f"岗卡 http://{host}:{port}/", flush=True)
    try:
        listen(app, host, port)
    finally:
        consumer.terminate()
        consumer.wait(timeout=10)


def listen(app: Flask, host: str, port: int) -> None:
    """Answer requests. A slow upload waits in waitress's own loop, so thousands may crawl without taking a thread."""
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        max_request_body_size=4 * MAX_REQUEST_BYTES,  # a little above ours is refused in words
        asyncore_use_poll=True,
        channel_timeout=120,
        ident=None,
        _quiet=True,
    )


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def welcome(host: str, port: int) -> str:
    """What `make run` prints: who can sign in, and the address of one post."""
    base = os.environ.get("PUBLIC_URL") or f"http://{host}:{port}"
    with db.everywhere():  # the demo's own two units
        people = org.people([unit.path for unit in org.tenants()])
        label = labels_within([unit.path for unit in org.tenants()])[0]
        lines = [
            f"  {_roles(one):<8}\t工号 {one.account.employee_no}\t{one.account.name}"
            for one in _one_a_role(people)
        ]
    return "\n".join(
        [
            f"岗卡 {base}/",
            f"演示账号（密码都是 {PASSWORD}）：",
            *lines,
            f"一个岗位的应急卡：{base}/p/{label.token}  （{label.post.title}，编号 {label.spoken_code}）",
            f"管理后台：{base}/console/",
        ]
    )


def _roles(person: Person) -> str:
    top = rank(person.account)
    return next(
        ROLES[Role(grant.role)].name for grant in person.account.grants if ROLES[Role(grant.role)].rank == top
    )


def _one_a_role(people: list[Person]) -> list[Person]:
    seen: dict[str, Person] = {}
    for one in people:
        seen.setdefault(_roles(one), one)
    return list(seen.values())
