"""What happens to a phone in the pit: it is killed, its answers get lost, it is full, it writes in two tabs at once."""

import contextlib
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route, expect

from tests.browser.conftest import CHROMIUM, PHONE, QUIET, Server
from tests.browser.shift import (
    answer_all,
    begin_shift,
    delivered,
    hand_over,
    hazards,
    lose_signal,
    normal,
    open_check,
    ops,
    records,
    regain_signal,
    saved,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
PRESS = "document.querySelector('.dock button.gk-btn').click()"


def launch(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser of its own that keeps what it stores in a folder, as a phone does."""
    return playwright.chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=QUIET, **PHONE
    )


def kill_browser(folder: Path) -> None:
    """kill -9 for every process of the browser that lives in this folder."""
    for said in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"--user-data-dir={folder}" in said.read_text(errors="replace"):
                os.kill(int(said.parent.name), signal.SIGKILL)


def test_a_browser_killed_after_it_said_saved_has_the_record(
    world: World, server: Server, playwright: Playwright, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    context = launch(playwright, folder)
    page = context.new_page()
    begin_shift(page, server)
    server.stop()
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    saved(page)
    kill_browser(folder)
    with contextlib.suppress(Error):
        context.close()
    again = launch(playwright, folder)
    try:
        page = again.new_page()
        page.goto(f"{server.url}/#/outbox")
        expect(page.get_by_role("heading", name="1 条还在手机上")).to_be_visible()
        server.start()
        page.reload()  # an opened app sends
        delivered(page)
    finally:
        again.close()
    (record,) = records(world)
    assert record.author_id == world.worker_id


def test_an_answer_lost_on_the_way_back_is_asked_for_again(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().text())  # the server has taken it
        route.abort()

    context.route("**/api/sync/push", lose)
    open_check(page, server)
    answer_all(page)
    with page.expect_event("requestfailed"):
        hand_over(page)
    saved(page)
    expect(page.get_by_text("回执")).to_have_count(0)
    context.unroute("**/api/sync/push")
    page.goto(f"{server.url}/#/outbox")
    page.reload()  # an opened app sends
    (receipt,) = delivered(page)
    assert any(f'"receipt":{receipt}' in answer for answer in lost)
    assert len(records(world)) == len(ops(world, "check.submitted")) == 1


def fill_up(context: BrowserContext, server: Server) -> Callable[[], None]:
    """Leave no room in this browser; gives back what makes room again."""
    disk = context.new_cdp_session(context.new_page())
    disk.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 1})

    def make_room() -> None:
        disk.send("Storage.overrideQuotaForOrigin", {"origin": server.url})

    return make_room


def test_a_full_phone_says_so_keeps_the_form_and_stores_it_when_there_is_room(
    world: World, server: Server, playwright: Playwright, tmp_path: Path
) -> None:
    context = launch(playwright, tmp_path / "phone")
    page = context.new_page()
    begin_shift(page, server)
    open_check(page, server)
    normal(page)
    page.get_by_label("测到多少度").fill("60")
    normal(page)
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name="接着做，做了 2 项")).to_be_visible()
    context.close()
    server.stop()
    context = launch(playwright, tmp_path / "phone")
    try:
        make_room = fill_up(context, server)
        page = context.new_page()
        page.goto(f"{server.url}/#/")
        page.get_by_role("link", name="接着做，做了 2 项").click()
        normal(page)
        expect(page.get_by_text("手机满了，这一步没存上")).to_be_visible()
        hand_over(page)
        expect(page.get_by_text("手机满了，没存上")).to_be_visible()
        expect(page.get_by_text("写的和照片还在这里，别关")).to_be_visible()
        expect(page.get_by_text("已保存在手机")).to_have_count(0)
        expect(page.get_by_role("link", name="没有要送的")).to_be_visible()
        make_room()
        page.get_by_role("button", name="再存一次").click()
        saved(page)
        server.start()
        page.goto(f"{server.url}/#/outbox")
        page.reload()  # an opened app sends
        delivered(page)
    finally:
        context.close()
    (record,) = records(world)
    assert [one["result"] for one in record.results] == ["normal"] * 3


def fill_report(page: Page, server: Server, words: str) -> None:
    """A hazard in words, up to the button."""
    page.goto(f"{server.url}/#/report")
    page.get_by_role("button", name="写一句（可以不写）").click()
    page.get_by_label("写一句（可以不写）").fill(words)
    expect(page.get_by_role("button", name=re.compile("报上去|存好"))).to_be_enabled()


def test_two_tabs_that_write_at_once_give_different_numbers(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    one, other = context.new_page(), context.new_page()
    begin_shift(one, server)
    other.goto(f"{server.url}/#/")
    lose_signal(context, server)
    open_check(one, server)
    answer_all(one)
    fill_report(other, server, "护罩松了")
    one.evaluate(PRESS)
    other.evaluate(PRESS)
    saved(one)
    saved(other)
    expect(one.get_by_role("link", name="2 条还在手机上")).to_be_visible()
    regain_signal(context, server)
    one.goto(f"{server.url}/#/outbox")
    delivered(one, 2)
    sent = ops(world, "check.submitted", "hazard.reported")
    assert sorted(op.n for op in sent) == [1, 2]
    assert [op.flags for op in sent] == [[], []]
    assert len(records(world)) == len(hazards(world)) == 1
