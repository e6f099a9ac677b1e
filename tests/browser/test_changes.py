"""变更: a pump changes; its posts are found by its tag, their cards say 正在修订 on phones, and still open without signal."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.cards import renewals
from app.cards.schemas import Kind
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import begin_shift, lose_signal, regain_signal
from tests.browser.test_pages import look
from tests.changes.builders import at, name_tag, opened, record
from tests.world import World, mine_day

pytestmark = [pytest.mark.browser]
Phone = Callable[..., BrowserContext]
MARK = "这张卡正在修订，改好前照这张做"


@pytest.fixture
def pump(world: World) -> None:
    """Cards at the crusher, one of which names a pump."""
    world.publish_all(world.crusher)
    name_tag(world.crusher, "P-101A/B", "开冷却水泵")


def record_change(desk: Page, server: Server) -> None:
    """From the front page of the console to the change, one question after the other."""
    desk.goto(f"{server.url}/console/")
    desk.get_by_role("link", name=re.compile("^变更")).click()
    desk.get_by_role("link", name=re.compile("^记一项变更")).click()
    desk.get_by_role("link", name=re.compile("^设备")).click()
    desk.get_by_label("设备位号").fill("P-102")
    desk.get_by_role("button", name="找写着它的卡").click()
    expect(desk.get_by_role("alert")).to_contain_text("没有一张发布了的卡写着“P-102”")
    desk.get_by_label("设备位号").fill("p 101b")
    desk.get_by_role("button", name="找写着它的卡").click()
    expect(desk.get_by_role("heading", name="会开 1 个修订任务")).to_be_visible()
    expect(desk.get_by_text("一号破碎机操作岗")).to_be_visible()
    desk.get_by_label("变了什么").fill("泵换成了变频的")
    desk.get_by_role("button", name="记下，开 1 个修订任务").dblclick()
    expect(desk.get_by_role("heading", name="泵换成了变频的")).to_be_visible()


def fetch_news(page: Page, server: Server) -> None:
    """Ask the server for what is new, at once."""
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()


def open_card(page: Page, server: Server, world: World) -> None:
    page.goto(f"{server.url}/#/post/{world.crusher_id}/operation")
    expect(page.get_by_text("开冷却水泵")).to_be_visible()


def test_a_change_marks_the_cards_it_touches_and_looking_at_them_ends_it(
    world: World, server: Server, phone: Phone, pump: None
) -> None:
    pocket, desk = phone(), phone().new_page()
    worker = pocket.new_page()
    begin_shift(worker, server)
    open_card(worker, server, world)
    expect(worker.get_by_text(MARK)).to_have_count(0)

    sign_in(desk, server, "1003")
    record_change(desk, server)
    world.forget()
    assert [one.post_id for one in opened()] == [world.crusher_id]

    fetch_news(worker, server)
    worker.goto(f"{server.url}/#/post/{world.crusher_id}")
    expect(worker.get_by_text("正在修订")).to_have_count(3)  # all but the duties
    lose_signal(pocket, server)
    open_card(worker, server, world)
    expect(worker.get_by_text(MARK)).to_be_visible()
    regain_signal(pocket, server)

    desk.get_by_role("link", name=re.compile("^一号破碎机操作岗")).click()
    desk.get_by_label("看了什么，为什么不用改").fill("步骤和泵无关")
    desk.get_by_role("button", name="看过，不用改").click()
    expect(desk.get_by_text("看过，不用改", exact=True)).to_be_visible()

    fetch_news(worker, server)
    open_card(worker, server, world)
    expect(worker.get_by_text(MARK)).to_have_count(0)


def test_the_public_page_says_so_without_script(
    world: World, server: Server, phone: Phone, pump: None
) -> None:
    desk = phone().new_page()
    sign_in(desk, server, "1003")
    record_change(desk, server)
    page = phone(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/p/{world.label(world.crusher).token}")
    expect(page.get_by_text("拉绳，停机")).to_be_in_viewport()
    expect(page.get_by_text(MARK)).to_be_visible()


@pytest.fixture
def pages(world: World, pump: None) -> list[str]:
    """All pages of the room, with something on each; one renewal is overdue, one is done."""
    first, second = (record(world, at(one), cards=list(Kind)) for one in (world.crushing, world.crew))
    late, done = opened(first)[0], opened(second)[0]
    world.change(late, due_on=mine_day() - timedelta(days=3))
    renewals.keep_as_it_is(done, words="看过了", by=first.made_by)
    new = "/console/changes/new"
    return [
        "/console/changes",
        new,
        f"{new}?kind=equipment",
        f"{new}?kind=equipment&tag=P-999",
        f"{new}?kind=equipment&where=unit:{world.crushing.id}",
        f"/console/changes/{first.id}",
        "/console/renewals",
        "/console/renewals?state=closed&whose=mine",
        f"/console/renewals/{late.id}",
        f"/console/renewals/{done.id}",
        f"/p/{world.label(world.crusher).token}",
    ]


def test_the_pages_are_fit_for_a_phone(server: Server, phone: Phone, pages: list[str]) -> None:
    page = phone().new_page()
    sign_in(page, server, "1003")
    assert look(page, server, pages, {}) == []


def test_the_pages_are_fit_for_the_dark_and_large_type(
    server: Server, phone: Phone, pages: list[str]
) -> None:
    page = phone(color_scheme="dark").new_page()
    sign_in(page, server, "1003")
    page.goto(f"{server.url}/#/me")
    page.get_by_role("switch", name="关怀模式").click()
    assert look(page, server, pages, {}) == []
