"""Wire types of hazards: the bodies of ops that phones send, and the bundle that they hold."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field


class Wire(Struct, kw_only=True, forbid_unknown_fields=True):
    """Base of what comes in: keyword-only, a field that nobody knows is an error."""


class Position(Wire):
    """Where the phone was, as it said itself; evidence at most, never a condition."""

    lat: float
    lon: float
    accuracy: float  # metres


class HazardReported(Wire):
    """Op `hazard.reported`: found at a post (`post`, or the `token` of its label), or anywhere in one's unit."""

    id: str  # of the hazard
    name: str
    post: str | None = None
    token: str | None = None
    note: str = ""
    category: str = ""
    dangerous: bool = False
    fixed: bool = False  # 当场改好
    photos: list[str] = field(default_factory=list)  # SHA-256, before
    photos_after: list[str] = field(default_factory=list)
    position: Position | None = None


class HazardActed(Wire):
    """Op `hazard.acted`: one step of a hazard."""

    id: str  # of the step
    hazard: str
    act: Literal["register", "rectify", "verify", "send_back", "close"]
    note: str = ""
    photos: list[str] = field(default_factory=list)
    grade: Literal["general", "major"] | None = None  # register
    owner: str | None = None  # register: who is to fix it
    due_on: date | None = None  # register
    measures: str = ""  # register
    interim: str = ""  # register: 临时防范措施
    funds_fen: int | None = None  # register: 资金, 分
    plan: str = ""  # register: 预案


class StopWorkDeclared(Wire):
    """Op `stopwork.declared` (安全生产法 §55)."""

    id: str
    why: str
    post: str | None = None
    token: str | None = None
    note: str = ""
    photos: list[str] = field(default_factory=list)
    position: Position | None = None


class WireStep(Struct, kw_only=True):
    """A step of a hazard as a phone shows it."""

    id: str
    act: str
    by: str  # name
    by_id: str
    at: datetime
    note: str
    photos: list[str]


class HazardBundle(Struct, kw_only=True):
    """One hazard with its history. Does not depend on who asks."""

    kind: Literal["hazard"] = "hazard"
    id: str
    name: str
    note: str
    category: str
    post: str | None
    post_title: str
    unit: str
    risk_level: int | None
    dangerous: bool
    at_once: bool
    grade: str | None
    owner: str  # name; "" for none yet
    owner_id: str | None
    due_on: date | None
    measures: str
    interim: str
    funds_fen: int | None  # 分
    plan: str
    reporter: str
    reporter_id: str
    state: str
    changed_at: datetime
    steps: list[WireStep]


class WireStop(Struct, kw_only=True):
    """Work at this post has been stopped, and not been started again."""

    id: str
    why: str
    by: str
    at: datetime
