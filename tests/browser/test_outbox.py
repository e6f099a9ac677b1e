"""What has not been delivered: sent back and mended, carried in a file, carried by a colleague's session."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.checks import complete, submit
from app.core import db
from app.core.backups import Backup
from tests.browser.conftest import Server, sign_in
from tests.browser.due import HEAT, TITLE
from tests.browser.shift import (
    answer_all,
    begin_shift,
    delivered,
    hand_over,
    lose_signal,
    open_check,
    ops,
    records,
    saved,
    snapshot,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
NAMES = "indexedDB.databases().then(all => all.map(one => one.name))"


def check_in_the_pit(context: BrowserContext, server: Server) -> Page:
    """Sign in, go down, do the whole check: it is on this phone alone."""
    page = context.new_page()
    begin_shift(page, server)
    lose_signal(context, server)
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    saved(page)
    return page


def sign_out(page: Page, server: Server) -> None:
    """Leave the phone; the warning has to be read on the way."""
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("alertdialog")).to_contain_text(re.compile("1\\s条记录还没送完，不会丢"))
    page.get_by_role("alertdialog").get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="进入我的岗位")).to_be_visible()


def test_what_is_sent_back_says_why_and_one_button_mends_it(
    world: World, server: Server, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks_photo = lambda *_args, **_more: ["heat:photo"]  # noqa: E731 (a server with a stricter rule)
    monkeypatch.setattr(submit, "missing", asks_photo)
    page = phone().new_page()
    begin_shift(page, server)
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    expect(page.get_by_text("第 2 项差照片")).to_be_visible()
    expect(page.get_by_role("link", name="补上，再送")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("下一个"))).to_have_count(0)  # it would be done anew
    page.get_by_role("link", name="1 条要你改").click()
    expect(page.get_by_role("heading", name="要你改一下")).to_be_visible()
    expect(page.get_by_role("button", name="现在送")).to_have_count(0)  # nothing could go
    expect(page.get_by_text("第 2 项差照片")).to_be_visible()
    monkeypatch.setattr(submit, "missing", complete.missing)
    page.get_by_role("link", name="补上，再送").click()
    page.get_by_role("button", name="全部").click()
    page.get_by_role("button", name=re.compile(HEAT)).click()
    page.get_by_label("拍照").set_input_files(snapshot(tmp_path))
    expect(page.get_by_role("img", name=HEAT)).to_be_visible()
    page.get_by_role("button", name="全部").click()
    page.get_by_role("button", name="看看还差什么").click()
    expect(page.get_by_text("这是改过的，会和原来那条连在一起")).to_be_visible()
    hand_over(page)
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    expect(page.get_by_text("要你改一下")).to_have_count(0)
    first, second = ops(world, "check.submitted")
    assert (first.state, second.state, second.corrects) == ("rejected", "applied", first.op_id)
    assert len(records(world)) == 1


def test_a_file_that_the_leader_hands_in_arrives_as_its_authors(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone(accept_downloads=True)
    page = check_in_the_pit(context, server)
    page.goto(f"{server.url}/#/outbox")
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成文件").click()
    file = tmp_path / "records.json"
    saving.value.save_as(file)
    expect(page.get_by_text("存好了，在“下载”里")).to_be_visible()
    server.start()  # the leader has a signal, the worker still has none
    leader = phone().new_page()
    sign_in(leader, server, "1002")
    leader.goto(f"{server.url}/console/handin")
    leader.get_by_label("手机上导出的记录文件").set_input_files(file)
    leader.get_by_role("button", name="交上去").click()
    expect(leader.get_by_text("1 条记录，1 条已送达")).to_be_visible()
    (op,) = ops(world, "check.submitted")
    assert (op.author_id, op.carried_by) == (world.worker_id, world.people["team_leader"].id)
    expect(page.get_by_role("heading", name="1 条还在手机上")).to_be_visible()
    context.set_offline(False)
    assert delivered(page) == [str(op.receipt)]
    (record,) = records(world)
    assert record.author_id == world.worker_id


def test_a_colleagues_session_carries_what_was_left_unseen(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page = check_in_the_pit(context, server)
    sign_out(page, server)
    server.start()
    context.route("**/api/sync/push", lambda route: route.abort())  # B signs in; nothing gets out yet
    context.set_offline(False)
    sign_in(page, server, "1101")
    page.goto(f"{server.url}/#/outbox")
    expect(page.get_by_role("heading", name="别人的 1 条还在手机上")).to_be_visible()
    expect(page.get_by_text("你没有要送的")).to_be_visible()
    expect(page.get_by_role("link", name="别人的 1 条没送完")).to_be_visible()
    expect(page.get_by_role("heading", name="没有要送的")).to_have_count(0)
    for place in ("", "outbox", "hazards", "posts"):
        page.goto(f"{server.url}/#/{place}")
        expect(page.get_by_role("heading").first).to_be_visible()
        expect(page.get_by_text(TITLE)).to_have_count(0)
        expect(page.get_by_text(world.crusher.title)).to_have_count(0)
    page.goto(f"{server.url}/#/outbox")
    expect(page.get_by_text("别人的看不到内容，会一起送出去")).to_be_visible()
    context.unroute("**/api/sync/push")
    context.set_offline(True)
    context.set_offline(False)  # back in the signal
    expect(page.get_by_role("heading", name="没有要送的")).to_be_visible()
    expect(page.get_by_text("别人的看不到内容")).to_have_count(0)
    (record,) = records(world)
    (op,) = ops(world, "check.submitted")
    assert record.author_id == op.author_id == world.worker_id
    assert op.carried_by == world.driver.id


def test_whoever_left_records_sees_them_again_and_nothing_is_doubled(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page = check_in_the_pit(context, server)
    sign_out(page, server)
    expect(page.get_by_text(TITLE)).to_have_count(0)
    expect(page.get_by_role("link", name="1 条还在手机上")).to_be_visible()
    server.start()
    context.route("**/api/sync/push", lambda route: route.abort())
    context.set_offline(False)
    sign_in(page, server)
    page.goto(f"{server.url}/#/outbox")
    expect(page.get_by_role("link", name=re.compile(TITLE))).to_be_visible()
    context.unroute("**/api/sync/push")
    page.reload()
    delivered(page)
    assert len(records(world)) == 1


def back_up(world: World) -> None:
    """A backup that holds all that has arrived."""
    with db.everywhere(), db.writing() as active:
        active.add(Backup(through={str(world.mine.id): 99}))


def test_signing_out_with_all_backed_up_takes_everything_along(
    world: World, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    back_up(world)
    page.goto(f"{server.url}/#/outbox")
    page.reload()
    expect(page.get_by_text("已备份").first).to_be_visible()
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("条记录还没送完")).to_have_count(0)
    page.get_by_role("alertdialog").get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="进入我的岗位")).to_be_visible()
    assert set(page.evaluate(NAMES)) <= {"gangka-device", "gangka-public"}
    assert len(records(world)) == 1


def test_full_bars_and_a_server_that_does_not_answer(world: World, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    server.stop()
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    saved(page)
    page.goto(f"{server.url}/#/outbox")
    page.get_by_role("button", name="现在送").click()
    expect(page.get_by_role("heading", name="1 条还在手机上")).to_be_visible()
    server.start()
    page.reload()
    delivered(page)
    assert len(records(world)) == 1
