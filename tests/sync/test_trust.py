"""What a push may make the server believe: of a phone, of an author, of a record that was set aside."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.access.phones import End
from app.core import db
from app.core.backups import Backup
from app.core.clock import now
from app.hazards.models import Hazard, StopWork
from app.sync import handin, review
from tests.sync.phones import Phone, ago, hazard, key_of, op_id, ops_of, push
from tests.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world, "worker")


def silent_since(world: World, phone: Phone, **parts: float) -> Any:
    """The phone was last heard from so long ago; the moment."""
    at = ago(**parts)
    world.change(key_of(phone), heard_at=at)
    return at


def test_registering_a_known_key_again_says_nothing_of_what_its_phone_holds(
    world: World, phone: Phone
) -> None:
    before = silent_since(world, phone, hours=9)
    assert phone.register().status_code == 200
    assert key_of(phone).heard_at == before
    phone.push(None, phone={"key": phone.key_id, "top_n": 1})
    assert key_of(phone).heard_at > before and key_of(phone).missing == 1


def test_ops_alone_say_nothing_of_what_was_written_after_them(world: World, phone: Phone) -> None:
    """A file that was exported yesterday is no word of the phone today, even where its author hands it in."""
    before = silent_since(world, phone, hours=9)
    file = {"made_at": now(), "ops": [phone.op("hazard.reported", hazard())]}
    handin.hand_in(handin.read(_encoded(file)), by=world.worker_id)
    assert ops_of(phone)[0].carried_by == world.worker_id
    assert key_of(phone).heard_at == before


def _encoded(file: dict[str, Any]) -> bytes:
    return msgspec.json.encode(file)


def test_a_phone_that_gives_its_key_up_says_its_last_word(world: World, phone: Phone) -> None:
    before = silent_since(world, phone, hours=9)
    assert phone.client.post(f"/api/sync/keys/{phone.key_id}/end", json={"top_n": 2}).status_code == 204
    key = key_of(phone)
    assert key.heard_at > before and key.ended_at is not None and key.heard_at >= key.ended_at
    assert key.missing == 2


def test_a_phone_whose_key_was_ended_from_outside_may_still_say_its_last_word(
    world: World, phone: Phone
) -> None:
    world.change(key_of(phone), heard_at=ago(hours=9), ended_at=ago(hours=3), ended_how=End.REVOKED.value)
    assert phone.client.post(f"/api/sync/keys/{phone.key_id}/end", json={"top_n": 2}).status_code == 204
    key = key_of(phone)
    assert (key.ended_how, key.missing) == (End.REVOKED, 2)
    assert key.ended_at is not None and key.heard_at > key.ended_at


def test_signing_out_in_the_browser_is_no_word_of_the_phone(world: World, phone: Phone) -> None:
    before = silent_since(world, phone, hours=9)
    phone.client.post("/signout")
    assert key_of(phone).ended_how == End.SIGNED_OUT
    assert key_of(phone).heard_at == before


@pytest.mark.parametrize("junk", ["!" * 500, "=", "\0", " \n", "é"])
def test_a_signature_has_one_spelling(world: World, phone: Phone, junk: str) -> None:
    """Else what stands around it goes to the database unmeasured, and one op keeps its neighbours back."""
    bad, good = phone.op("hazard.reported", hazard()), phone.op("hazard.reported", hazard())
    answers = push(world.client(None), {**bad, "signature": bad["signature"] + junk}, good).answers
    assert [(one.state, one.code) for one in answers] == [("rejected", "bad_signature"), ("applied", "")]
    assert push(world.client(None), bad).answers[0].state == "applied"


def test_a_record_that_was_accepted_and_waits_is_not_set_aside_again(world: World) -> None:
    leader, found = Phone(world, "team_leader"), hazard(post=str(world.crusher_id))
    step = leader.op("hazard.acted", {"id": hazard()["id"], "hazard": found["id"], "act": "rectify"})
    world.change(key_of(leader), ended_at=now(), ended_how=End.REVOKED.value)
    push(world.client(None), step)
    review.accept(review.set_aside(world.mine_id)[0], by=world.admin.id)
    assert push(world.client(None), step).answers[0].waits_for == found["id"]
    assert review.set_aside(world.mine_id) == []
    Phone(world, "worker").send("hazard.reported", found)
    assert push(world.client(None), step).answers[0].state == "applied"


@pytest.mark.parametrize("target", ["review", "key", "update", "", "not an id"])
def test_nothing_waits_for_what_can_never_arrive(world: World, target: str) -> None:
    phone = Phone(world, "team_leader")
    answer = phone.send("hazard.acted", {"id": hazard()["id"], "hazard": target, "act": "rectify"})
    assert (answer.state, answer.code) == ("rejected", "bad_id")
    assert review.set_aside(world.mine_id) == []


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, -(10**30)])
def test_a_number_that_no_column_holds_is_told_so_and_not_tried_for_ever(
    world: World, phone: Phone, number: int
) -> None:
    body = {"post": str(world.crusher_id), "kind": "emergency", "version": number}
    check = {"id": hazard()["id"], "plan": hazard()["id"], "revision": number, "window": "x"}
    check |= {"started_at": now(), "results": []}
    assert phone.send("card.opened", body).state == "rejected"
    assert phone.send("check.submitted", check).state == "rejected"


def test_one_answer_never_speaks_of_the_wrong_enterprises_backups(world: World, phone: Phone) -> None:
    other = Phone(world, world.stranger)
    with db.writing() as active:
        active.add(Backup(through={str(world.mine_id): 900, str(world.plant_id): 0}))
    mixed = push(
        world.client(None), phone.op("hazard.reported", hazard()), other.op("hazard.reported", hazard())
    )
    assert [one.receipt for one in mixed.answers] == [1, 1]
    assert mixed.backed_up_through == 0
    assert push(world.client(None), phone.op("hazard.reported", hazard())).backed_up_through == 900


def test_a_colleague_who_takes_an_id_first_takes_no_record_away(world: World, phone: Phone) -> None:
    """Whoever carries a record knows its ids; the author's own words stay kept, and can be sent again."""
    colleague, body = Phone(world, "team_leader"), hazard()
    op = phone.op("hazard.reported", body)
    squat = colleague.send("hazard.reported", {**body, "name": "别的事"}, id=str(op_id(op)))
    assert squat.state == "applied"
    answer = push(world.client(None), op).answers[0]
    assert (answer.state, answer.code) == ("rejected", "id_taken")
    assert ops_of(phone)[0].payload == op["payload"]
    again = phone.send("hazard.reported", {**body, "id": hazard()["id"]}, corrects=str(op_id(op)))
    assert again.state == "applied"


@pytest.mark.parametrize("kind", ["hazard.reported", "stopwork.declared"])
def test_what_was_taken_over_is_not_doubled_by_its_correction(world: World, phone: Phone, kind: str) -> None:
    """A photo that can't be sent marks the record on its phone, which then offers to write it once more."""

    def body() -> dict[str, Any]:
        return hazard() if kind == "hazard.reported" else {"id": hazard()["id"], "why": "顶板掉渣"}

    first = phone.op(kind, body())
    assert phone.push(None, first).answers[0].state == "applied"
    again = phone.send(kind, body(), corrects=str(op_id(first)))
    assert (again.state, again.code) == ("rejected", "stands")
    assert phone.push(None, first).answers[0].receipt == 1
    assert len(list(db.session().scalars(select(Hazard if kind == "hazard.reported" else StopWork)))) == 1
