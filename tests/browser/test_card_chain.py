"""A card's whole way in real browsers: written by the leader, signed by the crew and the others, published, learnt offline."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.cards.queries import published_of
from app.cards.schemas import Kind
from app.core import db
from app.learning.models import CardLearning
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import begin_shift, delivered, lose_signal, regain_signal, saved
from tests.browser.test_learn import answer_all, get_new_version
from tests.browser.test_learn import sign as sign_lesson
from tests.learning.builders import learn
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
NEW = "班前检查设备，看罩、绳、铃"


def learnings(world: World) -> list[CardLearning]:
    world.forget()
    return list(db.session().scalars(select(CardLearning).where(CardLearning.number == 2)))


def write_and_send(page: Page, server: Server, world: World) -> None:
    """The leader, in the console: another wording of a duty, sent to review."""
    page.goto(f"{server.url}/console/posts/{world.crusher_id}/cards/duty")
    page.get_by_role("button", name="改这张卡").click()
    page.get_by_role("link", name="班前检查设备").click()
    page.get_by_label("安全职责").fill(NEW)
    page.get_by_role("button", name="存好，回到草稿").click()
    page.get_by_role("link", name="送审").click()
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("班组评审中").first).to_be_visible()


def take_turn(page: Page, server: Server, stage: str) -> None:
    """Whoever's turn it is finds it in what waits for them, and signs."""
    page.goto(f"{server.url}/cards/signing")
    page.get_by_role("link", name=re.compile("岗位职责清单")).click()
    expect(page.get_by_text(NEW).first).to_be_visible()
    page.get_by_role("button", name=f"签“{stage}”").click()
    expect(page.get_by_role("status")).to_have_text("签好了")


def publish(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/cards/signing")
    page.get_by_role("link", name="1 张批准了，等发布").click()
    page.get_by_label(re.compile("岗位职责清单")).check()
    page.get_by_role("button", name="发布选中的 1 张").click()
    expect(page.get_by_role("status")).to_contain_text("发布了 1 张")


def test_written_signed_published_and_learnt_on_a_phone_without_a_signal(
    world: World, server: Server, phone: Phone
) -> None:
    world.publish_all(world.crusher)
    for version in published_of(world.crusher_id).values():
        learn(world.people["worker"], version)
    context = phone()
    worker = context.new_page()
    begin_shift(worker, server)

    desks = {role: phone().new_page() for role in ("1002", "1004", "1005")}
    for number, page in desks.items():
        sign_in(page, server, number)
    write_and_send(desks["1002"], server, world)
    take_turn(worker, server, "辨")
    take_turn(desks["1002"], server, "评")
    take_turn(desks["1004"], server, "定")
    take_turn(desks["1005"], server, "责")
    publish(desks["1004"], server)

    world.forget()
    version = published_of(world.crusher_id)[Kind.DUTY]
    assert (version.number, version.rows[0].identity, version.rows[0].body["duty"]) == (2, "r1", NEW)
    assert [one.stage for one in version.signoffs] == ["identify", "assess", "determine", "assign"]

    get_new_version(worker, server)
    lose_signal(context, server)
    worker.goto(f"{server.url}/#/")
    worker.get_by_role("link", name=re.compile("学新卡.1.张")).click()
    expect(worker.locator("mark")).to_have_text("，看罩、绳、铃")
    worker.get_by_role("button", name="看懂了").click()
    answer_all(worker)
    sign_lesson(worker)
    saved(worker)
    assert learnings(world) == []
    regain_signal(context, server)
    worker.goto(f"{server.url}/#/outbox")
    delivered(worker, 2)
    (seen,) = learnings(world)
    assert (seen.account_id, seen.kind, seen.flags) == (world.worker_id, "duty", [])
