"""背一背 on the phone: a few minutes a day, without a signal, and on from there on another phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.core import db
from app.recite.models import ReciteAnswer, ReciteMemory
from tests.browser.asked import LINE, STEPS, answer_rightly, ask, at, settle, tap
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import begin_shift, lose_signal, regain_signal
from tests.world import World

pytestmark = [pytest.mark.browser]
Phone = Callable[..., BrowserContext]
RED = re.compile(r"rgb\((168, 16, 26|150, 13, 23)\)")
SAID = """() => {
  window.said = [];
  const voice = { lang: 'zh-CN', localService: true, name: 'Ting' };
  const speech = { getVoices: () => [voice], speak: one => window.said.push(one.text), cancel() {} };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


@pytest.fixture(autouse=True)
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven questions at the crusher; five of them new on the first day."""
    ask(monkeypatch)
    world.publish_all(world.crusher)


def answers(world: World) -> list[ReciteAnswer]:
    """What the server keeps, read anew."""
    world.forget()
    return list(db.session().scalars(select(ReciteAnswer).order_by(ReciteAnswer.answered_at)))


def left_today(page: Page, server: Server, words: str) -> None:
    """What the day's screen says of practice."""
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name=re.compile("背一背，5.分钟"))).to_contain_text(re.compile(words))


def get_the_order_wrong(page: Page) -> None:
    """The last two steps the wrong way round: said as it is, in black, with the card's own line."""
    at(page, "1/5")
    expect(page.get_by_role("button", name="还差 4 步")).to_be_disabled()
    tap(page, STEPS[0], STEPS[1], STEPS[2])
    expect(page.get_by_role("button", name="还差 1 步")).to_be_disabled()
    page.get_by_role("button", name="退一步").click()
    tap(page, STEPS[3], STEPS[2])
    settle(page)
    expect(page.get_by_role("heading", name="后两步反了")).to_be_visible()
    expect(page.get_by_text(f"先{STEPS[2]}，再{STEPS[3]}")).to_be_visible()
    expect(page.get_by_text(LINE)).to_be_visible()
    expect(page.get_by_text("这题明天再背一次")).to_be_visible()
    colours = page.locator("main *").evaluate_all(
        "all => all.flatMap(one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor])"
    )
    assert not [one for one in colours if RED.match(one)]


def test_practice_goes_on_after_the_signal_the_browser_and_the_phone_have_gone(
    world: World, server: Server, phone: Phone
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    left_today(page, server, "今天还有.5.题")
    lose_signal(context, server)
    page.get_by_role("link", name=re.compile("背一背，5.分钟")).click()
    get_the_order_wrong(page)
    page.get_by_role("button", name="下一题").click()
    at(page, "2/5")
    tap(page, "不对")
    settle(page)
    page.close()  # the browser is gone before the next question
    page = context.new_page()
    page.goto(f"{server.url}/#/recite")
    expect(page.get_by_role("heading", name=re.compile("今天还有.3.题"))).to_be_visible()
    page.get_by_role("link", name="接着背").click()
    at(page, "3/5")
    answer_rightly(page)
    at(page, "4/5")
    page.goto(f"{server.url}/#/outbox")
    expect(page.get_by_role("listitem").filter(has_text=re.compile("背一背.3.题"))).to_have_count(1)
    assert answers(world) == []
    regain_signal(context, server)
    expect(page.get_by_role("heading", name="都送到了")).to_be_visible()
    assert [(one.right, one.critical) for one in answers(world)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert answers(world)[0].given == [STEPS[0], STEPS[1], STEPS[3], STEPS[2]]

    second = phone().new_page()
    begin_shift(second, server)
    left_today(second, server, "今天还有.2.题")
    second.get_by_role("link", name=re.compile("背一背，5.分钟")).click()
    at(second, "4/5")
    answer_rightly(second)
    at(second, "5/5")
    answer_rightly(second)
    expect(second.get_by_role("heading", name="今天背完了")).to_be_visible()
    expect(second.get_by_text(re.compile("今天一共.5.题"))).to_be_visible()
    expect(second.get_by_text(re.compile("明天有.*题"))).to_be_visible()
    second.goto(f"{server.url}/#/outbox")
    expect(second.get_by_role("heading", name="都送到了")).to_be_visible()

    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()
    left_today(page, server, "今天背完了")
    assert len(answers(world)) == 5
    memories = list(db.session().scalars(select(ReciteMemory).order_by(ReciteMemory.question)))
    assert [one.state for one in memories] == [1, 2, 2, 2, 2]


def test_whoever_wants_may_go_on(world: World, server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/recite/go")
    for place in range(1, 6):
        at(page, f"{place}/5")
        answer_rightly(page)
    page.get_by_role("link", name="还想背").click()
    expect(page.get_by_role("heading", name="今天背完了")).to_be_visible()
    page.get_by_role("link", name=re.compile("再背.2.题")).click()
    at(page, "1/2")
    answer_rightly(page)
    answer_rightly(page)
    expect(page.get_by_text(re.compile("今天一共.7.题"))).to_be_visible()
    page.get_by_role("link", name="回今天").click()
    expect(page.get_by_role("heading", name="今天", exact=True)).to_be_visible()


def test_everything_is_tapped_with_a_glove_and_nothing_typed(server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/recite/go")
    at(page, "1/5")
    for shown in range(2):
        sizes = page.locator("button, a").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 56, shown
        assert page.locator("input, textarea").count() == 0
        if shown == 0:
            tap(page, *STEPS)
            settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_phone_without_a_chinese_voice_says_so(server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/recite")
    expect(page.get_by_text("这部手机没有中文语音，听不了，请看字")).to_be_visible()
    page.goto(f"{server.url}/#/recite/go")
    expect(page.get_by_label("这部手机没有中文语音")).to_have_text("没有语音")
    expect(page.get_by_role("button", name="听")).to_have_count(0)


def test_a_phone_with_a_voice_reads_the_question_with_all_that_can_be_tapped(
    server: Server, phone: Phone
) -> None:
    context = phone()
    context.add_init_script(f"({SAID})()")
    page = context.new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/recite/go")
    page.get_by_role("button", name="听").click()
    (said,) = page.evaluate("window.said")
    assert said.startswith("堵料了，怎么清？")
    assert all(step in said for step in STEPS)
    expect(page.get_by_text("没有中文语音")).to_have_count(0)
    tap(page, *STEPS)
    settle(page)
    page.get_by_role("button", name="听").click()
    assert page.evaluate("window.said")[-1] == LINE


def test_where_there_is_nothing_to_ask_it_says_why(
    world: World, server: Server, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(monkeypatch, [])
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/recite")
    expect(page.get_by_role("heading", name="还没有题")).to_be_visible()
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name="我的岗位")).to_be_visible()
    expect(page.get_by_text("背一背")).to_have_count(0)
    other = phone().new_page()
    sign_in(other, server, "1101")  # the driver has no post
    other.goto(f"{server.url}/#/recite")
    expect(other.get_by_role("heading", name="还没给你定岗位")).to_be_visible()


def test_the_own_posts_are_one_tap_from_today_and_from_mine(server: Server, phone: Phone) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    for place in ("", "me"):
        page.goto(f"{server.url}/#/{place}")
        page.get_by_role("link", name="我的岗位").click()
        expect(page.get_by_role("link", name=re.compile("^一号破碎机操作岗"))).to_be_visible()
