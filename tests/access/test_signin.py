"""Signing in."""

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
