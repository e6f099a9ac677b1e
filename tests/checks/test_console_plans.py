"""Plans in the console: making one, choosing what it checks, looking ahead, switching it on and off."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.cards.schemas import Kind
from app.checks import actions, desk
from app.checks.models import Cycle, Plan
from app.checks.plans import revision_of
from app.checks.schemas import PlanItem
from app.core import db
from app.org import actions as org
from app.org.queries import today
from tests.checks.builders import plan_of, terms, utc
from tests.org.pages import ends_at, hidden
from tests.world import World

EVIL = "<script>alert(1)</script>"
MORNING = utc("2026-03-02 07:00")  # before anything of that day is due


def form(world: World, **more: Any) -> dict[str, Any]:
    said = {
        "where": f"post:{world.crusher_id}",
        "title": "班前检查",
        "cycle": "day",
        "from_time": "08:00",
        "to_time": "09:00",
        "completer": "anyone",
        "grace_count": "30",
        "grace_unit": "1",
        "asks_scan": "on",
        "valid_from": "2026-03-02",
        "valid_to": "",
    }
    return {**said, **more}


def fields(**columns: list[str]) -> dict[str, list[str]]:
    """The editor's fields for as many items as `text` has."""
    count = len(columns["text"])
    names = ("row", "measure", "standard", "first", "value_name", "value_unit", "value_low", "value_high")
    empty = {name: [""] * count for name in names}
    return {"id": ["x"] * count, "value_decimals": ["0"] * count, **empty, **columns}


def draft(world: World) -> Plan:
    return actions.add_plan(unit=world.crew, post=world.crusher, terms=terms(), by=None)


def items(plan: Plan) -> list[PlanItem]:
    return desk.items_of(revision_of(plan))


@time_machine.travel(MORNING, tick=False)
def test_a_plan_from_the_form_to_the_phone(world: World) -> None:
    world.publish(world.crusher, Kind.RISK)
    officer = world.client("safety_officer")
    at = ends_at(officer.post("/console/plans/new", data=form(world)))
    assert at.endswith("/items")
    page = officer.get(at).text
    assert "护罩装好，螺栓拧紧" in page
    assert "黄 一般" in page
    looked = officer.post(at, data={"do": "look", "pick": "r1:m1"}).text
    assert "加上" in looked and "存成第 1 版，共 1 项" in looked
    again = {name: hidden(looked, name) for name in ("id", "row", "measure", "text", "looked_at")}
    sent = fields(text=[again["text"]], id=[again["id"]], row=[again["row"]], measure=[again["measure"]])
    where = ends_at(officer.post(at, data={**sent, "do": "save", "looked_at": again["looked_at"]}))
    assert "没开" in officer.get(where).text
    ahead = officer.get(f"{where}/preview").text
    assert "一共要查 <b>28</b> 次，每次 1 项" in ahead
    assert "8:00 到 9:00" in ahead
    answer = officer.post(f"{where}/on", data={"sure": "on", "revision": hidden(ahead, "revision")})
    assert ends_at(answer) == where
    plan = desk.plan(db.session().scalars(select(Plan.id)).one())
    assert (plan.on, plan.from_minute, plan.to_minute, plan.grace_minutes) == (True, 480, 540, 30)
    assert [(one.text, one.level, one.row, one.measure) for one in items(plan)] == [
        ("护罩装好，螺栓拧紧", 3, "r1", "m1")
    ]
    listed = officer.get("/console/plans").text
    assert "开着" in listed and "下一次：3 月 2 日 8:00 到 9:00" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"where": ""}, "还没选哪里"),
        ({"title": ""}, "名称没填"),
        ({"cycle": "yearly"}, "还没选多久查一次"),
        ({"completer": ""}, "还没选谁来查"),
        ({"completer": "role"}, "还没选角色"),
        ({"cycle": "shift"}, "要先选倒班表"),
        ({"from_time": "25:00"}, "几点开始不对"),
        ({"grace_count": "-1"}, "晚多久还算按时要填"),
        ({"grace_count": "99", "grace_unit": "1440"}, "最长 31 天"),
        ({"valid_from": "昨天"}, "从哪天起不对"),
        ({"valid_to": "2026-03-01"}, "比“从哪天起”还早"),
    ],
)
def test_a_form_that_does_not_fit_changes_nothing_and_keeps_what_was_typed(
    world: World, wrong: dict[str, str], said: str
) -> None:
    typed = {**form(world, title="我写的名称", asks_measures="on", valid_to="2026-12-31"), **wrong}
    answer = world.client("safety_officer").post("/console/plans/new", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session().scalars(select(Plan)).all() == []
    kept = "我写的名称" if "title" not in wrong else "09:00"
    assert f'value="{kept}"' in answer.text
    assert 'name="asks_measures" checked' in answer.text


def test_a_days_window_over_midnight_ends_on_the_next_day(world: World) -> None:
    officer = world.client("safety_officer")
    at = ends_at(officer.post("/console/plans/new", data=form(world, from_time="22:00", to_time="06:30")))
    page = officer.get(at.removesuffix("/items")).text
    assert "22:00 到 第二天 6:30" in page


def test_amending_keeps_the_place_and_shows_what_is_set(world: World) -> None:
    plan, officer = plan_of(world), world.client("safety_officer")
    at = f"/console/plans/{plan.id}/details"
    assert 'value="班前检查"' in officer.get(at).text
    officer.post(at, data=form(world, title="班中巡检", cycle="week", where=f"post:{world.truck.id}"))
    world.forget()
    found = desk.plan(plan.id)
    assert (found.title, found.cycle, found.post_id) == ("班中巡检", "week", world.crusher_id)
    assert (found.from_minute, found.to_minute) == (0, 1440)


def test_items_are_moved_removed_and_added_without_storing_anything(world: World) -> None:
    plan, officer = plan_of(world), world.client("safety_officer")
    at = f"/console/plans/{plan.id}/items"
    sent = fields(text=["甲", "乙"], id=["a", "b"])
    page = officer.post(at, data={**sent, "do": "down:0"}).text
    assert page.index("乙") < page.index("甲")
    page = officer.post(at, data={**sent, "do": "remove:0"}).text
    assert "查 1 项" in page and "甲" not in page
    assert "查 3 项" in officer.post(at, data={**sent, "do": "add"}).text
    assert officer.post(at, data={**sent, "do": "up:99"}).status_code == 200
    assert [one.id for one in items(plan)] == ["guard", "heat"]


def test_a_new_revision_says_what_it_changes_and_the_old_one_stays(world: World) -> None:
    plan, officer = plan_of(world), world.client("safety_officer")
    at = f"/console/plans/{plan.id}/items"
    sent = fields(
        text=["轴承不烫", "地面没油"],
        id=["heat", "new"],
        value_name=["测到多少度", ""],
        value_unit=["度", ""],
        value_high=["70", ""],
        first=["停机", ""],
    )
    looked = officer.post(at, data={**sent, "do": "look"}).text
    assert "最高 75 度" in looked and "最高 70 度" in looked
    assert looked.count("去掉") and "护罩装好" in looked and "地面没油" in looked
    assert "手机下次连上网" in looked
    officer.post(at, data={**sent, "do": "save", "looked_at": "1"})
    world.forget()
    found = desk.plan(plan.id)
    assert found.revision == 2
    heat, floor = items(found)
    assert (heat.value and heat.value.high, heat.first, floor.text) == (70.0, "停机", "地面没油")
    old = desk.revision(plan.id, 1)
    assert old is not None and len(old.items) == 2 and old.items[0]["id"] == "guard"


def test_items_that_were_changed_meanwhile_are_looked_at_again(world: World) -> None:
    plan, officer = plan_of(world), world.client("safety_officer")
    sent = {**fields(text=["甲"]), "do": "save", "looked_at": "0"}
    answer = officer.post(f"/console/plans/{plan.id}/items", data=sent)
    assert (answer.status_code, "别人刚刚改过" in answer.text) == (409, True)
    assert len(items(plan)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": [""]}, "第 1 项没写看什么"),
        ({"text": ["甲"], "value_high": ["70"]}, "第 1 项没写量什么"),
        ({"text": ["甲"], "value_name": ["温度"], "value_low": ["热"]}, "第 1 项的最低要填数字"),
        ({"text": ["甲"], "value_name": ["温度"], "value_low": ["nan"]}, "第 1 项的最低要填数字"),
        ({"text": ["甲"], "value_name": ["温度"], "value_low": ["9"], "value_high": ["1"]}, "最低比最高还大"),
        ({"text": ["甲\u202e"]}, "有不能用的字符"),
    ],
)
def test_items_that_do_not_fit_are_named_and_nothing_is_stored(
    world: World, wrong: dict[str, list[str]], said: str
) -> None:
    plan = plan_of(world)
    sent = fields(standard=["罩子不晃"], **wrong)
    for step in ("look", "save"):
        answer = world.client("safety_officer").post(
            f"/console/plans/{plan.id}/items", data={**sent, "do": step, "looked_at": "1"}
        )
        assert (answer.status_code, said in answer.text) == (422, True)
        assert 'value="罩子不晃"' in answer.text
    assert plan.revision == 1


def test_what_an_item_says_of_its_risk_comes_from_the_card_not_from_the_form(world: World) -> None:
    world.publish(world.crusher, Kind.RISK)
    plan, officer = draft(world), world.client("safety_officer")
    sent = fields(text=["别的话", "自己写的"], row=["r1", "r9"], measure=["m1", "m9"], id=["a", "b"])
    officer.post(f"/console/plans/{plan.id}/items", data={**sent, "do": "save", "looked_at": "0"})
    world.forget()
    picked, free = items(desk.plan(plan.id))
    assert (picked.text, picked.level) == ("护罩装好，螺栓拧紧", 3)
    assert (free.row, free.measure, free.level) == ("", "", None)


def test_a_control_that_left_the_risk_list_is_kept_and_said(world: World) -> None:
    plan = plan_of(world)  # its first item names a control; no risk list is published
    page = world.client("safety_officer").get(f"/console/plans/{plan.id}/items").text
    assert "风险清单里已经没有这一条了" in page
    assert "还没有发布风险清单" in page


def test_switching_on_needs_items_and_a_look(world: World) -> None:
    plan, officer = draft(world), world.client("safety_officer")
    at = f"/console/plans/{plan.id}"
    assert officer.post(f"{at}/on", data={"revision": "0"}).status_code == 422
    answer = officer.post(f"{at}/on", data={"sure": "on", "revision": "0"})
    assert (answer.status_code, "还没有检查项" in answer.text) == (422, True)
    actions.set_items(plan, [PlanItem(id="a", text="甲")], by=None)
    stale = officer.post(f"{at}/on", data={"sure": "on", "revision": "0"})
    assert (stale.status_code, "刚刚改过" in stale.text) == (409, True)
    world.forget()
    assert not desk.plan(plan.id).on


def test_switching_off_is_asked_first(world: World) -> None:
    plan, officer = plan_of(world), world.client("safety_officer")
    assert "都留着" in officer.get(f"/console/plans/{plan.id}/off").text
    officer.post(f"/console/plans/{plan.id}/off")
    world.forget()
    assert not desk.plan(plan.id).on


@time_machine.travel(MORNING, tick=False)
def test_the_preview_names_stops_nights_and_people(world: World) -> None:
    plan = plan_of(world, cycle=Cycle.SHIFT, on=False)
    first = today(world.mine.path)
    actions.add_stop(unit=world.crushing, from_on=first, to_on=first + timedelta(days=2), why="检修", by=None)
    page = world.client("safety_officer").get(f"/console/plans/{plan.id}/preview").text
    assert "一共要查 <b>50</b> 次" in page  # 25 days of two shifts
    assert "停产 3 天" in page
    assert "夜班 20:00 到第二天 8:00" in page
    assert "跨过半夜的班，算前一天的" in page
    each = plan_of(world, completer="each", on=False)
    assert "worker" in world.client("safety_officer").get(f"/console/plans/{each.id}/preview").text


def test_the_preview_warns_of_a_year_without_a_calendar_and_of_nobody(world: World) -> None:
    plan = plan_of(world, post=world.truck, workdays_only=True, valid_from=date(2099, 1, 1), on=False)
    page = world.client("safety_officer").get(f"/console/plans/{plan.id}/preview").text
    assert "2099 年的放假安排，系统里还没有" in page
    assert "现在没有人能做" in page
    assert "周末，不用查" in page


@time_machine.travel(utc("2026-03-02 12:00"), tick=False)
def test_the_preview_leaves_out_what_is_over_already(world: World) -> None:
    plan = plan_of(world, from_minute=480, to_minute=540, on=False)
    page = world.client("safety_officer").get(f"/console/plans/{plan.id}/preview").text
    assert "一共要查 <b>27</b> 次" in page
    assert "时间已经过了" in page


def test_titles_and_items_are_escaped_everywhere(world: World) -> None:
    plan = plan_of(world, title=EVIL)
    actions.set_items(plan, [PlanItem(id="a", text=EVIL, standard=EVIL, first=EVIL)], by=None)
    officer, at = world.client("safety_officer"), f"/console/plans/{plan.id}"
    for more in ("", "/items", "/details", "/preview", "/off"):
        page = officer.get(at + more).text
        assert EVIL not in page
    looked = officer.post(f"{at}/items", data={**fields(text=[f"{EVIL}!"], id=["a"]), "do": "look"}).text
    assert EVIL not in looked and "&lt;script&gt;" in looked
    assert EVIL not in officer.get("/console/plans").text


def test_another_departments_plans_are_not_listed_and_not_reached(world: World) -> None:
    plan = plan_of(world)
    head = world.client("department_head")
    assert head.get("/console/plans").status_code == 403
    assert world.client(world.stranger).get(f"/console/plans/{plan.id}").status_code == 404
    assert "班前检查" not in world.client(world.stranger).get("/console/plans").text
    theirs = form(world, where=f"post:{world.furnace_id}")
    assert world.client("safety_officer").post("/console/plans/new", data=theirs).status_code == 404


def test_a_plan_moves_with_its_post(world: World) -> None:
    plan_of(world)
    org.amend_post(world.crusher, title="一号破碎机操作岗", key_post=True, unit=world.hauling, by=None)
    assert "运输车间，一号破碎机操作岗" in world.client("safety_officer").get("/console/plans").text
