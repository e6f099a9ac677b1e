"""Paper on the wall: its QR carries the versions of its day, and who scans an old one is told, without a signal too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from app.cards.schemas import Kind
from tests.browser.conftest import Server
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
OLD = "墙上这张旧了：应急卡是第 1 版，现在第 2 版。照屏幕上的做"


@pytest.fixture
def address(world: World, server: Server) -> str:
    """The address on the crusher's label; its emergency card is in its second version."""
    world.publish_all(world.crusher)
    world.publish(world.crusher, Kind.EMERGENCY, mark="，喊人")
    return f"{server.url}/p/{world.label(world.crusher).token}"


def test_an_old_print_says_so_and_todays_card_is_there(address: str, phone: Phone, server: Server) -> None:
    context = phone()
    page = context.new_page()
    page.goto(f"{address}?v=e1r1o1d1")
    expect(page.get_by_text(OLD)).to_be_visible()
    expect(page.get_by_text("拉绳，停机，喊人")).to_be_visible()
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    server.stop()
    page.close()
    again = context.new_page()
    again.goto(f"{address}?v=e1r1o1d1")
    expect(again.get_by_text("拉绳，停机，喊人")).to_be_visible()
    expect(again.get_by_text(OLD)).to_be_visible()
    server.start()


@pytest.mark.parametrize("carried", ["?v=e2r1o1d1", "", "?v=<script>alert(1)</script>", "?v=e1e1"])
def test_a_print_of_today_and_junk_say_nothing(address: str, phone: Phone, carried: str) -> None:
    page = phone().new_page()
    page.goto(f"{address}{carried}")
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    expect(page.get_by_text("墙上这张")).to_have_count(0)


def test_a_phone_that_is_behind_the_print_says_so(
    world: World, address: str, phone: Phone, server: Server
) -> None:
    context = phone()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    server.stop()
    page.close()
    again = context.new_page()
    again.goto(f"{address}?v=e3r1o1d1")
    expect(again.get_by_text("应急卡是第 3 版，这部手机上还是第 2 版")).to_be_visible()
    server.start()
