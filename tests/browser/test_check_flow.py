"""A check on a phone: with a signal, without one, and left in the middle."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.checks.models import Plan
from app.core import db
from app.core.clock import now
from tests.browser.conftest import Server
from tests.browser.due import HEAT, ROPE, TITLE
from tests.browser.shift import (
    answer_all,
    begin_shift,
    delivered,
    hand_over,
    hazards,
    lose_signal,
    normal,
    on_disk,
    open_check,
    ops,
    records,
    regain_signal,
    saved,
    sent_photo,
    snapshot,
)
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("due")]
Phone = Callable[..., BrowserContext]
RECEIPT = re.compile(r"回执\s*\d+")


def find_it_too_hot(page: Page, photo: Path) -> None:
    """92 degrees where 75 is the limit: 异常 by itself, and nothing goes on without a photo."""
    page.get_by_label("测到多少度").fill("92")
    expect(page.get_by_role("button", name=re.compile("^正常"))).to_have_count(0)
    page.get_by_role("button", name="超了，记异常").click()
    expect(page.get_by_role("heading", name="第 2 项，异常")).to_be_visible()
    expect(page.get_by_role("button", name="还差一张照片")).to_be_disabled()
    page.get_by_label("拍照").set_input_files(photo)
    expect(page.get_by_role("heading", name="照片拍好了 1 张")).to_be_visible()
    page.get_by_role("button", name="记下隐患，下一项").click()


def test_a_value_out_of_limits_becomes_a_hazard_and_arrives_with_its_photo(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    context.route("**/api/blobs/**", lambda route: route.abort())  # words get through, photos don't
    page = context.new_page()
    begin_shift(page, server)
    open_check(page, server)
    expect(page.get_by_role("heading", name="第 1 项，共 3 项")).to_be_visible()
    expect(page.get_by_text(HEAT)).to_have_count(0)  # one item a screen
    normal(page)
    find_it_too_hot(page, snapshot(tmp_path))
    normal(page)
    hand_over(page)
    expect(page.get_by_role("heading", name="文字已送达，差 1 张照片")).to_be_visible()
    expect(page.get_by_text("已送达", exact=True)).to_have_count(0)
    context.unroute("**/api/blobs/**")
    page.goto(f"{server.url}/#/outbox")
    page.reload()  # an opened app sends
    (receipt,) = delivered(page)
    (record,) = records(world)
    (op,) = ops(world, "check.submitted")
    assert (op.state, str(op.receipt), len(op.photos)) == ("applied", receipt, 1)
    assert (record.author_id, record.abnormal, record.flags) == (world.people["worker"].id, 1, [])
    sent_photo(world, op.photos[0])
    (hazard,) = hazards(world)
    assert (hazard.record_id, hazard.reporter_id) == (record.id, world.people["worker"].id)
    assert "92" in hazard.name
    page.goto(f"{server.url}/#/")
    expect(page.get_by_text("今天的都做完了")).to_be_visible()


def test_a_whole_check_in_the_pit_is_kept_and_goes_out_once_by_itself(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    lose_signal(context, server)
    open_check(page, server)
    normal(page)
    find_it_too_hot(page, snapshot(tmp_path))
    normal(page)
    expect(page.get_by_text("已保存在手机")).to_have_count(0)
    hand_over(page)
    saved(page)
    expect(page.get_by_text(RECEIPT)).to_have_count(0)
    expect(page.get_by_role("link", name="1 条还在手机上")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="1 条还在手机上")).to_be_visible()
    page.goto(f"{server.url}/#/")
    expect(page.get_by_text("今天的都做完了")).to_be_visible()
    regain_signal(context, server)
    page.goto(f"{server.url}/#/outbox")
    delivered(page)
    page.get_by_role("link", name=re.compile(TITLE)).click()
    expect(page.get_by_text(RECEIPT)).to_be_visible()
    (record,) = records(world)
    assert record.author_id == world.people["worker"].id
    assert len(ops(world, "check.submitted")) == len(hazards(world)) == 1


def test_a_check_that_was_left_goes_on_where_it_was(
    world: World, server: Server, phone: Phone, tmp_path: Path
) -> None:
    context = phone()
    page = context.new_page()
    begin_shift(page, server)
    lose_signal(context, server)
    open_check(page, server)
    normal(page)
    page.get_by_label("测到多少度").fill("92")
    page.get_by_role("button", name="超了，记异常").click()
    page.get_by_label("拍照").set_input_files(snapshot(tmp_path))
    expect(page.get_by_role("heading", name="照片拍好了 1 张")).to_be_visible()
    on_disk(page, world.worker_id, '"photos":["')
    page.close()
    again = context.new_page()
    again.goto(f"{server.url}/#/")
    again.get_by_role("link", name="接着做，做了 2 项").click()
    expect(again.get_by_role("heading", name="第 2 项，异常")).to_be_visible()
    expect(again.get_by_role("img", name=f"异常：{HEAT}")).to_be_visible()
    again.get_by_role("button", name="记下隐患，下一项").click()
    expect(again.get_by_role("heading", name=ROPE)).to_be_visible()
    normal(again)
    hand_over(again)
    saved(again)
    regain_signal(context, server)
    again.goto(f"{server.url}/#/outbox")
    delivered(again)
    (record,) = records(world)
    assert [one["result"] for one in record.results] == ["normal", "abnormal", "normal"]


def test_a_check_in_which_all_is_well_is_delivered_with_a_receipt(
    world: World, server: Server, phone: Phone
) -> None:
    page = phone().new_page()
    begin_shift(page, server)
    open_check(page, server)
    answer_all(page)
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name="接着做，做了 3 项").click()
    hand_over(page)
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    expect(page.get_by_text(RECEIPT)).to_be_visible()
    (record,) = records(world)
    assert (record.abnormal, record.revision) == (0, 1)
    assert record.versions == {"emergency": 1, "risk": 1, "operation": 1, "duty": 1}


def test_what_was_missed_yesterday_is_made_up_for_and_says_so(
    world: World, server: Server, phone: Phone
) -> None:
    with world.app.app_context(), db.everywhere(), db.writing():
        plan = db.session().scalars(select(Plan)).one()
        plan.switched_at = plan.frozen_through = now() - timedelta(days=1)
    page = phone().new_page()
    begin_shift(page, server)
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("heading", name=f"昨天的{TITLE}没做")).to_be_visible()
    page.get_by_role("link", name="现在补").click()
    answer_all(page)
    hand_over(page)
    expect(page.get_by_role("heading", name="已送达")).to_be_visible()
    page.goto(f"{server.url}/#/")
    expect(page.get_by_role("link", name="开始检查")).to_be_visible()  # today's own is still to do
    expect(page.get_by_text("做完，补的")).to_be_visible()
    (record,) = records(world)
    assert "late" in record.flags
