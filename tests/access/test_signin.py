"""Signing in."""

from contextlib import ExitStack

from app.access import secrets
from app.access.queries import sessions_of
from tests.world import PASSWORD, World

WRONG = "工号或密码不对"


def sign_in(world: World, who: str, password: str = PASSWORD):
    return world.app.test_client().post("/signin", data={"who": who, "password": password})


def test_employee_number_and_phone_both_sign_in(world: World) -> None:
    assert sign_in(world, "1001").location == "/"
    assert sign_in(world, "19900001001").location == "/"


def test_every_failure_has_the_same_words(world: World) -> None:
    for who, password in (("1001", "wrong"), ("nobody", PASSWORD), ("", "")):
        answer = sign_in(world, who, password)
        assert answer.status_code == 401
        assert WRONG in answer.text


def test_tries_are_limited_per_account_and_not_for_others(world: World) -> None:
    for _ in range(10):
        sign_in(world, "1001", "wrong")
    assert sign_in(world, "1001").status_code == 429
    assert sign_in(world, "19900001001").status_code == 429  # the phone is the same account
    assert sign_in(world, "1002").location == "/"


def test_who_signs_in_over_another_ends_that_session(world: World) -> None:
    browser = world.client("worker")
    assert browser.post("/signin", data={"who": "1101", "password": PASSWORD}).location == "/"
    assert browser.get("/api/me").json["name"] == "driver"
    assert sessions_of(world.people["worker"].id) == []


def test_a_flood_of_passwords_is_turned_away_rather_than_left_waiting(world: World) -> None:
    with ExitStack() as busy:
        for _ in range(4):
            busy.enter_context(secrets._places)
        assert sign_in(world, "1001").status_code == 429
    assert sign_in(world, "1001").location == "/"
