"""Whether somebody knew what was asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.spotchecks.judge import are_all_ticked, is_passed
from app.spotchecks.schemas import SpotPoint

VECTORS = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "spot.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_it_is_judged_as_on_the_phone(vector: dict[str, Any]) -> None:
    points = [SpotPoint(id=one["id"], text="", critical=one["critical"]) for one in vector["points"]]
    assert are_all_ticked(points, vector["said"], vector["missed"]) == vector["ticked"]
    assert is_passed(points, vector["said"], vector["percent"]) == vector["passed"]
