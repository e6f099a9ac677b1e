"""Push: each op is kept as it came and answered in its place, whoever brings it."""

import hashlib

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.audit.models import AuditEntry
from app.core import db
from app.core.backups import Backup
from app.core.clock import now
from app.sync import push as pushing
from app.sync.schemas import PushIn, SignedOp
from tests.sync.phones import Phone, hazard, hazards, key_of, op_id, ops_of, photo, push, sha_of
from tests.world import World


def test_a_record_arrives_as_its_authors_whoever_carries_it(world: World, phone: Phone) -> None:
    """B's session on A's phone, no session at all, and somebody of another enterprise."""
    for carrier in ("team_leader", None, world.stranger):
        answer = push(world.client(carrier), phone.op("hazard.reported", hazard())).answers[0]
        assert answer.state == "applied"
    assert {(one.reporter_id, one.enterprise_id) for one in hazards()} == {(world.worker_id, world.mine_id)}
    carried = [row.carried_by for row in ops_of(phone)]
    assert carried == [world.people["team_leader"].id, None, world.stranger.id]
    assert {row.author_id for row in ops_of(phone)} == {world.worker_id}


def test_what_was_signed_is_kept_to_the_byte(phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    op = phone.sign(op["payload"].replace('"body"', ' "body"  '))
    answer = phone.push(None, op).answers[0]
    row = ops_of(phone)[0]
    assert (row.payload, row.signature) == (op["payload"], op["signature"])
    assert row.digest == hashlib.sha256(op["payload"].encode()).hexdigest()
    assert (row.verified, row.state, row.receipt) == (True, "applied", answer.receipt)


def test_answers_stand_in_the_order_of_the_ops(phone: Phone) -> None:
    ops = [phone.op("hazard.reported", hazard()) for _ in range(5)]
    ops = [ops[3], {"payload": "?", "signature": ""}, ops[0], ops[4], ops[1], ops[2]]
    answers = phone.push(None, *ops).answers
    assert [one.id for one in answers] == ["" if op["payload"] == "?" else str(op_id(op)) for op in ops]


def test_ops_are_applied_in_the_order_in_which_they_were_written(phone: Phone) -> None:
    ops = [phone.op("hazard.reported", hazard(name=f"第 {n} 条")) for n in range(4)]
    answers = phone.push(None, *reversed(ops)).answers
    assert [one.receipt for one in answers] == [4, 3, 2, 1]


def test_receipts_count_up_without_gaps_in_each_enterprise(world: World, phone: Phone) -> None:
    other = Phone(world, world.stranger)
    mine = [phone.op("hazard.reported", hazard()) for _ in range(2)]
    answers = push(world.client(None), mine[0], other.op("hazard.reported", hazard()), mine[1]).answers
    assert [one.receipt for one in answers] == [1, 1, 2]
    assert phone.send("hazard.reported", hazard(name="")).state == "rejected"
    assert phone.send("hazard.reported", hazard()).receipt == 3


def test_the_same_op_again_gets_the_stored_answer_and_makes_nothing(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    first = phone.push(None, op)
    again = push(world.client(None), op, op)
    assert again.answers == [first.answers[0]] * 2
    assert len(hazards()) == len(ops_of(phone)) == 1
    assert (key_of(phone).seen, key_of(phone).top_n) == (1, 1)


def test_the_same_op_twice_in_one_push_is_applied_once(phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    one, two = phone.push(None, op, op).answers
    assert one == two
    assert one.state == "applied"
    assert len(hazards()) == 1


def test_another_content_under_the_same_id_is_kept_beside_it(phone: Phone) -> None:
    first = phone.op("hazard.reported", hazard(name="先"))
    phone.push(None, first)
    second = phone.op("hazard.reported", hazard(name="后"), id=str(op_id(first)))
    for _ in range(2):
        answer = phone.push(None, second).answers[0]
        assert (answer.state, answer.code) == ("rejected", "id_reused")
    assert [(row.holds_id, row.state) for row in ops_of(phone)] == [(True, "applied"), (False, "rejected")]
    assert [one.name for one in hazards()] == ["先"]
    assert phone.push(None, first).answers[0].state == "applied"


def test_the_same_id_of_two_authors_are_two_ops(world: World, phone: Phone) -> None:
    other = Phone(world, "team_leader")
    first = phone.op("hazard.reported", hazard())
    second = other.op("hazard.reported", hazard(), id=str(op_id(first)))
    assert [one.state for one in push(world.client(None), first, second).answers] == ["applied"] * 2


def test_the_answer_tells_epoch_clock_and_backup(world: World, phone: Phone) -> None:
    with db.writing() as active:
        active.add(Backup(through={str(world.mine_id): 12, str(world.plant_id): 30}))
    sent = now()
    mine = push(world.client(None), phone.op("hazard.reported", hazard()))
    assert mine.epoch == str(world.installation.epoch)
    assert 0 <= mine.server_ms - sent.timestamp() * 1000 < 60_000
    assert mine.backed_up_through == 12
    assert push(world.client(world.stranger)).backed_up_through == 30
    assert push(world.client(None)).backed_up_through == 0


def test_an_op_says_which_of_its_photos_have_arrived(phone: Phone) -> None:
    shas = [sha_of(photo("red")), sha_of(photo("blue"))]
    op = phone.op("hazard.reported", hazard(photos=shas))
    assert phone.push(None, op).answers[0].lacks == shas
    arrival = phone.put_photo(photo("blue")).json["arrival"]
    answer = phone.push(None, op).answers[0]
    assert (answer.lacks, answer.photos) == ([shas[0]], {shas[1]: arrival})
    assert arrival > answer.receipt


def test_a_push_is_one_link_of_the_chain_and_names_what_it_kept(world: World, phone: Phone) -> None:
    ops = [phone.op("hazard.reported", hazard()), phone.op("hazard.reported", hazard(name=""))]
    phone.push(None, *ops)
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.act == "ops.receive")).one()
    said = [[str(op_id(op)), hashlib.sha256(op["payload"].encode()).hexdigest()] for op in ops]
    assert [one[:2] for one in entry.payload["ops"]] == said
    assert entry.by == world.worker_id
    assert audit.first_bad(world.mine_id) is None


def test_a_push_can_be_taken_without_a_request(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    sent = PushIn(ops=[msgspec.convert(op, SignedOp)])
    answer = pushing.take(sent, world.people["team_leader"].id).answers[0]
    assert answer.state == "applied"
    assert hazards()[0].reporter_id == world.worker_id
