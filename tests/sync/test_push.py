"""Push: each op is kept as it came and answered in its place, whoever brings it."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from app.access.phone_crypto import certify
from app.access.phones import PhoneKey
from app.audit import actions as audit
from app.audit.models import AuditEntry
from app.core import db
from app.core.backups import Backup
from app.core.clock import now
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.settings import actions as settings
from app.sync import push as pushing
from app.sync.handlers import HANDLERS, UPCASTERS, Handler
from app.sync.models import Op
from app.sync.schemas import PushIn, SignedOp
from app.sync.settings import CLOCK_MINUTES
from tests.sync.phones import Phone, ago, hazard, key_of, op_id, ops_of, photo, push, sha_of
from tests.world import World


def hazards() -> list[Hazard]:
    asked = select(Hazard).order_by(Hazard.received_at, Hazard.name)
    return list(db.session().scalars(asked.execution_options(populate_existing=True)))


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world, "worker")


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


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"schema": 2}, "newer_schema"),
        ({"kind": "moon.landed"}, "newer_schema"),
    ],
)
def test_what_a_newer_phone_says_is_kept_until_the_server_is_new_too(
    phone: Phone, changes: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    op = phone.op(changes.pop("kind", "hazard.reported"), hazard(), **changes)
    for _ in range(2):
        answer = phone.push(None, op).answers[0]
        assert (answer.state, answer.code, answer.waits_for) == ("retry", code, "update")
    assert len(ops_of(phone)) == 1
    now_known = HANDLERS["hazard.reported"]
    newer = Handler(2, now_known.body, now_known.apply, now_known.photos, now_known.creates)
    monkeypatch.setitem(HANDLERS, ops_of(phone)[0].kind, newer)
    monkeypatch.setitem(UPCASTERS, ("moon.landed", 1), lambda body: body)
    assert phone.push(None, op).answers[0].state == "applied"


@pytest.mark.parametrize(
    "overrides",
    [
        {"id": "seven"},
        {"key": 7},
        {"n": 0},
        {"n": 2**31},
        {"captured_at": "2026-03-02T08:00:00"},
        {"captured_at": "yesterday"},
        {"captured_at": "0001-01-01T00:00:00+14:00"},
        {"corrects": "that one"},
        {"body": []},
        {"kind": "k" * 101},
        {"colour": "red"},
        {"body": {"id": "a\0b"}},
    ],
)
def test_what_is_no_op_is_refused_and_holds_up_nobody(phone: Phone, overrides: dict[str, Any]) -> None:
    bad = phone.op("hazard.reported", hazard(), **overrides)
    answers = phone.push(None, bad, phone.op("hazard.reported", hazard())).answers
    assert [(one.state, one.code) for one in answers] == [("rejected", "malformed"), ("applied", "")]
    assert len(ops_of(phone)) == 1


def test_an_op_of_more_than_64_kb_is_refused_by_itself(phone: Phone) -> None:
    big = phone.op("hazard.reported", hazard(note="长" * 22_000))
    answers = phone.push(None, big, phone.op("hazard.reported", hazard())).answers
    assert [(one.state, one.code) for one in answers] == [("rejected", "too_large"), ("applied", "")]
    assert answers[0].id == str(op_id(big))


def test_a_body_that_does_not_fit_is_kept_and_rejected_for_good(phone: Phone) -> None:
    op = phone.op("hazard.reported", {"id": str(new_id())})
    for _ in range(2):
        assert phone.push(None, op).answers[0].code == "malformed"
    assert [(row.state, row.payload) for row in ops_of(phone)] == [("rejected", op["payload"])]
    assert key_of(phone).missing == 0


def test_what_a_room_refuses_is_kept_with_its_words(phone: Phone) -> None:
    answer = phone.send("hazard.reported", hazard(name=" "))
    assert (answer.state, answer.code, answer.receipt) == ("rejected", "incomplete", None)
    assert answer.message == ops_of(phone)[0].message == "隐患名称没填。"


def test_more_than_fifty_ops_are_too_many(phone: Phone) -> None:
    ops = [phone.op("hazard.reported", hazard()) for _ in range(51)]
    answer = phone.client.post("/api/sync/push", json={"ops": ops})
    assert (answer.status_code, answer.json["code"]) == (413, "too_many_ops")
    assert ops_of(phone) == []
    assert {one.state for one in phone.push(None, *ops[:50]).answers} == {"applied"}


@pytest.mark.parametrize(
    "sent", [b"", b"{}", b'{"ops": 7}', b'{"ops": [{}]}', b'{"ops": [], "x": 1}', b"[" * 5000]
)
def test_what_is_no_push_is_told_so(world: World, sent: bytes) -> None:
    answer = world.client(None).post("/api/sync/push", data=sent)
    assert answer.status_code == 422
    assert answer.json["message"]


def test_a_number_that_comes_twice_is_flagged_and_counted_once(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(), n=1)
    second = phone.op("hazard.reported", hazard(), n=1)
    assert phone.push(None, second).answers[0].flags == ["n_reused"]
    assert (key_of(phone).seen, key_of(phone).top_n) == (1, 1)


def test_holes_in_the_numbers_show(phone: Phone) -> None:
    phone.send("hazard.reported", hazard(), n=2)
    phone.send("hazard.reported", hazard(), n=5)
    assert key_of(phone).missing == 3
    phone.send("hazard.reported", hazard(name=""), n=3)  # rejected, but here
    assert key_of(phone).missing == 2


@pytest.mark.parametrize(
    ("minutes", "flags"), [(0, []), (4, []), (-4, []), (6, ["clock_off"]), (-6, ["clock_off"])]
)
def test_a_clock_that_is_off_is_flagged_never_refused(phone: Phone, minutes: int, flags: list[str]) -> None:
    captured = ago(minutes=20)
    answer = phone.send("hazard.reported", hazard(), captured_at=captured, offset_ms=minutes * 60_000)
    assert (answer.state, answer.flags) == ("applied", flags)
    found = hazards()[0].found_at
    assert abs(found - captured - timedelta(minutes=minutes)) < timedelta(seconds=1)


@pytest.mark.parametrize(
    "stamp",
    [
        {"captured_at": "2031-01-01T00:00:00Z"},
        {"captured_at": "1970-01-01T00:03:00Z", "offset_ms": 1_790_000_000_000},
        {"captured_at": "9999-12-31T23:59:59Z", "offset_ms": 10**14},
        {"captured_at": "2026-03-02T08:00:00Z", "offset_ms": -(10**15)},
    ],
)
def test_the_strangest_clock_loses_nothing(phone: Phone, stamp: dict[str, Any]) -> None:
    answer = phone.send("hazard.reported", hazard(), **stamp)
    assert (answer.state, answer.flags) == ("applied", ["clock_off"])
    assert hazards()[0].found_at <= now()


def test_an_enterprise_says_how_far_a_clock_may_be_off(world: World, phone: Phone) -> None:
    mine = world.mine_id
    settings.override(CLOCK_MINUTES, 30, unit_id=mine, enterprise_id=mine, by=world.admin.id)
    assert phone.send("hazard.reported", hazard(), offset_ms=6 * 60_000).flags == []


def test_a_heartbeat_without_ops_is_heard_in_its_own_persons_session(phone: Phone) -> None:
    before = key_of(phone).heard_at
    answer = phone.push(None, phone={"key": phone.key_id, "top_n": 7, "offset_ms": 1_790_000_000_000})
    key = key_of(phone)
    assert answer.answers == []
    assert (key.top_n, key.missing, key.offset_ms) == (7, 7, 1_790_000_000_000)
    assert key.heard_at > before
    phone.push(None, phone={"key": phone.key_id, "top_n": 3})
    assert (key_of(phone).top_n, key_of(phone).offset_ms) == (7, 1_790_000_000_000)


@pytest.mark.parametrize("carrier", ["team_leader", None])
def test_nobody_else_says_what_a_phone_holds(world: World, phone: Phone, carrier: str | None) -> None:
    before = key_of(phone).heard_at
    says = {"key": phone.key_id, "top_n": 9}
    push(world.client(carrier), phone.op("hazard.reported", hazard()), phone=says)
    assert (key_of(phone).top_n, key_of(phone).heard_at) == (1, before)


def test_an_op_in_its_own_persons_session_is_a_sign_of_life(phone: Phone) -> None:
    before = key_of(phone).heard_at
    phone.send("hazard.reported", hazard())
    assert key_of(phone).heard_at > before


@pytest.mark.parametrize("says", [{"top_n": -1}, {"top_n": 2**31}, {"top_n": 1, "offset_ms": 10**16}])
def test_a_phone_that_talks_nonsense_is_not_believed(phone: Phone, says: dict[str, int]) -> None:
    phone.push(None, phone={"key": phone.key_id, **says})
    assert (key_of(phone).top_n, key_of(phone).offset_ms) == (0, None)


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


def test_a_rejected_op_asks_for_no_photos(phone: Phone) -> None:
    answer = phone.send("hazard.reported", hazard(name="", photos=[sha_of(photo())]))
    assert (answer.state, answer.lacks) == ("rejected", [])


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
