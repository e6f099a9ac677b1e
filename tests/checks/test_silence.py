"""漏检 is a claim: nothing that others do with an account makes it of a phone that may still hold the check."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.access import actions as access
from app.access.phones import End, PhoneKey
from app.checks import actions, queries
from app.checks.states import State
from app.core import db
from app.core.clock import now
from tests.checks.builders import begin, check, plan_of
from tests.sync.phones import Phone, ago, key_of, push
from tests.world import PASSWORD, World


@pytest.fixture
def phone(world: World) -> Phone:
    """The worker's phone, heard from before yesterday's check and not since."""
    made = Phone(world, "worker")
    world.change(key_of(made), heard_at=ago(days=3), registered_at=ago(days=3))
    return made


def states(world: World) -> set[State]:
    plan = plan_of(world, asks_scan=False)
    begin(world, plan, ago(days=2))
    actions.freeze(world.mine_id, now())
    world.forget()
    found = queries.expectations([world.mine.path], date(2020, 1, 1), date(2099, 1, 1), now=now())
    assert found
    return {one.state for one in found}


def test_a_phone_that_was_not_heard_from_is_silent(world: World, phone: Phone) -> None:
    assert states(world) == {State.UNKNOWN}


def test_a_phone_that_says_how_much_it_has_written_is_not(world: World, phone: Phone) -> None:
    phone.push(None, phone={"key": phone.key_id, "top_n": 0})
    assert states(world) == {State.MISSED}


def test_a_page_that_is_opened_on_a_line_too_weak_to_send_is_no_word(world: World, phone: Phone) -> None:
    assert phone.register().status_code == 200
    assert states(world) == {State.UNKNOWN}


def test_a_colleague_who_signs_in_on_a_shared_phone_is_no_word(world: World, phone: Phone) -> None:
    leader = world.people["team_leader"].account
    sent = {"who": leader.employee_no, "password": PASSWORD}
    assert phone.client.post("/signin", data=sent).status_code in {200, 302, 303}
    assert key_of(phone).ended_how == End.SIGNED_OUT
    assert states(world) == {State.UNKNOWN}


@pytest.mark.parametrize("how", ["lost", "password", "left"])
def test_whoever_ends_a_key_elsewhere_says_nothing_of_its_phone(world: World, phone: Phone, how: str) -> None:
    account = world.people["worker"].account
    if how == "lost":
        access.end_sessions(account, by=world.admin.id)
    elif how == "password":
        access.set_password(account, "x", by=world.admin.id)
    else:
        access.close_account(account, by=world.admin.id)
    assert key_of(phone).ended_at is not None
    assert states(world) == {State.UNKNOWN}


def test_a_phone_that_gave_its_key_up_has_said_its_last_word(world: World, phone: Phone) -> None:
    phone.client.post(f"/api/sync/keys/{phone.key_id}/end", json={"top_n": 0})
    assert states(world) == {State.MISSED}


def test_what_a_colleague_carries_answers_and_hears_nothing_else(world: World, phone: Phone) -> None:
    plan = plan_of(world, asks_scan=False)
    begin(world, plan, ago(days=2))
    at = now() - timedelta(days=1)
    body = _body(plan, at.astimezone().date())
    carried = push(world.client("team_leader"), phone.op("check.submitted", body, captured_at=at))
    assert carried.answers[0].state == "applied"
    assert db.session().get_one(PhoneKey, key_of(phone).id).heard_at < ago(days=2)


def _body(plan: Any, day: date) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(check(plan, str(day)))
    return found
