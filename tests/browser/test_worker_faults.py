"""New service workers, good and bad: none interrupts a form, none takes a record away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import pwa
from tests.browser.conftest import Server
from tests.browser.due import HEAT
from tests.browser.shift import (
    answer_all,
    begin_shift,
    delivered,
    hand_over,
    lose_signal,
    normal,
    open_check,
    records,
    regain_signal,
    saved,
    until,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
Serve = Callable[[str], None]
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration.update().then(() => 'taken', reason => reason.name);
}"""
GONE = "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)"
THROWS = "throw new Error('broken');"
REFUSES = "self.addEventListener('install', event => event.waitUntil(Promise.reject(new Error('broken'))));"
PAGE = "<h1>请登录 Wi-Fi</h1>"  # what a hotel's network gives for every address
GARBAGE = """self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
  const page = () => new Response('<h1>broken</h1>', { headers: { 'Content-Type': 'text/html' } });
  if (event.request.mode === 'navigate') event.respondWith(page());
});"""


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Have another text served as /sw.js from now on."""
    built = pwa.text_of

    def change(text: str) -> None:
        monkeypatch.setattr(pwa, "text_of", lambda name: text if name == "sw.js" else built(name))

    return change


def keep_a_record(context: BrowserContext, page: Page, server: Server) -> None:
    """A check that is on this phone alone."""
    lose_signal(context, server)
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    saved(page)


def test_a_new_version_waits_until_the_form_is_left(
    world: World, server: Server, phone: Phone, serve: Serve
) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    open_check(page, server)
    normal(page)
    page.get_by_label("测到多少度").fill("60")
    page.evaluate("window.isSamePage = true")
    serve(pwa.text_of("sw.js") + "\n// newer")
    assert page.evaluate(UPDATE) == "taken"
    until(page, "navigator.serviceWorker.getRegistration().then(one => one.waiting !== null)")
    expect(page.get_by_role("heading", name=HEAT)).to_be_visible()
    expect(page.get_by_label("测到多少度")).to_have_value("60")
    expect(page.get_by_text("有新版")).to_have_count(0)  # nothing to press by mistake in the form
    page.goto(f"{server.url}/#/")
    assert page.evaluate("window.isSamePage") is True
    with page.expect_event("load"):
        page.get_by_role("button", name="有新版，点一下更新").click()
    assert page.evaluate("window.isSamePage") is None
    page.get_by_role("link", name="接着做，做了 1 项").click()
    expect(page.get_by_label("测到多少度")).to_have_value("60")
    expect(page.get_by_role("button", name=re.compile("有新版"))).to_have_count(0)


@pytest.mark.parametrize(
    "broken", [THROWS, REFUSES, PAGE], ids=["throws", "refuses", "another network's page"]
)
def test_a_broken_new_version_is_not_taken(
    world: World, server: Server, phone: Phone, serve: Serve, broken: str
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    serve(broken)
    page.evaluate(UPDATE)
    keep_a_record(context, page, server)
    page.reload()
    expect(page.get_by_role("link", name="1 条还在手机上")).to_be_visible()
    regain_signal(context, server)
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    assert len(records(world)) == 1


def test_the_kill_switch_heals_a_phone_in_one_opening_and_its_outbox_is_whole(
    world: World, server: Server, phone: Phone, serve: Serve
) -> None:
    context = phone()
    context.route("**/api/sync/push", lambda route: route.abort())
    page = context.new_page()
    begin_shift(page, server)
    open_check(page, server)
    answer_all(page)
    hand_over(page)
    saved(page)
    serve(GARBAGE)
    page.evaluate(UPDATE)
    until(page, "navigator.serviceWorker.getRegistration().then(one => !one.installing && !one.waiting)")
    page.goto(f"{server.url}/")
    expect(page.get_by_role("heading", name="broken")).to_be_visible()
    world.app.config["SW_KILL"] = True
    page.goto(f"{server.url}/")
    until(page, GONE)
    page.goto(f"{server.url}/#/outbox")
    page.reload()
    expect(page.get_by_role("heading", name="1 条还在手机上")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    context.unroute("**/api/sync/push")
    page.reload()  # an opened app sends
    delivered(page)
    assert len(records(world)) == 1


def test_the_kill_switch_is_told_of_and_after_it_the_app_is_offline_ready_again(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    world.app.config["SW_KILL"] = True
    page.evaluate(UPDATE)
    until(page, GONE)
    expect(page.get_by_text("没信号时别关岗卡，关了要有信号才能打开")).to_be_visible()
    expect(page.get_by_text("已可离线使用")).to_have_count(0)
    world.app.config["SW_KILL"] = False
    page.reload()
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    keep_a_record(context, page, server)
    regain_signal(context, server)
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
