"""A worker's phone: the four cards of the own post, with and without a signal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.cards.schemas import Kind
from app.org import actions as org
from tests.browser.conftest import Server, sign_in
from tests.world import DAY, World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
SAID = {
    "应急处置卡": "拉绳，停机",
    "风险清单": "出料胶带",
    "操作卡": "开机前看一圈",
    "职责清单": "班前检查设备",
}

QUICK = """window.requestAnimationFrame = () => 0; // a phone that is busy drawing
new MutationObserver((_, watch) => {
  if (!document.querySelector("#app *")) return;
  watch.disconnect();
  location.hash = "#/me";
}).observe(document, {childList: true, subtree: true})"""


@pytest.fixture
def post(world: World) -> str:
    """The title of the worker's post, its four cards published and labelled."""
    world.publish_all(world.crusher)
    world.label(world.crusher)
    return world.crusher.title


def open_post(page: Page, server: Server, title: str) -> None:
    page.goto(f"{server.url}/#/posts")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("link", name="应急处置卡")).to_be_visible()


def wait_until_offline_ready(page: Page, server: Server, title: str) -> None:
    open_post(page, server, title)
    expect(page.get_by_text("已可离线使用")).to_be_visible()


def test_cold_start_in_airplane_mode_shows_all_four_cards(post: str, server: Server, phone: Phone) -> None:
    context = phone()
    page = context.new_page()
    sign_in(page, server)
    wait_until_offline_ready(page, server, post)
    page.close()
    server.stop()
    cold = context.new_page()
    for card, words in SAID.items():
        open_post(cold, server, post)
        cold.get_by_role("link", name=card).click()
        expect(cold.get_by_text(words).first).to_be_visible()
        expect(cold.get_by_text("第 1 版").first).to_be_visible()
    server.start()


def test_a_tap_on_what_was_drawn_only_just_now_is_heard(post: str, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    page.add_init_script(QUICK)
    sign_in(page, server)
    expect(page.get_by_role("heading", name="我的", exact=True)).to_be_visible()


def test_a_moved_worker_gets_the_new_post_and_loses_the_old(
    world: World, post: str, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    sign_in(page, server)
    open_post(page, server, post)
    held = world.people["worker"].assignments[0]
    org.end_assignment(held, on=DAY, by=world.admin.id)
    org.assign(world.people["worker"], world.truck, on=DAY, by=world.admin.id)
    page.goto(f"{server.url}/#/posts")
    page.reload()
    expect(page.get_by_text(world.truck.title)).to_be_visible()
    expect(page.get_by_text(post)).to_have_count(0)


def test_a_new_version_arrives_by_itself(world: World, post: str, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server)
    open_post(page, server, post)
    world.publish(world.crusher, Kind.OPERATION, mark="！")
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()
    expect(page.get_by_text("取好了")).to_be_visible()
    open_post(page, server, post)
    page.get_by_role("link", name="操作卡").click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()


def test_signing_out_leaves_nothing_of_the_person(post: str, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server)
    open_post(page, server, post)
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="退出").click()
    page.get_by_role("alertdialog").get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="进入我的岗位")).to_be_visible()
    page.goto(f"{server.url}/")
    expect(page.get_by_text(post)).to_have_count(0)
    names = page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    assert not [name for name in names if account_in(name)]


def account_in(name: str) -> str:
    """The account in the name of a phone's database, or nothing."""
    tail = name.removeprefix("gangka-")
    return "" if tail in {"device", "public"} else tail


def test_the_next_person_on_a_phone_sees_only_their_own(
    world: World, post: str, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    sign_in(page, server)
    open_post(page, server, post)
    context.clear_cookies()  # a lapsed session, not a sign-out
    sign_in(page, server, "1101")
    page.goto(f"{server.url}/")
    expect(page.get_by_text("还没给你定岗位")).to_be_visible()
    expect(page.get_by_text(post)).to_have_count(0)


def test_the_next_person_does_not_see_the_one_before_even_without_an_answer(
    post: str, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    sign_in(page, server)
    open_post(page, server, post)
    sign_in(page, server, "1101")
    context.route("**/api/**", lambda route: route.abort())
    page.goto(f"{server.url}/")
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_text(post)).to_have_count(0)


def test_leaving_by_the_console_leaves_nothing_on_the_phone(
    world: World, post: str, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    open_post(page, server, post)
    page.goto(f"{server.url}/console/")
    page.get_by_role("button", name="退出").click()
    page.goto(f"{server.url}/")
    expect(page.get_by_role("link", name="进入我的岗位")).to_be_visible()
    expect(page.get_by_text(post)).to_have_count(0)
