"""Signing keys: registered for who is signed in, ended at sign-out, revoked when the phone is lost."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.access.phones import End, PhoneKey
from app.audit.models import AuditEntry
from app.core import db
from app.core.ids import new_id
from tests.conftest import make_app
from tests.sync.phones import Phone, hazard, key_of, web64
from tests.world import PASSWORD, World


def count() -> int:
    return len(db.session().scalars(select(PhoneKey.id)).all())


def test_a_key_belongs_to_who_is_signed_in(world: World) -> None:
    phone = Phone(world, "worker", register=False)
    answer = phone.register().json
    assert (answer["account"], answer["enterprise"]) == (str(world.worker_id), str(world.mine_id))
    assert answer["epoch"] == str(world.installation.epoch)
    assert key_of(phone).account_id == world.worker_id
    assert key_of(phone).sign_in_id is not None


def test_registering_again_changes_nothing(world: World) -> None:
    phone = Phone(world, "worker")
    notes = len(db.session().scalars(select(AuditEntry.id).where(AuditEntry.act == "phone.add")).all())
    assert phone.register().json["certificate"] == phone.certificate
    assert count() == 1
    again = len(db.session().scalars(select(AuditEntry.id).where(AuditEntry.act == "phone.add")).all())
    assert (notes, again) == (1, 1)


@pytest.mark.parametrize("who", ["team_leader", "stranger"])
def test_an_id_that_is_anothers_is_refused(world: World, who: str) -> None:
    phone = Phone(world, "worker")
    other = Phone(world, world.stranger if who == "stranger" else who, register=False)
    other.key_id = phone.key_id
    answer = other.register()
    assert (answer.status_code, answer.json["code"]) == (409, "key_taken")
    assert key_of(phone).account_id == world.worker_id


def test_another_public_key_under_the_same_id_is_refused(world: World) -> None:
    phone, other = Phone(world, "worker"), Phone(world, "worker", register=False)
    assert phone.register(public_key=other.public_key).status_code == 409
    assert key_of(phone).public_key == phone.public_key


@pytest.mark.parametrize(
    "public_key",
    [
        "",
        "key",
        web64(b"\x04" + b"\x01" * 64),  # a point beside the curve
        web64(b"\x00"),  # the point at infinity
        web64(b"\x02" + b"\x01" * 32),  # compressed
        web64(b"\x04" * 64),
    ],
)
def test_only_a_point_on_the_curve_is_a_key(world: World, public_key: str) -> None:
    answer = Phone(world, "worker", register=False).register(public_key=public_key)
    assert answer.status_code == 422
    assert count() == 0


@pytest.mark.parametrize(
    "sent", [b"", b"[]", b'{"id": "x"}', b'{"id": "x", "public_key": "y", "account": "z"}']
)
def test_what_is_no_key_is_told_so(world: World, sent: bytes) -> None:
    answer = world.client("worker").post("/api/sync/keys", data=sent)
    assert answer.status_code == 422
    assert answer.json["message"]


def test_nobody_registers_a_key_without_signing_in(world: World) -> None:
    phone = Phone(world, "worker", register=False)
    assert phone.register(world.client(None)).status_code == 401


def test_keys_need_the_form_token_and_push_does_not(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, tmp_path, WTF_CSRF_ENABLED=True)
    with app.app_context():
        world = World(app)
        phone = Phone(world, "worker", register=False)
        assert phone.register().status_code == 400
        token = phone.client.get("/api/me").json["csrf"]
        sent = {"id": phone.key_id, "public_key": phone.public_key}
        kept = phone.client.post("/api/sync/keys", json=sent, headers={"X-CSRFToken": token})
        assert kept.status_code == 200
        assert phone.send("hazard.reported", hazard()).state == "applied"
    app.extensions["engine"].dispose()


def test_signing_out_ends_the_key_and_says_what_is_still_on_the_phone(world: World) -> None:
    phone = Phone(world, "worker")
    phone.send("hazard.reported", hazard())
    where = f"/api/sync/keys/{phone.key_id}/end"
    assert phone.client.post(where, json={"top_n": 4}).status_code == 204
    assert (key_of(phone).ended_how, key_of(phone).missing) == (End.SIGNED_OUT, 3)


def test_nobody_ends_anothers_key(world: World) -> None:
    phone = Phone(world, "worker")
    answer = world.client("administrator").post(f"/api/sync/keys/{phone.key_id}/end", json={"top_n": 0})
    assert answer.status_code == 404
    assert key_of(phone).ended_at is None


@pytest.mark.parametrize("top_n", [-1, 2**31, "many"])
def test_a_number_that_no_phone_gave_is_refused(world: World, top_n: object) -> None:
    phone = Phone(world, "worker")
    answer = phone.client.post(f"/api/sync/keys/{phone.key_id}/end", json={"top_n": top_n})
    assert answer.status_code == 422
    assert key_of(phone).ended_at is None


def test_a_plain_sign_out_is_no_revocation(world: World) -> None:
    phone = Phone(world, "worker")
    phone.client.post("/signout")
    assert key_of(phone).ended_how == End.SIGNED_OUT


def test_who_comes_back_on_the_same_phone_opens_the_same_key(world: World) -> None:
    phone = Phone(world, "worker")
    phone.client.post("/signout")
    phone.client = world.client("worker")
    assert phone.register().status_code == 200
    assert key_of(phone).ended_at is None
    assert phone.send("hazard.reported", hazard()).state == "applied"


def test_ending_another_browser_revokes_the_key_of_that_phone_only(world: World) -> None:
    lost, here = Phone(world, "worker"), Phone(world, "worker")
    session = key_of(lost).sign_in_id
    assert here.client.post(f"/sessions/{session}/end").status_code == 302
    assert key_of(lost).ended_how == End.REVOKED
    assert key_of(here).ended_at is None


def test_ending_this_browser_is_signing_out(world: World) -> None:
    phone = Phone(world, "worker")
    phone.client.post(f"/sessions/{key_of(phone).sign_in_id}/end")
    assert key_of(phone).ended_how == End.SIGNED_OUT


def test_signing_out_all_others_revokes_their_keys(world: World) -> None:
    lost, here, colleague = Phone(world, "worker"), Phone(world, "worker"), Phone(world, "team_leader")
    here.client.post("/sessions/end-others")
    assert key_of(lost).ended_how == End.REVOKED
    assert key_of(here).ended_at is None
    assert key_of(colleague).ended_at is None


def test_a_key_without_a_session_is_revoked_with_the_others(world: World) -> None:
    lost, here = Phone(world, "worker"), Phone(world, "worker")
    world.change(key_of(lost), sign_in_id=None)
    here.client.post("/sessions/end-others")
    assert key_of(lost).ended_how == End.REVOKED


def test_a_revoked_key_never_opens_again(world: World) -> None:
    lost, here = Phone(world, "worker"), Phone(world, "worker")
    here.client.post("/sessions/end-others")
    answer = lost.register(world.client("worker"))
    assert (answer.status_code, answer.json["code"]) == (409, "key_ended")
    assert key_of(lost).ended_how == End.REVOKED


def test_a_new_password_revokes_the_keys_of_the_other_phones(world: World) -> None:
    lost, here = Phone(world, "worker"), Phone(world, "worker")
    form = {"old": PASSWORD, "new": "another password", "again": "another password"}
    assert here.client.post("/password", data=form).status_code == 302
    assert key_of(lost).ended_how == End.REVOKED
    assert key_of(here).ended_at is None


def test_the_keys_of_who_left_end_as_left(world: World) -> None:
    phone = Phone(world, "worker")
    access.close_account(world.people["worker"].account, by=world.admin.id)
    assert key_of(phone).ended_how == End.LEFT


def test_somebody_else_signing_in_here_ends_the_key_as_signed_out(world: World) -> None:
    phone = Phone(world, "worker")
    phone.client.post("/signin", data={"who": "1002", "password": PASSWORD})
    assert key_of(phone).ended_how == End.SIGNED_OUT


def test_registering_in_a_new_session_moves_the_key_there(world: World) -> None:
    phone = Phone(world, "worker")
    before = key_of(phone).sign_in_id
    phone.client = world.client("worker")
    phone.register()
    assert key_of(phone).sign_in_id not in {before, None}


def test_a_key_id_has_to_be_one(world: World) -> None:
    phone = Phone(world, "worker", register=False)
    assert phone.register(id="mine").status_code == 422
    assert phone.client.post(f"/api/sync/keys/{new_id()}/end", json={"top_n": 1}).status_code == 404
