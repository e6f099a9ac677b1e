"""Records that come in any order mend themselves; a correction stands in the place of what it corrects."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.core import db
from app.core.capture import Waits
from app.core.ids import new_id
from app.hazards.models import Hazard, HazardStep
from app.sync import handlers
from tests.sync.phones import Phone, hazard, op_id, ops_of, push
from tests.world import World


def step(of: str, act: str = "rectify") -> dict[str, Any]:
    return {"id": str(new_id()), "hazard": of, "act": act, "note": "换了螺栓"}


def acts_of(found: dict[str, Any]) -> list[str]:
    asked = select(HazardStep.act).where(HazardStep.hazard_id == UUID(found["id"]))
    return list(db.session().scalars(asked.order_by(HazardStep.number)))


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world, "team_leader")


def test_what_it_is_about_has_not_arrived_so_it_waits(phone: Phone) -> None:
    op = phone.op("hazard.acted", step(hazard()["id"]))
    for _ in range(2):
        answer = phone.push(None, op).answers[0]
        assert (answer.state, answer.code, answer.receipt) == ("retry", "waits", None)
    assert len(ops_of(phone)) == 1


@pytest.mark.parametrize("spelling", [str.lower, str.upper])
def test_it_is_applied_by_the_push_that_brings_what_it_waits_for(
    world: World, phone: Phone, spelling: Any
) -> None:
    found = hazard(post=str(world.crusher_id))
    late = phone.op("hazard.acted", step(spelling(found["id"])))
    phone.push(None, late)
    assert Phone(world, "worker").send("hazard.reported", found).receipt == 1
    assert acts_of(found) == ["report", "rectify"]
    row = ops_of(phone)[0]
    assert (row.state, row.receipt, row.waits_for, row.code) == ("applied", 2, None, "")
    assert phone.push(None, late).answers[0].receipt == 2


def test_within_one_push_the_answer_is_already_the_final_one(world: World, phone: Phone) -> None:
    found, worker = hazard(post=str(world.crusher_id)), Phone(world, "worker")
    ops = [phone.op("hazard.acted", step(found["id"])), worker.op("hazard.reported", found)]
    assert [one.state for one in push(world.client(None), *ops).answers] == ["applied"] * 2


def test_a_chain_of_waiting_ops_mends_link_by_link(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """c waits for b, b for a."""
    known: set[str] = set()

    def after(body: Any, _capture: Any) -> list[str]:
        if body.note and body.note not in known:
            raise Waits(body.note)
        known.add(body.id)
        return []

    now = handlers.HANDLERS["hazard.reported"]
    fake = handlers.Handler(1, now.body, after, now.photos, now.creates)
    monkeypatch.setitem(handlers.HANDLERS, "hazard.reported", fake)
    a, b, c = (str(new_id()) for _ in range(3))
    for one, needs in ((c, b), (b, a)):
        assert phone.send("hazard.reported", hazard(id=one, note=needs)).waits_for == needs
    assert phone.send("hazard.reported", hazard(id=a, note="")).receipt == 1
    assert [row.receipt for row in ops_of(phone)] == [3, 2, 1]


def test_waiting_records_of_another_enterprise_are_not_stirred(world: World) -> None:
    found, stranger = hazard(), Phone(world, world.stranger)
    stranger.send("hazard.acted", step(found["id"]))
    Phone(world, "worker").send("hazard.reported", found)
    assert ops_of(stranger)[0].state == "retry"


def test_a_correction_of_a_rejected_op_marks_it(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(name=""))
    original = ops_of(phone)[0]
    answer = phone.send("hazard.reported", hazard(), corrects=str(original.op_id))
    first, second = ops_of(phone)
    assert answer.state == "applied"
    assert (first.state, first.corrected_by) == ("rejected", second.op_id)


def test_a_correction_that_is_rejected_itself_marks_nothing(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(name=""))
    phone.send("hazard.reported", hazard(name=""), corrects=str(ops_of(phone)[0].op_id))
    assert ops_of(phone)[0].corrected_by is None


def test_what_was_corrected_while_it_waited_is_never_applied_too(world: World, phone: Phone) -> None:
    found = hazard(post=str(world.crusher_id))
    phone.send("hazard.acted", step(found["id"]))
    phone.send("hazard.reported", hazard(), corrects=str(ops_of(phone)[0].op_id))
    assert [row.code for row in ops_of(phone)] == ["corrected", ""]
    Phone(world, "worker").send("hazard.reported", found)
    assert acts_of(found) == ["report"]


def test_an_original_that_arrives_after_its_correction_is_kept_and_not_applied(
    world: World, phone: Phone
) -> None:
    original = phone.op("hazard.reported", hazard(name="写错的"))
    row_id = str(op_id(original))
    phone.send("hazard.reported", hazard(name="写对的"), corrects=row_id)
    answer = push(world.client(None), original).answers[0]
    assert (answer.state, answer.code) == ("rejected", "corrected")
    assert list(db.session().scalars(select(Hazard.name))) == ["写对的"]


def test_nobody_corrects_anothers_op(world: World, phone: Phone) -> None:
    victim = Phone(world, "worker")
    original = victim.op("hazard.reported", hazard(name=""))
    victim.push(None, original)
    phone.send("hazard.reported", hazard(), corrects=str(op_id(original)))
    assert ops_of(victim)[0].corrected_by is None
    late = victim.op("hazard.reported", hazard())
    phone.send("hazard.reported", hazard(), corrects=str(op_id(late)))
    assert victim.push(None, late).answers[0].state == "applied"
