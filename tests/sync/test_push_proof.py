"""Push: what is not signed by its author with a key that the server knows is not taken over."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.access.phone_crypto import certify
from app.access.phones import PhoneKey
from app.core import db
from app.core.ids import new_id
from app.sync.models import Op
from tests.sync.phones import Phone, ago, hazard, hazards, key_of, op_id, ops_of, push
from tests.world import World


def test_a_forged_signature_is_kept_but_never_stands_in_the_way_of_the_genuine(
    world: World, phone: Phone
) -> None:
    genuine, forger = phone.op("hazard.reported", hazard()), Phone(world, "team_leader")
    forged = forger.sign(genuine["payload"])
    for _ in range(2):
        answer = push(world.client(None), forged).answers[0]
        assert (answer.state, answer.code) == ("rejected", "bad_signature")
    assert [(row.verified, row.holds_id) for row in ops_of(phone)] == [(False, False)]
    assert (key_of(phone).seen, key_of(phone).top_n) == (0, 0)
    assert hazards() == []
    assert phone.push(None, genuine).answers[0].state == "applied"
    assert (key_of(phone).seen, ops_of(phone)[-1].flags) == (1, [])


@pytest.mark.parametrize("signature", ["", "A", "not base64!", "\0", "A" * 86, "A" * 400])
def test_junk_for_a_signature_is_a_bad_one(phone: Phone, signature: str) -> None:
    op = {**phone.op("hazard.reported", hazard()), "signature": signature}
    assert phone.push(None, op).answers[0].code == "bad_signature"


def test_a_flood_of_forgeries_is_answered_and_forgotten(world: World, phone: Phone) -> None:
    forger = Phone(world, "team_leader")
    for _ in range(2):
        forged = [forger.sign(phone.op("hazard.reported", hazard())["payload"]) for _ in range(20)]
        assert {one.code for one in push(world.client(None), *forged).answers} == {"bad_signature"}
    assert len(ops_of(phone)) == 20
    assert phone.send("hazard.reported", hazard()).state == "applied"


def test_a_word_changed_on_the_way_shows(phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard(name="护罩松了"))
    op["payload"] = op["payload"].replace("护罩松了", "没有问题")
    assert phone.push(None, op).answers[0].code == "bad_signature"
    assert hazards() == []


@pytest.mark.parametrize("field", ["author", "enterprise"])
def test_an_op_in_anothers_name_is_kept_as_the_signers_and_not_applied(
    world: World, phone: Phone, field: str
) -> None:
    others = {"author": str(world.people["team_leader"].id), "enterprise": str(world.plant_id)}
    answer = phone.send("hazard.reported", hazard(), **{field: others[field]})
    assert (answer.state, answer.code) == ("rejected", "wrong_author")
    row = ops_of(phone)[0]
    assert (row.author_id, row.enterprise_id, row.verified) == (world.worker_id, world.mine_id, True)
    assert hazards() == []


def test_an_op_in_anothers_name_does_not_take_their_id(world: World, phone: Phone) -> None:
    victim = Phone(world, "team_leader")
    genuine = victim.op("hazard.reported", hazard())
    phone.send("hazard.reported", hazard(), author=victim.account, id=str(op_id(genuine)))
    assert victim.push(None, genuine).answers[0].state == "applied"


def test_an_unknown_key_waits_and_nothing_is_kept(world: World) -> None:
    phone = Phone(world, "worker", register=False)
    op = phone.op("hazard.reported", hazard())
    answer = push(world.client("worker"), op).answers[0]
    assert (answer.state, answer.code, answer.waits_for) == ("retry", "unknown_key", "key")
    assert db.session().scalars(select(Op)).all() == []
    phone.register()
    assert push(world.client(None), op).answers[0].state == "applied"


def forget_key(phone: Phone) -> None:
    with db.writing() as active:
        active.delete(key_of(phone))


def test_a_certificate_brings_a_forgotten_key_back_without_its_person(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    forget_key(phone)
    certificates = {phone.key_id: phone.certificate}
    answer = push(world.client(None), op, certificates=certificates).answers[0]
    assert answer.state == "applied"
    key = key_of(phone)
    assert (key.account_id, key.public_key) == (world.worker_id, phone.public_key)
    assert key.heard_at < ago(seconds=0) and key.heard_at <= world.people["worker"].account.created_at


def test_a_server_that_remembers_a_key_its_database_lost_asks_for_it_again(
    world: World, phone: Phone
) -> None:
    op = phone.op("hazard.reported", hazard(name=""))
    phone.push(None, op)
    with db.writing() as active:
        active.delete(ops_of(phone)[0])
    forget_key(phone)
    assert push(world.client(None), op).answers[0].code == "unknown_key"
    certificates = {phone.key_id: phone.certificate}
    assert push(world.client(None), op, certificates=certificates).answers[0].code == "incomplete"


def test_a_certificate_speaks_for_its_own_key_only(world: World, phone: Phone) -> None:
    thief = Phone(world, "team_leader", register=False)
    op = thief.op("hazard.reported", hazard(), author=phone.account)
    for certificate in (phone.certificate, phone.certificate[:-1] + "A", "", "a.b"):
        answer = push(world.client(None), op, certificates={thief.key_id: certificate}).answers[0]
        assert answer.code == "unknown_key"
    assert db.session().scalars(select(PhoneKey.id)).all() == [UUID(phone.key_id)]


def test_a_certificate_of_nobody_we_know_waits(world: World, phone: Phone) -> None:
    stray = PhoneKey(
        id=new_id(), account_id=new_id(), enterprise_id=world.mine_id, public_key=phone.public_key, agent=""
    )
    op = phone.op("hazard.reported", hazard(), key=str(stray.id))
    answer = push(world.client(None), op, certificates={str(stray.id): certify(stray)}).answers[0]
    assert answer.code == "unknown_key"
