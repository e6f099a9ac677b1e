"""A card's way through review in real browsers: looked at and signed by hand on a phone, given back, published."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.cards.models import Stage
from app.cards.schemas import Kind
from app.core import db
from app.org import actions as org
from tests.browser.conftest import Server, sign_in
from tests.cards.review import LOW, ORANGE, again, in_force, risk, sent, signed
from tests.world import DAY, World

pytestmark = pytest.mark.browser
NUMBERS = {"worker": "1001", "team_leader": "1002", "safety_officer": "1004", "principal": "1005"}
Phone = Callable[..., BrowserContext]


def opened(phone: Phone, server: Server, who: str, path: str = "/cards/signing") -> Page:
    page = phone().new_page()
    sign_in(page, server, NUMBERS[who])
    page.goto(f"{server.url}{path}")
    return page


def draw(page: Page, pad: Locator) -> None:
    """A stroke of a finger."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=5)
    page.mouse.up()


def test_a_worker_reads_what_changed_and_signs_with_a_finger(
    world: World, server: Server, phone: Phone
) -> None:
    in_force(world, risk(LOW), kind=Kind.RISK)
    version = sent(world, risk(ORANGE, measures=("装护罩", "停机挂牌")), kind=Kind.RISK)
    page = opened(phone, server, "worker", "/inbox")
    page.get_by_role("link", name="请看一看").first.click()  # the latest
    expect(page.get_by_role("heading", name="改了什么")).to_be_visible()
    expect(page.locator("ins", has_text="停机挂牌")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    pad = page.locator("canvas")
    draw(page, pad)
    page.get_by_role("button", name="擦掉重写").click()
    assert page.locator("input[name=drawn]").input_value() == ""
    draw(page, pad)
    button = page.get_by_role("button", name="签“辨”")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 56
    button.click()
    expect(page.get_by_role("status")).to_have_text("签好了")
    expect(page.get_by_text("没有等你签的卡")).to_be_visible()
    (kept,) = again(version).signoffs
    assert (kept.stage, kept.account_id) == ("identify", world.worker_id)
    assert kept.signature is not None
    page.goto(f"{server.url}/cards/signing/{version.id}")
    page.get_by_text("谁签过字").click()
    picture = page.get_by_alt_text("worker的签名")
    expect(picture).to_be_visible()
    assert picture.evaluate(
        "one => one.complete && one.naturalWidth > 100 || new Promise(r => { one.onload = () => r(true) })"
    )


def test_given_back_with_a_reason_that_its_author_reads(world: World, server: Server, phone: Phone) -> None:
    version = sent(world)
    page = opened(phone, server, "worker", f"/cards/signing/{version.id}")
    page.get_by_text("不对？退回去改").click()
    page.get_by_label("哪里不对，怎么改").fill("班前不查这个，班后才查")
    page.get_by_role("button", name="退回去改").click()
    expect(page.get_by_role("status")).to_have_text("退回了，写的人会知道")
    leader = opened(phone, server, "team_leader", "/inbox")
    leader.get_by_role("link", name="退回来了").click()
    expect(leader.get_by_text("退回来了：班前不查这个，班后才查")).to_be_visible()


def test_the_four_stages_on_four_phones_and_published(world: World, server: Server, phone: Phone) -> None:
    version = sent(world)
    for who, name in (
        ("worker", "签“辨”"),
        ("team_leader", "签“评”"),
        ("safety_officer", "签“定”"),
        ("principal", "签“责”"),
    ):
        page = opened(phone, server, who)
        page.get_by_role("link", name="一号破碎机操作岗").click()
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("status")).to_have_text("签好了")
    page = opened(phone, server, "safety_officer", f"/cards/signing/{version.id}")
    page.get_by_role("link", name="去发布").click()
    expect(page.get_by_text("查过了，能发布")).to_be_visible()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("status")).to_contain_text("发布了")
    assert again(version).state == "published"


def ready(world: World, count: int) -> list[object]:
    made = []
    for number in range(count):
        post = org.add_post(unit=world.crew, title=f"第 {number} 岗", by=None)
        org.assign(world.people["worker"], post, on=DAY, by=None)
        made.append(signed(world, sent(world, post=post), Stage.ASSIGN))
    return made


def states(versions: list) -> list[str]:  # type: ignore[type-arg]
    db.session().rollback()
    return sorted(again(one).state for one in versions)


def test_many_are_published_in_portions_and_each_is_told(world: World, server: Server, phone: Phone) -> None:
    versions = ready(world, 23)
    page = opened(phone, server, "safety_officer", "/console/publishing")
    page.get_by_role("checkbox", name="第 0 岗").uncheck()
    org.close_post(versions[1].card.post, by=world.admin.id)  # type: ignore[attr-defined]
    page.get_by_role("button", name="发布选中的 22 张").click()
    expect(page.get_by_role("status")).to_have_text("发布了 21 张，1 张没发布，原因写在卡的下面。")
    expect(page.get_by_text("没发布：岗位停用了")).to_be_visible()
    expect(page.get_by_role("heading", name="2 张批准了，等发布")).to_be_visible()
    assert states(versions) == ["approved"] * 2 + ["published"] * 21


def test_without_an_answer_nothing_is_claimed_and_the_rest_can_be_sent_again(
    world: World, server: Server, phone: Phone
) -> None:
    versions = ready(world, 21)
    page = opened(phone, server, "safety_officer", "/console/publishing")
    times = {"sent": 0}

    def second_fails(route, request) -> None:  # type: ignore[no-untyped-def]
        times["sent"] += request.method == "POST"
        route.abort() if request.method == "POST" and times["sent"] == 2 else route.continue_()

    page.route("**/console/publishing", second_fails)
    page.get_by_role("button", name="发布选中的 21 张").click()
    expect(page.get_by_role("status")).to_contain_text("没发完")
    assert states(versions) == ["approved"] + ["published"] * 20
    page.get_by_role("button", name="发布选中的 1 张").click()
    expect(page.get_by_role("status")).to_have_text("发布了 1 张。")
    expect(page.get_by_role("heading", name="都发布了")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("发布选中的"))).to_have_count(0)
    assert states(versions) == ["published"] * 21


def test_without_script_everything_still_works(world: World, server: Server, phone: Phone) -> None:
    versions = ready(world, 2)
    version = sent(world)
    context = phone(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server, NUMBERS["worker"])
    page.goto(f"{server.url}/cards/signing/{version.id}")
    expect(page.locator("canvas")).to_be_hidden()
    page.get_by_role("button", name="签“辨”").click()
    expect(page.get_by_text("签好了")).to_be_visible()
    officer = phone(java_script_enabled=False).new_page()
    sign_in(officer, server, NUMBERS["safety_officer"])
    officer.goto(f"{server.url}/console/publishing")
    officer.get_by_role("button", name="发布选中的").click()
    expect(officer.get_by_role("heading", name="发布了 2 张")).to_be_visible()
    assert states(versions) == ["published"] * 2
