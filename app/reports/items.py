"""Demanded checks as the board counts them: one value a window, frozen or not. Pure; what became of a window is
decided in `checks.states` alone."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from app.checks.models import Cycle
from app.checks.states import State


class Mark(StrEnum):
    """What a cell of the board shows: the state of a window, and of a done one whether it found something."""

    MISSED = "missed"  # 漏检
    UNKNOWN = "unknown"  # 未知
    DUE = "due"  # 待完成
    ABNORMAL = "abnormal"  # 做完，有异常
    LATE = "late"  # 逾期完成
    DONE = "done"  # 已完成
    WAITING = "waiting"  # 未到时间
    EXCUSED = "excused"  # 不用做


DID = frozenset({Mark.DONE, Mark.LATE, Mark.ABNORMAL})
UNDONE = frozenset({Mark.MISSED, Mark.UNKNOWN})
ASKED = DID | UNDONE  # 到点该做: whose time has come; what is paused or excused is not among them
GROUPS = {"asked": ASKED, "did": DID, "undone": UNDONE}
WORDS = {
    Mark.DONE: "做完",
    Mark.LATE: "迟了",
    Mark.ABNORMAL: "做完，有异常",
    Mark.MISSED: "没做",
    Mark.UNKNOWN: "没消息",
    Mark.DUE: "该做了",
    Mark.WAITING: "没到时间",
    Mark.EXCUSED: "不用做",
}
GROUP_WORDS = {"asked": "到点该做的", "did": "做了的", "undone": "没做的、没消息的"}


class Item(NamedTuple):
    """One demanded check and what became of it."""

    key: str  # of its window
    plan_id: UUID
    unit_id: UUID
    post_id: UUID | None
    person_id: UUID | None
    day: date  # the first of its period
    shift: str  # name
    opens_at: datetime
    closes_at: datetime
    state: State
    mark: Mark
    record: UUID | None
    done_at: datetime | None
    row: UUID | None  # the frozen window, once it is one

    @property
    def number(self) -> int:
        """It counts as one; see `board.Counted`."""
        return 1


def mark_of(state: State, abnormal: int | None) -> Mark:
    """The mark of a window; `abnormal` is how many items of the check that answers it are 异常, None for no check.

    What was found goes before when it was done: a late check with 异常 is shown as 异常, its page says both.
    """
    if state in (State.DONE, State.LATE) and abnormal:
        return Mark.ABNORMAL
    return Mark(state.value)


def marks_named(text: str) -> frozenset[Mark] | None:
    """The marks that a group or a mark of the address names; None for all of them."""
    if text in GROUPS:
        return GROUPS[text]
    return frozenset({Mark(text)}) if text in set(Mark) else None


class Kind(StrEnum):
    """What a column of the board is."""

    DAY = "day"  # 天
    WEEK = "week"  # 周
    MONTH = "month"  # 月


# A check is shown where its period fits into a column: a weekly one has no day of its own.
CYCLES: dict[Kind, frozenset[str]] = {
    Kind.DAY: frozenset({Cycle.SHIFT, Cycle.DAY}),
    Kind.WEEK: frozenset({Cycle.SHIFT, Cycle.DAY, Cycle.WEEK}),
    Kind.MONTH: frozenset(Cycle),
}
