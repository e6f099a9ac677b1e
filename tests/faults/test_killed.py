"""kill -9 under load: what was answered is there, what is there fits, and it goes on where it stopped."""

import random
import sqlite3
import threading
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.core import db
from app.hazards.models import Hazard
from app.sync.models import Op
from tests.faults.site import Process, forget, world_in
from tests.sync.phones import Phone, hazard

KILLS = 20


class Load:
    """Devices that push one op after the other until the server is gone; each op again until it is answered."""

    def __init__(self, phones: list[Phone], post: UUID) -> None:
        self.phones, self.post = phones, post
        self.unanswered: dict[Phone, dict[str, str] | None] = dict.fromkeys(phones)
        self.answered: dict[str, int] = {}  # hazard > receipt
        self.hazards: dict[str, str] = {}  # payload > the hazard it makes
        self._enough = threading.Event()
        self._lock = threading.Lock()

    def run(self, server: Process, answers: int) -> None:
        """Push until about `answers` were given, then kill the server with requests still under way."""
        self._enough.clear()
        goal = len(self.answered) + answers
        threads = [threading.Thread(target=self._device, args=(server, one, goal)) for one in self.phones]
        for one in threads:
            one.start()
        self._enough.wait(timeout=120)
        server.kill()
        for one in threads:
            one.join()

    def _device(self, server: Process, phone: Phone, goal: int) -> None:
        while True:
            op = self.unanswered[phone] or self._new(phone)
            self.unanswered[phone] = op
            given = server.push(op)
            if given is None:
                self._enough.set()  # it is gone already
                return
            self.unanswered[phone] = None
            self._note(op, given[0].receipt, given[0].state, goal)

    def _new(self, phone: Phone) -> dict[str, str]:
        body = hazard(post=str(self.post))
        made = phone.op("hazard.reported", body)
        with self._lock:
            self.hazards[made["payload"]] = body["id"]
        return made

    def _note(self, op: dict[str, str], receipt: int | None, state: str, goal: int) -> None:
        assert state == "applied"
        assert receipt is not None
        with self._lock:
            self.answered[self.hazards[op["payload"]]] = receipt
            if len(self.answered) >= goal:
                self._enough.set()


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path, sqlite_template: Path) -> None:
    rng = random.Random(20260302)
    with world_in(tmp_path, sqlite_template) as world:
        phones = [Phone(world, who) for who in ("worker", "team_leader", "department_head", "principal")]
        db.session().close()
        load, server = Load(phones, world.crusher_id), Process(tmp_path)
        for _ in range(KILLS):
            load.run(server, rng.randrange(3, 30))
            _is_whole(tmp_path, load)
            server.start()
        for op in [one for one in load.unanswered.values() if one]:
            assert server.push(op) is not None
        server.kill()
        forget(world)
        _nothing_twice(load)


def _is_whole(folder: Path, load: Load) -> None:
    with sqlite3.connect(folder / "gangka.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        there = {UUID(row[0]) for row in file.execute("SELECT id FROM hazards")}
    missing = {UUID(one) for one in load.answered} - there
    assert not missing, f"{len(missing)} were answered and are gone"


def _nothing_twice(load: Load) -> None:
    found = db.session().scalars(select(Hazard.id)).all()
    assert sorted(map(str, found)) == sorted(load.hazards.values())
    receipts = db.session().scalars(select(Op.receipt)).all()
    assert len(set(receipts)) == len(receipts) == db.session().scalar(select(func.count()).select_from(Op))


def test_the_test_would_notice(tmp_path: Path) -> None:
    """The check above is not blind: a row that is gone is missed."""
    with sqlite3.connect(tmp_path / "gangka.db") as file:
        file.execute("CREATE TABLE hazards (id CHAR(32))")
    load = Load([], UUID(int=0))
    load.answered["01890a5d-ac96-774b-bcce-b302099a8057"] = 1
    with pytest.raises(AssertionError, match="are gone"):
        _is_whole(tmp_path, load)
