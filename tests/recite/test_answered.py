"""Answers are kept, and the newest state of each question stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.audit.queries import entries
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.recite import actions
from app.recite.models import ReciteAnswer, ReciteMemory
from app.recite.queries import memories
from app.recite.schemas import Memory, ReciteAnswered
from tests.recite.builders import FIRST, ORDER, answers, body, capture
from tests.sync.phones import Phone
from tests.world import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)  # 9:00 at the plant


def known(world: World, who: str = "worker") -> dict[str, Memory]:
    world.forget()
    return memories(world.people[who].id)


def log(world: World) -> list[ReciteAnswer]:
    world.forget()
    return list(db.session().scalars(select(ReciteAnswer).order_by(ReciteAnswer.answered_at)))


def test_an_answer_is_kept_with_the_state_that_results(world: World) -> None:
    assert answers(world, right=False, at=MORNING, given=["用手去拉"], lapses=2) == []
    (kept,) = log(world)
    assert (kept.account_id, kept.post_id, kept.question) == (world.worker_id, world.crusher_id, FIRST)
    assert (kept.right, kept.given, kept.took_ms, kept.answered_at) == (False, ["用手去拉"], 4200, MORNING)
    found = known(world)[FIRST]
    assert (found.state, found.lapses, found.due) == (1, 2, MORNING + 10 * MINUTE)
    assert found.last_review == MORNING


def test_an_older_answer_that_comes_later_is_only_logged(world: World) -> None:
    for minutes in (5, 20, 10):
        answers(world, at=MORNING + minutes * MINUTE, reps=minutes)
    assert known(world)[FIRST].reps == 20
    assert len(log(world)) == 3


def test_each_person_and_question_stands_for_itself(world: World) -> None:
    answers(world, question=FIRST, reps=1)
    answers(world, question=ORDER, reps=2)
    answers(world, "team_leader", question=FIRST, reps=3)
    assert {key: one.reps for key, one in known(world).items()} == {FIRST: 1, ORDER: 2}
    assert {key: one.reps for key, one in known(world, "team_leader").items()} == {FIRST: 3}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(minutes=st.lists(st.integers(0, 3), min_size=1, max_size=6), data=st.data())
def test_the_newest_state_wins_whatever_the_order_of_arrival(
    world: World, minutes: list[int], data: st.DataObject
) -> None:
    asked = new_id().hex[-16:]  # a question of its own for each example
    said = [
        (MORNING + minute * MINUTE, body(world, asked, at=MORNING + minute * MINUTE, reps=place))
        for place, minute in enumerate(minutes)
    ]
    newest = max(said, key=lambda one: (one[0], one[1]["id"]))
    for at, one in data.draw(st.permutations(said)):
        actions.answered(msgspec.convert(one, ReciteAnswered), capture(world.people["worker"], at))
    found = known(world)[asked]
    assert (found.last_review, found.reps) == (newest[0], newest[1]["memory"]["reps"])


def test_a_clock_that_is_off_is_set_right_in_the_memory_too(world: World) -> None:
    wrong = MORNING + DAY  # the phone lives a day ahead, and knows it
    said = msgspec.convert(body(world, at=wrong), ReciteAnswered)
    ahead = int(DAY / timedelta(milliseconds=1))
    actions.answered(said, capture(world.people["worker"], wrong, offset_ms=-ahead))
    found = known(world)[FIRST]
    assert (found.last_review, found.due) == (MORNING, MORNING + 3 * DAY)


def test_a_clock_ahead_wins_for_no_longer_than_until_it_was_received(world: World) -> None:
    future = now() + 300 * DAY
    said = msgspec.convert(body(world, at=future, reps=1), ReciteAnswered)
    actions.answered(said, capture(world.people["worker"], future, offset_ms=None))
    answers(world, reps=2)
    found = known(world)[FIRST]
    assert found.reps == 2
    assert found.due < now() + 4 * DAY


def test_the_first_answer_of_a_day_is_audited_and_says_nothing_of_it(world: World) -> None:
    night = datetime(2026, 11, 20, 15, 50, tzinfo=UTC)  # 23:50 at the plant
    for minutes in (0, 5, 15, 20):
        answers(world, at=night + minutes * MINUTE, right=False)
    found = [
        one for one in entries(world.mine_id, subject_id=world.worker_id, page=1) if one.act == "recite.begin"
    ]
    assert sorted(one.payload["day"] for one in found) == ["2026-11-20", "2026-11-21"]
    assert all(one.payload.keys() == {"day"} for one in found)


def test_an_id_is_taken_once(world: World) -> None:
    said = body(world)
    answers(world, id=said["id"])
    with pytest.raises(Conflict) as refused:
        answers(world, "team_leader", id=said["id"])
    assert refused.value.code == "id_taken"
    assert known(world, "team_leader") == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "哪个"}, "bad_id"),
        ({"post": "哪里"}, "unknown_post"),
        ({"post": str(new_id())}, "unknown_post"),
        ({"given": ["对"] * 11}, "too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        answers(world, **changes)
    assert refused.value.code == code
    assert log(world) == []


def test_the_post_of_another_enterprise_is_none(world: World) -> None:
    with pytest.raises(Invalid):
        answers(world, post=str(world.furnace_id))


def test_a_day_beyond_the_calendar_is_refused(world: World) -> None:
    at = now() - DAY
    said = msgspec.convert(body(world, at=at, due=datetime.max.replace(tzinfo=UTC)), ReciteAnswered)
    with pytest.raises(Invalid) as refused:
        actions.answered(said, capture(world.people["worker"], at, offset_ms=86_000_000))
    assert refused.value.code == "bad_time"


def test_a_clock_at_the_beginning_of_the_calendar_is_told_so(world: World) -> None:
    """Else the phone would send it for ever."""
    refused = Phone(world, "worker").send("recite.answered", body(world), captured_at="0001-01-01T00:00:00Z")
    assert (refused.state, refused.code) == ("rejected", "bad_time")


@pytest.mark.parametrize(
    "odd",
    [
        {"question": "X" * 16},
        {"question": "0f"},
        {"memory": {}},
        {"took_ms": -1},
        {"took_ms": 2**31},
        {"given": ["长" * 2001]},
        {"due": "2026-11-21T08:00:00"},  # a time without a zone
        {"stability": -1.0},
        {"state": 4},
    ],
)
def test_a_body_that_does_not_fit_is_not_read(world: World, odd: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body(world, **odd), ReciteAnswered)


def test_a_memory_counts_every_answer_that_came(world: World) -> None:
    """Its bundle is made anew by that count, also where an older answer changes nothing."""
    for minutes in (5, 1, 9):
        answers(world, at=MORNING + minutes * MINUTE)
    world.forget()
    assert db.session().scalars(select(ReciteMemory.arrivals)).all() == [3]
