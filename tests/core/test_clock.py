"""The clock that stands: for the demo's past alone, and never while a request is answered."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.core.clock import ClockRefused, day_in, now, standing_at

APP = Path(__file__).resolve().parents[2] / "app"
AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def test_it_stands_where_it_is_set_and_then_runs_on() -> None:
    with standing_at(AT):
        assert (now(), day_in("Asia/Shanghai").isoformat()) == (AT, "2026-03-03")
        with standing_at(AT + timedelta(days=1)):
            assert now() == AT + timedelta(days=1)
        assert now() == AT
    assert now() > AT


def test_the_clock_does_not_stand_while_a_request_is_answered(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(ClockRefused), standing_at(AT):
        pass


def test_nobody_but_the_demo_lets_the_clock_stand() -> None:
    users = {
        file.relative_to(APP).parts[0]
        for file in APP.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(one.name == "standing_at" for one in node.names)
    }
    assert users == {"demo"}
