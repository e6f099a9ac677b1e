"""Pushes that wait at the same time share a commit, and nothing else: each has its own outcome."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import event, select

from app.audit import actions as audit
from app.audit.models import AuditEntry, AuditLink
from app.checks.models import Plan
from app.checks.schemas import CheckSubmitted
from app.core import db
from app.core.capture import Capture
from app.core.ids import new_id
from app.sync import handlers, push, together
from app.sync.apply import within
from app.sync.models import Op
from app.sync.push import take
from app.sync.schemas import PushIn, SignedOp
from app.sync.standing import Standing
from app.sync.taking import Pushed
from tests.checks.builders import begin, check, plan_of, utc
from tests.sync.phones import Phone, Signed, ago, hazard, ops_of
from tests.world import World


class _Held(Exception):
    """The push stands in its line."""


def _waiting(monkeypatch: pytest.MonkeyPatch, ops: list[Signed]) -> Pushed:
    """A push just before it would be taken in."""
    held: list[Pushed] = []

    def hold(one: Pushed, _enterprises: frozenset[UUID]) -> Standing:
        held.append(one)
        raise _Held

    with monkeypatch.context() as patched:
        patched.setattr(push, "take_together", hold)
        with pytest.raises(_Held):
            take(PushIn(ops=[SignedOp(**one) for one in ops]), None)
    return held[0]


def _take(world: World, pushes: list[Pushed]) -> None:
    together._take_all(pushes, frozenset({world.mine_id}))


def _outcomes(pushes: list[Pushed]) -> list[tuple[str, int | None]]:
    return [(item.row.state, item.row.receipt) for one in pushes for item in one.items if item.row]


def test_what_waits_together_is_one_commit_and_noted_push_by_push(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = [Phone(world, who) for who in ("worker", "team_leader", "worker")]
    waiting = [_waiting(monkeypatch, [one.op("hazard.reported", hazard())]) for one in phones]
    with within({world.mine_id}):
        before = len(db.session().scalars(select(AuditLink.id)).all())
    _take(world, waiting)
    assert _outcomes(waiting) == [("applied", 1), ("applied", 2), ("applied", 3)]
    with within({world.mine_id}):
        assert len(db.session().scalars(select(AuditLink.id)).all()) == before + 1
        noted = db.session().scalars(select(AuditEntry.id).where(AuditEntry.act == "ops.receive")).all()
        assert len(noted) == len(waiting)
        assert audit.first_bad(world.mine_id) is None


def test_what_fails_in_one_push_is_that_pushs_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = handlers.HANDLERS["hazard.reported"]

    def apply(body: Any, capture: Capture) -> list[str]:
        flags: list[str] = real.apply(body, capture)
        if body.name == "坏":
            raise ZeroDivisionError
        return flags

    fake = handlers.Handler(1, real.body, apply, real.photos, real.creates)
    monkeypatch.setitem(handlers.HANDLERS, "hazard.reported", fake)
    one, two = Phone(world, "worker"), Phone(world, "team_leader")
    waiting = [
        _waiting(monkeypatch, [one.op("hazard.reported", hazard())]),
        _waiting(monkeypatch, [two.op("hazard.reported", hazard(name="坏"))]),
        _waiting(monkeypatch, [one.op("hazard.reported", hazard())]),
    ]
    _take(world, waiting)
    assert _outcomes(waiting) == [("applied", 1), ("retry", None), ("applied", 2)]
    assert [row.state for row in (*ops_of(one), *ops_of(two))] == ["applied", "applied", "retry"]
    with within({world.mine_id}):
        assert audit.first_bad(world.mine_id) is None


def test_the_same_op_in_two_pushes_that_wait_is_kept_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(world, "worker")
    op = phone.op("hazard.reported", hazard())
    waiting = [_waiting(monkeypatch, [op]), _waiting(monkeypatch, [op])]
    _take(world, waiting)
    assert _outcomes(waiting) == [("applied", 1), ("applied", 1)]
    with within({world.mine_id}):
        assert len(db.session().scalars(select(Op.id)).all()) == 1


def test_two_records_of_one_id_that_wait_together_never_share_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Phone(world, "worker"), Phone(world, "team_leader")
    body = hazard()
    waiting = [
        _waiting(monkeypatch, [phone.op("hazard.reported", dict(body, name=name))])
        for phone, name in ((one, "一"), (two, "二"))
    ]
    _take(world, waiting)
    assert _outcomes(waiting) == [("applied", 1), ("rejected", None)]


def test_a_line_gives_out_what_one_commit_takes_and_a_large_push_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(world, "worker")
    small, large = _waiting(monkeypatch, [phone.op("hazard.reported", hazard())]), None
    many = [phone.op("hazard.reported", hazard()) for _ in range(together.AT_ONCE)]
    large = _waiting(monkeypatch, many)
    line = together._Line()
    line.waiting.extend([small, large, small])
    assert [line.next(), line.next(), line.next()] == [[small], [large], [small]]


def _checks(one: Phone, other: Phone, plans: list[Plan], day: date) -> list[Signed]:
    """What phones may send of a day: in order, once more, by somebody else, of no plan, of no day, for another."""
    crusher, truck = plans
    noon = utc(f"{day} 12:00").isoformat()
    bodies: list[tuple[Phone, CheckSubmitted]] = [
        (one, check(crusher, f"{day}")),
        (one, check(crusher, f"{day}")),
        (other, check(crusher, f"{day}")),
        (other, check(truck, f"{day}")),
        (one, msgspec.structs.replace(check(crusher, f"{day}"), plan=str(new_id()))),
        (one, check(crusher, f"{day}", revision=7)),
        (one, check(crusher, "9999-12-31")),
        (one, check(crusher, "x" * 50)),
        (one, check(truck, f"{day}", who=UUID(other.account))),
    ]
    return [
        phone.op("check.submitted", msgspec.to_builtins(body), captured_at=noon) for phone, body in bodies
    ]


def _judged(pushes: list[Pushed]) -> list[tuple[str, str, set[str]]]:
    rows = [item.row for one in pushes for item in one.items if item.row]
    return [(row.state, row.code, set(row.flags) - {"delivered_late"}) for row in rows]


def test_checks_that_wait_together_are_judged_as_each_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Phone(world, "worker"), Phone(world, "team_leader")
    plans = [plan_of(world, post=post, asks_scan=False) for post in (world.crusher, world.truck)]
    for plan in plans:
        begin(world, plan, ago(days=9))
    today = ago().date()
    days = [today - timedelta(days=3), today - timedelta(days=2)]
    alone, together_ = (
        [_waiting(monkeypatch, [op]) for op in _checks(one, other, plans, day)] for day in days
    )
    for push_ in alone:
        _take(world, [push_])
    _take(world, together_)
    assert _judged(together_) == _judged(alone)
    assert [state for state, *_ in _judged(alone)] == [
        *["applied"] * 4,
        "retry",
        "retry",
        "applied",
        *["rejected"] * 1,
        "applied",
    ]
    assert [flags for _, _, flags in _judged(alone)][:2] == [set(), {"extra"}]


def test_several_checks_that_wait_ask_the_database_no_more_than_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(world, "worker")
    plans = [plan_of(world, asks_scan=False) for _ in range(4)]
    for plan in plans:
        begin(world, plan, ago(days=9))
    day = (ago().date() - timedelta(days=1)).isoformat()
    noon = utc(f"{day} 12:00").isoformat()
    waiting = [
        _waiting(
            monkeypatch,
            [phone.op("check.submitted", msgspec.to_builtins(check(plan, day)), captured_at=noon)],
        )
        for plan in plans
    ]
    asked: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    _take(world, waiting[:1])
    alone = len(asked)
    _take(world, waiting[1:])
    assert _outcomes(waiting) == [("applied", number) for number in range(1, 5)]
    assert len(asked) == 2 * alone
