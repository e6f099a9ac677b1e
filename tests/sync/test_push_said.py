"""When a phone spoke: a word that crawled through the air for minutes is as old as when it was said."""

from datetime import date, datetime
from typing import Any

import pytest

from app.checks import actions, queries
from app.checks.states import State
from app.core.clock import now
from tests.checks.builders import begin, plan_of
from tests.sync.phones import Phone, ago, hazard, key_of
from tests.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    """The worker's phone, heard from three days ago and not since."""
    made = Phone(world, "worker")
    world.change(key_of(made), heard_at=ago(days=3), registered_at=ago(days=3))
    return made


def says(phone: Phone, *, at: datetime | str | None = None, **more: Any) -> None:
    said = at.isoformat() if isinstance(at, datetime) else at
    phone.push(None, phone={"key": phone.key_id, "top_n": 0, "at": said, **more})


def test_without_a_time_it_is_heard_when_it_arrives(phone: Phone) -> None:
    for said in ({}, {"at": None}):
        before = now()
        phone.push(None, phone={"key": phone.key_id, "top_n": 0, **said})
        assert before <= key_of(phone).heard_at <= now()


def test_it_is_heard_when_it_spoke(phone: Phone) -> None:
    spoke = ago(minutes=7)
    says(phone, at=spoke)
    assert key_of(phone).heard_at == spoke


@pytest.mark.parametrize("at", ["2031-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_never_later_than_it_arrived(phone: Phone, at: str) -> None:
    before = now()
    says(phone, at=at)
    assert before <= key_of(phone).heard_at <= now()


OLD = ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2001-01-01T00:00:00"]
UNREADABLE = ["", "昨天", "+010000-01-01T00:00:00.000Z", "2026-02-30T00:00:00Z", "\0", "9" * 10_000]


@pytest.mark.parametrize("at", [*OLD, *UNREADABLE])
def test_never_earlier_than_it_was_heard_before(phone: Phone, at: str) -> None:
    before = key_of(phone).heard_at
    says(phone, at=at, top_n=4)
    assert (key_of(phone).heard_at, key_of(phone).top_n) == (before, 4)


def test_words_that_overtake_each_other_do_not_go_back(phone: Phone) -> None:
    earlier, later = ago(minutes=9), ago(minutes=2)
    says(phone, at=later)
    says(phone, at=earlier)
    assert key_of(phone).heard_at == later


def test_a_time_without_a_zone_is_utc_and_loses_nothing(phone: Phone) -> None:
    spoke = ago(minutes=7)
    op = phone.op("hazard.reported", hazard())
    said = {"key": phone.key_id, "top_n": 1, "at": spoke.replace(tzinfo=None).isoformat()}
    assert phone.push(None, op, phone=said).answers[0].state == "applied"
    assert key_of(phone).heard_at == spoke


def _states(world: World, phone: Phone, spoke_at: datetime) -> set[State]:
    plan = plan_of(world, asks_scan=False)
    begin(world, plan, ago(days=2))
    says(phone, at=spoke_at)
    actions.freeze(world.mine_id, now())
    world.forget()
    found = queries.expectations([world.mine.path], date(2020, 1, 1), date(2099, 1, 1), now=now())
    return {one.state for one in found}


def test_what_was_said_before_a_window_closed_makes_no_claim_of_it(world: World, phone: Phone) -> None:
    assert _states(world, phone, ago(days=3)) == {State.UNKNOWN}


def test_what_was_said_after_it_closed_does(world: World, phone: Phone) -> None:
    assert _states(world, phone, now()) == {State.MISSED}
