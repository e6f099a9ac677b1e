"""A thing that a supervisor should see to, and how its words are cut to a phone's width. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

TITLE = 12  # characters
NBSP = "\u00a0"  # a number and its unit must not be torn apart at a line's end
_ENDINGS = ("操作岗", "岗位", "岗")  # what a post's name says less with, and is still known by
OLDEST = 14  # days after which a thing weighs no more
_DOUBLES = 7  # days in which it comes to weigh as much again
GRAVEST = 4.0
SEVERITIES = {1: 4.0, 2: 3.0, 3: 2.0}  # by risk level, 红 first


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one tap does: call somebody, open a screen of the phone, or a page of the console."""

    word: str
    href: str  # page of the console
    route: str = ""  # screen of the phone; "" where only the console has it
    tel: str = ""  # as a phone dials it; then calling is what the tap does
    tap: str = ""  # what the phone's button says, where its screen does something else than the page


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One fact that asks for somebody. Nobody ticks it off: it goes when the fact does."""

    rule: str  # its name among the rules
    key: str  # the same as long as the fact is the same
    also: tuple[str, ...] = ()  # keys of the older facts that it speaks for as well, the newest first
    place: UUID  # post or unit: of one rule a place is listed once
    weight: int  # 0 to 100, as set
    severity: float  # 1 to 4, see the rule
    age: float = 0  # days
    name: str  # what it is about: 一号破碎机操作岗
    words: str  # what is the matter with it: 没检查
    reason: str
    step: Step
    level: int | None = None  # of risk, where it is about one

    @property
    def score(self) -> float:
        """What it is ranked by: weight × severity × age, where a week counts double and two weeks threefold."""
        return self.weight * self.severity * (1 + min(max(self.age, 0), OLDEST) / _DOUBLES)

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all facts that it speaks for, the newest first."""
        return (self.key, *self.also)

    def is_off(self, off: Collection[str]) -> bool:
        """Whether all that it speaks for was put off: of what came since, nobody has said so."""
        return all(key in off for key in self.keys)

    @property
    def title(self) -> str:
        """What it is about and what is the matter, as a narrow list shows it: at most TITLE characters."""
        return titled(self.name, self.words)

    @property
    def whole(self) -> str:
        """The same uncut, for where there is room."""
        return self.name + self.words


def severity_of(level: int | None) -> float:
    """How grave a risk level is: red 4, orange 3, yellow 2, any other 1."""
    return SEVERITIES.get(level or 0, 1.0)


def titled(name: str, words: str) -> str:
    """A name and what is the matter with it, in at most TITLE characters: 一号破碎机没检查."""
    room = TITLE - len(words)
    for ending in _ENDINGS:
        if len(name) > room and len(name) > len(ending):
            name = name.removesuffix(ending)
    return (name if len(name) <= room else name[: room - 1] + "…") + words


def number(count: int, unit: str) -> str:
    """3 条, unbroken."""
    return f"{count}{NBSP}{unit}"


def day(on: date, today: date) -> str:
    """今天, 昨天, else 11 月 18 日."""
    near = {0: "今天", 1: "昨天"}.get((today - on).days)
    return near or f"{on.month}{NBSP}月{NBSP}{on.day}{NBSP}日"


def named(names: list[str], most: int = 2) -> str:
    """王建国、李强等 5 人."""
    said = "、".join(names[:most])
    return f"{said}等{NBSP}{len(names)}{NBSP}人" if len(names) > most else said
