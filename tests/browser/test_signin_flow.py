"""Signing in with what a supervisor shows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from app.access import actions as access
from tests.browser.conftest import Server
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]


@pytest.fixture
def key(world: World) -> tuple[str, str]:
    """The secret and the 6 digits that the team leader got for the worker."""
    leader = world.people["team_leader"].account
    return access.issue_key(world.people["worker"].account, minutes=10, by=leader.id)


def test_the_qr_signs_in_by_a_tap_and_only_once(key: tuple[str, str], server: Server, phone: Phone) -> None:
    address = f"{server.url}/k/{key[0]}"
    preview = phone(java_script_enabled=False).new_page()
    preview.goto(address)  # a link preview opens it and must not spend it
    page = phone().new_page()
    page.goto(address)
    page.get_by_role("button", name="是我，进入").click()
    expect(page.get_by_role("heading", name="今天", exact=True)).to_be_visible()
    late = phone().new_page()
    late.goto(address)
    expect(late.get_by_text("这个码用过了，或者过期了")).to_be_visible()


def test_the_six_digits_sign_in_in_another_browser(
    key: tuple[str, str], server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    page.goto(f"{server.url}/signin")
    page.get_by_role("link", name="输 6 位码").click()
    page.get_by_label("工号或手机号").fill("1001")
    page.get_by_label("6 位码", exact=True).fill(key[1])
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_role("heading", name="今天", exact=True)).to_be_visible()


def test_wrong_digits_say_so_and_keep_what_was_typed(
    key: tuple[str, str], server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    page.goto(f"{server.url}/signin/code")
    page.get_by_label("工号或手机号").fill("1001")
    page.get_by_label("6 位码", exact=True).fill("000000" if key[1] != "000000" else "111111")
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_text("工号或 6 位码不对")).to_be_visible()
    expect(page.get_by_label("工号或手机号")).to_have_value("1001")
