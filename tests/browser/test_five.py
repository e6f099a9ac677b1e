"""今天五件事 on a supervisor's phone: seen, done by one tap, kept for when there is no signal."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.hazards.models import Hazard
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import lose_signal, snapshot
from tests.hazards.stories import Site
from tests.world import World, mine_day

pytestmark = [pytest.mark.browser]
Phone = Callable[..., BrowserContext]
HEADING = "今天五件事"


@pytest.fixture
def overdue(world: World) -> Hazard:
    """A hazard at the crusher that should have been mended two days ago; the leader is to do it."""
    world.publish_all(world.crusher)
    site = Site(world)
    hazard = site.report()
    site.register(hazard, owner=str(site.leader.id))
    world.change(hazard, due_on=mine_day() - timedelta(days=2))
    return hazard


def thing(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text="护罩松动没改好")


def test_an_overdue_hazard_is_done_by_one_tap_and_goes(
    overdue: Hazard, server: Server, phone: Phone, tmp_path: Path
) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(thing(page)).to_contain_text(re.compile("超期.*时限过了.2.天"))
    expect(page.get_by_text(re.compile("破碎甲班 · 还有.[1-5].件.*看到的"))).to_be_visible()
    thing(page).get_by_role("link", name="去看看").click()
    page.get_by_role("button", name="改好了").click()
    page.get_by_label("拍改好后的").set_input_files(snapshot(tmp_path))
    done = page.get_by_role("button", name="改好了", exact=True)
    expect(done).to_be_enabled()
    done.click()
    expect(page.get_by_text("改好了，等验收").first).to_be_visible()
    page.goto(f"{server.url}/#/")
    expect(thing(page)).to_have_count(0)


def test_without_a_signal_it_shows_what_was_seen_and_what_needs_one(
    world: World, overdue: Hazard, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    sign_in(page, server, "1002")
    expect(thing(page)).to_be_visible()
    lose_signal(context, server)
    page.goto(f"{server.url}/#/me")
    page.goto(f"{server.url}/#/")
    expect(thing(page)).to_be_visible()
    expect(page.get_by_text(re.compile("看到的"))).to_be_visible()
    page.get_by_role("link", name="完成表").click()
    expect(page.get_by_role("heading", name="连上网，才能看完成表")).to_be_visible()
    page.get_by_role("link", name="五件事").click()
    thing(page).get_by_role("link", name=re.compile("护罩松动没改好")).click()
    expect(page.get_by_role("button", name="今天先放一放，要连网")).to_be_disabled()
    page.get_by_role("link", name="去看看").click()
    expect(page.get_by_role("heading", name="护罩松动")).to_be_visible()


def test_it_is_put_off_until_tomorrow_and_taken_back(overdue: Hazard, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    thing(page).get_by_role("link", name=re.compile("护罩松动没改好")).click()
    page.get_by_role("button", name="今天先放一放").click()
    expect(page.get_by_role("heading", name="今天放一放的，明天再看")).to_be_visible()
    page.get_by_role("link", name=re.compile("护罩松动没改好")).click()
    page.get_by_role("button", name="放回来").click()
    expect(thing(page).get_by_role("link", name="去看看")).to_be_visible()


def test_a_leaders_own_day_practice_and_report_are_one_tap_away(
    overdue: Hazard, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    own = page.get_by_role("navigation", name="我自己的")
    for name, heading in (("我的检查", "今天"), ("练习", "练习"), ("随手拍", "随手拍隐患")):
        page.goto(f"{server.url}/#/")
        own.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    page.goto(f"{server.url}/#/")
    tabs = page.get_by_role("navigation", name="主菜单")
    expect(tabs.get_by_role("link")).to_have_text(["五件事", "完成表", "扫一扫", "隐患", "我的"])
    sizes = page.locator("main a, main button, nav a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 56
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_worker_keeps_their_own_tabs(overdue: Hazard, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server)
    tabs = page.get_by_role("navigation", name="主菜单")
    expect(tabs.get_by_role("link", name="今天")).to_be_visible()
    expect(tabs.get_by_role("link", name="随手拍")).to_be_visible()
    expect(page.get_by_text(HEADING)).to_have_count(0)
