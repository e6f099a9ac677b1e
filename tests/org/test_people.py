"""People: joining, amending, moving, leaving, coming back."""

from datetime import date

import pytest

from app.access.queries import sessions_of
from app.core.errors import Conflict, Invalid
from app.org import actions, queries
from tests.org.pages import ends_at
from tests.world import DAY, PASSWORD, World

NEW = {"name": "赵小满", "employee_no": "3001", "phone": "13800003001", "on": "2026-03-02"}


def test_the_list_is_searched_by_name_number_and_phone(world: World) -> None:
    admin = world.client("administrator")
    for search in ("driver", "1101", "19900001101"):
        page = admin.get(f"/console/people?q={search}").text
        assert "找到 1 人" in page and "driver" in page
    assert "没有找到人" in admin.get("/console/people?q=%25").text
    assert "driver" not in world.client("team_leader").get("/console/people").text
    assert "stranger" not in admin.get("/console/people").text


def test_the_list_of_one_unit(world: World) -> None:
    admin = world.client("administrator")
    page = admin.get(f"/console/people?unit={world.hauling.id}").text
    assert "driver" in page and "team_leader" not in page
    assert world.client("team_leader").get(f"/console/people?unit={world.hauling.id}").status_code == 403
    assert admin.get(f"/console/people?unit={world.casting.id}").status_code == 404


def test_a_persons_page(world: World) -> None:
    page = world.client("administrator").get(f"/console/people/{world.people['worker'].id}").text
    for words in (
        "1001",
        "19900001001",
        "破碎甲班",
        "一号破碎机操作岗",
        "给他登录码",
        "没有登录着的手机",
        "离职",
    ):
        assert words in page
    seen = world.client("team_leader").get(f"/console/people/{world.people['worker'].id}").text
    assert "19900001001" not in seen and "登录的手机" not in seen and "离职" not in seen


def test_joining(world: World) -> None:
    admin = world.client("administrator")
    where = ends_at(admin.post("/console/people/new", data=NEW | {"unit": str(world.crew.id)}))
    page = admin.get(where).text
    assert "赵小满" in page and "破碎甲班" in page and "员工" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"employee_no": "10 01"},
        {"employee_no": "1001"},
        {"phone": "123"},
        {"phone": "19900001101"},
        {"phone": "19900002001"},  # somebody's of another enterprise
        {"on": "2030-01-01"},
        {"on": ""},
        {"unit": ""},
    ],
)
def test_joining_refuses_what_does_not_fit_and_keeps_the_rest(world: World, wrong: dict[str, str]) -> None:
    typed = NEW | {"unit": str(world.crew.id)} | wrong
    answer = world.client("administrator").post("/console/people/new", data=typed)
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text
    kept = [value for key, value in typed.items() if key in ("name", "employee_no", "phone") and value]
    assert [value for value in kept if f'value="{value}"' not in answer.text] == []


def test_amending(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/people/{world.driver.id}"
    admin.post(f"{where}/details", data={"name": "司机", "employee_no": "1109", "phone": ""})
    assert (world.driver.account.name, world.driver.account.phone) == ("司机", None)
    taken = {"name": "司机", "employee_no": "1001", "phone": ""}
    assert admin.post(f"{where}/details", data=taken).status_code == 409
    same = {"name": "司机", "employee_no": "1109", "phone": "1380000 1109"}
    admin.post(f"{where}/details", data=same)
    assert world.driver.account.phone == "13800001109"


def test_moving_keeps_history_and_moves_the_workers_role(world: World) -> None:
    admin, driver = world.client("administrator"), world.driver
    admin.post(f"/console/people/{driver.id}/transfer", data={"unit": world.crew.id, "on": "2026-06-01"})
    stays = [(one.unit.name, one.from_on, one.to_on) for one in driver.memberships]
    assert stays == [("破碎甲班", date(2026, 6, 1), None), ("运输车间", DAY, date(2026, 5, 31))]
    assert [grant.unit_path for grant in driver.account.grants] == [world.crew.path]
    page = admin.get(f"/console/people/{driver.id}").text
    assert "在过的单位" in page and "2026 年 3 月 2 日起，到 2026 年 5 月 31 日" in page
    assert world.client("team_leader").get(f"/console/people/{driver.id}").status_code == 200


def test_what_can_not_be_moved(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/people/{world.driver.id}/transfer"
    assert admin.post(where, data={"unit": world.crew.id, "on": "2026-01-01"}).status_code == 422
    assert admin.post(where, data={"unit": world.crew.id, "on": "2030-01-01"}).status_code == 422
    assert admin.post(where, data={"unit": world.casting.id, "on": "2026-06-01"}).status_code == 404
    with pytest.raises(Invalid):
        actions.move(world.driver, world.casting, on=date(2026, 6, 1), by=world.admin.id)


def test_leaving_asks_first_then_ends_posts_roles_sessions_and_frees_the_phone(world: World) -> None:
    worker = world.people["worker"]
    signed_in, admin = world.client(worker), world.client("administrator")
    assert "手机全部退出" in admin.get(f"/console/people/{worker.id}/departure").text
    admin.post(f"/console/people/{worker.id}/departure", data={"on": "2026-06-30"})
    assert worker.left_on == date(2026, 6, 30)
    assert [one.to_on for one in worker.assignments] == [date(2026, 6, 30)]
    assert worker.account.grants == [] and worker.account.phone is None
    assert sessions_of(worker.id) == []
    assert signed_in.get("/api/me").json == {
        "account": None,
        "name": "",
        "csrf": signed_in.get("/api/me").json["csrf"],
    }
    assert (
        world.app.test_client().post("/signin", data={"who": "1001", "password": PASSWORD}).status_code == 401
    )


def test_who_left_is_listed_apart_and_may_come_back(world: World) -> None:
    driver, admin = world.driver, world.client("administrator")
    where = f"/console/people/{driver.id}"
    admin.post(f"{where}/departure", data={"on": "2026-06-30"})
    assert "2026 年 6 月 30 日离职了" in admin.get(where).text
    assert "driver" not in admin.get("/console/people").text
    assert "driver" in admin.get("/console/people?left=1").text
    assert admin.post(f"{where}/return", data={"unit": world.crew.id, "on": "2026-06-01"}).status_code == 422
    admin.post(f"{where}/return", data={"unit": world.crew.id, "on": "2026-09-01"})
    assert driver.left_on is None and driver.account.is_active
    assert [one.unit.name for one in driver.memberships] == ["破碎甲班", "运输车间"]
    assert "driver" in admin.get("/console/people").text


def test_who_moved_and_left_is_listed_with_the_last_unit_only(world: World) -> None:
    driver = world.driver
    actions.move(driver, world.crew, on=date(2026, 6, 1), by=world.admin.id)
    actions.leave(driver, on=date(2026, 6, 30), by=world.admin.id)
    assert [one.id for one in queries.people([world.crew.path], left=True)] == [driver.id]
    assert queries.people([world.hauling.path], left=True) == []
    assert queries.count_people([world.mine.path], left=True) == 1


def test_what_a_person_who_left_can_not_do(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/people/{world.driver.id}"
    admin.post(f"{where}/departure", data={"on": "2026-06-30"})
    for path, data in (
        ("departure", {"on": "2026-07-01"}),
        ("transfer", {"unit": world.crew.id, "on": "2026-07-01"}),
        ("details", {"name": "x", "employee_no": "1101", "phone": ""}),
        ("roles", {"unit": world.crew.id, "role": "team_leader"}),
        ("posts", {"post": world.truck.id, "on": "2026-07-01"}),
    ):
        assert admin.post(f"{where}/{path}", data=data).status_code in (409, 422), path
    assert admin.post(f"{where}/key").status_code == 403


def test_leaving_before_one_came_is_refused(world: World) -> None:
    admin, where = world.client("administrator"), f"/console/people/{world.driver.id}/departure"
    assert admin.post(where, data={"on": "2026-01-01"}).status_code == 422
    assert admin.post(where, data={"on": "2030-01-01"}).status_code == 422
    with pytest.raises(Conflict):
        actions.come_back(world.driver, world.crew, on=date(2026, 7, 1), by=world.admin.id)


def test_the_last_administrator_can_not_leave(world: World) -> None:
    admin = world.people["administrator"]
    answer = world.client(admin).post(f"/console/people/{admin.id}/departure", data={"on": "2026-06-30"})
    assert answer.status_code == 409
    assert "最后一个管理员" in answer.text
    assert admin.left_on is None and admin.account.is_active


def test_a_lost_phone_is_signed_out(world: World) -> None:
    worker = world.people["worker"]
    phone, admin = world.client(worker), world.client("administrator")
    assert phone.get("/sessions").status_code == 200
    assert "手机丢了，全部退出" in admin.get(f"/console/people/{worker.id}").text
    admin.post(f"/console/people/{worker.id}/sign-out")
    assert phone.get("/sessions").status_code == 302
