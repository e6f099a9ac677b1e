"""A card's whole way in real browsers: written by the leader, signed by the crew and the others, learnt on two phones."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.cards.queries import published_of
from app.cards.schemas import Kind
from app.core import db
from app.learning.models import CardLearning
from app.org import actions as org
from app.org.models import Person
from tests.browser.conftest import Server, sign_in
from tests.browser.shift import begin_shift, delivered, lose_signal, regain_signal, saved
from tests.browser.test_learn import answer_all, get_new_version
from tests.browser.test_learn import sign as sign_lesson
from tests.learning.builders import learn
from tests.world import DAY, World

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


def take_turn_on_the_phone(page: Page, server: Server, stage: str) -> None:
    """Somebody finds on the phone's first page that a card waits for them."""
    page.goto(f"{server.url}/#/me")
    page.get_by_role("button", name="更新资料").click()
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name=re.compile("等我签字的卡.1.张")).click()
    page.wait_for_url("**/cards/signing")
    take_turn(page, server, stage)


def publish(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/cards/signing")
    page.get_by_role("link", name="1 张批准了，等发布").click()
    page.get_by_label(re.compile("岗位职责清单")).check()
    page.get_by_role("button", name="发布选中的 1 张").click()
    expect(page.get_by_role("status")).to_contain_text("发布了 1 张")


def send_a_colleague(world: World) -> Person:
    """One more at the crusher, with a phone of their own."""
    other = world.person("同事", world.crew, "3001")
    org.assign(other, world.crusher, on=DAY, by=None)
    return other


def open_lesson(page: Page, server: Server) -> None:
    """From Today to what changed, and nothing else, marked character by character."""
    page.goto(f"{server.url}/#/")
    page.get_by_role("link", name=re.compile("学新卡.1.张")).click()
    expect(page.locator("mark")).to_have_text("，看罩、绳、铃")
    page.get_by_role("button", name="看懂了").click()


def supervisor_sees(page: Page, server: Server, left: str) -> None:
    page.goto(f"{server.url}/console/learning")
    expect(page.get_by_role("heading", name=left)).to_be_visible()


def write_sign_publish(desks: dict[str, Page], crew: list[Page], server: Server, world: World) -> None:
    """From the leader's draft to the version in force, each stage by whoever's turn it is."""
    write_and_send(desks["1002"], server, world)
    for phone in crew:
        take_turn_on_the_phone(phone, server, "辨")
    take_turn_on_the_phone(desks["1002"], server, "评")
    take_turn(desks["1004"], server, "定")
    take_turn(desks["1005"], server, "责")
    publish(desks["1004"], server)


def test_written_signed_published_and_learnt_on_two_phones_one_of_them_offline(
    world: World, server: Server, phone: Phone
) -> None:
    other = send_a_colleague(world)
    world.publish_all(world.crusher)
    for version in published_of(world.crusher_id).values():
        for who in (world.people["worker"], other):
            learn(who, version)
    first, second = phone(), phone()
    worker, colleague = first.new_page(), second.new_page()
    begin_shift(worker, server)
    begin_shift(colleague, server, "3001")
    desks = {role: phone().new_page() for role in ("1002", "1004", "1005")}
    for number, page in desks.items():
        sign_in(page, server, number)

    write_sign_publish(desks, [worker, colleague], server, world)
    world.forget()
    version = published_of(world.crusher_id)[Kind.DUTY]
    assert (version.number, version.rows[0].identity, version.rows[0].body["duty"]) == (2, "r1", NEW)
    stages = ["identify", "identify", "assess", "determine", "assign"]
    assert [one.stage for one in version.signoffs] == stages
    supervisor_sees(desks["1002"], server, "还差 2 人次没学")

    get_new_version(worker, server)
    get_new_version(colleague, server)
    open_lesson(colleague, server)
    answer_all(colleague)
    sign_lesson(colleague)
    colleague.goto(f"{server.url}/#/outbox")
    delivered(colleague, 2)
    supervisor_sees(desks["1002"], server, "还差 1 人次没学")

    lose_signal(first, server)
    open_lesson(worker, server)
    answer_all(worker)
    sign_lesson(worker)
    saved(worker)
    assert [one.account_id for one in learnings(world)] == [other.id]

    regain_signal(first, server)
    worker.goto(f"{server.url}/#/outbox")
    delivered(worker, 2)
    assert {(one.account_id, one.kind, *one.flags) for one in learnings(world)} == {
        (world.worker_id, "duty"),
        (other.id, "duty"),
    }
    supervisor_sees(desks["1002"], server, "都学了最新的卡")
