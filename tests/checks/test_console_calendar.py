"""Shift calendars, workdays and pauses in the console."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.checks import actions, desk
from app.checks.models import Pause, ShiftSystem
from app.core import db, workdays
from app.org.queries import today
from tests.checks.builders import plan_of, shift_terms
from tests.world import World

EVIL = "<script>alert(1)</script>"


def form(world: World, **more: Any) -> dict[str, Any]:
    """Two shifts of twelve hours, two crews, four days around."""
    said: dict[str, Any] = {
        "do": "save",
        "name": "两班倒",
        "unit": str(world.mine_id),
        "anchor": "2026-01-01",
        "shift_code": ["day", "night"],
        "shift_name": ["白班", "夜班"],
        "shift_start": ["08:00", "20:00"],
        "shift_end": ["20:00", "08:00"],
        "pattern": ["day", "night", "", ""],
        "crew_name": ["甲班", ""],
        "crew_unit": ["", str(world.crew.id)],
        "crew_first": ["1", "3"],
    }
    return {**said, **more}


def systems() -> list[ShiftSystem]:
    return list(db.session().scalars(select(ShiftSystem).where(ShiftSystem.closed_at.is_(None))))


def test_a_calendar_is_stored_as_it_was_typed_and_a_crew_is_called_as_its_unit(world: World) -> None:
    officer = world.client("safety_officer")
    assert officer.post("/console/shifts/new", data=form(world)).status_code == 302
    (made,) = systems()
    assert made.shifts[1] == {"code": "night", "name": "夜班", "start": "20:00", "minutes": 720}
    assert [(one["name"], one["offset"]) for one in made.crews] == [("甲班", 0), ("破碎甲班", 2)]
    assert made.crews[1]["unit"] == str(world.crew.id)
    page = officer.get("/console/shifts").text
    assert "夜班 20:00 到第二天 8:00，算前一天的" in page
    assert "白班 8:00 到 20:00" in page


def test_the_next_fourteen_days_are_shown_as_they_are_typed(world: World) -> None:
    first = today(world.mine.path).isoformat()
    page = (
        world.client("safety_officer")
        .post("/console/shifts/new", data=form(world, do="show", anchor=first))
        .text
    )
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    crew, other = table.split("</tr>")[:2]
    assert crew.count("白班") == 4 and crew.count("夜班") == 4  # days 1, 5, 9, 13 and 2, 6, 10, 14
    assert crew.index("白班") < crew.index("夜班") < crew.index("休")
    assert other.index("休") < other.index("白班")
    assert systems() == []


def test_rows_are_added_and_dropped_without_storing_anything(world: World) -> None:
    officer = world.client("safety_officer")

    def page(do: str) -> str:
        return officer.post("/console/shifts/new", data=form(world, do=do)).text

    assert page("add:shift").count('name="shift_name"') == 3
    assert page("drop:crew:0").count('name="crew_name"') == 1
    assert page("add:day").count('name="pattern"') == 5
    assert page("drop:day:9").count('name="pattern"') == 4
    assert systems() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "名称没填"),
        ({"unit": ""}, "还没选单位"),
        ({"anchor": "昨天"}, "起点那天没填对"),
        ({"shift_name": ["", "夜班"]}, "有一个班次没写名称"),
        ({"shift_end": ["21:00", "08:00"]}, "重叠"),
        ({"shift_start": ["早上", "20:00"]}, "白班几点开始不对"),
        ({"pattern": ["", "", "", ""]}, "没有一天上班"),
        ({"pattern": ["gone", "", "", ""]}, "不认识的班次"),
        ({"crew_first": ["9", "3"]}, "班组从第几天开始"),
        ({"crew_unit": ["", ""]}, "有一个班组没写名称"),
    ],
)
def test_a_calendar_nobody_could_follow_is_not_stored_and_stays_typed(
    world: World, wrong: dict[str, Any], said: str
) -> None:
    answer = world.client("safety_officer").post("/console/shifts/new", data=form(world, **wrong))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert 'value="甲班"' in answer.text
    assert systems() == []


def test_a_crew_is_no_unit_of_another_enterprise(world: World) -> None:
    sent = form(world, crew_unit=[str(world.casting_id), str(world.crew.id)])
    assert world.client("safety_officer").post("/console/shifts/new", data=sent).status_code == 403
    theirs = form(world, unit=str(world.plant_id))
    assert world.client("safety_officer").post("/console/shifts/new", data=theirs).status_code == 404
    assert systems() == []


def test_amending_and_closing_a_calendar_that_plans_follow(world: World) -> None:
    plan, officer = plan_of(world, cycle="shift"), world.client("safety_officer")
    (before,) = systems()
    at = f"/console/shifts/{before.id}"
    assert "有 1 个计划在用：班前检查" in officer.get(at).text
    assert officer.post(at, data=form(world, name="新的一张")).status_code == 302
    world.forget()
    (after,) = systems()
    assert (after.name, desk.plan(plan.id).shift_system_id) == ("新的一张", after.id)
    closing = f"/console/shifts/{after.id}/closure"
    assert "先给它们换一张" in officer.get(closing).text
    assert officer.post(closing).status_code == 409
    actions.switch_off(desk.plan(plan.id), by=None)
    assert officer.post(closing).status_code == 302
    world.forget()
    assert systems() == []


def test_names_of_calendars_are_escaped(world: World) -> None:
    made = actions.add_shift_system(unit=world.mine, terms=shift_terms(name=EVIL), by=None)
    officer = world.client("safety_officer")
    for more in ("", f"/{made.id}", f"/{made.id}/closure"):
        assert EVIL not in officer.get(f"/console/shifts{more}").text


def test_a_day_is_declared_seen_and_taken_back(world: World) -> None:
    officer, day = world.client("safety_officer"), date(2026, 11, 28)  # a Saturday
    sent = {"day": day.isoformat(), "worked": "yes", "why": EVIL}
    assert officer.post("/console/days", data=sent).status_code == 302
    world.forget()
    assert workdays.days(world.mine_id, day, day)[day].worked
    page = officer.get("/console/days?year=2026").text
    assert "（自己改的）" in page and EVIL not in page
    assert "国庆节" in page
    assert "按日历算：休息" in officer.get(f"/console/days/{day}/return").text
    officer.post(f"/console/days/{day}/return")
    world.forget()
    assert not workdays.days(world.mine_id, day, day)[day].worked
    assert "自己改的）" not in officer.get("/console/days?year=2026").text


def test_a_year_without_a_calendar_says_so(world: World) -> None:
    officer, year = world.client("safety_officer"), workdays.last_known_year() + 1
    assert f"{year} 年的放假安排，系统里还没有" in officer.get(f"/console/days?year={year}").text
    assert "系统里还没有" not in officer.get("/console/days?year=2025").text


@pytest.mark.parametrize(
    "wrong", [{"day": "明天"}, {"day": "1999-01-01"}, {"worked": "maybe"}, {"why": ""}, {"why": "长" * 61}]
)
def test_a_day_that_does_not_fit_is_not_declared(world: World, wrong: dict[str, str]) -> None:
    sent = {"day": "2026-11-28", "worked": "yes", "why": "换班", **wrong}
    answer = world.client("safety_officer").post("/console/days", data=sent)
    assert answer.status_code == 422
    assert f'value="{sent["day"]}"' in answer.text
    assert workdays.exceptions(world.mine_id, date(1990, 1, 1), date(2030, 1, 1)) == []


def pauses() -> list[Pause]:
    return list(db.session().scalars(select(Pause)))


def test_a_stop_and_a_leave_are_noted_listed_and_taken_back(world: World) -> None:
    head, on = world.client("department_head"), today(world.mine.path)
    days = {"from_on": on.isoformat(), "to_on": (on + timedelta(days=3)).isoformat()}
    stop = {"where": f"post:{world.crusher_id}", "why": EVIL, **days}
    assert head.post("/console/pauses/new?kind=stop", data=stop).status_code == 302
    leave = {"person": str(world.worker_id), "why": "病假", **days}
    assert head.post("/console/pauses/new?kind=leave", data=leave).status_code == 302
    page = head.get("/console/pauses").text
    assert "一号破碎机操作岗停产" in page and "worker请假" in page and EVIL not in page
    assert {(one.kind, one.post_id, one.person_id) for one in pauses()} == {
        ("stop", world.crusher_id, None),
        ("leave", None, world.worker_id),
    }
    for one in pauses():
        assert "从今天起又要查" in head.get(f"/console/pauses/{one.id}/end").text
        assert head.post(f"/console/pauses/{one.id}/end").status_code == 302
        assert head.post(f"/console/pauses/{one.id}/end").status_code == 409
    assert head.get("/console/pauses").text.count("撤回了") == 2


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("stop", {"where": ""}, "还没选哪里"),
        ("stop", {"to_on": "2026-03-01"}, "比“从哪天”还早"),
        ("stop", {"why": " "}, "为什么没填"),
        ("leave", {"person": ""}, "还没选人"),
        ("leave", {"from_on": "昨天"}, "从哪天不对"),
    ],
)
def test_a_pause_that_does_not_fit_is_not_noted_and_stays_typed(
    world: World, kind: str, wrong: dict[str, str], said: str
) -> None:
    sent = {
        "where": f"unit:{world.crushing.id}",
        "person": str(world.worker_id),
        "from_on": "2026-03-02",
        "to_on": "2026-03-09",
        "why": "检修",
        **wrong,
    }
    answer = world.client("department_head").post(f"/console/pauses/new?kind={kind}", data=sent)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'value="{sent["to_on"]}"' in answer.text
    assert pauses() == []


def test_a_head_pauses_nothing_of_another_department_or_enterprise(world: World) -> None:
    head = world.client("department_head")
    days = {"from_on": "2026-03-02", "to_on": "2026-03-02", "why": "检修"}
    for where, status in ((f"post:{world.truck.id}", 403), (f"post:{world.furnace_id}", 404)):
        sent = {"where": where, **days}
        assert head.post("/console/pauses/new?kind=stop", data=sent).status_code == status
    for who, status in ((world.driver, 403), (world.stranger, 404)):
        sent = {"person": str(who.id), **days}
        assert head.post("/console/pauses/new?kind=leave", data=sent).status_code == status
    assert pauses() == []
