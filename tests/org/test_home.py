"""The console's front page."""

import pytest

from tests.world import World


def test_a_worker_has_no_console(world: World) -> None:
    assert world.client("worker").get("/console/").status_code == 403


@pytest.mark.parametrize(
    ("role", "sees", "misses"),
    [
        ("team_leader", ["给员工登录码", "单位和岗位", "人员", "岗位码"], ["导入花名册", "设置", "审计记录"]),
        ("safety_officer", ["/console/import", "设置"], ["导入花名册", "审计记录"]),
        ("principal", ["审计记录", "设置"], ["导入花名册"]),
        ("administrator", ["导入花名册", "审计记录", "设置", "给员工登录码"], []),
        ("park_overseer", ["单位和岗位", "人员", "设置"], ["给员工登录码", "导入花名册", "岗位码"]),
    ],
)
def test_everybody_sees_what_they_may_do(world: World, role: str, sees: list[str], misses: list[str]) -> None:
    page = world.client(role).get("/console/").text
    assert [word for word in sees if word not in page] == []
    assert [word for word in misses if word in page] == []


def test_it_says_who_i_am_and_lets_me_out(world: World) -> None:
    page = world.client("team_leader").get("/console/").text
    assert "team_leader" in page
    assert "工号 1002" in page
    assert "破碎甲班班组长" in page
    assert 'action="/signout"' in page
    assert 'href="/"' in page
