"""What the board costs hangs on the days that are shown, not on what lies before them."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.cards.schemas import Kind
from app.core import db
from app.org import actions as org
from app.questions import queries
from tests.checks.builders import plan_of
from tests.reports.test_board import done, frozen
from tests.world import World

HISTORY = ("check_records", "expectations")
# Of these an enterprise has thousands: a department's are found by its posts and people.
MANY = (
    "assignments",
    "card_openings",
    "card_versions",
    "cards",
    "check_records",
    "expectations",
    "labels",
    "memberships",
    "phone_keys",
    "recite_memories",
    "spot_checks",
)
# What SQLite says of a million records of one enterprise where it has looked at the first of them only.
MISLED = (
    ("check_records", "ix_check_records_window", "1140480 2001 1"),
    ("check_records", "ix_check_records_captured", "981750 2001 1"),
    ("check_records", "ix_check_records_done", "981750 2001 1"),
    ("check_records", "ix_check_records_enterprise_id", "514188 2001"),
    ("check_records", "ix_check_records_post_done", "3430260 667 1"),
    ("check_records", "ix_check_records_unit_done", "924160 667 667 1 1"),
    ("expectations", "sqlite_autoindex_expectations_2", "1151514 2001 1"),
    ("expectations", "ix_expectations_closes", "963900 2001 1001"),
    ("expectations", "ix_expectations_day", "912384 2001 667"),
    ("expectations", "ix_expectations_enterprise_id", "514188 2001"),
    ("expectations", "ix_expectations_post_closes", "3459330 667 2"),
    ("expectations", "ix_expectations_unit_day", "1076928 667 11"),
    ("expectations", "ix_expectations_unit_id", "564734 667"),
)


@contextmanager
def watched(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are run meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        seen.append((statement, values))

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)


def steps_of(statement: str, values: Any) -> list[str]:
    """How SQLite goes about it."""
    with db.engine().connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in rows]


def mislead(app: Flask) -> None:
    """Tell SQLite what is not so, as a database may have been told."""
    with db.migrating() as connection:
        for table, index, stat in MISLED:
            told = {"tbl": table, "idx": index, "stat": stat}
            connection.execute(
                text("UPDATE sqlite_stat1 SET stat = :stat WHERE tbl = :tbl AND idx = :idx"), told
            )
    app.extensions["engine"].dispose()  # it is read when a database is opened


def test_more_posts_are_not_more_questions(world: World) -> None:
    officer = world.client("safety_officer")
    frozen(world, plan_of(world, to_minute=600))

    def questions(address: str) -> int:
        officer.get(address)  # what is remembered is remembered now
        with watched(world.app) as seen:
            assert officer.get(address).status_code == 200
        return len(seen)

    pages = ("/console/board", "/console/board/list", "/console/ledgers/demanded.xlsx", "/api/five")
    few = [questions(one) for one in pages]
    for number in range(3):
        post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
        frozen(world, plan_of(world, post=post, to_minute=600))
    many = [questions(one) for one in pages]
    assert many == pytest.approx(few, abs=2), "an empty answer may spare a question"


@pytest.mark.parametrize("misled", [False, True])
def test_history_is_read_by_an_index_that_leads_to_the_days_asked_for(world: World, *, misled: bool) -> None:
    """On SQLite, which plans by rules of thumb where nobody has told it how many rows there are, or told it wrong."""
    if db.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    plan = plan_of(world, to_minute=600)
    done(world, plan, frozen(world, plan)[0])
    officer = world.client("safety_officer")
    if misled:
        mislead(world.app)
    with watched(world.app) as seen:
        for page in (
            "board",
            "board?kind=month",
            f"board?unit={world.crew.id}",
            "board/list?mark=missed",
            "five",
            "checks",
            "checks?abnormal=1",
            "ledgers/checks.xlsx",
        ):
            assert officer.get(f"/console/{page}").status_code == 200
    told = [one for one in seen if any(f"FROM {name}" in one[0] for name in HISTORY)]
    assert len(told) >= 8
    for statement, values in told:
        for step in steps_of(statement, values):
            if any(name in step for name in HISTORY):
                assert step.startswith("SEARCH") and not step.endswith("(enterprise_id=?)"), (step, statement)
                assert "unit_id=? AND" in step or "unit_id=?" not in step, (step, statement)


def test_a_page_of_records_is_found_without_reading_the_others(world: World) -> None:
    """The index alone knows how many there are, and where a page begins."""
    if db.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    plan = plan_of(world, to_minute=600)
    done(world, plan, frozen(world, plan)[0])
    officer = world.client("safety_officer")
    with watched(world.app) as seen:
        assert officer.get("/console/checks").status_code == 200
    told = [one for one in seen if "FROM check_records" in one[0] and "check_records.versions" not in one[0]]
    assert len(told) >= 3
    for statement, values in told:
        steps = [one for one in steps_of(statement, values) if "check_records" in one]
        assert all("COVERING INDEX" in one for one in steps), (steps, statement)


@pytest.mark.parametrize("misled", [False, True])
def test_the_board_and_the_five_of_a_department_read_nothing_of_the_others(
    world: World, *, misled: bool
) -> None:
    if db.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    world.publish(world.crusher, Kind.EMERGENCY)
    plan = plan_of(world, to_minute=600)
    done(world, plan, frozen(world, plan)[0])
    leader = world.client("team_leader")
    if misled:
        mislead(world.app)
    with watched(world.app) as seen:
        assert leader.get("/api/five").status_code == 200
        assert leader.get("/console/board").status_code == 200
    steps = [(step, statement) for statement, values in seen for step in steps_of(statement, values)]
    steps_to_plans = [one for one in steps if one[1].startswith("SELECT plans.") and " plans " in one[0]]
    assert steps_to_plans
    assert all("USING INDEX" in step and "enterprise" not in step for step, _ in steps_to_plans)
    of_many = [one for one in steps if any(re.match(rf"(SCAN|SEARCH) {name}\b", one[0]) for name in MANY)]
    assert {re.split(r" ", step)[1] for step, _ in of_many} == set(MANY)
    for step, statement in of_many:
        assert step.startswith("SEARCH"), (step, statement)
        assert "(enterprise_id=?" not in step or "window_key=?" in step or "key=?" in step, (step, statement)


def test_five_ask_each_question_once_and_make_no_questions_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(world.crusher, Kind.EMERGENCY)
    leader = world.client("team_leader")
    leader.get("/api/five")
    monkeypatch.setattr(queries, "questions_of", lambda *_: pytest.fail("made anew"))
    with watched(world.app) as seen:
        assert leader.get("/api/five").status_code == 200
    asked = Counter((statement, str(values)) for statement, values in seen if "card_versions" in statement)
    assert set(asked.values()) == {1}


def test_the_planner_is_told_of_every_index_of_a_long_history(world: World) -> None:
    if db.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    with db.engine().connect() as connection:
        there = connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('check_records', 'expectations')"
            )
        )
        told = connection.execute(text("SELECT idx FROM sqlite_stat1"))
        assert {row[0] for row in there} <= {row[0] for row in told}
