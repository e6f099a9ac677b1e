"""Wire types of 今天五件事: what a supervisor's phone shows and keeps for when there is no signal."""

from typing import Literal

from msgspec import Struct, field


class FiveThing(Struct, kw_only=True):
    """One thing to see to, and the one tap for it."""

    key: str
    also: list[str] = field(
        default_factory=list
    )  # keys of older facts it speaks for too: it was known by them
    rule: str
    icon: str
    word: str  # what kind it is: 超期
    title: str  # at most 12 characters
    whole: str = ""  # the same uncut, for where there is room; "" as `title`
    reason: str
    level: int | None  # of risk, 1 (红) to 5
    button: str
    href: str  # page of the console
    route: str = ""  # screen of the phone, "#/hazard/…"; "" where only the console has it
    tel: str = ""  # to be called: then that is what the tap does
    tap: str = ""  # what the phone's button says where its screen is no such page; "" as `button`


class Five(Struct, kw_only=True):
    """Answer of GET /api/five. Its ETag is the hash of its bytes."""

    kind: Literal["five"] = "five"
    account: str  # whose: a phone keeps it for nobody else
    where: str  # 破碎车间
    things: list[FiveThing]  # at most five, the most pressing first
    later: list[FiveThing] = field(default_factory=list)  # put off today, by this account
    done: list[str] = field(default_factory=list)  # keys the phone had listed today whose fact is gone


class FiveLater(Struct, kw_only=True, forbid_unknown_fields=True):
    """Body of POST /api/five/later: put a thing off until tomorrow, or take that back."""

    key: str
    later: bool
