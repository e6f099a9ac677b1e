"""The rules of 今天五件事. To add one: write a function `Asker` > things in a file here, and name it in RULES.

Each reads what it needs in a few statements however many posts there are, and says in its docstring when the fact
is there, how grave it is, and when it is gone. Its weight is a setting; its face stands here.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.reports.five.asker import Asker
from app.reports.five.rules.abilities import weak
from app.reports.five.rules.cards import quiet, unread
from app.reports.five.rules.checks import missed
from app.reports.five.rules.hazards import overdue, stopped, waiting
from app.reports.five.rules.phones import gap, silent
from app.reports.five.rules.spots import unasked
from app.reports.five.things import Thing


class Rule(NamedTuple):
    """A rule: what reads its things, and the icon and the word that stand beside them."""

    read: Callable[[Asker], list[Thing]]
    icon: str
    word: str


RULES: dict[str, Rule] = {  # by `Thing.rule`
    "stop": Rule(stopped, "hand-stop", "停工"),
    "missed": Rule(missed, "x", "没做"),
    "overdue": Rule(overdue, "clock", "超期"),
    "waiting": Rule(waiting, "tool", "隐患"),
    "gap": Rule(gap, "device-mobile", "没送到"),
    "silent": Rule(silent, "wifi-off", "没消息"),
    "weak": Rule(weak, "school", "不熟"),
    "spot": Rule(unasked, "users", "没抽背"),
    "unread": Rule(unread, "cards", "没看卡"),
    "quiet": Rule(quiet, "scan", "没人扫"),
}
