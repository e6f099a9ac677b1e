"""学新卡: a new version on two phones, one of them offline; each shows what changed, and the supervisor sees who learnt it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.core import db
from app.learning.models import CardLearning
from app.org import actions as org
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import begin_shift, delivered, lose_signal, on_disk, regain_signal, saved
from tests.browser.test_practice import SAID
from tests.learning.builders import learn, publish_new, publish_old
from tests.world import DAY, World

pytestmark = [pytest.mark.browser]
Phone = Callable[..., BrowserContext]
LEARN = re.compile("学新卡.1.张")


@pytest.fixture
def mate(world: World) -> None:
    """One more at the crusher, who has learnt the first version there as the worker has."""
    other = world.person("同事", world.crew, "3001")
    org.assign(other, world.crusher, on=DAY, by=None)
    old = publish_old(world)
    for who in (world.people["worker"], other):
        learn(who, old)


def learnings(world: World) -> list[CardLearning]:
    """What the server keeps of the second version, read anew."""
    world.forget()
    asked = select(CardLearning).where(CardLearning.number == 2).order_by(CardLearning.received_at)
    return list(db.session().scalars(asked))


def open_lesson(page: Page, server: Server) -> None:
    """From Today into the card that changed."""
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name=LEARN).click()


def see_what_changed(page: Page) -> None:
    """The step in other words, the accident that is new, the one that is gone; each by itself, and nothing else."""
    expect(page.get_by_text("只看变了的")).to_be_visible()
    expect(page.get_by_text("改了", exact=True)).to_be_visible()
    expect(page.locator("s", has_text="一拉就停。")).to_be_visible()
    expect(page.locator("mark")).to_have_text("，不松手")
    expect(page.get_by_text("没断电，不许伸手")).to_have_count(0)
    page.get_by_role("button", name="看懂了").click()
    expect(page.get_by_role("heading", name="料仓冒烟")).to_be_visible()
    expect(page.get_by_text("新加的", exact=True)).to_be_visible()
    page.get_by_role("button", name="看懂了").click()
    expect(page.get_by_text("去掉了", exact=True)).to_be_visible()
    expect(page.locator("h2 s", has_text="平台滑倒")).to_be_visible()
    page.get_by_role("button", name="看懂了").click()


def answer_all(page: Page) -> int:
    """Tap something at each question until there is none left; how many screens that took."""
    asked = 0
    end = page.get_by_role("heading", name="签个名，就学完了")
    while True:
        options = page.locator(".opts button")
        expect(options.first.or_(end)).to_be_visible()
        if end.is_visible():
            return asked
        asked += 1
        answer = page.get_by_role("button", name=re.compile("^(就是它|点好了)$"))
        for place in range(options.count()):
            if not answer.is_visible():
                options.nth(place).click()
        answer.click()
        expect(page.get_by_text("卡上原话")).to_be_visible()
        page.get_by_role("button", name=re.compile("^(看懂了|接着来)$")).click()


def sign(page: Page) -> None:
    """With a finger."""
    pad = page.get_by_role("img", name="签名的地方")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 100)
    page.mouse.up()
    page.get_by_role("button", name="签好了").click()
    expect(page.get_by_role("heading", name="签好了")).to_be_visible()
    page.get_by_role("button", name="我学会了").click()


def get_new_version(page: Page, server: Server) -> None:
    """Ask the server for it, at once."""
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name=LEARN)).to_be_visible()


def test_two_phones_learn_a_new_version_and_the_supervisor_sees_it(
    world: World, server: Server, phone: Phone, mate: None
) -> None:
    first, second = phone(), phone()
    one, other = first.new_page(), second.new_page()
    begin_shift(one, server)
    begin_shift(other, server, "3001")
    one.goto(f"{server.url}/#/")
    expect(one.get_by_role("link", name="我的岗位")).to_be_visible()
    expect(one.get_by_role("link", name=LEARN)).to_have_count(0)
    publish_new(world)
    get_new_version(one, server)
    get_new_version(other, server)

    lose_signal(first, server)
    open_lesson(one, server)
    see_what_changed(one)
    assert answer_all(one) >= 2
    sign(one)
    saved(one)
    one.goto(f"{server.url}/#/")
    expect(one.get_by_role("link", name="我的岗位")).to_be_visible()
    expect(one.get_by_role("link", name=LEARN)).to_have_count(0)
    assert learnings(world) == []
    regain_signal(first, server)
    one.goto(f"{server.url}/#/outbox")
    delivered(one, 2)  # and that the card was opened
    (seen,) = learnings(world)
    assert (seen.account_id, seen.flags) == (world.worker_id, [])
    assert seen.signature is not None
    assert {len({answer["question"] for answer in seen.answers})} == {2}

    desk = phone().new_page()
    sign_in(desk, server, "1002")
    desk.goto(f"{server.url}/console/learning")
    expect(desk.get_by_role("heading", name="还差 1 人次没学")).to_be_visible()
    desk.get_by_role("link", name=re.compile("一号破碎机操作岗")).click()
    row = desk.get_by_role("listitem").filter(has_text="同事")
    expect(row).to_contain_text("还是第 1 版")
    expect(row).to_contain_text("还没学")
    expect(desk.get_by_role("img", name="worker的签名")).to_be_visible()

    open_lesson(other, server)
    see_what_changed(other)
    answer_all(other)
    other.get_by_role("button", name="不签名，只确认").click()
    expect(other.get_by_role("heading", name=re.compile("已保存在手机|已送达|已备份"))).to_be_visible()
    other.goto(f"{server.url}/#/outbox")
    delivered(other, 2)
    desk.goto(f"{server.url}/console/learning")
    expect(desk.get_by_role("heading", name="都学了最新的卡")).to_be_visible()


def test_whoever_has_learnt_nothing_goes_through_the_whole_card(
    world: World, server: Server, phone: Phone
) -> None:
    world.publish_all(world.crusher)
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name=re.compile("学新卡.4.张")).click()
    page.get_by_role("link", name=re.compile("^应急处置卡")).click()
    expect(page.get_by_text("从头看一遍")).to_be_visible()
    expect(page.locator("mark, s")).to_have_count(0)
    expect(page.get_by_text("拉绳，停机")).to_be_visible()
    page.get_by_role("button", name="看懂了").click()
    expect(page.get_by_role("heading", name="整张卡的")).to_be_visible()
    page.get_by_role("button", name="看懂了").click()
    answer_all(page)
    page.get_by_role("button", name="不签名，只确认").click()
    page.get_by_role("link", name=re.compile("下一张：风险清单")).click()
    expect(page.get_by_role("heading", name=re.compile("学风险清单 1"))).to_be_visible()


def test_it_is_read_aloud_and_said_so(world: World, server: Server, phone: Phone, mate: None) -> None:
    publish_new(world)
    context = phone()
    context.add_init_script(f"({SAID})()")
    page = context.new_page()
    begin_shift(page, server)
    open_lesson(page, server)
    page.get_by_role("button", name="听").click()
    wanted = "改了。胶带卷住人。怎么做：原来：谁看见谁做：拉绳，停机。一拉就停。"
    assert page.evaluate("said[0]").startswith(wanted)
    see_what_changed(page)
    answer_all(page)
    page.get_by_role("button", name="不签名，只确认").click()
    page.goto(f"{server.url}/#/outbox")
    delivered(page, 2)
    (seen,) = learnings(world)
    assert (seen.heard, seen.signature) == (True, None)


def test_a_lesson_goes_on_where_it_was_left(world: World, server: Server, phone: Phone, mate: None) -> None:
    publish_new(world)
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    open_lesson(page, server)
    page.get_by_role("button", name="看懂了").click()
    expect(page.get_by_role("heading", name="料仓冒烟")).to_be_visible()
    on_disk(page, world.worker_id, '"at":1')
    lose_signal(context, server)
    page.close()
    page = context.new_page()
    open_lesson(page, server)
    expect(page.get_by_role("heading", name="料仓冒烟")).to_be_visible()
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_text("改了", exact=True)).to_be_visible()


def test_a_card_that_is_read_says_that_it_has_changed(
    world: World, server: Server, phone: Phone, mate: None
) -> None:
    publish_new(world)
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/post/{world.crusher_id}/emergency")
    page.get_by_role("link", name="这张卡改过，点这里看哪里变了").click()
    expect(page.get_by_text("只看变了的")).to_be_visible()
    page.goto(f"{server.url}/#/post/{world.crusher_id}")
    expect(page.get_by_role("link", name=LEARN)).to_be_visible()


def test_what_somebody_else_has_to_learn_is_not_asked_of_a_leader(
    world: World, server: Server, phone: Phone, mate: None
) -> None:
    publish_new(world)
    page = phone().new_page()
    begin_shift(page, server, "1002")
    page.goto(f"{server.url}/#/post/{world.crusher_id}")
    expect(page.get_by_role("link", name=re.compile("应急处置卡"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("学新卡"))).to_have_count(0)
    page.goto(f"{server.url}/#/learn/{world.crusher_id}/emergency")
    expect(page.get_by_role("heading", name="这张卡不在这部手机上")).to_be_visible()
