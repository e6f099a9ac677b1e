"""One odd record, photo or file harms nobody else: no neighbour, no page, no other enterprise."""

import base64
import io
import threading
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import serve
from app.core import db
from app.core.clock import now
from app.hazards.models import Hazard
from app.sync import together
from tests.sync.phones import Phone, Signed, hazard, photo, push, sha_of
from tests.world import World

LAST = "9999-12-31T23:59:59Z"


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world, "worker")


def nested(phone: Phone, depth: int) -> Signed:
    text = phone.op("hazard.reported", hazard(note="PLACE"))["payload"]
    return phone.sign(text.replace('"PLACE"', "[" * depth + "]" * depth))


def deep_in(frames: int, client: FlaskClient, *ops: Signed) -> Any:
    """Push from deeper in the stack: what reads a record may stand anywhere."""
    return push(client, *ops) if frames == 0 else deep_in(frames - 1, client, *ops)


@pytest.mark.parametrize("depth", [40, 500, 880, 900, 910, 920, 930, 940, 950, 960, 970, 980, 990])
def test_how_deep_a_record_may_be_does_not_hang_on_who_reads_it(
    world: World, phone: Phone, depth: int
) -> None:
    odd, good = nested(phone, depth), phone.op("hazard.reported", hazard())
    answers = push(world.client(None), odd, good).answers
    assert [(one.state, one.code) for one in answers] == [("rejected", "malformed"), ("applied", "")]


def test_a_file_with_an_odd_record_is_handed_in_all_the_same(world: World, phone: Phone) -> None:
    picture = photo()
    ops = [
        nested(phone, 5000),
        phone.op("hazard.reported", hazard(), captured_at="0001-01-01T00:00:00+14:00"),
        phone.op("hazard.reported", hazard(), captured_at=LAST),
        phone.op("hazard.reported", hazard(photos=[sha_of(picture)])),
    ]
    photos = {sha_of(picture): base64.b64encode(picture).decode()}
    raw = msgspec.json.encode({"made_at": now(), "ops": ops, "photos": photos})
    answer = world.client("team_leader").post("/console/handin", data={"file": (io.BytesIO(raw), "a.json")})
    assert answer.status_code == 200
    assert "4 条记录，2 条已送达" in answer.text and "照片 1 张已收到" in answer.text


@pytest.mark.parametrize("at", [LAST, "0001-01-01T00:00:00Z"])
def test_the_strangest_clock_leaves_every_page_standing(world: World, phone: Phone, at: str) -> None:
    found = hazard(post=str(world.crusher_id))
    assert phone.send("hazard.reported", found, captured_at=at).state == "applied"
    assert phone.send("hazard.reported", hazard(name=""), captured_at=at).state == "rejected"
    officer, admin = world.client("safety_officer"), world.client("administrator")
    for page in (f"/console/hazards/{found['id']}", "/console/hazards", "/console/gaps"):
        assert officer.get(page).status_code == 200, page
    listed = admin.get("/console/review?show=rejected")
    assert listed.status_code == 200 and "worker" in listed.text


def test_pushes_that_are_taken_together_are_each_answered(world: World) -> None:
    """One of them goes wrong, so that each is taken alone; the others' answers are their own all the same."""
    phones = [Phone(world, who) for who in ("worker", "team_leader", "department_head", "principal")]
    names = ["", "一", "二", "三"]
    ops = [one.op("hazard.reported", hazard(name=name)) for one, name in zip(phones, names, strict=True)]
    clients = [world.client(None) for _ in phones]
    got = at_once(world, clients, ops)
    assert sorted(state for state, _ in got.values()) == ["applied", "applied", "applied", "rejected"]
    assert sorted(receipt for _, receipt in got.values() if receipt) == [1, 2, 3]
    assert len(list(db.session().scalars(select(Hazard.id)))) == 3


def at_once(world: World, clients: list[FlaskClient], ops: list[Signed]) -> dict[int, tuple[str, int | None]]:
    """Push each op through its client, so that all stand in one line before the first is taken in."""
    with world.app.app_context():
        line = together._line_of(frozenset({world.mine_id}))
    got: dict[int, tuple[str, int | None]] = {}

    def run(place: int) -> None:
        answer = clients[place].post("/api/sync/push", json={"ops": [ops[place]]})
        said = answer.json["answers"][0] if answer.status_code == 200 else {"state": answer.text}
        got[place] = said["state"], said.get("receipt")

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(ops))]
    line._is_led = True  # as if somebody led it: all of them wait
    for one in threads:
        one.start()
    while len(line.waiting) < len(ops):
        threading.Event().wait(0.01)
    line.pass_on()
    for one in threads:
        one.join(60)
    db.session().rollback()
    return got


def test_a_body_that_nobody_takes_does_not_fill_the_disk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server keeps what is sent slowly on its disk before the app sees it: a gigabyte each by default."""
    said: dict[str, Any] = {}
    monkeypatch.setattr(serve.waitress, "serve", lambda _app, **options: said.update(options))
    serve.listen(world.app, "127.0.0.1", 0)
    assert said["max_request_body_size"] <= 50 * 1024 * 1024
    assert said["max_request_body_size"] > world.app.config["MAX_CONTENT_LENGTH"]
