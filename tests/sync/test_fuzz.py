"""Whatever is sent to the API, the server answers clearly: never a 500, never a trace, and each op for itself.

A short run that is the same every time belongs to the tests; `make fuzz` runs longer and with new examples.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any, NamedTuple

import msgspec
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.cards.schemas import Kind
from app.core.ids import new_id
from app.sync.reading import PAYLOAD_BYTES
from app.sync.schemas import Problem, PushOut
from tests.checks.builders import plan_of
from tests.conftest import make_app
from tests.recite.builders import body as answer
from tests.spotchecks.builders import body as spot_check
from tests.sync import hostile
from tests.sync.odd import ANY_JSON, ODD, whole
from tests.sync.phones import Phone, Signed, hazard, opening, photo, sha_of
from tests.world import World

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
FUZZ = settings(
    max_examples=EXAMPLES or 20,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LEAKS = re.compile(r"Traceback|File \"|sqlalchemy|psycopg|sqlite3|/app/")


class Ground(NamedTuple):
    """A world to throw things at: it stays for all examples."""

    world: World
    client: FlaskClient
    phone: Phone
    plan: str

    def valid(self) -> Signed:
        """An op that is taken over."""
        return self.phone.op("hazard.reported", hazard(post=str(self.world.crusher_id)))


@pytest.fixture(scope="module")
def ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("fuzz")
    copy(sqlite_template, folder / "gangka.db")
    app = make_app(f"sqlite:///{folder / 'gangka.db'}", folder)
    with app.app_context():
        world = World(app)
        world.publish(world.crusher, Kind.EMERGENCY)
        yield Ground(world, world.client(None), Phone(world, "worker"), str(plan_of(world).id))
    app.extensions["engine"].dispose()


def clear(answer: TestResponse) -> None:
    """An answer of the API that a program understands, and that tells nothing of the inside."""
    assert answer.status_code < 500, answer.text
    assert not LEAKS.search(answer.text), answer.text
    shape = PushOut if answer.status_code == 200 else Problem
    msgspec.json.decode(answer.data, type=shape)


def among_neighbours(ground: Ground, *odd: Any) -> PushOut:
    """Push odd ops between two valid ones: those are taken over, whatever stands between them."""
    sent = json.dumps({"ops": [ground.valid(), *odd, ground.valid()]})
    answer = ground.client.post("/api/sync/push", data=sent)
    clear(answer)
    assert answer.status_code == 200, answer.text
    out = msgspec.json.decode(answer.data, type=PushOut)
    assert len(out.answers) == len(odd) + 2
    assert [out.answers[0].state, out.answers[-1].state] == ["applied", "applied"]
    for one in out.answers[1:-1]:
        assert one.code != "server", one  # what no room had foreseen
        assert one.state == "applied" or one.message, one
    return out


@FUZZ
@given(raw=st.binary(max_size=300))
def test_any_bytes(ground: Ground, raw: bytes) -> None:
    clear(ground.client.post("/api/sync/push", data=raw))
    clear(ground.client.put(f"/api/blobs/{'0' * 64}?enterprise={ground.world.mine_id}", data=raw))


@FUZZ
@given(sent=ANY_JSON, ops=st.lists(ANY_JSON, max_size=3))
def test_any_json(ground: Ground, sent: Any, ops: list[Any]) -> None:
    for body in (sent, {"ops": ops}, {"ops": [], "certificates": sent}, {"ops": [], "phone": sent}):
        clear(ground.client.post("/api/sync/push", data=json.dumps(body)))


@FUZZ
@given(payload=st.text(max_size=200) | ANY_JSON.map(json.dumps), signature=st.text(max_size=100))
def test_any_payload_and_signature(ground: Ground, payload: str, signature: str) -> None:
    odd = {"payload": payload, "signature": signature}
    signable = payload.encode("utf-8", "ignore").decode()
    among_neighbours(ground, odd, ground.phone.sign(signable))


def bodies(ground: Ground) -> dict[str, dict[str, Any]]:
    """A body of each kind of op that says something."""
    plan, crusher = str(new_id()), str(ground.world.crusher_id)
    result = {"item": "guard", "result": "abnormal", "value": 1.5, "note": "松", "photos": ["a" * 64]}
    result["hazard"] = {"id": str(new_id()), "name": "护罩松了", "photos_after": []}
    return {
        "hazard.reported": hazard(
            post=crusher, photos=["a" * 64], position={"lat": 1, "lon": 2, "accuracy": 3}
        ),
        "hazard.acted": {
            "id": str(new_id()),
            "hazard": str(new_id()),
            "act": "register",
            "grade": "general",
            "owner": str(ground.world.worker_id),
            "due_on": "2030-01-01",
        },
        "stopwork.declared": {"id": str(new_id()), "why": "断绳", "post": crusher, "photos": ["b" * 64]},
        "card.opened": opening(ground.world.crusher_id),
        "recite.answered": answer(ground.world),
        "spotcheck.held": spot_check(ground.world),
        "check.submitted": {
            "id": str(new_id()),
            "plan": plan,
            "revision": 1,
            "window": f"{plan}:2026-11-21:any",
            "started_at": "2026-11-21T08:00:00Z",
            "results": [result],
            "versions": {"risk": 1},
            "measures": [{"item": "guard", "text": "拧", "owner": "李", "due_on": "2026-12-01"}],
            "scan": {"token": "2" * 20, "at": "2026-11-21T08:00:00Z"},
        },
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for key, held in inside for one in [(*path, key), *places(held, (*path, key))]]


def put(value: Any, path: tuple[Any, ...], odd: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = odd


@FUZZ
@given(data=st.data())
def test_a_signed_op_that_says_something_odd_anywhere(ground: Ground, data: st.DataObject) -> None:
    kind, body = data.draw(st.sampled_from(sorted(bodies(ground).items(), key=lambda one: one[0])))
    op = json.loads(ground.phone.op(kind, body)["payload"])
    way = data.draw(st.sampled_from(places(op)))
    put(op, way, data.draw(ODD))
    among_neighbours(ground, ground.phone.sign(json.dumps(op)))


@FUZZ
@given(data=st.data())
def test_an_answered_check_that_says_something_odd(ground: Ground, data: st.DataObject) -> None:
    body = bodies(ground)["check.submitted"]
    body |= {"plan": ground.plan, "window": f"{ground.plan}:2026-11-21:any"}
    body["results"].append({"item": "heat", "result": "normal", "value": 60})
    put(body, data.draw(st.sampled_from(places(body))), data.draw(ODD))
    op = json.loads(ground.phone.op("check.submitted", {})["payload"])
    among_neighbours(ground, ground.phone.sign(json.dumps({**op, "body": body})))


@FUZZ
@given(place=st.integers(0, 10_000), bit=st.integers(0, 6), of_signature=st.booleans())
def test_one_flipped_bit_is_never_taken_over(
    ground: Ground, place: int, bit: int, of_signature: bool
) -> None:
    name = "signature" if of_signature else "payload"
    op = ground.valid()
    text = list(op[name])
    text[place % len(text)] = chr(ord(text[place % len(text)]) ^ (1 << bit))
    flipped = {**op, name: "".join(text)}
    state = among_neighbours(ground, flipped).answers[1].state
    # The last digit of a signature has bits that say nothing.
    assert state != "applied" or (of_signature and place % len(text) == len(text) - 1)


@pytest.mark.parametrize("name", hostile.OPS)
def test_an_op_made_to_hurt(ground: Ground, name: str) -> None:
    among_neighbours(ground, hostile.OPS[name](ground.phone))


@pytest.mark.parametrize("name", hostile.ENVELOPES)
def test_an_envelope_that_nobody_can_read_holds_up_nobody(ground: Ground, name: str) -> None:
    ops = json.dumps(ground.valid()), hostile.ENVELOPES[name], json.dumps(ground.valid())
    sent = f'{{"ops": [{",".join(ops)}]}}'
    answer = ground.client.post("/api/sync/push", data=sent.encode("latin-1"))
    clear(answer)
    assert [one["code"] for one in answer.json["answers"]] == ["", "malformed", ""]


def test_the_largest_payload_and_one_byte_more(ground: Ground) -> None:
    empty = len(ground.phone.op("hazard.reported", {"id": "", "pad": ""})["payload"].encode())
    for more, code in ((0, "malformed"), (1, "too_large")):
        pad = "x" * (PAYLOAD_BYTES - empty + more)
        op = ground.phone.op("hazard.reported", {"id": "", "pad": pad})
        op = ground.phone.sign(op["payload"][: PAYLOAD_BYTES + more])
        told = among_neighbours(ground, op).answers[1]
        assert (told.state, told.code) == ("rejected", code)


def test_the_same_op_twice_in_one_push_and_again(ground: Ground) -> None:
    op = ground.valid()
    first = among_neighbours(ground, op, op).answers[1:3]
    assert first[0].receipt == first[1].receipt == among_neighbours(ground, op).answers[1].receipt


@pytest.mark.parametrize("name", hostile.PHOTOS)
def test_a_photo_made_to_hurt(ground: Ground, name: str) -> None:
    made, taken = hostile.PHOTOS[name]
    data = made()
    op = ground.phone.op("hazard.reported", hazard(photos=[sha_of(data)]))
    assert among_neighbours(ground, op).answers[1].state == "applied"
    answer = ground.phone.put_photo(data, ground.client)
    assert answer.status_code in ({200} if taken else {413, 422}), answer.text
    assert not LEAKS.search(answer.text)
    assert bool(among_neighbours(ground, op).answers[1].lacks) != taken


def test_a_photo_nobody_named_or_under_a_wrong_name(ground: Ground) -> None:
    data = photo("blue")
    assert ground.phone.put_photo(data, ground.client).status_code == 404
    named = sha_of(photo("green"))
    ground.phone.push(None, ground.phone.op("hazard.reported", hazard(photos=[named])))
    assert ground.phone.put_photo(data, ground.client, sha=named).status_code == 422
    for odd in ("0", "A" * 64, "../" + "0" * 61, "%00", "岗" * 64):
        clear(ground.client.put(f"/api/blobs/{odd}?enterprise={ground.world.mine_id}", data=data))


def test_the_api_answers_as_it_is_written(ground: Ground) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", ground.world.app)
    who = Phone(ground.world, "team_leader").client
    session = who.get_cookie("session")
    assert session is not None
    for found in schema.get_all_operations():
        operation = found.ok()

        @FUZZ
        @given(case=operation.as_strategy())
        def try_it(case: schemathesis.Case) -> None:
            case.body = whole(case.body)
            for cookies in ({}, {"session": session.value}):
                case.call_and_validate(cookies=cookies, headers={"Accept-Encoding": "identity"})

        try_it()
