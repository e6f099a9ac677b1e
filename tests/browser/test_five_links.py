"""From 今天五件事 to 抽背; how many are done; hearing it; and never "nothing to do" where that is not known."""

import re

import pytest
from playwright.sync_api import expect

from app.hazards.models import Hazard
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import lose_signal
from tests.browser.test_five import Phone, overdue, thing
from tests.browser.test_practice import SAID
from tests.hazards.stories import AFTER, Site
from tests.spotchecks.builders import publish_all, since_long
from tests.world import World

__all__ = ["overdue"]
pytestmark = [pytest.mark.browser]


def test_a_crew_nobody_asked_is_asked_with_one_tap(world: World, server: Server, phone: Phone) -> None:
    publish_all(world.crusher)
    since_long(world)
    page = phone().new_page()
    sign_in(page, server, "1003")
    unasked = page.get_by_role("listitem").filter(has_text="破碎甲班没抽背")
    expect(unasked).to_contain_text(re.compile("没抽背.*1.人，30.天没抽过"))
    unasked.get_by_role("link", name="抽背", exact=True).click()
    expect(page.get_by_role("heading", name="破碎甲班")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("抽.1.个人"))).to_be_enabled()


def test_a_supervisor_finds_it_on_the_first_screen_and_among_their_own(
    world: World, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    for address in ("/#/", "/#/me"):
        page.goto(f"{server.url}{address}")
        link = page.get_by_role("link", name=re.compile("^抽背"))
        expect(link).to_be_visible()
        box = link.bounding_box()
        assert box and box["height"] >= 56
        link.click()
        expect(page.get_by_role("heading", name="抽背", exact=True)).to_be_visible()


def test_a_worker_does_not_find_it(world: World, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server)
    page.goto(f"{server.url}/#/me")
    expect(page.get_by_role("link", name="我的岗位")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^抽背"))).to_have_count(0)


def test_what_is_done_is_counted(world: World, overdue: Hazard, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    expect(thing(page)).to_be_visible()
    expect(page.get_by_text(re.compile("做完.*件"))).to_have_count(0)
    site = Site(world)
    site.act(site.leader, overdue, "rectify", photos=[AFTER])
    page.reload()
    expect(page.get_by_text(re.compile("破碎甲班 · 做完.1.件，还有.[1-5].件"))).to_be_visible()
    expect(thing(page)).to_have_count(0)


def test_without_a_signal_nothing_to_do_is_not_claimed(world: World, server: Server, phone: Phone) -> None:
    context = phone()
    page = context.new_page()
    sign_in(page, server, "1002")
    expect(page.get_by_role("heading", name="今天没有要盯的事")).to_be_visible()
    lose_signal(context, server)
    page.goto(f"{server.url}/#/me")
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("heading", name="现在有没有事，还不知道")).to_be_visible()
    expect(page.get_by_text(re.compile("看的时候没有要盯的事。连上网，再看一次"))).to_be_visible()
    expect(page.get_by_text("今天没有要盯的事")).to_have_count(0)


def test_it_is_read_aloud_the_list_and_each_thing(
    world: World, overdue: Hazard, server: Server, phone: Phone
) -> None:
    context = phone()
    context.add_init_script(f"({SAID})()")
    page = context.new_page()
    sign_in(page, server, "1002")
    expect(thing(page)).to_be_visible()
    page.get_by_role("button", name="听").click()
    (said,) = page.evaluate("window.said")
    assert re.match(r"今天还有\d件事。第1件，", said) and "护罩松动没改好。时限过了" in said
    thing(page).get_by_role("link", name=re.compile("护罩松动没改好")).click()
    expect(page.get_by_role("heading", name="护罩松动没改好")).to_be_visible()
    page.get_by_role("button", name="听").click()
    assert page.evaluate("window.said")[-1].startswith("护罩松动没改好。时限过了")
