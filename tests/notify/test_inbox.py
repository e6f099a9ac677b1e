"""Telling people, and the inbox."""

from uuid import UUID

from app.access import actions as access
from app.core.ids import new_id
from app.notify import actions, queries
from app.notify.models import Notice
from app.org.models import Person
from tests.org.pages import hidden
from tests.world import World


def _tell(world: World, *people: Person | UUID, title: str = "新隐患：护罩松动", **more: object) -> None:
    ids = [one.id if isinstance(one, Person) else one for one in people]
    given = {
        "enterprise_id": world.mine_id,
        "kind": "hazard",
        "title": title,
        "body": "",
        "about": None,
    } | more
    actions.tell(ids, **given)  # type: ignore[arg-type]


def _titles(person: Person) -> list[str]:
    return [one.title for one in queries.inbox(person.id)]


def test_each_is_told_once_and_nobody_of_another_enterprise_or_who_left(world: World) -> None:
    worker, gone = world.people["worker"], world.person("走了的", world.crew, "1999")
    access.close_account(gone.account, by=world.admin.id)
    overseer = world.people["park_overseer"]
    _tell(world, worker, worker, world.stranger, overseer, gone, new_id())
    assert _titles(worker) == ["新隐患：护罩松动"]
    assert _titles(world.stranger) == _titles(overseer) == _titles(gone) == []


def test_telling_nobody_is_nothing(world: World) -> None:
    _tell(world)
    assert queries.count_notices(world.worker_id) == 0


def test_long_words_are_cut_and_not_refused(world: World) -> None:
    _tell(world, world.people["worker"], title="长" * 300, body="长" * 900)
    notice = queries.inbox(world.worker_id)[0]
    assert (len(notice.title), len(notice.body)) == (200, 500)


def test_the_latest_come_first_and_no_more_than_asked(world: World) -> None:
    for number in range(4):
        _tell(world, world.people["worker"], title=f"第 {number} 条")
    assert [one.title for one in queries.inbox(world.worker_id, limit=3)] == ["第 3 条", "第 2 条", "第 1 条"]


def _last(person: Person) -> Notice:
    return queries.inbox(person.id)[0]


def test_what_came_after_the_page_was_shown_stays_unread(world: World) -> None:
    worker, leader = world.people["worker"], world.people["team_leader"]
    _tell(world, worker, leader, title="先来的")
    shown = _last(worker).id
    _tell(world, worker, title="后来的")
    actions.mark_read(worker.id, through=shown)
    world.forget()
    assert {one.title: one.read_at is None for one in queries.inbox(worker.id)} == {
        "先来的": False,
        "后来的": True,
    }
    assert (queries.count_unread(worker.id), queries.count_unread(leader.id)) == (1, 1)


def test_nobody_reads_for_another(world: World) -> None:
    worker, leader = world.people["worker"], world.people["team_leader"]
    _tell(world, worker, leader)
    actions.mark_read(leader.id, through=_last(worker).id)
    actions.mark_read(leader.id, through=new_id())
    assert queries.count_unread(worker.id) == queries.count_unread(leader.id) == 1


def test_the_page_shows_my_own_marks_them_and_leads_on(world: World) -> None:
    about = new_id()
    _tell(world, world.people["worker"], title="<b>你报的隐患</b>", body="拧紧了", about=about)
    _tell(world, world.people["worker"], kind="stopwork", about=about, title="停工")
    browser = world.client("worker")
    page = browser.get("/inbox").text
    assert "2 条没看过" in page and "&lt;b&gt;你报的隐患" in page and "拧紧了" in page
    assert f'href="/console/hazards/{about}"' in page and f'href="/console/stops/{about}"' in page
    assert browser.post("/inbox/read", data={"through": hidden(page, "through")}).status_code == 302
    page = browser.get("/inbox").text
    assert "没看过" not in page and "你报的隐患" in page
    assert "没有消息" in world.client("team_leader").get("/inbox").text


def test_the_inbox_has_pages(world: World) -> None:
    for number in range(51):
        _tell(world, world.people["worker"], title=f"第 {number:02d} 条")
    assert "第 00 条" not in world.client("worker").get("/inbox").text
    assert "第 00 条" in world.client("worker").get("/inbox?page=2").text
