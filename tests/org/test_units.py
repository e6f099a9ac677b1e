"""Units: the tree, and changing it."""

from app.access import actions as access
from app.access.policy import Role
from app.org import actions
from app.org.models import UnitKind
from tests.org.pages import ends_at
from tests.world import World


def test_the_tree_holds_the_own_units_only(world: World) -> None:
    page = world.client("department_head").get("/console/units").text
    assert "破碎车间" in page and "破碎甲班" in page
    assert "运输车间" not in page and "甲矿" not in page


def test_a_park_sees_its_enterprises(world: World) -> None:
    page = world.client("park_overseer").get("/console/units").text
    assert "甲矿" in page and "乙厂" in page and "熔铸车间" in page


def test_a_units_page(world: World) -> None:
    page = world.client("administrator").get(f"/console/units/{world.crushing.id}").text
    for words in ("甲矿", "破碎甲班", "3 人", "department_head", "部门负责人", "停用"):
        assert words in page
    assert "改名" not in world.client("safety_officer").get(f"/console/units/{world.crushing.id}").text


def test_adding_a_team(world: World) -> None:
    admin = world.client("administrator")
    answer = admin.post(
        f"/console/units/{world.crushing.id}/children", data={"kind": "team", "name": "破碎乙班"}
    )
    assert "破碎乙班" in admin.get(ends_at(answer)).text


def test_a_form_that_does_not_fit_keeps_what_was_typed(world: World) -> None:
    admin = world.client("administrator")
    where = f"/console/units/{world.crushing.id}/children"
    answer = admin.post(where, data={"kind": "team", "name": "破碎甲班"})
    assert answer.status_code == 409
    assert 'value="破碎甲班"' in answer.text
    assert "这里已经有“破碎甲班”了" in answer.text
    assert admin.post(where, data={"kind": "park", "name": "园"}).status_code == 422
    assert admin.post(where, data={"kind": "team", "name": " "}).status_code == 422
    assert admin.post(where, data={"kind": "team", "name": "长" * 61}).status_code == 422


def test_renaming(world: World) -> None:
    admin = world.client("administrator")
    admin.post(f"/console/units/{world.crew.id}/name", data={"name": "破碎一班"})
    assert world.crew.name == "破碎一班"


def test_moving_takes_posts_people_and_roles_along(world: World) -> None:
    leader, admin = world.client("team_leader"), world.client("administrator")
    admin.post(f"/console/units/{world.crew.id}/place", data={"unit": world.hauling.id})
    assert world.crew.path.startswith(world.hauling.path)
    assert leader.get(f"/console/units/{world.crew.id}").status_code == 200
    assert world.client("department_head").get(f"/console/units/{world.crew.id}").status_code == 403


def test_what_can_not_be_moved(world: World) -> None:
    admin = world.client("administrator")
    for unit, to in (
        (world.crushing, world.crew),
        (world.crushing, world.crushing),
        (world.mine, world.crushing),
    ):
        answer = admin.post(f"/console/units/{unit.id}/place", data={"unit": to.id})
        assert answer.status_code == 422
    foreign = admin.post(f"/console/units/{world.crew.id}/place", data={"unit": world.casting.id})
    assert foreign.status_code == 404


def test_closing_asks_first_and_only_closes_what_is_empty(world: World) -> None:
    admin = world.client("administrator")
    where = f"/console/units/{world.crew.id}/closure"
    assert "不能再恢复" in admin.get(where).text
    answer = admin.post(where)
    assert answer.status_code == 409
    assert "先把它们移走" in answer.text


def test_closing_ends_the_roles_on_it(world: World) -> None:
    empty = actions.add_unit(kind=UnitKind.TEAM, name="空班", parent=world.crushing, by=None)
    leader = world.people["team_leader"].account
    grant = access.grant_role(leader, Role.TEAM_LEADER, unit_id=empty.id, unit_path=empty.path, by=None)
    admin = world.client("administrator")
    assert "1 个人在这里的角色会收回" in admin.get(f"/console/units/{empty.id}/closure").text
    admin.post(f"/console/units/{empty.id}/closure")
    assert empty.closed_on is not None
    assert grant.ended_at is not None
    assert "停用了，只能看" in admin.get(f"/console/units/{empty.id}").text
    assert "空班" not in admin.get("/console/units").text


def test_nothing_is_put_into_a_closed_unit(world: World) -> None:
    closed = actions.add_unit(kind=UnitKind.DEPARTMENT, name="旧车间", parent=world.mine, by=None)
    actions.close_unit(closed, by=world.admin.id)
    admin = world.client("administrator")
    for where, data in (
        (f"/console/units/{closed.id}/children", {"kind": "team", "name": "新班"}),
        ("/console/posts/new", {"unit": closed.id, "title": "新岗"}),
        (f"/console/posts/{world.truck.id}/details", {"unit": closed.id, "title": "新岗"}),
        ("/console/people/new", {"unit": closed.id, "name": "甲", "employee_no": "7", "on": "2026-03-02"}),
        (f"/console/people/{world.driver.id}/transfer", {"unit": closed.id, "on": "2026-04-01"}),
        (f"/console/units/{world.crew.id}/place", {"unit": closed.id}),
        (f"/console/units/{closed.id}/closure", {}),
    ):
        assert admin.post(where, data=data).status_code in (409, 422), where
