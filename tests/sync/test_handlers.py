"""A schema once shipped is read for ever; what a body names is found in it."""

import json
from pathlib import Path

import pytest

from app.sync import handlers
from app.sync.handlers import HANDLERS, NotUnderstood, Unfit, understand
from app.sync.wire import OP_BODIES
from tests.sync.phones import hazard

GOLDEN = sorted((Path(__file__).resolve().parents[1] / "vectors" / "ops").glob("*.json"))
PHOTOS = {
    "check.submitted.1": ["e" * 64, "a" * 64, "b" * 64],
    "hazard.reported.1": ["a" * 64, "b" * 64],
    "hazard.acted.1": ["c" * 64],
    "stopwork.declared.1": ["d" * 64],
    "card.opened.1": [],
    "card.learnt.1": ["9" * 64],
    "recite.answered.1": [],
    "spotcheck.held.1": ["f" * 64],
}
SHA = "0" * 64


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_every_body_that_was_ever_shipped_is_still_read(file: Path) -> None:
    kind, _, schema = file.stem.rpartition(".")
    read = understand(kind, int(schema), json.loads(file.read_text(encoding="utf-8")))
    assert isinstance(read.body, OP_BODIES[kind])
    assert read.photos == PHOTOS[file.stem]


def test_there_is_a_golden_body_of_every_schema_of_every_kind() -> None:
    wanted = {f"{kind}.{n}" for kind, one in HANDLERS.items() for n in range(1, one.schema + 1)}
    assert {file.stem for file in GOLDEN} == wanted
    assert set(HANDLERS) == set(OP_BODIES)


def test_a_check_creates_its_record_and_the_hazards_in_it() -> None:
    body = json.loads(next(file for file in GOLDEN if file.stem == "check.submitted.1").read_text("utf-8"))
    created = understand("check.submitted", 1, body).creates
    assert created == [body["id"], body["results"][3]["hazard"]["id"]]


def test_an_older_body_is_made_new_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    now = HANDLERS["hazard.reported"]
    newer = handlers.Handler(3, now.body, now.apply, now.photos, now.creates)
    monkeypatch.setitem(HANDLERS, "hazard.reported", newer)
    monkeypatch.setitem(handlers.UPCASTERS, ("hazard.reported", 1), lambda body: {**body, "note": "一"})
    monkeypatch.setitem(
        handlers.UPCASTERS, ("hazard.reported", 2), lambda body: {**body, "note": f"{body['note']}二"}
    )
    assert understand("hazard.reported", 1, hazard()).body.note == "一二"
    assert understand("hazard.reported", 2, hazard(note="")).body.note == "二"
    assert understand("hazard.reported", 3, hazard(note="")).body.note == ""


@pytest.mark.parametrize(("kind", "schema"), [("hazard.reported", 2), ("moon.landed", 1)])
def test_what_only_a_newer_server_knows_is_not_called_wrong(kind: str, schema: int) -> None:
    with pytest.raises(NotUnderstood):
        understand(kind, schema, hazard())


@pytest.mark.parametrize(
    "body",
    [
        hazard(photos=["A" * 64]),
        hazard(photos=["a" * 63]),
        hazard(photos=["../../../../etc/passwd"]),
        hazard(photos=[f"{n:064x}" for n in range(31)]),
        hazard(id="seven"),
        hazard(colour="red"),
        {"name": "少了编号"},
    ],
)
def test_a_body_that_does_not_fit_is_unfit(body: dict[str, object]) -> None:
    with pytest.raises(Unfit):
        understand("hazard.reported", 1, body)


def test_schema_zero_never_was() -> None:
    with pytest.raises(Unfit):
        understand("hazard.reported", 0, hazard())


def test_thirty_photos_are_read_and_each_counts_once() -> None:
    named = [f"{n:064x}" for n in range(30)]
    assert understand("hazard.reported", 1, hazard(photos=named)).photos == named
    assert understand("hazard.reported", 1, hazard(photos=[SHA], photos_after=[SHA])).photos == [SHA]
