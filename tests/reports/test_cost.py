"""What the board costs hangs on the days that are shown, not on what lies before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.core import db
from app.org import actions as org
from tests.checks.builders import plan_of
from tests.reports.test_board import done, frozen
from tests.world import World

HISTORY = ("check_records", "expectations")


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


def test_more_posts_are_not_more_questions(world: World) -> None:
    officer = world.client("safety_officer")
    frozen(world, plan_of(world, to_minute=600))

    def questions(address: str) -> int:
        officer.get(address)  # what is remembered is remembered now
        with watched(world.app) as seen:
            assert officer.get(address).status_code == 200
        return len(seen)

    pages = ("/console/board", "/console/board/list", "/console/ledgers/demanded.xlsx")
    few = [questions(one) for one in pages]
    for number in range(3):
        post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
        frozen(world, plan_of(world, post=post, to_minute=600))
    many = [questions(one) for one in pages]
    assert many == pytest.approx(few, abs=2), "an empty answer may spare a question"


def test_history_is_read_by_an_index_that_leads_to_the_days_asked_for(world: World) -> None:
    """On SQLite, which plans by rules of thumb where nobody has told it how many rows there are."""
    if db.engine().dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts for itself")
    plan = plan_of(world, to_minute=600)
    done(world, plan, frozen(world, plan)[0])
    officer = world.client("safety_officer")
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
        with db.engine().connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row[3] for row in rows]
        for step in steps:
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
        with db.engine().connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row[3] for row in rows if "check_records" in row[3]]
        assert all("COVERING INDEX" in one for one in steps), (steps, statement)


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
