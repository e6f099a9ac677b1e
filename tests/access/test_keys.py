"""One-time keys: the QR's address and its 6 digits."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access import actions
from app.access.models import SignInKey
from app.access.queries import live_key
from app.core import db
from app.core.clock import now
from tests.world import World

WRONG = "工号或 6 位码不对"


def issue(world: World, who: str = "worker", minutes: int = 10) -> tuple[str, str]:
    return actions.issue_key(world.people[who].account, minutes=minutes, by=world.admin.id)


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def by_code(world: World, who: str, code: str) -> int:
    return world.app.test_client().post("/signin/code", data={"who": who, "code": code}).status_code


def name_of(browser: object) -> str:
    return browser.get("/api/me").json["name"]


def test_opening_it_never_spends_it(world: World) -> None:
    secret, _ = issue(world)
    for _ in range(3):
        page = world.app.test_client().get(f"/k/{secret}")
        assert page.status_code == 200 and "你是worker吗" in page.text
        assert "Set-Cookie" not in page.headers or "_user_id" not in page.headers["Set-Cookie"]
    world.app.test_client().head(f"/k/{secret}")
    assert live_key(secret) is not None


def test_one_tap_signs_in_and_a_second_does_not(world: World) -> None:
    secret, code = issue(world)
    browser = world.app.test_client()
    assert browser.post(f"/k/{secret}").location == "/"
    assert name_of(browser) == "worker"
    again = world.app.test_client()
    assert again.post(f"/k/{secret}").status_code == 404
    assert name_of(again) == ""
    assert world.app.test_client().get(f"/k/{secret}").status_code == 404
    assert by_code(world, "1001", code) == 401


def test_the_code_signs_in_with_the_number_or_phone_of_its_owner_once(world: World) -> None:
    _, code = issue(world)
    assert by_code(world, "1001", code) == 302
    assert by_code(world, "1001", code) == 401
    _, code = issue(world)
    assert by_code(world, "19900001001", f"{code[:3]} {code[3:]}") == 302


def test_the_code_of_another_person_fails(world: World) -> None:
    _, code = issue(world)
    issue(world, "team_leader")
    assert by_code(world, "1002", code) == 401
    assert by_code(world, "1003", code) == 401
    assert by_code(world, "", code) == 401
    assert by_code(world, "1001", "") == 401


def test_it_runs_out(world: World) -> None:
    secret, code = issue(world, minutes=10)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert world.app.test_client().post(f"/k/{secret}").status_code == 404
        assert by_code(world, "1001", code) == 401


def test_five_wrong_tries_void_it(world: World) -> None:
    secret, code = issue(world)
    for _ in range(4):
        assert by_code(world, "1001", other(code)) == 401
    assert live_key(secret) is not None
    assert by_code(world, "1001", other(code)) == 401
    assert by_code(world, "1001", code) == 401
    assert world.app.test_client().post(f"/k/{secret}").status_code == 404


def test_guessing_is_limited_however_many_keys_are_given(world: World) -> None:
    for _ in range(10):
        _, code = issue(world)
        by_code(world, "1001", other(code))
    _, code = issue(world)
    assert by_code(world, "1001", code) == 429


def test_a_new_key_voids_the_old(world: World) -> None:
    old, _ = issue(world)
    new, _ = issue(world)
    assert live_key(old) is None and live_key(new) is not None


@pytest.mark.parametrize("secret", ["x", "2" * 32, "2" * 4000, "中文"])
def test_what_is_no_key_says_so_plainly(world: World, secret: str) -> None:
    answer = world.app.test_client().get(f"/k/{secret}")
    assert answer.status_code == 404 and "请班长再给一个" in answer.text


def test_neither_secret_nor_code_is_stored(world: World) -> None:
    secret, code = issue(world)
    row = db.session().scalars(select(SignInKey)).one()
    stored = [str(getattr(row, column.key)) for column in SignInKey.__table__.columns]
    assert not any(secret in one or code == one for one in stored)


def test_it_is_void_once_its_owner_left(world: World) -> None:
    secret, _ = issue(world)
    actions.close_account(world.people["worker"].account, by=world.admin.id)
    assert live_key(secret) is None


def test_old_keys_are_forgotten(world: World) -> None:
    issue(world)
    assert actions.forget_stale_keys() == 0
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert actions.forget_stale_keys() == 1
