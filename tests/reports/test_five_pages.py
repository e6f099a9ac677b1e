"""Today's five as people meet them: the page, the phone's answer, putting off, and what it costs."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from app.access.phones import PhoneKey
from app.audit.models import AuditEntry
from app.cards.schemas import Kind
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.org import actions as org
from app.reports.five.models import FiveSnooze
from tests.hazards.stories import AFTER, Site
from tests.reports.test_cost import watched
from tests.world import DAY, World, mine_day


def overdue(world: World, site: Site, days: int = 3) -> Hazard:
    hazard = site.report()
    site.register(hazard)
    world.change(hazard, due_on=mine_day() - timedelta(days=days))
    return hazard


def keys(world: World, who: str, part: str = "things") -> list[str]:
    return [one["key"] for one in world.client(who).get("/api/five").json[part]]


def test_the_page_lists_a_thing_with_its_reason_and_one_tap_and_loses_it_when_it_is_done(
    world: World,
) -> None:
    site = Site(world)
    hazard = overdue(world, site)
    leader = world.client("team_leader")
    for address in ("/console/five", "/console/"):
        page = leader.get(address).text
        assert "护罩松动没改好" in page and "worker负责" in page, address
        assert f'href="/console/hazards/{hazard.id}">去看看</a>' in page.replace("\n", ""), address
    site.act(site.worker, hazard, "rectify", photos=[AFTER])
    assert "没改好" not in leader.get("/console/five").text
    assert f"overdue:{hazard.id}" not in keys(world, "team_leader")


def test_a_long_name_is_whole_where_there_is_room(world: World) -> None:
    hazard, leader = overdue(world, Site(world)), world.client("team_leader")
    assert [one["whole"] for one in leader.get("/api/five").json["things"]] == [""]
    assert "<b>护罩松动没改好</b>" in leader.get("/console/five").text
    world.change(hazard, name="三号转载点尾部滚筒防护罩螺栓松动")
    (one,) = leader.get("/api/five").json["things"]
    assert (one["title"], one["whole"]) == (
        "三号转载点尾部滚…没改好",
        "三号转载点尾部滚筒防护罩螺栓松动没改好",
    )
    page = leader.get("/console/five").text
    for look, title in (("cut", one["title"]), ("uncut", one["whole"])):
        assert f'<span class="{look}">{title}</span>' in page


def test_where_there_is_nothing_it_says_what_would_come(world: World) -> None:
    page = world.client("team_leader").get("/console/five").text
    assert "今天没有要盯的事" in page and "一有就排到这里" in page


def test_a_worker_has_none_and_no_page_of_it(world: World) -> None:
    overdue(world, Site(world))
    worker = world.client("worker")
    assert worker.get("/console/five").status_code == 403
    answer = worker.get("/api/five")
    assert (answer.status_code, answer.json["things"], answer.json["later"]) == (200, [], [])
    assert world.client(None).get("/api/five").status_code == 401


def test_the_phone_is_told_whose_they_are_and_only_what_is_new(world: World) -> None:
    overdue(world, Site(world))
    leader = world.client("team_leader")
    first = leader.get("/api/five")
    assert first.json["account"] == str(world.people["team_leader"].id) and first.json["where"] == "破碎甲班"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert leader.get("/api/five", headers=tag).status_code == 304
    assert world.client("department_head").get("/api/five", headers=tag).status_code == 200


def test_what_is_put_off_is_gone_for_oneself_until_tomorrow_and_can_be_taken_back(world: World) -> None:
    hazard = overdue(world, Site(world))
    key, leader = f"overdue:{hazard.id}", world.client("team_leader")
    assert leader.post("/console/five/later", data={"key": key, "later": "1"}).status_code == 303
    assert key not in keys(world, "team_leader") and keys(world, "team_leader", "later") == [key]
    assert key in keys(world, "department_head"), "everybody puts off for themselves"
    assert "放回来" in leader.get("/console/five").text
    answer = leader.post("/api/five/later", json={"key": key, "later": False})
    assert [one["key"] for one in answer.json["things"]] == [key] and answer.json["later"] == []
    leader.post("/api/five/later", json={"key": key, "later": True})
    held = db.session().scalars(select(FiveSnooze)).one()
    world.change(held, day=held.day - timedelta(days=1))
    assert keys(world, "team_leader") == [key], "it was yesterday that it was put off"
    acts = db.session().scalars(
        select(AuditEntry.act).where(AuditEntry.act.like("five.%")).order_by(AuditEntry.at)
    )
    assert list(acts) == ["five.later", "five.again", "five.later"]


def test_only_what_is_among_ones_own_things_can_be_put_off(world: World) -> None:
    hazard = overdue(world, Site(world))
    said = {"key": f"overdue:{hazard.id}", "later": True}
    for who in (world.driver, world.stranger, "worker"):
        assert world.client(who).post("/api/five/later", json=said).status_code == 404
    leader = world.client("team_leader")
    assert leader.post("/api/five/later", json={"key": "nothing", "later": True}).status_code == 404
    assert leader.post("/api/five/later", data=b"{").status_code == 422
    assert db.session().scalars(select(FiveSnooze)).all() == []


def test_what_a_posts_people_have_mastered_is_told_in_sums(world: World) -> None:
    world.publish(world.crusher, Kind.EMERGENCY)
    leader = world.client("team_leader")
    page = leader.get("/console/mastery").text
    assert "掌握 0 / " in page and "岗位应急处置卡：worker" in page
    assert "掌握 0 / " in leader.get(f"/console/board/list?post={world.crusher_id}").text
    assert "一号破碎机" not in world.client(world.stranger).get("/console/mastery").text


def test_more_posts_are_not_more_questions(world: World, app: Flask) -> None:
    officer, site = world.client("safety_officer"), Site(world)

    def one_more(number: int) -> None:
        post = org.add_post(unit=world.crew, title=f"岗 {number}", key_post=True, by=None)
        who = world.person(f"p{number}", world.crew, str(3000 + number))
        org.assign(who, post, on=DAY, by=None)
        world.publish_all(post, residual={"L": 5, "S": 5}, mark=str(number))
        world.label(post)
        hazard = site.report(who, post=str(post.id))
        world.change(hazard, due_on=date(2026, 3, 3))
        key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=who.id, public_key="x", agent="")
        with db.writing() as active:
            key.heard_at, key.top_n, key.seen = now() - timedelta(days=9), number % 2, 0
            active.add(key)

    def questions() -> int:
        officer.get("/api/five")  # what is remembered is remembered now
        with watched(app) as seen:
            assert len(officer.get("/api/five").json["things"]) == 5
        return len(seen)

    one_more(1)
    one_more(2)
    few = questions()
    for number in range(3, 7):
        one_more(number)
    assert questions() <= few + 1
