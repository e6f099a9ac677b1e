"""What goes wrong on the server loses nothing, doubles nothing, and holds up nobody else."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.audit import actions as audit
from app.audit.models import AuditEntry
from app.core import db
from app.core.capture import Capture
from app.hazards.models import Hazard
from app.sync import handlers
from app.sync.models import Awaited, Op
from app.sync.schemas import PushOut
from tests.sync.phones import Phone, hazard, key_of, ops_of, photo, push, sha_of
from tests.world import World

Apply = Callable[[Any, Capture], list[str]]


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[Apply], Apply]:
    """Let another function apply `hazard.reported`; gives back the real one."""

    def replace(apply: Apply) -> Apply:
        now = handlers.HANDLERS["hazard.reported"]
        fake = handlers.Handler(1, now.body, apply, now.photos, now.creates)
        monkeypatch.setitem(handlers.HANDLERS, "hazard.reported", fake)
        return now.apply

    return replace


def names() -> list[str]:
    return list(db.session().scalars(select(Hazard.name).order_by(Hazard.name)))


def half_done(real: Apply) -> Apply:
    """Write everything, note it, and then fail where the name says so."""

    def apply(body: Any, capture: Capture) -> list[str]:
        flags = real(body, capture)
        if body.name == "坏":
            raise ZeroDivisionError
        return flags

    return apply


def test_an_unexpected_fault_is_that_ops_alone_and_leaves_no_half_of_it(
    world: World, phone: Phone, instead: Callable[[Apply], Apply]
) -> None:
    instead(half_done(handlers.HANDLERS["hazard.reported"].apply))
    ops = [phone.op("hazard.reported", hazard(name=name)) for name in ("一", "坏", "二")]
    answers = phone.push(None, *ops).answers
    assert [(one.state, one.code) for one in answers] == [
        ("applied", ""),
        ("retry", "server"),
        ("applied", ""),
    ]
    assert [one.receipt for one in answers] == [1, None, 2]
    assert names() == ["一", "二"]
    noted = db.session().scalars(select(AuditEntry.act).where(AuditEntry.act == "hazard.report")).all()
    assert len(noted) == 2
    assert audit.first_bad(world.mine_id) is None


def test_what_failed_is_kept_and_tried_again_when_it_comes_again(
    phone: Phone, instead: Callable[[Apply], Apply]
) -> None:
    real = instead(half_done(handlers.HANDLERS["hazard.reported"].apply))
    op = phone.op("hazard.reported", hazard(name="坏", photos=[sha_of(photo())]))
    phone.push(None, op)
    assert [(row.payload, row.state) for row in ops_of(phone)] == [(op["payload"], "retry")]
    assert phone.put_photo(photo()).status_code == 200  # its photo is safe already
    assert phone.push(None, op).answers[0].code == "server"
    instead(real)
    assert phone.push(None, op).answers[0].state == "applied"
    assert names() == ["坏"]
    assert len(ops_of(phone)) == 1
    assert len(db.session().scalars(select(Awaited.id)).all()) == 1


def test_a_commit_that_fails_leaves_nothing_and_the_next_push_applies_once(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    op = phone.op("hazard.reported", hazard())

    def fail(_active: object) -> None:
        raise OSError("the plug was pulled")

    with monkeypatch.context() as patched:
        patched.setattr(db, "before_commit", [*db.before_commit, fail])
        assert phone.client.post("/api/sync/push", json={"ops": [op]}).status_code == 500
    assert ops_of(phone) == [] == names()
    assert key_of(phone).seen == 0
    answer = phone.push(None, op).answers[0]
    assert (answer.state, answer.receipt) == ("applied", 1)
    assert names() == ["护罩松了"]
    assert audit.first_bad(world.mine_id) is None


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error", "database is locked"])
def test_a_full_disk_is_the_servers_fault_and_no_answer_to_an_op(
    phone: Phone, instead: Callable[[Apply], Apply], words: str
) -> None:
    def full(_body: Any, _capture: Capture) -> list[str]:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError(words))

    real = instead(full)
    op = phone.op("hazard.reported", hazard())
    answer = phone.client.post("/api/sync/push", json={"ops": [op]})
    assert (answer.status_code, answer.json["code"]) == (503, "storage")
    assert ops_of(phone) == []
    instead(real)
    assert phone.push(None, op).answers[0].receipt == 1


def test_a_statement_that_can_never_work_is_no_full_disk(
    phone: Phone, instead: Callable[[Apply], Apply]
) -> None:
    def poisoned(_body: Any, _capture: Capture) -> list[str]:
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("too many SQL variables"))

    instead(poisoned)
    assert phone.send("hazard.reported", hazard()).code == "server"


def test_a_room_writes_into_the_authors_enterprise_only(
    world: World, phone: Phone, instead: Callable[[Apply], Apply]
) -> None:
    """Even where the carrier is of the other enterprise, and ops of both are in one push."""
    seen: list[Any] = []

    def look(_body: Any, capture: Capture) -> list[str]:
        seen.append((capture.enterprise_id, {row.enterprise_id for row in db.session().scalars(select(Op))}))
        return []

    other = Phone(world, world.stranger)
    phone.send("hazard.reported", hazard())
    other.send("hazard.reported", hazard())
    instead(look)
    push(
        world.client(world.stranger),
        phone.op("hazard.reported", hazard()),
        other.op("hazard.reported", hazard()),
    )
    assert seen == [(one, {one}) for one in (world.mine_id, world.plant_id)]


def test_two_phones_pushing_the_same_op_at_once_make_one_record(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    clients, answers = [world.client(None) for _ in range(4)], []
    start = threading.Barrier(len(clients))

    def go(client: Any) -> None:
        start.wait()
        answers.append(push(client, op))

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.forget()
    assert [one.answers[0].receipt for one in answers] == [1] * 4
    assert len(names()) == len(ops_of(phone)) == key_of(phone).seen == 1


def test_many_phones_at_once_each_get_a_receipt_of_their_own(world: World) -> None:
    phones = [Phone(world, who) for who in ("worker", "team_leader", "safety_officer", "principal")]
    clients = [world.client(None) for _ in phones]
    ops = [[phone.op("hazard.reported", hazard()) for _ in range(3)] for phone in phones]
    answers: list[PushOut] = []

    def go(client: Any, mine: list[dict[str, str]]) -> None:
        answers.extend(push(client, op) for op in mine)

    threads = [threading.Thread(target=go, args=pair) for pair in zip(clients, ops, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.forget()
    assert sorted(one.answers[0].receipt for one in answers) == list(range(1, 13))
    assert audit.first_bad(world.mine_id) is None
