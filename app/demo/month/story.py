"""The month as app/demo/month.yaml tells it: who does what, and what goes wrong. Days are counted back from today."""

from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct, field

FILE = Path(__file__).parent.parent / "month.yaml"
No = str  # 工号
PostKey = str


class Told(Struct, kw_only=True, forbid_unknown_fields=True):
    """Base: a word that nobody knows is an error in the file."""


class Doers(Told, kw_only=True):
    """Who does the checks of a post, in turn."""

    day: list[No]
    night: list[No]


class Trouble(Told, kw_only=True):
    """A check of a shift that went another way than most."""

    post: PostKey
    ago: int
    shift: Literal["day", "night"]
    what: Literal["missed", "late", "no_scan", "offline", "corrected"]
    by: No = ""
    excused: str = ""  # 那天为什么不用做, said the next morning


class Round(Told, kw_only=True):
    """A check of a week, 旬 or month: done by one person, so many days before its last day."""

    plan: str
    by: No
    early: int
    at: str
    late: int | None = None  # which one was late, from the latest that is over


class Found(Told, kw_only=True):
    """How a hazard was found: in the check of a shift, in the latest 旬's, or in passing (随手拍)."""

    way: Literal["check", "round", "scan"]
    post: PostKey = ""
    ago: int = 0
    shift: str = ""
    at: str = ""
    by: No = ""
    plan: str = ""
    item: str = ""
    value: float | None = None


class Step(Told, kw_only=True):
    """A step of a hazard, so many hours after it was found."""

    act: Literal["register", "rectify", "verify", "send_back", "close"]
    by: No
    hours: float
    note: str = ""
    photo: str = ""
    grade: Literal["general", "major"] | None = None
    owner: No = ""
    due: int | None = None  # days after it was found
    measures: str = ""
    interim: str = ""
    funds: int | None = None  # 分
    plan: str = ""


class Trailed(Told, kw_only=True):
    """A hazard with all its steps."""

    name: str
    found: Found
    category: str
    note: str = ""
    photo: str
    dangerous: bool = False
    fixed: str = ""  # the photo of what was mended on the spot
    measure: str = ""  # what a leader's round says is to be done
    owner: str = ""  # and by whom, by name
    steps: list[Step] = field(default_factory=list)


class Stopped(Told, kw_only=True):
    """Work that was stopped, and let go on some hours later."""

    post: PostKey
    ago: int
    at: str
    by: No
    why: str
    note: str
    lifted_by: No
    hours: float
    lifted_note: str


class Practised(Told, kw_only=True):
    """How somebody practises: on which days, and how often they are right."""

    begins: int = 12  # days ago
    every: int = 2  # days
    a_day: int = 10  # questions
    right: int = 92  # percent
    emergency: int = 94  # percent, on questions of the emergency card
    shuns: bool = False  # leaves those of the emergency card to the end
    ends: int = 0  # days ago


class Held(Told, kw_only=True):
    """A 抽背."""

    by: No
    who: No
    post: PostKey
    ago: int
    at: str
    misses: list[str] = field(default_factory=list)
    named: bool = False  # asked by name, not drawn
    confirmed: Literal["agreed", "disputed", "left"] = "agreed"
    note: str = ""


class Version(Told, kw_only=True):
    """A step of an emergency card that is written anew."""

    post: PostKey
    ago: int
    at: str
    by: No
    step: str
    how: str


class Pause(Told, kw_only=True):
    """A post that rests for a day, or somebody's leave; told the day before."""

    why: str
    by: No
    ago: int
    to: int
    post: PostKey = ""
    person: No = ""


class Lost(Told, kw_only=True):
    """A phone that went silent, with a check on it that never arrived where `post` says so."""

    who: No
    ago: int
    at: str
    post: PostKey = ""


class Story(Told, kw_only=True):
    """All of it."""

    doers: dict[PostKey, Doers]
    answers_open: list[PostKey]  # posts whose check is done although its window is still open
    troubles: list[Trouble]
    rounds: list[Round]
    hazards: list[Trailed]
    stops: list[Stopped]
    practice: dict[No, Practised]
    held: list[Held]
    versions: list[Version]
    pauses: list[Pause]
    lost: list[Lost]
    reads_no_more: list[PostKey]  # posts whose cards nobody opened lately


def story() -> Story:
    """What the file says."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Story)


def luck(*what: object) -> float:
    """A number from 0 to 1 that depends on nothing but these words: the same month whenever it is played."""
    return int(sha256(":".join(map(str, what)).encode()).hexdigest()[:12], 16) / 16**12
