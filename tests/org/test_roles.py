"""Granting roles and taking them away."""

from app.access import actions as access
from app.access.policy import Role
from tests.world import World


def grant(world: World, who: str, to: str, role: str, unit: object) -> int:
    person = world.people[to]
    answer = world.client(who).post(f"/console/people/{person.id}/roles", data={"role": role, "unit": unit})
    return answer.status_code


def roles(world: World, who: str) -> set[str]:
    return {one.role for one in world.people[who].account.grants}


def test_an_administrator_grants_and_takes_away(world: World) -> None:
    admin, worker = world.client("administrator"), world.people["worker"]
    page = admin.get(f"/console/people/{worker.id}/roles").text
    assert "班组长" in page and "管理员" in page and "园区监管" not in page
    admin.post(f"/console/people/{worker.id}/roles", data={"role": "team_leader", "unit": world.crew.id})
    assert roles(world, "worker") == {"worker", "team_leader"}
    shown = admin.get(f"/console/people/{worker.id}").text
    assert "破碎甲班，administrator" in shown
    given = next(one for one in worker.account.grants if one.role == "team_leader")
    assert "不再是破碎甲班的班组长" in admin.get(f"/console/grants/{given.id}/end").text
    admin.post(f"/console/grants/{given.id}/end")
    assert roles(world, "worker") == {"worker"}
    assert "收回" in admin.get(f"/console/people/{worker.id}").text


def test_nobody_else_grants(world: World) -> None:
    for who in ("worker", "team_leader", "department_head", "safety_officer", "principal", "park_overseer"):
        assert grant(world, who, "worker", "team_leader", world.crew.id) == 403


def test_no_role_above_the_own_and_none_elsewhere(world: World) -> None:
    assert grant(world, "administrator", "worker", "park_overseer", world.crew.id) == 422
    assert grant(world, "administrator", "worker", "", world.crew.id) == 422
    assert grant(world, "administrator", "worker", "team_leader", world.casting.id) == 404
    assert grant(world, "administrator", "worker", "team_leader", world.park.id) == 404
    assert roles(world, "worker") == {"worker"}


def test_a_departments_administrator_stays_within_it(world: World) -> None:
    small = world.person("small", world.crushing, "1201", Role.ADMINISTRATOR, world.crushing)
    worker, browser = world.people["worker"], world.client(small)
    where = f"/console/people/{worker.id}/roles"
    assert browser.post(where, data={"role": "team_leader", "unit": world.crew.id}).status_code == 302
    assert browser.post(where, data={"role": "team_leader", "unit": world.hauling.id}).status_code == 403
    whole = next(one for one in world.admin.grants if one.role == "administrator")
    assert browser.post(f"/console/grants/{whole.id}/end").status_code == 403


def test_a_departments_administrator_can_not_dismiss_somebody_with_roles_above(world: World) -> None:
    small = world.person("small", world.mine, "1201", Role.ADMINISTRATOR, world.crushing)
    high = world.person("high", world.crew, "1202", Role.PRINCIPAL, world.mine)
    answer = world.client(small).post(f"/console/people/{high.id}/departure", data={"on": "2026-06-01"})
    assert answer.status_code == 403
    assert high.left_on is None


def test_an_enterprise_keeps_an_administrator(world: World) -> None:
    admin = world.client("administrator")
    own = next(one for one in world.admin.grants if one.role == "administrator")
    answer = admin.post(f"/console/grants/{own.id}/end")
    assert answer.status_code == 409
    assert "最后一个管理员" in answer.text
    access.grant_role(
        world.people["principal"].account,
        Role.ADMINISTRATOR,
        unit_id=world.mine.id,
        unit_path=world.mine.path,
        by=world.admin.id,
    )
    assert "这是你自己的角色" in admin.get(f"/console/grants/{own.id}/end").text
    assert admin.post(f"/console/grants/{own.id}/end").status_code == 302
    assert own.ended_at is not None


def test_a_departments_administrator_does_not_count_as_one(world: World) -> None:
    world.person("small", world.crushing, "1201", Role.ADMINISTRATOR, world.crushing)
    own = next(one for one in world.admin.grants if one.role == "administrator")
    assert world.client("administrator").post(f"/console/grants/{own.id}/end").status_code == 409


def test_the_workers_role_follows_the_unit(world: World) -> None:
    own = world.people["worker"].account.grants[0]
    assert world.client("administrator").post(f"/console/grants/{own.id}/end").status_code == 422
