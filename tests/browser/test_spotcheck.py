"""抽背 on a supervisor's phone: drawn, asked and confirmed without a signal; then on the server and in the console."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.core import db
from app.spotchecks.models import SpotCheck
from tests.browser.conftest import Server
from tests.browser.shift import begin_shift, delivered, lose_signal, on_disk, regain_signal, saved
from tests.spotchecks.builders import publish_all, since_long
from tests.world import World

pytestmark = [pytest.mark.browser]
Phone = Callable[..., BrowserContext]
CONTRAST = """tag => {
  const light = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const { color, backgroundColor } = getComputedStyle(tag);
  const [low, high] = [light(color), light(backgroundColor)].sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.fixture(autouse=True)
def crew(world: World) -> None:
    """The crusher's worker can be asked about four cards."""
    publish_all(world.crusher)
    since_long(world)


def checks(world: World) -> list[SpotCheck]:
    world.forget()
    return list(db.session().scalars(select(SpotCheck)))


def points(page: Page) -> int:
    return page.locator(".opts.ticks button").count()


def hear_all(page: Page, *, but_first: bool = False) -> None:
    """Everything on this screen was said; where `but_first`, all but the first point."""
    total = points(page)
    assert total >= 3
    expect(page.get_by_role("button", name=f"还差 {total} 条没点")).to_be_disabled()
    for place in range(total):
        page.locator(".opts.ticks button").nth(place).click()
    if but_first:
        page.locator(".opts.ticks button").first.click()
        expect(page.locator(".opts.ticks button").first).to_contain_text("没说到")


def draw(page: Page, server: Server) -> str:
    """From the own day to the first question; the seed."""
    page.goto(f"{server.url}/#/today")
    page.get_by_role("link", name=re.compile("^抽背")).click()
    page.get_by_role("button", name=re.compile("抽.1.个人")).click()
    expect(page.get_by_role("heading", name="worker")).to_be_visible()
    shown = page.get_by_text(re.compile("抽签号")).inner_text()
    page.get_by_role("button", name="开始问").click()
    expect(page.get_by_role("heading", name=re.compile("抽背.1.4"))).to_be_visible()
    found = re.search(r"[0-9a-f]{16}", shown)
    assert found
    return found.group()


def test_it_is_drawn_asked_and_confirmed_in_the_pit(world: World, server: Server, phone: Phone) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server, "1002")
    lose_signal(context, server)
    seed = draw(page, server)
    hear_all(page)
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("heading", name=re.compile("抽背.2.4"))).to_be_visible()
    hear_all(page, but_first=True)
    on_disk(page, world.people["team_leader"].id, '"missed"')
    page.close()  # the battery is empty
    page = context.new_page()
    page.goto(f"{server.url}/#/spot")
    expect(page.locator(".opts.ticks button").first).to_contain_text("没说到")
    for place in (3, 4):
        page.get_by_role("button", name="下一题").click()
        expect(page.get_by_role("heading", name=re.compile(f"抽背.{place}.4"))).to_be_visible()
        hear_all(page)
    assert page.locator(".tag").first.evaluate(CONTRAST) >= 7  # 要紧, on the last question
    sizes = page.locator("button:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 56
    page.get_by_role("button", name="问完了，给他看").click()
    expect(page.get_by_role("heading", name="worker，你看看")).to_be_visible()
    expect(page.get_by_role("heading", name="明职责：再背背")).to_be_visible()
    expect(page.locator(".told")).to_contain_text("班前查设备")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="我确认").click()
    saved(page)
    assert checks(world) == []
    regain_signal(context, server)
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    (kept,) = checks(world)
    assert (kept.account_id, kept.seed, kept.place) == (world.worker_id, seed, 1)
    assert (kept.confirmed, kept.flags) == ("agreed", [])
    assert {one.ability: one.passed for one in kept.answers} == {
        "risk": True,
        "duty": False,
        "operation": True,
        "emergency": True,
    }
    page.goto(f"{server.url}/console/spotchecks/held")
    page.get_by_role("link", name=re.compile("^worker")).click()
    expect(page.get_by_text("本人确认了")).to_be_visible()
    expect(page.get_by_text(re.compile(seed))).to_be_visible()


def test_whoever_does_not_agree_says_so(world: World, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server, "1002")
    draw(page, server)
    for place in range(1, 5):
        expect(page.get_by_role("heading", name=re.compile(f"抽背.{place}.4"))).to_be_visible()
        hear_all(page)
        page.get_by_role("button", name=re.compile("^(下一题|问完了，给他看)$")).click()
    page.get_by_role("button", name="我不同意").click()
    page.get_by_label("哪里不对").fill("我说的是另一句")
    page.get_by_role("button", name="不同意，存好").click()
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    (kept,) = checks(world)
    assert (kept.confirmed, kept.note) == ("disputed", "我说的是另一句")


def test_a_worker_has_no_way_in(server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name="我的岗位")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^抽背"))).to_have_count(0)
    page.goto(f"{server.url}/#/spot")
    expect(page.get_by_role("heading", name="抽背归班长和管事的人")).to_be_visible()
