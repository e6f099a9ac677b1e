"""The board and the panel of one check, as people meet them."""

import re
from datetime import timedelta
from urllib.parse import urlencode

from app.access.phones import PhoneKey
from app.checks import actions
from app.checks.models import Cycle, Expectation, Plan
from app.checks.queries import expectations
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.org import actions as org
from app.org.models import Person
from app.org.settings import ZONE
from app.settings.actions import override
from tests.checks.builders import bad, begin, capture, check, plan_of
from tests.world import World, mine_day


def frozen(world: World, plan: Plan, *, days: int = 5) -> list[Expectation]:
    """The windows of the last days, earliest first."""
    begin(world, plan, now() - timedelta(days=days))
    actions.freeze(world.mine_id, now())
    today = mine_day()
    found = expectations([world.mine.path], today - timedelta(days=days + 2), today, now=now(), plan=plan.id)
    return [one.expectation for one in found]


def done(world: World, plan: Plan, row: Expectation, who: Person | None = None, **more: object) -> str:
    body = check(plan, row.period, **more)  # type: ignore[arg-type]
    actions.submit(body, capture(who or world.people["worker"], row.opens_at + timedelta(minutes=30)))
    return body.id


def silent(world: World, who: Person, since: timedelta) -> None:
    key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=who.id, public_key="x")
    with db.writing() as active:
        key.agent, key.heard_at = "", now() - since
        active.add(key)


def at(key: str) -> str:
    return f"/console/board/window?{urlencode({'key': key})}"


def marks(page: str) -> list[str]:
    return re.findall(r'<td hx-boost="true"><a [^>]*><i class="gk-k (\w+)">', page)


def test_states_are_told_apart_by_shape_and_word(world: World) -> None:
    plan = plan_of(world, to_minute=600)
    rows = frozen(world, plan, days=8)
    done(world, plan, rows[0])
    done(world, plan, rows[1], results=bad())
    late = check(plan, rows[2].period)
    actions.submit(late, capture(world.people["worker"], rows[2].deadline_at + timedelta(hours=2)))
    actions.excuse(rows[3], "停产", by=None)
    silent(world, world.people["worker"], timedelta(days=2, hours=12))
    page = world.client("team_leader").get("/console/board").text
    shown = marks(page)
    assert {"done", "abnormal", "late", "excused", "missed", "unknown"} <= set(shown)
    for word in ("做完", "迟了", "做完，有异常", "没做", "没消息", "该做了", "没到时间", "不用做"):
        assert word in page
    cells = page[page.index("<tbody") : page.index("</tbody>")]
    shapes = {
        mark: re.search(rf'gk-k {mark}">(<svg.*?</svg>)?', cells)[1]  # type: ignore[index]
        for mark in set(shown) - {"due", "waiting"}
    }
    assert len(set(shapes.values())) == len(shapes), "each has a shape of its own"


def test_the_panel_says_who_was_asked_and_what_came_before_and_after(world: World) -> None:
    plan = plan_of(world, from_minute=480, to_minute=540)
    rows = frozen(world, plan)
    done(world, plan, rows[0])
    done(world, plan, rows[2], results=bad())
    silent(world, world.people["worker"], timedelta(minutes=5))
    page = world.client("safety_officer").get(at(rows[1].key)).text
    for said in (
        "一号破碎机操作岗",
        "没做",
        "8:00 到 9:00，2 项",
        "worker",
        "8:30 做完",
        "8:30 做完，有异常",
    ):
        assert said in page, said
    assert "连过网，没有没送出的" in page
    assert f'href="tel:{world.people["worker"].account.phone}"' in page and "问问worker" in page
    assert f"/console/expectations/{rows[1].id}/excuse" in page and "那天停产，不用做" in page


def test_a_check_that_was_made_leads_to_the_record_its_pdf_and_the_audit(world: World) -> None:
    plan = plan_of(world)
    rows = frozen(world, plan)
    record = done(world, plan, rows[0])
    principal = world.client("principal").get(at(rows[0].key)).text
    for address in (f"/checks/{record}", f"/checks/{record}.pdf", f"/console/audit?subject={record}"):
        assert f'href="{address}"' in principal, address
    leader = world.client("team_leader").get(at(rows[0].key)).text
    assert f'href="/checks/{record}"' in leader and "/console/audit" not in leader
    assert "excuse" not in leader


def test_a_leader_who_may_not_excuse_sees_no_such_button(world: World) -> None:
    rows = frozen(world, plan_of(world, to_minute=600))
    page = world.client("team_leader").get(at(rows[0].key)).text
    assert "没做" in page and "excuse" not in page


def test_who_could_do_it_sees_no_button_to_call_themselves(world: World) -> None:
    plan = plan_of(world, unit=world.crew, to_minute=600)
    rows = frozen(world, plan)
    page = world.client("team_leader").get(at(rows[0].key)).text
    assert "问问worker" in page and "问问team_leader" not in page


def test_a_window_that_is_still_open_has_a_panel_too(world: World) -> None:
    plan = plan_of(world)
    today = now().astimezone().date()
    head = world.client("department_head")
    keys = re.findall(r"key=([^&\"]+)", head.get("/console/board").text)
    assert keys and str(plan.id) in keys[-1], today
    page = head.get(f"/console/board/window?key={keys[-1]}").text
    assert "该做了" in page and "/console/pauses/new" in page


def test_beside_the_board_only_the_panel_is_sent(world: World) -> None:
    rows = frozen(world, plan_of(world, to_minute=600))
    leader = world.client("team_leader")
    whole, part = (
        leader.get(at(rows[0].key)).text,
        leader.get(at(rows[0].key), headers={"HX-Request": "true"}).text,
    )
    assert "<html" in whole and "<html" not in part and "没做" in part
    some = leader.get("/console/board/list", headers={"HX-Request": "true"}).text
    assert "<html" not in some and "没做" in some


def test_one_sees_ones_own_units_only(world: World) -> None:
    plan = plan_of(world, post=world.truck, to_minute=600)
    row = frozen(world, plan)[0]
    leader, officer = world.client("team_leader"), world.client("safety_officer")
    assert "自卸车" not in leader.get("/console/board").text
    assert "自卸车" in officer.get("/console/board").text
    assert leader.get(at(row.key)).status_code == 403
    assert leader.get(f"/console/board?unit={world.hauling.id}").status_code == 403
    assert leader.get(f"/console/board/list?post={world.truck.id}").status_code == 403
    stranger = world.client(world.stranger)
    assert stranger.get(at(row.key)).status_code == 404
    assert stranger.get(f"/console/board?unit={world.hauling.id}").status_code == 404
    assert "自卸车" not in stranger.get("/console/board").text


def test_what_a_post_did_before_it_moved_stays_with_the_unit_it_was_in(world: World) -> None:
    """Its leader there still sees that time and what became of it, and nothing of where it is now."""
    rows = frozen(world, plan_of(world, to_minute=600))
    leader, listed = world.client("team_leader"), f"/console/board/list?post={world.crusher.id}"
    post = {"title": world.crusher.title, "key_post": True, "by": world.admin.id}
    org.amend_post(world.crusher, unit=world.hauling, **post)
    page = leader.get(listed)
    assert page.status_code == 200 and page.text.count("没做") >= len(rows)
    panel = leader.get(at(rows[0].key))
    assert panel.status_code == 200 and "掌握" not in panel.text
    assert leader.get(f"/console/posts/{world.crusher.id}").status_code == 403


def test_a_park_looks_at_its_enterprises(world: World) -> None:
    frozen(world, plan_of(world, to_minute=600))
    page = world.client("park_overseer").get("/console/board").text
    table = page[page.index("<tbody") : page.index("</tbody>")]
    assert "甲矿" in table and "一号破碎机" not in table and f"unit={world.mine.id}" in table


def test_a_post_can_be_looked_at_by_week_and_month_and_by_name_of_plan(world: World) -> None:
    frozen(world, plan_of(world, title="班前检查", to_minute=600))
    frozen(world, plan_of(world, unit=world.crushing, title="周查", cycle=Cycle.WEEK), days=20)
    officer = world.client("safety_officer")
    assert "破碎车间" not in table(officer.get("/console/board?kind=day").text)
    assert "破碎车间" in table(officer.get("/console/board?kind=week").text)
    assert "破碎车间" in table(officer.get("/console/board?kind=month").text)
    only = officer.get("/console/board?plan=周查").text
    assert "一号破碎机" not in table(only) and "破碎车间" in table(only), "a weekly check is shown by weeks"
    assert '<option value="week" selected>' in only


def table(page: str) -> str:
    return page[page.index("<tbody") : page.index("</tbody>")] if "<tbody" in page else ""


def test_nonsense_in_the_address_is_put_right(world: World) -> None:
    plan_of(world)
    officer = world.client("safety_officer")
    odd = "kind=x&first=2026-99-99&last=0001-01-01&mark=x&by=x&own=x&page=-3&plan=" + "很" * 300
    for page in ("board", "board/list"):
        assert officer.get(f"/console/{page}?{odd}").status_code == 200
    assert officer.get("/console/board?unit=x&post=y").status_code == 200
    for key in ("", "x", "a:b:c", f"{new_id()}:2026-03-02:any", "\x00"):
        assert officer.get(at(key)).status_code == 404, key
    wide = officer.get("/console/board?first=2026-01-01&last=2026-12-31").text
    assert "一次最多看 31 天" in wide


def test_on_a_phone_each_post_is_a_row_with_its_last_seven(world: World) -> None:
    frozen(world, plan_of(world, to_minute=600), days=10)
    page = world.client("team_leader").get("/console/board").text
    strips = page[page.index("gk-strips") : page.index("gk-legend")]
    assert strips.count('class="gk-bit') == 7
    assert f"post={world.crusher_id}" in strips and "没做 1" in strips


def test_days_are_those_of_the_place(world: World) -> None:
    """In Urumqi's zone a day begins two hours later than in Shanghai's."""
    plan = plan_of(world, from_minute=480, to_minute=540)
    row = frozen(world, plan)[0]
    override(ZONE, "Asia/Urumqi", unit_id=world.mine.id, enterprise_id=world.mine_id, by=world.admin.id)
    assert "6:00 到 7:00" in world.client("team_leader").get(at(row.key)).text
