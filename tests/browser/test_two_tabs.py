"""One phone, two windows of the app: neither takes anything from the other, nor keeps it waiting in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.browser.due import GUARD, HEAT
from tests.browser.shift import (
    begin_shift,
    hand_over,
    normal,
    on_disk,
    open_check,
    records,
    snapshot,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
RETURNS = "document.dispatchEvent(new Event('visibilitychange'))"  # as when its window comes to the front
OLD = """async account => {
  const name = `gangka-${account}`;
  await new Promise(done => { indexedDB.deleteDatabase(name).onsuccess = done; });
  await new Promise(done => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const one of ['bundles', 'staged']) opening.result.createObjectStore(one, { keyPath: 'key' });
      opening.result.createObjectStore('meta');
      const posts = opening.result.createObjectStore('posts', { keyPath: 'id' });
      for (const one of ['tokens', 'codes']) posts.createIndex(one, one, { multiEntry: true });
    };
    opening.onsuccess = () => { window.old = opening.result; done(); };
  });
}"""


def two_windows(phone: Phone, server: Server) -> tuple[Page, Page]:
    """The same check, open twice at its first item."""
    context = phone()
    one, other = context.new_page(), context.new_page()
    begin_shift(one, server)
    for page in (one, other):
        open_check(page, server)
        expect(page.get_by_role("heading", name=GUARD)).to_be_visible()
    return one, other


def finish(page: Page) -> None:
    """Nothing wrong, from the first item to the end."""
    normal(page)
    page.get_by_label("测到多少度").fill("60")
    normal(page)
    normal(page)
    hand_over(page)


def test_a_photo_taken_in_one_window_outlives_what_the_other_stores(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    one, other = two_windows(phone, server)
    one.get_by_label("拍照").set_input_files(snapshot(tmp_path))
    expect(one.get_by_role("img", name=GUARD)).to_be_visible()
    on_disk(one, world.worker_id, '"photos":["')
    other.get_by_role("button", name="写一句").click()
    other.get_by_label("写一句").fill("看过了")
    on_disk(other, world.worker_id, "看过了")
    finish(one)
    expect(one.get_by_role("heading", name="已送达")).to_be_visible()
    (record,) = records(world)
    assert len(record.results[0]["photos"]) == 1


def test_a_window_that_comes_back_goes_on_where_the_other_stopped(
    world: World, server: Server, phone: Phone
) -> None:
    one, other = two_windows(phone, server)
    normal(one)
    one.get_by_label("测到多少度").fill("60")
    on_disk(one, world.worker_id, '"value":60')
    other.evaluate(RETURNS)
    expect(other.get_by_role("heading", name=HEAT)).to_be_visible()
    expect(other.get_by_label("测到多少度")).to_have_value("60")


def test_a_window_with_an_older_version_is_named_and_once_closed_the_app_opens(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page, old = context.new_page(), context.new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/healthz")
    old.goto(f"{server.url}/healthz")
    old.evaluate(OLD, str(world.people["worker"].id))
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("heading", name="关掉岗卡的其他窗口")).to_be_visible()
    page.get_by_role("link", name="急着看应急卡，扫码").click()
    expect(page.get_by_role("heading", name="扫一扫")).to_be_visible()
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("heading", name="关掉岗卡的其他窗口")).to_be_visible()
    old.close()
    expect(page.get_by_role("link", name="开始检查")).to_be_visible()
