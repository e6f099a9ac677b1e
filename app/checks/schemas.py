"""Wire types of checks: a plan's items, the op that a phone sends, and what phones hold."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

from app.hazards.schemas import Position, Wire


class ValueRule(Wire, omit_defaults=True):
    """A measured value of an item: its unit, and the limits that are still normal."""

    name: str  # 测到多少度
    unit: str  # 度
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    step: float = 1.0


class PlanItem(Wire, omit_defaults=True):
    """One item of a plan: a control of the risk list, or a free one with its standard."""

    id: str  # survives revisions
    text: str  # the control's words, or what to look at
    standard: str = ""
    row: str = ""  # identity of the risk row
    measure: str = ""  # id of the control in it
    level: int | None = None  # of the risk after controls when the revision was made, 1 (红) … 5
    hazard: str = ""  # what the control guards against
    signs: list[str] = field(default_factory=list)
    first: str = ""  # 先做: what to do at once where it is not in order
    value: ValueRule | None = None


class Scan(Wire):
    """The label that was scanned within the check."""

    token: str
    at: datetime


class ItemHazard(Wire):
    """The hazard that a 异常 becomes."""

    id: str
    name: str
    category: str = ""
    dangerous: bool = False
    fixed: bool = False
    photos_after: list[str] = field(default_factory=list)


class ItemResult(Wire, omit_defaults=True):
    """What was found at one item."""

    item: str
    result: Literal["normal", "abnormal", "na"]
    value: float | None = None
    note: str = ""
    photos: list[str] = field(default_factory=list)  # SHA-256; at least one where abnormal
    hazard: ItemHazard | None = None  # where abnormal


class MeasureTaken(Wire):
    """What is to be done about an abnormal item, by whom, by when (the principal's monthly check, S14)."""

    item: str
    text: str
    owner: str  # a name
    due_on: date


class CheckSubmitted(Wire):
    """Op `check.submitted`."""

    id: str  # of the record
    plan: str
    revision: int
    window: str  # key of the window it answers
    started_at: datetime
    results: list[ItemResult]
    versions: dict[str, int] = field(default_factory=dict)
    measures: list[MeasureTaken] = field(default_factory=list)
    scan: Scan | None = None
    position: Position | None = None
    signature: str | None = None


class PlanBundle(Struct, kw_only=True):
    """A plan as a phone needs it. Does not depend on who asks."""

    kind: Literal["plan"] = "plan"
    id: str
    revision: int
    title: str
    cycle: str
    completer: str
    post: str | None
    post_title: str
    unit: str  # name
    level: int | None  # worst level among its items
    asks_scan: bool
    asks_signature: bool
    asks_measures: bool
    asks_position: bool  # setting
    tokens: list[str]  # labels whose scan proves presence
    items: list[PlanItem]


class Done(Struct, kw_only=True):
    """A window that the server knows to be answered."""

    by: str  # name
    by_id: str
    at: datetime
    late: bool
    record: str
    abnormal: int


class Window(Struct, kw_only=True, omit_defaults=True):
    """One check that is, was or will be due. The phone only matches; the server expands (design rule 8)."""

    key: str
    plan: str
    period: str
    day: date
    shift: str = ""  # 白班
    post: str | None = None
    opens: datetime
    closes: datetime
    done: Done | None = None


class LastResult(Struct, kw_only=True, omit_defaults=True):
    """What was found last time at an item, for this post."""

    item: str
    result: str
    at: datetime
    value: float | None = None
