"""What became of a window, by example."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.checks.models import Completer, Cycle
from app.checks.states import State, is_silent, state_of
from app.checks.words import COMPLETER_NAMES, CYCLE_NAMES, FLAG_WORDS, STATE_WORDS, flag_words
from app.core.ids import new_id
from tests.checks.builders import utc

OPENS, CLOSES = utc("2026-03-02 08:00"), utc("2026-03-02 20:00")
HOUR = timedelta(hours=1)
AFTER = CLOSES + 3 * HOUR


@dataclass
class Window:
    opens_at: datetime = OPENS
    deadline_at: datetime = CLOSES + HOUR


@dataclass
class Record:
    done_at: datetime
    flags: list[str] = field(default_factory=list)
    id: UUID = field(default_factory=new_id)
    corrects_id: UUID | None = None
    corrected_by_id: UUID | None = None


@dataclass
class Key:
    heard_at: datetime = AFTER
    ended_at: datetime | None = None
    missing: int = 0


def state(*records: Record, now: datetime = AFTER, silent: bool = False, excused: bool = False) -> State:
    return state_of(Window(), records, silent=silent, now=now, excused=excused)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - HOUR, State.WAITING),
        (OPENS, State.DUE),
        (CLOSES + HOUR, State.DUE),
        (CLOSES + 2 * HOUR, State.MISSED),
    ],
)
def test_without_a_record_the_clock_decides(now: datetime, expected: State) -> None:
    assert state(now=now) == expected


def test_a_missing_check_is_unknown_while_a_phone_is_silent_and_only_after_the_deadline() -> None:
    assert state(silent=True) == State.UNKNOWN
    assert state(silent=True, now=OPENS) == State.DUE


def test_what_was_done_in_time_is_done_and_in_the_grace_too() -> None:
    assert state(Record(OPENS)) == state(Record(CLOSES + HOUR)) == State.DONE
    assert state(Record(CLOSES + HOUR + timedelta(seconds=1))) == State.LATE


def test_the_first_of_several_decides() -> None:
    assert state(Record(AFTER), Record(OPENS)) == State.DONE


def test_what_does_not_count_answers_nothing() -> None:
    assert state(Record(OPENS, ["unplanned", "not_assigned"])) == State.MISSED
    assert state(Record(OPENS, corrected_by_id=new_id())) == State.MISSED
    assert state(Record(OPENS, ["not_assigned", "early", "no_scan", "extra"])) == State.DONE


def test_a_correction_counts_from_when_the_check_was_done() -> None:
    first = Record(OPENS)
    second = Record(AFTER, corrects_id=first.id)
    third = Record(AFTER + HOUR, corrects_id=second.id)
    first.corrected_by_id, second.corrected_by_id = second.id, third.id
    assert state(first, second, third) == State.DONE


def test_a_check_that_was_corrected_away_lends_its_time_to_nobody() -> None:
    moved = Record(OPENS, corrected_by_id=new_id())
    assert state(moved, Record(AFTER)) == State.LATE


def test_an_excuse_stands_until_the_check_arrives_after_all() -> None:
    assert state(excused=True) == State.EXCUSED
    assert state(Record(OPENS), excused=True) == State.DONE


@pytest.mark.parametrize(
    ("key", "silent"),
    [
        (Key(), False),
        (Key(heard_at=CLOSES), False),
        (Key(heard_at=CLOSES - HOUR), True),
        (Key(heard_at=OPENS - HOUR, ended_at=OPENS - HOUR), False),
        (Key(heard_at=OPENS, ended_at=OPENS + HOUR), True),
        (Key(heard_at=OPENS + HOUR, ended_at=OPENS + HOUR), False),
        (Key(heard_at=OPENS - HOUR, ended_at=OPENS), False),
        (Key(heard_at=CLOSES - HOUR, ended_at=AFTER), True),
        (Key(heard_at=CLOSES, ended_at=AFTER), False),
        (Key(missing=1), True),
        (Key(missing=1, ended_at=OPENS + HOUR), True),
        (Key(missing=1, ended_at=OPENS), False),
    ],
)
def test_a_phone_is_silent_while_it_may_still_hold_a_check(key: Key, silent: bool) -> None:
    assert is_silent([Key(), key], OPENS, CLOSES) == silent


def test_nobody_without_a_phone_is_silent() -> None:
    assert not is_silent([], OPENS, CLOSES)


def test_everything_has_its_words() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(CYCLE_NAMES) == set(Cycle)
    assert set(COMPLETER_NAMES) == set(Completer)
    assert [flag_words(one) for one in ("late", "strange")] == [FLAG_WORDS["late"], "strange"]
