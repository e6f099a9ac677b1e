"""A file of records is handed in by anyone, and stays its author's."""

import base64
import io
import itertools
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.cards.schemas import Kind
from app.core import db
from app.core.blobs import Blob
from app.core.clock import now
from app.core.ids import new_id
from app.sync.models import Op
from tests.sync.phones import Phone, Signed, hazard, hazards, opening, photo, sha_of
from tests.world import World


def exported(*ops: Signed, photos: dict[str, str] | None = None, **more: Any) -> bytes:
    """A file as a phone exports it."""
    file = {"format": "gangka-ops", "version": 1, "made_at": now(), "ops": list(ops), "photos": photos or {}}
    return msgspec.json.encode({**file, **more})


def encoded(data: bytes) -> dict[str, str]:
    return {sha_of(data): base64.b64encode(data).decode()}


def hand_in(client: FlaskClient, raw: bytes) -> TestResponse:
    return client.post("/console/handin", data={"file": (io.BytesIO(raw), "records.json")})


def test_a_leader_hands_in_what_stays_the_workers(world: World) -> None:
    phone, picture = Phone(world, "worker"), photo()
    op = phone.op("hazard.reported", hazard(photos=[sha_of(picture)]))
    answer = hand_in(world.client("team_leader"), exported(op, photos=encoded(picture)))
    assert answer.status_code == 200
    assert "worker：隐患" in answer.text
    assert "已送达，回执" in answer.text
    assert [one.reporter_id for one in hazards()] == [world.worker_id]
    row = db.session().scalars(select(Op)).one()
    assert (row.author_id, row.carried_by) == (world.worker_id, world.people["team_leader"].id)
    assert db.session().scalars(select(Blob.sha256)).all() == [sha_of(picture)]


def test_handed_in_twice_it_is_one_record(world: World) -> None:
    phone, client = Phone(world, "worker"), world.client("team_leader")
    raw = exported(phone.op("hazard.reported", hazard()))
    first, second = hand_in(client, raw), hand_in(client, raw)
    assert first.text.count("回执") == second.text.count("回执") == 1
    assert len(hazards()) == 1


def test_a_photo_that_is_not_in_the_file_is_said_to_be_missing(world: World) -> None:
    op = Phone(world, "worker").op("hazard.reported", hazard(photos=["0" * 64]))
    assert "文字已送达，差 1 张照片" in hand_in(world.client("team_leader"), exported(op)).text


def test_a_broken_photo_keeps_no_record_back(world: World) -> None:
    named = sha_of(photo())
    op = Phone(world, "worker").op("hazard.reported", hazard(photos=[named]))
    for broken in (base64.b64encode(b"<svg onload=alert(1)>").decode(), "%%%", ""):
        answer = hand_in(world.client("team_leader"), exported(op, photos={named: broken}))
        assert "1 张没收下" in answer.text
        assert "差 1 张照片" in answer.text
    assert len(hazards()) == 1


def test_more_than_one_push_holds(world: World) -> None:
    phone = Phone(world, "worker")
    world.publish(world.crusher, Kind.EMERGENCY)
    ops = [phone.op("card.opened", opening(world.crusher_id)) for _ in range(120)]
    assert "120 条记录，120 条已送达" in hand_in(world.client("team_leader"), exported(*ops)).text


def test_what_comes_before_its_target_is_settled_in_one_go(world: World) -> None:
    phone = Phone(world, "team_leader")
    made = hazard()
    report = phone.op("hazard.reported", made)
    step = {"id": str(new_id()), "hazard": made["id"], "act": "register", "owner": str(world.worker_id)}
    step |= {"grade": "general", "due_on": "2030-01-01", "measures": "拧紧"}
    acts = phone.op("hazard.acted", step)
    answer = hand_in(world.client("team_leader"), exported(acts, report))
    assert "2 条已送达" in answer.text


def test_a_forged_record_is_told_apart_and_its_neighbours_are_taken(world: World) -> None:
    phone = Phone(world, "worker")
    good, forged = (phone.op("hazard.reported", hazard()) for _ in range(2))
    forged = {**forged, "payload": forged["payload"].replace("护罩", "皮带")}
    told = hand_in(
        world.client("team_leader"), exported(forged, good, {"payload": "{", "signature": ""})
    ).text
    assert "3 条记录，1 条已送达" in told
    assert "签名对不上" in told
    assert "读不懂的记录" in told
    assert [one.name for one in hazards()] == ["护罩松了"]


def test_a_record_that_nobody_can_read_keeps_no_neighbour_back(world: World) -> None:
    phone = Phone(world, "worker")
    raw = exported({"payload": 1, "signature": ""}, phone.op("hazard.reported", hazard()))
    told = hand_in(world.client("team_leader"), raw).text
    assert "读不懂的记录" in told
    assert [one.name for one in hazards()] == ["护罩松了"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"\x00\xff\xfe",
        b"PK\x03\x04 a workbook",
        b'{"format": "gangka-ops", "ops": ',
        b"[" * 100_000,
        exported(),
        exported({"payload": "", "signature": ""}, version=2),
        exported({"payload": "", "signature": ""}, format="other"),
        exported({"payload": "", "signature": ""}, made_at="yesterday"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_such_file_is_refused_in_words(world: World, raw: bytes) -> None:
    answer = hand_in(world.client("team_leader"), raw)
    assert answer.status_code == 422
    assert "什么都没交" in answer.text or "没有记录" in answer.text
    assert db.session().scalars(select(Op.id)).all() == []


def test_no_file_and_too_large_a_file_are_refused_in_words(world: World) -> None:
    client = world.client("team_leader")
    assert "还没选文件" in client.post("/console/handin").text
    body, form = b" " * (12 * 1024 * 1024 + 1), "multipart/form-data; boundary=b"
    answer = client.post("/console/handin", data=body, content_type=form)
    assert answer.status_code == 413
    assert "文件太大了" in answer.text


def test_a_worker_hands_in_on_the_phone_not_here(world: World) -> None:
    raw = exported(Phone(world, "worker").op("hazard.reported", hazard()))
    assert hand_in(world.client("worker"), raw).status_code == 403
    assert hand_in(world.client("park_overseer"), raw).status_code == 403
    assert hazards() == []


def test_by_command(world: World, tmp_path: Path) -> None:
    phone, picture = Phone(world, "worker"), photo()
    file = tmp_path / "records.json"
    op = phone.op("hazard.reported", hazard(photos=[sha_of(picture)]))
    file.write_bytes(exported(op, photos=encoded(picture)))
    told = world.command("sync", "hand-in", str(file))
    assert told.exit_code == 0, told.output
    assert "worker　隐患　已送达" in told.output
    assert "照片 1 张已收到" in told.output
    world.forget()
    assert [one.reporter_id for one in hazards()] == [world.worker_id]


def test_by_command_for_programs_ends_with_1_where_somebody_has_to_look(world: World, tmp_path: Path) -> None:
    phone, file = Phone(world, "worker"), tmp_path / "records.json"
    file.write_bytes(
        exported(phone.op("hazard.reported", hazard()), phone.op("hazard.reported", {"odd": True}))
    )
    told = world.command("sync", "hand-in", "--json", str(file))
    assert told.exit_code == 1
    read = msgspec.json.decode(told.output)
    assert [one["answer"]["state"] for one in read["records"]] == ["applied", "rejected"]
    file.write_bytes(b"{}")
    told = world.command("sync", "hand-in", str(file))
    assert (told.exit_code, "什么都没交" in told.output) == (1, True)
