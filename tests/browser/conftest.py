"""A real server on a real port, a real Chromium at phone size."""

import contextlib
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from qrcode.constants import ERROR_CORRECT_Q
from waitress.server import create_server

from tests.browser.due import plan_at
from tests.world import World

PATIENCE = 15_000  # ms until a test gives up waiting for something
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = "/usr/bin/chromium"
GREY = (90, 95, 100)
expect.set_options(timeout=PATIENCE)


class Server:
    """A waitress server of an app, that can be stopped and started again on the same port."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = 0
        self.start()

    def start(self) -> None:
        """Serve; on the port of the last time, if there was one."""
        self._server = create_server(self.app, host="127.0.0.1", port=self.port, threads=6)
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # its sockets were closed by `stop`
            self._server.run()

    def stop(self) -> None:
        """Be gone, as a phone in a pit sees it: nothing answers any more."""
        self._server.close()
        for channel in list(self._server._map.values()):
            channel.close()
        self._thread.join(timeout=10)
        self._server.task_dispatcher.shutdown()

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    """The world, served."""
    running = Server(world.app)
    yield running
    running.stop()


@pytest.fixture
def due(world: World) -> None:
    """The crusher's cards, and a check that is due there all day."""
    world.publish_all(world.crusher)
    plan_at(world)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes phones: each with its own storage. Errors on a page's console fail the test."""
    made: list[BrowserContext] = []

    def make(**more: object) -> BrowserContext:
        context = browser.new_context(**{**PHONE, **more})
        context.set_default_timeout(PATIENCE)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


def sign_in(page: Page, server: Server, number: str = "1001", password: str = "a good password") -> None:
    """Sign in as somebody of the cast, by password."""
    page.goto(f"{server.url}/signin")
    page.get_by_label("工号或手机号").fill(number)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="进入").click()
    page.wait_for_url(lambda address: "/signin" not in address)


def qr_scene(text: str, turn: int) -> Image.Image:
    """A QR, turned by some degrees, in a grey scene."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=8)
    code.add_data(text)
    picture = code.make_image().get_image().convert("RGB")
    tilted = picture.rotate(turn, expand=True, fillcolor=GREY)
    tilted.thumbnail((400, 400))
    scene = Image.new("RGB", (640, 480), GREY)
    scene.paste(tilted, ((640 - tilted.width) // 2, (480 - tilted.height) // 2))
    return scene


def qr_video(text: str, folder: Path) -> Path:
    """A video of a QR for Chromium's fake camera: motion JPEG."""
    frames = io.BytesIO()
    for turn in range(-5, 5):
        qr_scene(text, turn).save(frames, "JPEG", quality=85)
    file = folder / "qr.mjpeg"
    file.write_bytes(frames.getvalue())
    return file


def qr_picture(text: str, folder: Path) -> Path:
    """A photo of a QR."""
    file = folder / "qr.jpg"
    qr_scene(text, 3).save(file, "JPEG", quality=85)
    return file
