"""Wire types of questions and recitals: what a phone practises with, and what a supervisor ticks in a 抽背."""

from typing import Literal

from msgspec import field

from app.cards.schemas import Wire

Ability = Literal[
    "risk", "duty", "operation", "emergency"
]  # 知风险 明职责 会操作 能应急: the card's kind, one to one
Ask = Literal["blank", "order", "control", "risk", "first", "who", "never", "jingle"]
Form = Literal["choice", "order", "truth"]


class Question(Wire, kw_only=True):
    """A question that a card answers. It holds everything a phone needs to ask it and to mark it."""

    id: str  # 16 hex digits of SHA-256 over (ask, row, part, text): the same as long as the row says the same
    ask: Ask
    form: Form
    ability: Ability
    row: str  # identity of the card's row; "" for a jingle (顺口溜)
    prompt: str  # what is asked, in spoken words: 堵料了，怎么清？
    text: str = ""  # the statement, a blank in it as ＿＿
    right: list[str]  # choice: one; order: all, in order (3 to 5); truth: 对 or 不对
    wrong: list[str] = field(default_factory=list)  # choice: 2 or 3 distractors; the phone shuffles
    line: str  # the card's own lines, as they stand there: they hold every right answer
    place: str  # where on the card: 操作卡第 6 条
    critical: bool = False  # first step of an emergency, stop-work, forbidden acts


class Point(Wire, kw_only=True):
    """A part of a line that a supervisor ticks as said or missed."""

    id: str
    text: str
    critical: bool = False


class Recital(Wire, kw_only=True):
    """What a person recites in a 抽背: a line of the card, point by point."""

    id: str
    ability: Ability
    row: str
    prompt: str
    points: list[Point]
    line: str
    critical: bool = False
