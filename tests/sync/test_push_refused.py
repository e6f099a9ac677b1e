"""Push: what cannot be taken over is told so in words, and holds up nothing beside it."""

from typing import Any

import pytest

from app.core.ids import new_id
from app.sync.handlers import HANDLERS, UPCASTERS, Handler
from tests.sync.phones import Phone, hazard, key_of, op_id, ops_of, photo, sha_of
from tests.world import World


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
    op = phone.op("hazard.reported", hazard(), **changes)
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


@pytest.mark.parametrize("sent", [b"", b"{}", b'{"ops": 7}', b'{"ops": [], "x": 1}', b"[" * 5000])
def test_what_is_no_push_is_told_so(world: World, sent: bytes) -> None:
    answer = world.client(None).post("/api/sync/push", data=sent)
    assert answer.status_code == 422
    assert answer.json["message"]


def test_a_rejected_op_asks_for_no_photos(phone: Phone) -> None:
    answer = phone.send("hazard.reported", hazard(name="", photos=[sha_of(photo())]))
    assert (answer.state, answer.lacks) == ("rejected", [])
