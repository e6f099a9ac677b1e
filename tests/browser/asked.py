"""What is asked in the browser tests of practice: questions in every form, and the ways through them."""

import re
from collections.abc import Sequence

import msgspec
import pytest
from playwright.sync_api import Page, expect

from app.questions.schemas import Question
from app.sync import bundles

STEPS = ["拉绳，停机", "断电，挂牌", "大声喊人", "站平台清料"]
LINE = "停给料机，断电挂牌上锁，有人看护，站平台用长钩清。严禁进料斗。"


def _question(number: int, **more: object) -> Question:
    given = {
        "id": f"{number:016x}",
        "ask": "first",
        "form": "choice",
        "ability": "operation",
        "row": f"r{number}",
        "prompt": f"第 {number} 件事先做什么？",
        "right": [f"先停机 {number}"],
        "wrong": [f"先喊人 {number}", f"用手去拉 {number}"],
        "line": f"先停机 {number}，再断电。",
        "place": f"操作卡第 {number} 条",
    }
    return msgspec.convert(given | more, Question)


QUESTIONS = [
    _question(
        1,
        ask="order",
        form="order",
        ability="emergency",
        prompt="堵料了，怎么清？",
        right=STEPS,
        wrong=[],
        line=LINE,
        critical=True,
    ),
    _question(
        2,
        ask="never",
        form="truth",
        ability="emergency",
        text="没断电，也可以伸手掏料",
        right=["不对"],
        wrong=[],
        line="没断电，不许伸手。",
        critical=True,
    ),
    *(_question(number) for number in range(3, 8)),
]


def ask(monkeypatch: pytest.MonkeyPatch, questions: Sequence[Question] = QUESTIONS) -> None:
    """From here on every post asks these."""
    monkeypatch.setattr(bundles, "every_question", lambda _cards, _pool: list(questions))


def at(page: Page, place: str) -> None:
    """This question of the round is shown: 3/5."""
    expect(page.get_by_role("heading", name=f"背一背 {place}")).to_be_visible()


def tap(page: Page, *options: str) -> None:
    """Tap these, in this order."""
    for option in options:
        page.locator(".opts").get_by_role("button", name=option).click()


def settle(page: Page) -> None:
    """The button below, once nothing is missing; then the card's own line is shown."""
    page.get_by_role("button", name=re.compile("^(点好了|就是它)$")).click()
    expect(page.get_by_text("卡上原话")).to_be_visible()
    expect(page.get_by_text("对错只有你自己看得到")).to_be_visible()


def answer_rightly(page: Page) -> None:
    """Whatever is asked: tap what the card says, and go on."""
    heading = page.locator("main h2").inner_text()
    asked = next(one for one in QUESTIONS if one.prompt == heading)
    tap(page, *asked.right)
    settle(page)
    expect(page.get_by_role("heading", name="对了")).to_be_visible()
    page.get_by_role("button", name=re.compile("下一题|背完了")).click()
