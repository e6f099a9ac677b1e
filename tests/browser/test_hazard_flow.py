"""Hazards and stops of work on phones: reported by a worker, taken up by a leader, seen by both."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.core import db
from app.hazards.models import StopWork
from app.notify.queries import inbox
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import (
    begin_shift,
    delivered,
    hazards,
    lose_signal,
    ops,
    regain_signal,
    saved,
    sent_photo,
    snapshot,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
WECHAT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/111 Mobile Safari/537.36 MicroMessenger/8.0.49"
NOTE = "护罩螺栓少了两颗"


def report(page: Page, server: Server, photo: Path | None = None) -> None:
    """Report a hazard at one's own post, up to the button."""
    page.goto(f"{server.url}/#/report")
    expect(page.get_by_role("button", name="一号破碎机操作岗")).to_be_visible()
    if photo:
        page.get_by_label("拍照", exact=True).set_input_files(photo)
        expect(page.get_by_role("img", name="隐患")).to_be_visible()
    page.get_by_role("button", name="机器防护").click()
    page.get_by_role("button", name="写一句").click()
    page.get_by_label("写一句").fill(NOTE)


def register(page: Page) -> None:
    """A leader says how serious it is, who puts it right, by when and how."""
    page.get_by_role("button", name="登记，定谁来改").click()
    page.get_by_role("button", name="一般隐患").click()
    page.get_by_label("谁来改").select_option(label="team_leader")
    page.get_by_label("选一天").fill((date.today() + timedelta(days=3)).isoformat())
    page.get_by_label(re.compile("^怎么改")).fill("补两颗螺栓")
    page.get_by_role("button", name="登记", exact=True).click()


def fetch_anew(page: Page, server: Server) -> None:
    """Ask the server what is new."""
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()
    expect(page.get_by_text(re.compile("取好了|都是最新的"))).to_be_visible()


def open_own(page: Page) -> None:
    """From the first page, which names a hazard too, to the list of what waits for oneself."""
    page.get_by_role("link", name="等我办的隐患 1 条").click()
    expect(page.get_by_role("heading", name="隐患", exact=True, level=1)).to_be_visible()


def test_a_report_reaches_the_leader_who_registers_it_and_the_reporter_sees_it(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    report(page, server, snapshot(tmp_path))
    page.get_by_role("button", name="报上去").click()
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    leader = phone().new_page()
    sign_in(leader, server, "1002")
    open_own(leader)
    leader.get_by_role("link", name=re.compile(NOTE)).click()
    photo = leader.get_by_role("img", name="报了隐患")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1600
    register(leader)
    expect(leader.get_by_text("登记了", exact=True).first).to_be_visible()
    expect(leader.get_by_text("等整改")).to_be_visible()
    fetch_anew(page, server)
    page.goto(f"{server.url}/#/hazards")
    page.get_by_role("link", name=re.compile(NOTE)).click()
    expect(page.get_by_text("登记了", exact=True)).to_be_visible()
    expect(page.get_by_text("补两颗螺栓")).to_be_visible()
    (hazard,) = hazards(world)
    assert (hazard.state, hazard.grade, hazard.reporter_id) == ("registered", "general", world.worker_id)


def test_a_report_without_signal_keeps_its_photo_and_goes_out_once(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    lose_signal(context, server)
    report(page, server, snapshot(tmp_path))
    page.get_by_role("button", name="存好，等信号送出").click()
    saved(page)
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name=re.compile(f"我报的隐患 1 条.*{NOTE}，还在手机上"))).to_be_visible()
    regain_signal(context, server)
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    (hazard,) = hazards(world)
    (op,) = ops(world, "hazard.reported")
    assert (hazard.note, hazard.post_id, hazard.category) == (NOTE, world.crusher_id, "机器防护")
    sent_photo(world, op.photos[0])


def test_what_was_sent_back_says_why_before_anything_else(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/report")
    page.get_by_role("button", name="当场改好").click()
    for words in ("拍改以前", "拍改好后"):
        page.get_by_label(words).set_input_files(snapshot(tmp_path))
        expect(page.get_by_label(words)).to_have_count(0)
    page.get_by_role("button", name="机器防护").click()
    page.get_by_role("button", name="报上去").click()
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    leader = phone().new_page()
    sign_in(leader, server, "1002")
    open_own(leader)
    leader.get_by_role("link", name=re.compile("机器防护隐患")).click()
    leader.get_by_role("button", name="没改好，退回").click()
    expect(leader.get_by_role("button", name="写上哪里没改好")).to_be_disabled()
    leader.get_by_label("哪里没改好").fill(NOTE)
    leader.get_by_role("button", name="没改好，退回").click()
    expect(leader.get_by_text("退回重改").first).to_be_visible()
    expect(leader.locator(".over")).to_contain_text(NOTE)
    fetch_anew(page, server)
    page.goto(f"{server.url}/#/hazards")
    page.get_by_role("link", name=re.compile("机器防护隐患")).click()
    expect(page.locator(".over")).to_contain_text(NOTE)


def test_work_is_stopped_by_one_tap_and_the_leader_is_told(
    world: World, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/post/{world.crusher_id}")
    page.get_by_role("link", name="停工").click()
    page.get_by_role("button", name="有人受伤").click()
    expect(page.get_by_role("heading", name="人先撤到安全的地方")).to_be_visible()
    expect(page.get_by_text("已送达", exact=True)).to_be_visible()
    world.forget()
    (stop,) = db.session().scalars(select(StopWork))
    assert (stop.why, stop.post_id, stop.by_id) == ("有人受伤", world.crusher_id, world.worker_id)
    assert len(inbox(world.people["team_leader"].id)) == 1
    leader = phone().new_page()
    sign_in(leader, server, "1002")
    leader.get_by_role("link", name="消息 1 条").click()
    expect(leader.get_by_text("停工").first).to_be_visible()
    leader.goto(f"{server.url}/inbox")
    expect(leader.get_by_text("停工").first).to_be_visible()


def test_work_is_stopped_without_signal_too(world: World, server: Server, phone: Phone) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    lose_signal(context, server)
    page.goto(f"{server.url}/#/stop/{world.crusher_id}")
    page.get_by_role("button", name="要塌").click()
    expect(page.get_by_text("没信号，先打电话告诉班长")).to_be_visible()
    expect(page.get_by_text("已保存在手机")).to_be_visible()
    expect(page.locator('a[href="tel:120"]')).to_be_visible()
    regain_signal(context, server)
    expect(page.get_by_text("已送达", exact=True)).to_be_visible()
    assert len(ops(world, "stopwork.declared")) == 1


def test_wechat_shows_cards_and_reports_online_but_makes_no_check(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone(user_agent=WECHAT)
    page = context.new_page()
    sign_in(page, server)
    expect(page.get_by_text("微信里只能看卡、报隐患")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("开始检查"))).to_have_count(0)
    page.goto(f"{server.url}/#/post/{world.crusher_id}")
    expect(page.get_by_role("link", name="报隐患")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("开始检查"))).to_have_count(0)
    page.get_by_role("link", name="应急处置卡").click()
    expect(page.get_by_text("拉绳，停机").first).to_be_visible()
    report(page, server, snapshot(tmp_path))
    context.set_offline(True)
    expect(page.get_by_role("button", name="没信号，微信里报不了")).to_be_disabled()
    context.set_offline(False)
    page.get_by_role("button", name="报上去").click()
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    assert len(hazards(world)) == 1
