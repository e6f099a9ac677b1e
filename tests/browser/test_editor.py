"""The editor of cards on a phone: what was typed is never lost, never claimed to be saved before it is, never overwrites."""

from collections.abc import Callable, Iterable
from threading import Event
from typing import Any, cast

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.access.actions import end_sessions
from app.cards import editing
from app.cards.queries import bodies_of, cards_of, draft
from app.cards.schemas import DutyRow, Kind, RiskRow, ScenarioRow
from app.risk.matrices import grade
from tests.browser.conftest import PATIENCE, Server, sign_in
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
LEADER, PRINCIPAL = "1002", "1005"
SAVED, LOST = "已保存", "没存上，网络不通，字还在这里"


@pytest.fixture(autouse=True)
def tokens(world: World) -> None:
    """Forms carry tokens here, as they do in earnest."""
    world.app.config["WTF_CSRF_ENABLED"] = True


def opened(phone: Phone, server: Server, number: str = LEADER, **more: object) -> Page:
    page = phone(**more).new_page()
    sign_in(page, server, number)
    return page


def desk(world: World, server: Server, more: str) -> str:
    return f"{server.url}/console/posts/{world.crusher_id}/cards{more}"


def begin(world: World, kind: Kind) -> None:
    world.publish(world.crusher, kind)
    editing.begin(world.crusher, kind, by=world.people["team_leader"].id)


def rows(world: World, kind: Kind) -> list[tuple[str, object]]:
    world.forget()
    version = draft(next(one for one in cards_of(world.crusher_id) if one.kind == kind))
    assert version is not None
    return list(bodies_of(version))


def told(page: Page) -> Locator:
    return page.locator("[data-kept]")


def duties(world: World) -> list[str]:
    return [body.duty for _, body in rows(world, Kind.DUTY) if isinstance(body, DutyRow)]


def choose_lec(page: Page) -> None:
    field = page.get_by_role("group", name="现有风险")
    field.get_by_label("怎么评").select_option("LEC")
    expect(field.get_by_text("还差 L、E、C 没选")).to_be_visible()
    for factor, value in (("L：", "1"), ("E：", "6"), ("C：", "15")):
        field.locator("[data-for=LEC]").get_by_label(factor).select_option(value)
    expect(field.locator(".lv")).to_have_text("黄 一般")


def test_a_row_is_written_graded_moved_and_split_on_a_phone_that_goes_offline(
    world: World, server: Server, phone: Phone
) -> None:
    page = opened(phone, server)
    page.goto(desk(world, server, "/risk"))
    page.get_by_role("button", name="写这张卡").click()
    for point, hazard in (("机尾滚筒", "伸手清料，手卷进去；大块料崩出来，砸到人"), ("漏斗", "人站在下面")):
        page.get_by_role("link", name="加一行").click()
        page.get_by_label("风险点").fill(point)
        page.context.set_offline(True)
        page.get_by_label("危险和有害因素").fill(hazard)
        expect(told(page)).to_contain_text(LOST)
        assert SAVED not in told(page).inner_text()
        page.context.set_offline(False)
        expect(told(page)).to_contain_text(SAVED)
        page.get_by_role("button", name="存好，回到草稿").click()
    page.get_by_role("link", name="机尾滚筒").click()
    choose_lec(page)
    page.get_by_role("button", name="加一条").click()
    page.get_by_label("做什么").fill("先停机，再清料")
    page.get_by_label("责任人").fill("班长")
    page.get_by_role("button", name="存好，回到草稿").click()
    page.get_by_role("button", name="上移第 2 行").click()
    page.get_by_role("link", name="机尾滚筒").click()
    page.get_by_role("link", name="分成两行").click()
    page.get_by_text("大块料崩出来，").click()
    page.get_by_role("button", name="从这里分开").click()
    expect(page.get_by_text("分成两行了")).to_be_visible()
    found = [body for _, body in rows(world, Kind.RISK) if isinstance(body, RiskRow)]
    assert [(one.point, one.hazard) for one in found] == [
        ("漏斗", "人站在下面"),
        ("机尾滚筒", "伸手清料，手卷进去"),
        ("机尾滚筒", "大块料崩出来，砸到人"),
    ]
    assert [one.after for one in found[1:]] == [grade("LEC", {"L": 1, "E": 6, "C": 15})] * 2
    assert [[m.text for m in one.measures] for one in found[1:]] == [["先停机，再清料"]] * 2


def test_a_reload_without_a_signal_loses_nothing(world: World, server: Server, phone: Phone) -> None:
    begin(world, Kind.EMERGENCY)
    page = opened(phone, server)
    page.goto(desk(world, server, "/emergency/draft/rows/r1"))
    page.context.set_offline(True)
    page.get_by_role("button", name="加一步").click()
    page.locator("[data-group=steps] li").last.get_by_label("谁去做").fill("班长")
    page.locator("[data-group=steps] li").last.get_by_label("做什么").fill("打电话叫人")
    page.locator("[data-group=steps] li").nth(2).get_by_role("button", name="上移").click()
    expect(told(page)).to_contain_text(LOST)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(desk(world, server, "/emergency/draft"))
    page.get_by_role("link", name="接着存").click()
    expect(told(page)).to_contain_text(SAVED)
    expect(page.locator("[data-group=steps] li").last.get_by_label("做什么")).to_have_value("打电话叫人")
    (body,) = [body for _, body in rows(world, Kind.EMERGENCY)]
    assert isinstance(body, ScenarioRow)
    acts = ["拉绳，停机", "断电，挂牌", "大声喊人", "打电话叫人"]
    assert [one.act for one in body.steps] == acts
    page.goto(desk(world, server, "/emergency/draft"))
    expect(page.get_by_text("还有字没存上")).to_be_hidden()


def test_it_is_saved_when_the_server_says_so_and_not_before(
    world: World, server: Server, phone: Phone
) -> None:
    begin(world, Kind.DUTY)
    page, go_on = opened(phone, server), Event()
    page.goto(desk(world, server, "/duty/draft/rows/r1"))
    world.app.wsgi_app = held_up(world.app.wsgi_app, go_on)  # type: ignore[method-assign]
    page.get_by_label("安全职责").fill("慢慢存的")
    expect(told(page)).to_have_text("正在保存……")
    assert duties(world) == ["班前检查设备"]
    go_on.set()
    expect(told(page)).to_contain_text(SAVED)
    assert duties(world) == ["慢慢存的"]


def test_an_answer_that_was_lost_is_not_taken_for_somebody_else(
    world: World, server: Server, phone: Phone
) -> None:
    begin(world, Kind.DUTY)
    page = opened(phone, server)
    page.goto(desk(world, server, "/duty/draft/rows/r1"))
    whole = world.app.wsgi_app
    world.app.wsgi_app = without_answers(whole)  # type: ignore[method-assign]
    page.get_by_label("安全职责").fill("第一句")
    expect(told(page)).to_contain_text("没存上，服务器现在存不了，字还在这里")
    assert duties(world) == ["第一句"], "it arrived, and only the answer did not"
    page.get_by_label("安全职责").fill("第一句。第二句")
    world.app.wsgi_app = whole  # type: ignore[method-assign]
    page.get_by_role("button", name="再存一次").click()
    expect(told(page)).to_contain_text(SAVED)
    assert duties(world) == ["第一句。第二句"]


def without_answers(whole: Callable[..., Any]) -> Callable[..., Iterable[bytes]]:
    """The app behind a gateway that loses the answers to what was saved."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT":
            return cast(Iterable[bytes], whole(environ, start))
        list(whole(environ, lambda *_: None))
        start("502 Bad Gateway", [("Content-Type", "text/plain")])
        return [b""]

    return answer


def held_up(whole: Callable[..., Any], go_on: Event) -> Callable[..., Iterable[bytes]]:
    """The app behind a line on which what is saved waits."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "PUT":
            go_on.wait(PATIENCE / 1000)
        return cast(Iterable[bytes], whole(environ, start))

    return answer


def clash(world: World, server: Server, phone: Phone) -> tuple[Page, Page]:
    """Two phones with the same row open; both have written, and the second has been told."""
    begin(world, Kind.DUTY)
    mine, theirs = opened(phone, server), opened(phone, server, PRINCIPAL)
    for page in (mine, theirs):
        page.goto(desk(world, server, "/duty/draft/rows/r1"))
    theirs.get_by_label("安全职责").fill("他写的")
    expect(told(theirs)).to_contain_text(SAVED)
    mine.get_by_label("安全职责").fill("我写的")
    expect(told(mine)).to_contain_text("没存上：别人刚改了这一行")
    assert duties(world) == ["他写的"]
    mine.get_by_role("button", name="看两边，选一个").click()
    expect(mine.get_by_role("heading", name="别人刚改了这里")).to_be_visible()
    for words in ("我写的", "他写的"):
        expect(mine.get_by_text(words)).to_be_visible()
    return mine, theirs


@pytest.mark.parametrize(
    ("button", "stand"),
    [("用我的", ["我写的"]), ("两份都留", ["他写的", "我写的"]), ("用他的", ["他写的"])],
)
def test_two_who_write_the_same_row_choose(
    world: World, server: Server, phone: Phone, button: str, stand: list[str]
) -> None:
    mine, _ = clash(world, server, phone)
    role = "link" if button == "用他的" else "button"
    mine.get_by_role(role, name=button).click()
    mine.wait_for_load_state()
    assert duties(world) == stand
    mine.goto(desk(world, server, "/duty/draft"))
    expect(mine.get_by_text("还有字没存上")).to_be_hidden()
    mine.goto(desk(world, server, "/duty/draft/rows/r1"))
    expect(mine.get_by_label("安全职责")).to_have_value(stand[0])
    assert duties(world) == stand


def test_a_session_that_ended_is_told_and_goes_on_after_signing_in_elsewhere(
    world: World, server: Server, phone: Phone
) -> None:
    begin(world, Kind.DUTY)
    page = opened(phone, server)
    page.goto(desk(world, server, "/duty/draft/rows/r1"))
    sign_everybody_out(world)
    page.get_by_label("安全职责").fill("登录过期时写的")
    expect(told(page)).to_contain_text("登录过期了，没存上，字还在这里")
    with page.context.expect_page() as other:
        page.get_by_role("link", name="去登录").click()
    sign_in(other.value, server, LEADER)
    other.value.close()
    page.get_by_role("button", name="再存一次").click()
    expect(told(page)).to_contain_text(SAVED)
    assert duties(world) == ["登录过期时写的"]


def test_words_are_not_saved_under_somebody_else_s_name(world: World, server: Server, phone: Phone) -> None:
    begin(world, Kind.DUTY)
    page = opened(phone, server)
    page.goto(desk(world, server, "/duty/draft/rows/r1"))
    sign_everybody_out(world)
    sign_in(page.context.new_page(), server, PRINCIPAL)
    page.get_by_label("安全职责").fill("班长写的")
    expect(told(page)).to_contain_text("现在登录的是另一个人")
    assert duties(world) == ["班前检查设备"]


def test_a_half_chosen_grade_is_told_and_nothing_is_claimed(
    world: World, server: Server, phone: Phone
) -> None:
    begin(world, Kind.RISK)
    page = opened(phone, server)
    page.goto(desk(world, server, "/risk/draft/rows/r1"))
    field = page.get_by_role("group", name="现有风险")
    field.get_by_label("怎么评").select_option("MES")
    expect(told(page)).to_contain_text("还没存：现有风险还差 M、E、S 没选")
    for factor, value in (("M：", "5"), ("E：", "10"), ("S：", "10")):
        field.locator("[data-for=MES]").get_by_label(factor).select_option(value)
    expect(told(page)).to_contain_text(SAVED)
    expect(field.locator(".lv")).to_have_text("红 重大")


def test_without_a_script_a_row_is_written_all_the_same(world: World, server: Server, phone: Phone) -> None:
    begin(world, Kind.DUTY)
    page = opened(phone, server, java_script_enabled=False)
    page.goto(desk(world, server, "/duty/draft"))
    page.get_by_role("link", name="加一行").click()
    page.get_by_label("安全职责").fill("没有脚本写的")
    page.get_by_role("button", name="存好，回到草稿").click()
    assert duties(world) == ["班前检查设备", "没有脚本写的"]
    page.get_by_role("button", name="拿掉第 2 行").click()
    assert duties(world) == ["班前检查设备"]
    page.get_by_role("button", name="放回来").click()
    assert duties(world) == ["班前检查设备", "没有脚本写的"]


def sign_everybody_out(world: World) -> None:
    for person in world.people.values():
        end_sessions(person.account, by=world.admin.id)
