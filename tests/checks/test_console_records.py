"""Check records and what was demanded, in the console and to who made them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from markupsafe import escape
from sqlalchemy import select

from app.access.phones import PhoneKey
from app.checks import actions, desk
from app.checks.models import Completer, Cycle, Expectation, Plan
from app.checks.queries import expectations
from app.checks.schemas import ItemResult, Scan
from app.core import blobs, db
from app.core.clock import now
from app.core.ids import new_id
from app.org.models import Person
from tests.checks.builders import bad, begin, capture, check, plan_of, utc
from tests.org.pages import ends_at
from tests.world import World

EVIL = "<script>alert(1)</script>"
SHA = "a" * 64
DAY, WEEK = "2026-03-02", "first=2026-03-02&last=2026-03-02"


def done(world: World, plan: Plan, who: Person | None = None, **more: Any) -> UUID:
    body = check(plan, DAY, **more)
    actions.submit(body, capture(who or world.people["worker"], utc(f"{DAY} 08:10")))
    return UUID(body.id)


def photo(world: World) -> None:
    blobs.save(world.mine_id, SHA, b"a photo")
    with db.writing():
        blobs.note(world.mine_id, SHA, media="image/jpeg", size=7)


def frozen(world: World, plan: Plan) -> UUID:
    """A window of two days ago that nobody answered."""
    begin(world, plan, now() - timedelta(days=4))
    actions.freeze(world.mine_id, now())
    day = (now() - timedelta(days=2)).date()
    return expectations([world.mine.path], day, day, now=now())[0].expectation.id


def test_records_are_listed_by_unit_day_and_abnormal(world: World) -> None:
    plan = plan_of(world)
    fine, wrong = done(world, plan), done(world, plan, results=bad())
    leader = world.client("team_leader")
    page = leader.get(f"/console/checks?{WEEK}").text
    assert f"/checks/{fine}" in page and f"/checks/{wrong}" in page
    only = leader.get(f"/console/checks?{WEEK}&abnormal=1").text
    assert f"/checks/{fine}" not in only and f"/checks/{wrong}" in only
    assert "没有记录" in leader.get("/console/checks?first=2026-03-03&last=2026-03-04").text
    officer = world.client("safety_officer")
    assert f"/checks/{fine}" in officer.get(f"/console/checks?{WEEK}&unit={world.crew.id}").text
    assert f"/checks/{fine}" not in officer.get(f"/console/checks?{WEEK}&unit={world.hauling.id}").text
    assert officer.get(f"/console/checks?unit={world.casting_id}").status_code == 404
    assert officer.get("/console/checks?first=x&last=0001-01-01&page=-4").status_code == 200


def test_a_record_tells_all_that_it_holds(world: World) -> None:
    plan = plan_of(world, asks_signature=True)
    label = world.label(world.crusher)
    results = [*bad()[:1], ItemResult(item="heat", result="normal", value=60, note="有点响")]
    body = check(
        plan,
        DAY,
        results=results,
        versions={"risk": 3},
        scan=Scan(token=label.token, at=utc(f"{DAY} 08:01")),
        signature="b" * 64,
    )
    at = utc(f"{DAY} 08:10")
    late = capture(world.people["worker"], at, offset_ms=600_000, received_at=at + timedelta(hours=5))
    actions.submit(body, late)
    page = world.client("team_leader").get(f"/checks/{body.id}").text
    for said in (
        "一号破碎机操作岗",
        "异常 1",
        "护罩掉了",
        "测到多少度 60 度",
        "最高 75 度",
        "有点响",
        "岗位风险清单第 3 版",
        "3 月 2 日 8:20",  # set right
        "3 月 2 日 8:10（手机的钟不准",
        "3 月 2 日 13:10",
        "扫了",
        "还差 2 张照片",
        "还差签名的图",
        "worker",
    ):
        assert said in page, said


def test_a_photo_that_has_come_is_shown_and_only_to_those_who_may_read_the_record(world: World) -> None:
    at = f"/checks/{done(world, plan_of(world), results=bad())}"
    leader = world.client("team_leader")
    assert "还差照片" in leader.get(at).text
    assert leader.get(f"{at}/photos/{SHA}").status_code == 404
    photo(world)
    assert f'src="{at}/photos/{SHA}"' in leader.get(at).text
    assert "还差照片" not in leader.get(at).text
    answer = leader.get(f"{at}/photos/{SHA}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"a photo", "image/jpeg")
    for who in (world.driver, world.stranger):
        assert world.client(who).get(f"{at}/photos/{SHA}").status_code == 404
    assert leader.get(f"{at}/photos/{'c' * 64}").status_code == 404, "a photo that the record does not name"


def test_a_record_of_a_shift_names_the_shift(world: World) -> None:
    """Before its window is frozen and after: what the calendar says, then what the window was."""
    plan = plan_of(world, cycle=Cycle.SHIFT)
    body = check(plan, f"{DAY}/night")
    actions.submit(body, capture(world.people["worker"], utc(f"{DAY} 20:10")))
    leader = world.client("team_leader")
    assert "3 月 2 日夜班的班前检查" in leader.get(f"/checks/{body.id}").text
    begin(world, plan, utc("2026-03-01 00:00"))
    actions.freeze(world.mine_id, utc("2026-03-20 00:00"))
    row = db.session().scalar(select(Expectation).where(Expectation.key == body.window))
    assert row is not None
    with db.writing():
        row.shift = "大夜班"
    assert "3 月 2 日大夜班的班前检查" in leader.get(f"/checks/{body.id}").text


def test_who_made_a_record_sees_it_and_a_colleague_does_not(world: World) -> None:
    at = f"/checks/{done(world, plan_of(world))}"
    page = world.client("worker").get(at)
    assert page.status_code == 200 and 'href="/"' in page.text
    other = world.person("other", world.crew, "1998")
    assert world.client(other).get(at).status_code == 404
    assert world.client(world.stranger).get(at).status_code == 404


def test_a_correction_and_what_it_corrects_lead_to_each_other(world: World) -> None:
    plan, worker = plan_of(world), world.people["worker"]
    first, second = check(plan, DAY), check(plan, DAY, results=bad())
    made = capture(worker, utc(f"{DAY} 08:10"))
    actions.submit(first, made)
    actions.submit(second, capture(worker, utc(f"{DAY} 08:30"), corrects=made.op_id))
    leader = world.client("team_leader")
    old, new = leader.get(f"/checks/{first.id}").text, leader.get(f"/checks/{second.id}").text
    assert "这条更正过了，不再算" in old and f"/checks/{second.id}" in old
    assert "更正了" in new and f"/checks/{first.id}" in new


def test_notes_and_names_of_a_record_are_escaped(world: World) -> None:
    plan = plan_of(world, title=EVIL)
    results = bad()
    results[0].note = EVIL
    assert results[0].hazard is not None
    results[0].hazard.name = EVIL
    at = f"/checks/{done(world, plan, results=results)}"
    leader = world.client("team_leader")
    for page in (leader.get(at).text, leader.get(f"/console/checks?{WEEK}").text):
        assert EVIL not in page and "&lt;script&gt;" in page


def test_what_was_demanded_is_shown_with_its_state(world: World) -> None:
    plan = plan_of(world, to_minute=1)
    frozen(world, plan)
    leader = world.client("team_leader")
    page = leader.get("/console/checks/demanded").text
    assert "没做" in page and 'class="gk-state missed"' in page
    assert "/excuse" not in page, "a team leader does not excuse"
    key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=world.worker_id, public_key="x")
    with db.writing() as active:
        key.agent, key.heard_at = "", now() - timedelta(days=9)
        active.add(key)
    page = leader.get("/console/checks/demanded").text
    assert "没消息" in page and 'class="gk-state missed"' not in page
    assert "一号破碎机" not in world.client(world.stranger).get("/console/checks/demanded").text


def test_a_check_that_was_not_done_is_excused_once_with_a_reason(world: World) -> None:
    row = frozen(world, plan_of(world, to_minute=1))
    officer, at = world.client("safety_officer"), f"/console/expectations/{row}/excuse"
    assert "写了不能撤回" in officer.get(at).text
    assert officer.post(at, data={"why": " "}).status_code == 422
    assert desk.expectation(row).excused_at is None
    ends_at(officer.post(at, data={"why": EVIL}))
    world.forget()
    found = desk.expectation(row)
    assert (found.excused_why, found.excused_by) == (EVIL, world.people["safety_officer"].id)
    page = officer.get("/console/checks/demanded").text
    assert "不用做" in page and EVIL not in page
    assert officer.post(at, data={"why": "再写一次"}).status_code == 409
    world.forget()
    assert desk.expectation(row).excused_why == EVIL


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/console/board/window?key=a%3Ab&unit=c", "/console/board/window?key=a%3Ab&unit=c"),
        *((elsewhere, None) for elsewhere in ("//evil.cn", "/\\evil.cn", "https://evil.cn", "/a\nb", "")),
    ],
)
def test_excusing_leads_back_to_where_it_was_opened_from(world: World, back: str, goes: str | None) -> None:
    row = frozen(world, plan_of(world, to_minute=1))
    officer, at = world.client("safety_officer"), f"/console/expectations/{row}/excuse"
    day = desk.expectation(row).day
    goes = goes or f"/console/checks/demanded?first={day}&last={day}"
    assert f'href="{escape(goes)}"' in officer.get(at, query_string={"back": back}).text
    answer = officer.post(at, data={"why": "停产", "back": back})
    assert (answer.status_code, answer.location) == (302, goes)


def test_a_check_that_was_done_is_not_excused(world: World) -> None:
    plan = plan_of(world, to_minute=1)
    row = desk.expectation(frozen(world, plan))
    body = check(plan, row.period)
    actions.submit(body, capture(world.people["worker"], row.opens_at + timedelta(seconds=5)))
    answer = world.client("safety_officer").post(
        f"/console/expectations/{row.id}/excuse", data={"why": "停产"}
    )
    assert answer.status_code == 409
    world.forget()
    assert desk.expectation(row.id).excused_at is None


def test_each_person_has_a_line_of_their_own(world: World) -> None:
    plan_of(world, completer=Completer.EACH)
    page = world.client("team_leader").get("/console/checks/demanded").text
    assert "班前检查，worker" in page


def test_doors_are_there_for_those_who_may(world: World) -> None:
    doors = {"/console/checks", "/console/plans", "/console/shifts", "/console/days", "/console/pauses"}

    def seen(who: str) -> set[str]:
        page = world.client(who).get("/console/").text
        return {door for door in doors if f'href="{door}"' in page}

    assert seen("team_leader") == {"/console/checks"}
    assert seen("department_head") == {"/console/checks", "/console/pauses"}
    assert seen("safety_officer") == doors
    assert seen("park_overseer") == {"/console/checks"}
