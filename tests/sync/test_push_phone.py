"""Push: what a phone says of itself by its numbers, its clock and its heartbeat."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import now
from app.settings import actions as settings
from app.sync.settings import CLOCK_MINUTES
from tests.sync.phones import Phone, ago, hazard, hazards, key_of, push
from tests.world import World


def test_a_number_that_comes_twice_is_flagged_and_counted_once(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(), n=1)
    second = phone.op("hazard.reported", hazard(), n=1)
    assert phone.push(None, second).answers[0].flags == ["n_reused"]
    assert (key_of(phone).seen, key_of(phone).top_n) == (1, 1)


def test_holes_in_the_numbers_show(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(), n=2)
    phone.send("hazard.reported", hazard(), n=5)
    assert key_of(phone).missing == 3
    phone.send("hazard.reported", hazard(name=""), n=3)  # rejected, but here
    assert key_of(phone).missing == 2


@pytest.mark.parametrize(
    ("minutes", "flags"), [(0, []), (4, []), (-4, []), (6, ["clock_off"]), (-6, ["clock_off"])]
)
def test_a_clock_that_is_off_is_flagged_never_refused(phone: Phone, minutes: int, flags: list[str]) -> None:
    captured = ago(minutes=20)
    answer = phone.send("hazard.reported", hazard(), captured_at=captured, offset_ms=minutes * 60_000)
    assert (answer.state, answer.flags) == ("applied", flags)
    found = hazards()[0].found_at
    assert abs(found - captured - timedelta(minutes=minutes)) < timedelta(seconds=1)


@pytest.mark.parametrize(
    "stamp",
    [
        {"captured_at": "2031-01-01T00:00:00Z"},
        {"captured_at": "1970-01-01T00:03:00Z", "offset_ms": 1_790_000_000_000},
        {"captured_at": "9999-12-31T23:59:59Z", "offset_ms": 10**14},
        {"captured_at": "2026-03-02T08:00:00Z", "offset_ms": -(10**15)},
    ],
)
def test_the_strangest_clock_loses_nothing(phone: Phone, stamp: dict[str, Any]) -> None:
    answer = phone.send("hazard.reported", hazard(), **stamp)
    assert (answer.state, answer.flags) == ("applied", ["clock_off"])
    assert hazards()[0].found_at <= now()


def test_an_enterprise_says_how_far_a_clock_may_be_off(world: World, phone: Phone) -> None:
    mine = world.mine_id
    settings.override(CLOCK_MINUTES, 30, unit_id=mine, enterprise_id=mine, by=world.admin.id)
    assert phone.send("hazard.reported", hazard(), offset_ms=6 * 60_000).flags == []


def test_a_heartbeat_without_ops_is_heard_in_its_own_persons_session(phone: Phone) -> None:
    before = key_of(phone).heard_at
    answer = phone.push(None, phone={"key": phone.key_id, "top_n": 7, "offset_ms": 1_790_000_000_000})
    key = key_of(phone)
    assert answer.answers == []
    assert (key.top_n, key.missing, key.offset_ms) == (7, 7, 1_790_000_000_000)
    assert key.heard_at > before
    phone.push(None, phone={"key": phone.key_id, "top_n": 3})
    assert (key_of(phone).top_n, key_of(phone).offset_ms) == (7, 1_790_000_000_000)


@pytest.mark.parametrize("carrier", ["team_leader", None])
def test_nobody_else_says_what_a_phone_holds(world: World, phone: Phone, carrier: str | None) -> None:
    before = key_of(phone).heard_at
    says = {"key": phone.key_id, "top_n": 9}
    push(world.client(carrier), phone.op("hazard.reported", hazard()), phone=says)
    assert (key_of(phone).top_n, key_of(phone).heard_at) == (1, before)


@pytest.mark.parametrize("says", [{"top_n": -1}, {"top_n": 2**31}, {"top_n": 1, "offset_ms": 10**16}])
def test_a_phone_that_talks_nonsense_is_not_believed(phone: Phone, says: dict[str, int]) -> None:
    phone.push(None, phone={"key": phone.key_id, **says})
    assert (key_of(phone).top_n, key_of(phone).offset_ms) == (0, None)
