"""From a QR before the camera to the card."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from app.labels.models import Label
from tests.browser.conftest import CHROMIUM, PHONE, QUIET, Server, qr_picture, qr_video, sign_in
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def label(world: World) -> Label:
    """The label on the crusher, its cards published."""
    world.publish_all(world.crusher)
    return world.label(world.crusher)


@pytest.fixture
def seeing(playwright: Playwright, server: Server, label: Label, tmp_path: Path) -> Iterator[Browser]:
    """A Chromium whose camera looks at the crusher's label."""
    video = qr_video(f"{server.url}/p/{label.token}", tmp_path)
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *camera])
    yield opened
    opened.close()


def test_the_camera_finds_the_card(seeing: Browser, server: Server) -> None:
    page = seeing.new_context(**PHONE, permissions=["camera"]).new_page()
    page.goto(f"{server.url}/#/scan")
    page.wait_for_url("**/p/**")
    expect(page.get_by_text("拉绳，停机")).to_be_visible()


def test_the_camera_finds_an_own_post_without_network(seeing: Browser, server: Server, world: World) -> None:
    page = seeing.new_context(**PHONE, permissions=["camera"]).new_page()
    sign_in(page, server)
    page.goto(f"{server.url}/#/posts")
    page.get_by_role("link", name=world.crusher.title).click()
    expect(page.get_by_text("已可离线使用")).to_be_visible()
    page.goto(f"{server.url}/#/scan")  # once with a signal: the reader is fetched when first needed
    expect(
        page.get_by_text("拉绳，停机").or_(page.get_by_role("link", name="应急处置卡")).first
    ).to_be_visible()
    server.stop()
    page.goto(f"{server.url}/#/scan")
    expect(
        page.get_by_text("拉绳，停机").or_(page.get_by_role("link", name="应急处置卡")).first
    ).to_be_visible()
    server.start()


def test_a_still_photo_finds_the_card(server: Server, label: Label, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{server.url}/#/scan")
    page.get_by_label("选照片").set_input_files(qr_picture(f"{server.url}/p/{label.token}", tmp_path))
    page.wait_for_url("**/p/**")
    expect(page.get_by_text("拉绳，停机")).to_be_visible()


def test_the_typed_code_finds_the_card(server: Server, label: Label, browser: Browser) -> None:
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{server.url}/#/code")
    type_code(page, label.code)
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_text("拉绳，停机")).to_be_visible()


def test_a_mistyped_code_is_told_before_anything_is_asked(
    server: Server, label: Label, browser: Browser
) -> None:
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{server.url}/#/code")
    wrong = label.code[:-1] + str((int(label.code[-1]) + 1) % 10)
    type_code(page, wrong)
    expect(page.get_by_role("button", name="有一位不对")).to_be_disabled()


def type_code(page: Page, code: str) -> None:
    """Tap the digits on the screen's own keys."""
    for digit in code:
        page.locator(".keys").get_by_role("button", name=digit, exact=True).click()
