"""Every page at phone size: axe finds nothing serious, the strict policy is not broken, targets are big."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server, sign_in
from tests.browser.due import TITLE
from tests.hazards.stories import Site
from tests.world import World, mine_day

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
AXE = Path(__file__).resolve().parent.parent.parent / "static/client/node_modules/axe-core/axe.min.js"
PUBLIC = ["/p/{token}", "/p/{token}/risk", "/p/{token}/operation", "/p/{token}/duty", "/p/unknown", "/c"]
SIGNED_OUT = ["/", "/#/scan", "/#/code", "/#/me", "/#/wechat", "/signin", "/signin/code", "/k/unknown"]
SIGNED_IN = [
    "/",
    "/#/me",
    "/#/posts",
    "/#/recite",
    "/#/recite/go",
    "/#/report",
    "/#/stop/{post}",
    "/#/hazards",
    "/#/inbox",
    "/#/outbox",
    "/#/post/{post}",
    "/#/post/{post}/emergency",
    "/#/post/{post}/risk",
    "/#/post/{post}/operation",
    "/#/post/{post}/duty",
    "/#/learn/{post}",
    "/#/learn/{post}/emergency",
    "/#/learn/{post}/risk",
    "/sessions",
    "/password",
]
CONSOLE = [
    "/console/",
    "/console/units",
    "/console/units/{unit}",
    "/console/posts",
    "/console/posts/{post}",
    "/console/people",
    "/console/people/{person}",
    "/console/keys",
    "/console/roster",
    "/console/settings",
    "/console/audit",
    "/console/import",
    "/console/labels",
    "/console/labels/{unit}",
]
BOARD = [
    "/console/",
    "/console/five",
    "/console/board",
    "/console/board?kind=week",
    "/console/board/list",
    "/console/mastery",
    "/console/learning",
    "/console/hazards",
    "/console/spotchecks",
    "/console/spotchecks/held",
    "/console/checks",
]
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
  .filter(one => one.checkVisibility() && !one.closest('p, .hidden'))
  .map(one => [one, (one.closest('label') ?? one).getBoundingClientRect()])
  .filter(([one, box]) => box.width > 0 && box.height > 1 && box.height < 55.5)
  .map(([one, box]) => `${Math.round(box.height)} px: ${one.outerHTML.slice(0, 90)}`)"""


@pytest.fixture
def places(world: World) -> dict[str, str]:
    """What the addresses are filled with."""
    world.publish_all(world.crusher)
    return {
        "token": world.label(world.crusher).token,
        "post": str(world.crusher.id),
        "unit": str(world.crew.id),
        "person": str(world.people["worker"].id),
    }


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical on this page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def look(page: Page, server: Server, addresses: list[str], places: dict[str, str]) -> list[str]:
    """Everything wrong on these pages."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for address in addresses:
        answer = page.goto(server.url + address.format(**places), wait_until="load")
        if answer is not None and answer.status >= 400 and "unknown" not in address:
            wrong.append(f"{address} answered {answer.status}")
        page.locator("h1, .tell, video").first.wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth > 360")
        found = faults(page) + page.evaluate(SMALL_TARGETS) + (["wider than the phone"] if wide else [])
        wrong += [f"{address} {one}" for one in found]
    return wrong


def test_public_pages(server: Server, phone: Phone, places: dict[str, str]) -> None:
    assert look(phone().new_page(), server, PUBLIC, places) == []


def test_signed_out_pages(server: Server, phone: Phone, places: dict[str, str]) -> None:
    assert look(phone().new_page(), server, SIGNED_OUT, places) == []


def test_worker_pages(server: Server, phone: Phone, places: dict[str, str]) -> None:
    page = phone().new_page()
    sign_in(page, server)
    assert look(page, server, SIGNED_IN, places) == []


def test_worker_pages_in_the_dark_with_large_type(
    server: Server, phone: Phone, places: dict[str, str]
) -> None:
    page = phone(color_scheme="dark").new_page()
    sign_in(page, server)
    page.goto(f"{server.url}/#/me")
    page.get_by_role("switch", name="关怀模式").click()
    assert look(page, server, SIGNED_IN, places) == []


@pytest.fixture
def watched(world: World, due: None) -> None:
    """A check that is due, and a hazard that should have been mended: all that supervisors look at says something."""
    site = Site(world)
    hazard = site.report()
    site.register(hazard, owner=str(site.leader.id))
    world.change(hazard, due_on=mine_day() - timedelta(days=2))


def test_a_supervisors_pages(watched: None, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    assert look(page, server, BOARD, {}) == []


def test_a_supervisors_pages_in_the_dark_with_large_type(watched: None, server: Server, phone: Phone) -> None:
    page = phone(color_scheme="dark").new_page()
    sign_in(page, server, "1002")
    page.goto(f"{server.url}/#/me")
    page.get_by_role("switch", name="关怀模式").click()
    assert look(page, server, BOARD, {}) == []
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_on_a_phone_the_figures_stand_before_the_filters(watched: None, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    sign_in(page, server, "1002")
    page.goto(f"{server.url}/console/board")
    expect(page.get_by_role("link", name="到点该做")).to_be_in_viewport()
    expect(page.get_by_label("什么检查")).to_be_hidden()
    page.get_by_text("换地方、换日子").click()
    page.get_by_label("什么检查").select_option(TITLE)
    page.get_by_role("button", name="看").click()
    expect(page.get_by_role("heading", name=f"完成表，{TITLE}")).to_be_visible()
    expect(page.get_by_label("什么检查")).to_be_hidden()


def test_console_pages(server: Server, phone: Phone, places: dict[str, str]) -> None:
    page = phone().new_page()
    sign_in(page, server, "1006")
    assert look(page, server, CONSOLE, places) == []
