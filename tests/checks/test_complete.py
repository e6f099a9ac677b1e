"""When a check is complete: the vectors that the phone is held to as well."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.checks.complete import missing
from app.checks.schemas import ItemResult, MeasureTaken, PlanItem

FILE = Path(__file__).resolve().parents[1] / "vectors" / "complete.json"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_vector(vector: dict[str, Any]) -> None:
    plan = vector["plan"]
    assert (
        missing(
            msgspec.convert(plan["items"], list[PlanItem]),
            msgspec.convert(vector["results"], list[ItemResult]),
            msgspec.convert(vector["measures"], list[MeasureTaken]),
            vector["signature"],
            asks_measures=plan["asks_measures"],
            asks_signature=plan["asks_signature"],
        )
        == vector["missing"]
    )


def test_the_vectors_meet_every_kind_of_lack() -> None:
    kinds = {lack.rpartition(":")[2] for vector in VECTORS for lack in vector["missing"]}
    assert kinds == {"result", "value", "limits", "photo", "hazard", "measure", "signature"}
