"""The real app on a real port, behind a door that only the simulator knows.

The door (`/__sim/…`) opens a fresh enterprise for a block of shifts, arms faults of the server, takes it back to
a snapshot, and tells what is truly in the database. Everything else goes to the app as it is.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from flask import Flask, g
from flask_migrate import upgrade
from sqlalchemy import select, update
from waitress.server import create_server

from app.access import secrets
from app.access.models import SignIn
from app.access.policy import Role
from app.checks import plans as checks
from app.checks.models import Completer, Cycle
from app.checks.plans import Terms
from app.checks.schemas import PlanItem, ValueRule
from app.core import db
from app.core.arrivals import last_arrival
from app.core.backups import Backup
from app.core.clock import now
from app.org import actions as org
from app.org.models import Installation, Unit, UnitKind
from app.sync.models import Op
from tests.conftest import ROOT, make_app
from tests.simulate import bugs
from tests.simulate.gate import Gate
from tests.simulate.truth import truth_of
from tests.spotchecks.builders import publish_all
from tests.world import DAY, PASSWORD, World

Start = Callable[..., object]
BACKSTAGE = ContextVar("BACKSTAGE", default=False)  # what the simulator itself does is never made to fail
LIMITS = {"10/10 minutes": "1000000/1 second"}  # the simulator signs in more often than people do


class Aborted(RuntimeError):
    """The server's transaction was made to fail at its very end."""


class Site:
    """One enterprise at a time, on a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blocks = 0
        self.aborts = 0
        self.crew: Unit | None = None
        self.app = self._app()
        with self.app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
        self.app.extensions["engine"].dispose()
        shutil.copy(self.file, folder / "empty.db")
        db.before_commit.append(self._maybe_abort)

    @property
    def file(self) -> Path:
        """The database of this block."""
        return self.folder / f"block-{self.blocks}" / "gangka.db"

    def _app(self) -> Flask:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        return make_app(f"sqlite:///{self.file}", self.file.parent, WTF_CSRF_ENABLED=True, LIMITS=LIMITS)

    def _maybe_abort(self, _session: object) -> None:
        if self.aborts > 0 and not BACKSTAGE.get():
            self.aborts -= 1
            raise Aborted("as the simulator asked")

    def block(self, people: int) -> dict[str, Any]:
        """A fresh enterprise with a crew of `people`, one plan a shift and one hazard flow."""
        self.app.extensions["engine"].dispose()
        shutil.rmtree(self.file.parent)
        self.blocks += 1
        self.file.parent.mkdir(parents=True)
        shutil.copy(self.folder / "empty.db", self.file)
        self.app = self._app()
        with self.app.app_context():
            world = World(self.app)
            publish_all(world.crusher)
            token = world.label(world.crusher).token
            plan = _plan(world)
            with db.writing():
                crew = [self._mate(world, number) for number in range(people)]
            return {
                "enterprise": str(world.mine.id),
                "post": str(world.crusher.id),
                "plan": str(plan),
                "token": token,
                "password": PASSWORD,
                "people": crew,
            }

    def _mate(self, world: World, number: int) -> dict[str, str]:
        """Two make a crew: its leader, and a worker."""
        if number % 2 == 0:
            self.crew = org.add_unit(kind=UnitKind.TEAM, name=f"{number}班", parent=world.crushing, by=None)
        role = Role.TEAM_LEADER if number % 2 == 0 else None
        made = world.person(f"工人{number}", self.crew, f"5{number:04d}", role, self.crew)
        org.assign(made, world.crusher, on=DAY, by=None)
        return {"account": str(made.id), "number": made.account.employee_no, "name": made.account.name}

    def snapshot(self) -> dict[str, Any]:
        """Remember the database as it is: yesterday's backup."""
        with self.app.app_context(), db.everywhere(), db.writing() as active:
            through = {
                str(one): last_arrival(one) for one in active.scalars(select(Op.enterprise_id).distinct())
            }
            shutil.copy(self.file, self.folder / "yesterday.db")
            wal = self.file.with_name("gangka.db-wal")
            if wal.exists():
                shutil.copy(wal, self.folder / "yesterday.db-wal")
            active.add(Backup(through=through))
        return {}

    def restore(self) -> dict[str, Any]:
        """Back to the snapshot, as after a burnt disk: a new epoch, and sessions begun since are unknown."""
        self.app.extensions["engine"].dispose()
        for end in ("", "-wal", "-shm"):
            self.file.with_name(f"gangka.db{end}").unlink(missing_ok=True)
        for end in ("", "-wal"):
            kept = self.folder / f"yesterday.db{end}"
            if kept.exists():
                shutil.copy(kept, self.file.with_name(f"gangka.db{end}"))
        with self.app.app_context(), db.everywhere(), db.writing() as active:
            active.execute(update(Installation).values(epoch=uuid4()))
        return {}

    def epoch(self) -> dict[str, Any]:
        """Which life of the server this is."""
        with self.app.app_context(), db.everywhere():
            return {"epoch": str(db.session().scalar(select(Installation.epoch)))}

    def end_sessions(self, account: str) -> dict[str, Any]:
        """The cookies of this account are worth nothing any more; its phones are not revoked."""
        with self.app.app_context(), db.everywhere(), db.writing() as active:
            active.execute(update(SignIn).where(SignIn.account_id == UUID(account)).values(ended_at=now()))
        return {}

    def truth(self, accounts: list[str]) -> dict[str, Any]:
        """What the database really holds of these people."""
        with self.app.app_context():
            g.scope = db.EVERYWHERE
            return truth_of([UUID(one) for one in accounts])


def _plan(world: World) -> UUID:
    items = [
        PlanItem(id="i1", text="护罩装好，螺栓拧紧", level=3, hazard="卷入"),
        PlanItem(id="i2", text="主轴承不烫", value=ValueRule(name="测到多少度", unit="度", high=75)),
        PlanItem(id="i3", text="拉绳好使"),
    ]
    terms = Terms(title="班前检查", cycle=Cycle.DAY, completer=Completer.EACH, valid_from=DAY)
    plan = checks.add_plan(unit=world.crew, post=world.crusher, terms=terms, by=None)
    checks.set_items(plan, items, by=None)
    checks.switch_on(plan, by=None)
    return plan.id


class Door:
    """WSGI: `/__sim/…` here, all else to the app of the block."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.gate = Gate()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path: str = environ["PATH_INFO"]
        if not path.startswith("/__sim/"):
            return self.app(environ, start)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        asked = json.loads(environ["wsgi.input"].read(size) or b"{}")
        mark = BACKSTAGE.set(True)
        try:
            body = json.dumps(self.answer(path.removeprefix("/__sim/"), asked)).encode()
        finally:
            BACKSTAGE.reset(mark)
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def app(self, environ: dict[str, Any], start: Start) -> list[bytes]:
        """The app's own answer, whole: until then its request is inside."""
        with self.gate.one_more():
            answer = self.site.app(environ, start)
            try:
                return list(answer)
            finally:
                getattr(answer, "close", lambda: None)()

    def answer(self, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Do one thing behind the scenes."""
        match what:
            case "block":
                with self.gate.alone():
                    return self.site.block(int(asked["people"]))
            case "snapshot" | "epoch":
                look: Callable[[], dict[str, Any]] = getattr(self.site, what)
                return look()
            case "restore":
                with self.gate.alone():
                    return self.site.restore()
            case "end_sessions":
                return self.site.end_sessions(asked["account"])
            case "abort":
                self.site.aborts = int(asked["times"])
                return {}
            case "truth":
                return self.site.truth(asked["accounts"])
        raise ValueError(what)


def main() -> None:
    """Serve until killed; the first line printed is the port."""
    secrets._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    secrets._DECOY = secrets._hasher.hash("nobody has this password")
    if len(sys.argv) > 1:
        bugs.plant(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="gangka-sim-") as folder:
        server = create_server(Door(Site(Path(folder))), host="127.0.0.1", port=0, threads=4)
        print(server.effective_port, flush=True)
        server.run()


if __name__ == "__main__":
    main()
