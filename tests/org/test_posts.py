"""Posts and who holds them."""

from app.org import actions
from tests.org.pages import ends_at
from tests.world import DAY, World


def test_the_list_is_searched_and_stays_within_ones_units(world: World) -> None:
    admin = world.client("administrator")
    assert "自卸车司机岗" in admin.get("/console/posts").text
    assert "熔炼炉" not in admin.get("/console/posts").text
    found = admin.get("/console/posts?q=破碎").text
    assert "一号破碎机操作岗" in found and "自卸车" not in found
    assert "没有找到岗位" in admin.get("/console/posts?q=没有的").text
    assert "自卸车" not in world.client("team_leader").get("/console/posts").text


def test_the_list_has_pages_of_fifty(world: World) -> None:
    for number in range(60):
        actions.add_post(unit=world.hauling, title=f"岗 {number:02d}", by=None)
    admin = world.client("administrator")
    assert "第 1 页，共 2 页" in admin.get("/console/posts").text
    second = admin.get("/console/posts?page=2&q=").text
    assert "岗 59" in second and "岗 00" not in second
    assert admin.get("/console/posts?page=-1&q=%00").status_code == 200
    assert admin.get("/console/posts?page=999999999999").status_code == 200


def test_adding_amending_moving_and_closing(world: World) -> None:
    admin = world.client("administrator")
    where = ends_at(admin.post("/console/posts/new", data={"unit": world.crew.id, "title": "给料岗"}))
    assert "一般岗位" in admin.get(where).text
    moved = {"unit": world.hauling.id, "title": "给料机岗", "key_post": "on"}
    admin.post(f"{where}/details", data=moved)
    page = admin.get(where).text
    assert "给料机岗" in page and "运输车间" in page and "重点岗位" in page
    assert "不能再恢复" in admin.get(f"{where}/closure").text
    admin.post(f"{where}/closure")
    assert "停用了，只能看" in admin.get(where).text
    assert admin.post(f"{where}/closure").status_code == 409


def test_a_title_is_taken_once_in_a_unit(world: World) -> None:
    admin = world.client("administrator")
    answer = admin.post("/console/posts/new", data={"unit": world.crew.id, "title": "一号破碎机操作岗"})
    assert answer.status_code == 409
    assert 'value="一号破碎机操作岗"' in answer.text
    assert admin.post("/console/posts/new", data={"title": "没选单位"}).status_code == 422


def test_assigning_from_the_post_and_ending_keeps_the_history(world: World) -> None:
    head = world.client("department_head")
    leader, where = world.people["team_leader"], f"/console/posts/{world.crusher.id}"
    assert "team_leader" in head.get(f"{where}/holders").text
    head.post(f"{where}/holders", data={"person": leader.id, "on": "2026-04-01"})
    held = next(one for one in leader.assignments if one.to_on is None)
    assert "不在“一号破碎机操作岗”了" in head.get(f"/console/assignments/{held.id}/end").text
    head.post(f"/console/assignments/{held.id}/end", data={"on": "2026-05-01"})
    page = head.get(where).text
    assert "以前谁在岗" in page
    assert "2026 年 4 月 1 日起，到 2026 年 5 月 1 日" in page
    assert head.post(f"/console/assignments/{held.id}/end", data={"on": "2026-05-02"}).status_code == 409


def test_assigning_from_the_person(world: World) -> None:
    admin, driver = world.client("administrator"), world.driver
    where = f"/console/people/{driver.id}/posts"
    assert "自卸车司机岗" in admin.get(where).text
    assert "一号破碎机操作岗" not in admin.get(where).text
    assert "一号破碎机操作岗" in admin.get(f"{where}?q=破碎").text
    admin.post(where, data={"post": world.truck.id, "on": "2026-03-02"})
    assert [one.post.title for one in driver.assignments] == ["自卸车司机岗"]


def test_what_can_not_be_assigned(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/posts/{world.crusher.id}/holders"
    worker, driver = world.people["worker"], world.driver
    assert admin.post(where, data={"person": worker.id, "on": "2026-04-01"}).status_code == 409
    assert admin.post(where, data={"person": driver.id, "on": "2030-01-01"}).status_code == 422
    assert admin.post(where, data={"person": driver.id, "on": "2020-01-01"}).status_code == 422
    assert admin.post(where, data={"person": driver.id, "on": "昨天"}).status_code == 422
    assert admin.post(where, data={"on": "2026-04-01"}).status_code == 422
    assert admin.post(where, data={"person": world.stranger.id, "on": "2026-04-01"}).status_code == 404


def test_a_head_assigns_nobody_of_another_department(world: World) -> None:
    head = world.client("department_head")
    answer = head.post(
        f"/console/posts/{world.crusher.id}/holders", data={"person": world.driver.id, "on": "2026-04-01"}
    )
    assert answer.status_code == 403


def test_closing_a_post_ends_its_assignments(world: World) -> None:
    held = world.people["worker"].assignments[0]
    actions.close_post(world.crusher, by=world.admin.id)
    assert held.to_on is not None and held.to_on >= DAY
