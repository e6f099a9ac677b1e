"""What became of a window. Pure: derived from the records each time, never stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID


class State(StrEnum):
    """States of a window."""

    WAITING = "waiting"  # 未到时间
    DUE = "due"  # 待完成
    DONE = "done"  # 已完成
    LATE = "late"  # 逾期完成
    MISSED = "missed"  # 漏检
    UNKNOWN = "unknown"  # 未知: somebody's phone may still hold the check
    EXCUSED = "excused"  # 免做: said so by a person, with a reason


class _Timed(Protocol):
    """A window, or the frozen row of one."""

    @property
    def opens_at(self) -> datetime: ...
    @property
    def deadline_at(self) -> datetime: ...


class _Record(Protocol):
    """What of a record decides: when it was done, and whether it counts."""

    @property
    def id(self) -> UUID: ...
    @property
    def corrects_id(self) -> UUID | None: ...
    @property
    def done_at(self) -> datetime: ...
    @property
    def corrected_by_id(self) -> UUID | None: ...
    @property
    def flags(self) -> Sequence[str]: ...


AnyRecord = TypeVar("AnyRecord", bound=_Record)


class _Key(Protocol):
    """What of a phone's key decides: whether the phone may still hold something."""

    @property
    def heard_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def missing(self) -> int: ...


def state_of(
    window: _Timed, records: Sequence[_Record], *, silent: bool, now: datetime, excused: bool = False
) -> State:
    """The state of a window, given all records that name it.

    A check that was done in time and corrected later was still done in time. One that does not count (corrected
    into another window, or made by somebody whose window it is not) answers nothing.
    """
    if answers(records):
        return State.DONE if done_at(records) <= window.deadline_at else State.LATE
    if excused:
        return State.EXCUSED
    if now < window.opens_at:
        return State.WAITING
    if now <= window.deadline_at:
        return State.DUE
    return State.UNKNOWN if silent else State.MISSED


def counts(record: _Record) -> bool:
    """Whether a record answers the window that it names."""
    return record.corrected_by_id is None and "unplanned" not in record.flags


def answers(records: Sequence[_Record]) -> bool:
    """Whether a window is answered by one of the records that name it."""
    return any(counts(one) for one in records)


def done_at(records: Sequence[_Record]) -> datetime:
    """When an answered window was first answered."""
    return min(made_at(one, records) for one in records if counts(one))


def made_at(record: _Record, records: Sequence[_Record]) -> datetime:
    """When a record's check was done: a correction's, when what it corrects within the same window was."""
    by_id = {one.id: one for one in records if "unplanned" not in one.flags}
    found, at = record, record.done_at
    for _ in records:  # as many steps as there are records, so that it ends
        before = by_id.get(found.corrects_id) if found.corrects_id else None
        if before is None:
            break
        found, at = before, min(at, before.done_at)
    return at


def is_silent(keys: Iterable[_Key], opens_at: datetime, closes_at: datetime) -> bool:
    """Whether the phone of somebody who could have done a check may still hold it.

    It has not spoken since the window closed, or since its key was ended by another than the phone itself, or it
    has written what has not arrived. A key that ended before the window opened signed nothing within it.
    """
    return any(
        (key.ended_at is None or key.ended_at > opens_at)
        and (key.missing > 0 or key.heard_at < min(closes_at, key.ended_at or closes_at))
        for key in keys
    )
