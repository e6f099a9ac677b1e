"""A park gets enterprises and overseers by command."""

from click.testing import Result

from tests.world import World


def run(world: World, *words: str) -> Result:
    return world.command("park", *words)


def test_an_overseer_of_the_park_can_sign_in(world: World) -> None:
    told = run(world, "overseer", "青山园区", "--name", "林", "--employee-no", "9001")
    assert told.exit_code == 0
    password = told.output.split("密码 ")[1].split("（")[0]
    answer = world.app.test_client().post("/signin", data={"who": "9001", "password": password})
    assert answer.location == "/password"


def test_an_enterprise_is_added_with_its_administrator(world: World) -> None:
    assert run(world, "enterprise", "青山园区", "丙厂", "--name", "丁", "--employee-no", "1").exit_code == 0
    again = run(world, "enterprise", "青山园区", "丙厂", "--name", "丁", "--employee-no", "1")
    assert (again.exit_code, "已经有" in again.output) == (1, True)


def test_a_park_that_is_not_there_is_named(world: World) -> None:
    told = run(world, "overseer", "没有的园区", "--name", "林", "--employee-no", "9001")
    assert (told.exit_code, "没有的园区" in told.output) == (1, True)
