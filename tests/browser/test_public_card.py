"""The second law: the emergency card opens at once, for anyone, offline, without a login."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from app.cards.schemas import Kind
from tests.browser.conftest import Server
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]


@pytest.fixture
def address(world: World, server: Server) -> str:
    """The address on the crusher's label, its four cards published."""
    world.publish_all(world.crusher)
    return f"{server.url}/p/{world.label(world.crusher).token}"


def test_without_javascript_the_card_is_complete(address: str, phone: Phone) -> None:
    page = phone(java_script_enabled=False).new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="出事了，照着做")).to_be_in_viewport()
    expect(page.get_by_text("拉绳，停机")).to_be_in_viewport()
    expect(page.locator('a[href="tel:120"]')).to_be_in_viewport()
    page.get_by_role("link", name="岗位风险清单").click()
    expect(page.get_by_text("护罩装好，螺栓拧紧")).to_be_visible()


def test_one_visit_then_no_network_and_it_opens_complete(address: str, phone: Phone, server: Server) -> None:
    context = phone()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    server.stop()
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("拉绳，停机")).to_be_visible()
    again.get_by_role("link", name="岗位操作卡").click()
    expect(again.get_by_text("开机前看一圈")).to_be_visible()
    server.start()


def test_emergency_mode_walks_through_the_steps_signed_out_and_offline(
    address: str, phone: Phone, server: Server
) -> None:
    context = phone()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    server.stop()
    page.reload()
    page.get_by_role("button", name="一步一步做").click()
    expect(page.get_by_role("heading", name="拉绳，停机")).to_be_visible()
    page.get_by_role("button", name="做了，下一步").click()
    expect(page.get_by_role("heading", name="大声喊人")).to_be_visible()
    page.get_by_role("button", name="做了，下一步").click()
    expect(page.get_by_role("heading", name="断电，挂牌")).to_be_visible()
    page.get_by_role("button", name="上一步").click()
    expect(page.get_by_role("heading", name="大声喊人")).to_be_visible()
    expect(page.locator('.em a[href="tel:120"]')).to_be_visible()
    page.go_back()
    expect(page.locator(".em")).to_have_count(0)
    server.start()


def test_a_new_version_is_told_and_never_swapped_under_the_reader(
    world: World, address: str, phone: Phone
) -> None:
    page = phone().new_page()
    page.goto(address)
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    world.publish(world.crusher, Kind.EMERGENCY, mark="！")
    page.reload()
    expect(page.get_by_text("拉绳，停机", exact=True)).to_be_visible()
    page.get_by_text("卡有新版").click()
    expect(page.get_by_text("拉绳，停机！")).to_be_visible()


def test_an_unknown_code_says_what_to_do(server: Server, phone: Phone) -> None:
    page = phone().new_page()
    answer = page.goto(f"{server.url}/p/2222222222222222222a")
    assert answer is not None and answer.status == 404
    expect(page.get_by_text("这张码没用了")).to_be_visible()
    expect(page.get_by_role("link", name="输岗位编号")).to_be_visible()


def test_a_post_at_level_one_shows_stop_above_the_first_step(
    world: World, server: Server, phone: Phone
) -> None:
    world.publish_all(world.crusher, residual={"L": 5, "S": 5})
    page = phone().new_page()
    page.goto(f"{server.url}/p/{world.label(world.crusher).token}")
    expect(page.get_by_text("停止作业", exact=False).first).to_be_in_viewport()
    expect(page.get_by_text("拉绳，停机")).to_be_in_viewport()
