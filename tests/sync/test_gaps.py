"""What has not arrived, and who gets to see it."""

from typing import Any

import pytest

from app.access.phones import PhoneKey
from app.core import db
from app.core.ids import new_id
from app.org import actions as org
from app.sync.gaps import gaps
from app.sync.schemas import PushOut
from tests.sync.phones import Phone, Signed, ago, hazard, opening
from tests.world import World


def say(phone: Phone, top: int, *ops: Signed) -> PushOut:
    """Push in the phone's own session, where it says how many records it has written."""
    return phone.push(None, *ops, phone={"key": phone.key_id, "top_n": top, "offset_ms": 0})


def written(phone: Phone, world: World, number: int) -> list[Signed]:
    return [phone.op("card.opened", opening(world.crusher_id)) for _ in range(number)]


def page(world: World, who: str | Any = "safety_officer") -> str:
    return world.client(who).get("/console/gaps").text


def test_nothing_is_missing_where_all_has_arrived(world: World) -> None:
    phone = Phone(world, "worker")
    say(phone, 2, *written(phone, world, 2))
    assert gaps(["/"]) == ([], 0)
    assert "都送到了" in page(world)


def test_what_is_left_on_a_phone_is_told_by_name_and_number(world: World) -> None:
    phone = Phone(world, "worker")
    ops = written(phone, world, 6)
    say(phone, 6, ops[0], ops[2])
    ((gap,), _) = gaps(["/"])
    assert (gap.person.id, gap.missing, gap.numbers) == (world.worker_id, 4, [2, 4, 5, 6])
    told = page(world)
    assert "worker的手机上还有 4 条" in told
    assert "缺第 2、4、5、6 号" in told


def test_a_hole_in_the_middle_is_known_without_a_word_of_the_phone(world: World) -> None:
    phone = Phone(world, "worker")
    ops = written(phone, world, 3)
    phone.push(world.client(None), ops[0], ops[2])
    ((gap,), _) = gaps(["/"])
    assert (gap.missing, gap.numbers) == (1, [2])


def test_it_says_since_when_by_the_last_record_before_the_hole(world: World) -> None:
    phone, at = Phone(world, "worker"), ago(hours=5)
    first = phone.op("card.opened", opening(world.crusher_id), captured_at=at)
    say(phone, 3, first)
    ((gap,), _) = gaps(["/"])
    assert gap.since == at


def test_a_phone_of_which_nothing_came_is_named_too(world: World) -> None:
    phone = Phone(world, "worker")
    say(phone, 9)
    ((gap,), _) = gaps(["/"])
    assert (gap.missing, gap.numbers, gap.since) == (9, [], None)
    assert "从头就没送到过" in page(world)


def test_what_arrives_late_closes_the_gap(world: World) -> None:
    phone = Phone(world, "worker")
    ops = written(phone, world, 3)
    say(phone, 3, ops[2])
    phone.push(world.client("team_leader"), ops[0], ops[1])
    assert gaps(["/"]) == ([], 0)


def test_another_cannot_say_what_is_on_the_phone(world: World) -> None:
    phone, other = Phone(world, "worker"), Phone(world, "team_leader")
    other.push(None, phone={"key": phone.key_id, "top_n": 500})
    phone.push(world.client(None), phone={"key": phone.key_id, "top_n": 500})
    assert gaps(["/"]) == ([], 0)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("team_leader", True), ("department_head", True), ("park_overseer", True), ("stranger", False)],
)
def test_leaders_see_their_own_peoples_phones(world: World, who: str, sees: bool) -> None:
    say(Phone(world, "worker"), 2)
    reader = world.stranger if who == "stranger" else who
    assert ("worker的手机" in page(world, reader)) == sees


def test_a_leader_of_another_department_sees_nothing_of_it(world: World) -> None:
    say(Phone(world, world.driver), 2)
    assert "driver的手机" not in page(world, "team_leader")
    assert "driver的手机" in page(world, "safety_officer")


def test_many_phones_come_in_pages(world: World) -> None:
    with db.writing():
        for number in range(60):
            person = world.person(f"p{number}", world.crew, str(3000 + number))
            key = PhoneKey(
                id=new_id(), account_id=person.id, enterprise_id=world.mine_id, public_key="", agent=""
            )
            key.top_n = 3
            db.session().add(key)
    (first, total), (second, _) = gaps(["/"]), gaps(["/"], page=2)
    assert (len(first), len(second), total) == (50, 10, 60)
    assert "第 1 页，共 2 页" in page(world)


def test_who_has_left_is_still_missed(world: World) -> None:
    say(Phone(world, "worker"), 2)
    worker = world.people["worker"]
    org.leave(worker, on=worker.joined_on, by=world.admin.id)
    told = page(world)
    assert "worker的手机上还有 2 条" in told
    assert "离职" in told


def reviewed(world: World, who: str = "safety_officer", show: str = "") -> str:
    return world.client(who).get(f"/console/review?show={show}").text


def an_aside_op(world: World, **body: Any) -> str:
    """A hazard that came from a phone that had been given up as lost; the id of its row."""
    from sqlalchemy import select

    from app.access.phone_actions import end_keys
    from app.access.phones import End
    from app.sync.models import Op

    phone = Phone(world, "worker")
    end_keys(phone.person.id, how=End.REVOKED, by=world.admin.id)
    answer = phone.push(world.client(None), phone.op("hazard.reported", hazard(**body))).answers[0]
    assert (answer.state, answer.waits_for) == ("retry", "review")
    return str(db.session().scalar(select(Op.id).where(Op.waits_for == "review")))


def test_what_was_set_aside_is_read_and_accepted(world: World) -> None:
    row, officer = an_aside_op(world, name="护罩松了"), world.client("safety_officer")
    assert "worker：隐患" in reviewed(world)
    assert "护罩松了" in officer.get(f"/console/review/{row}").text
    assert officer.post(f"/console/review/{row}/acceptance").status_code == 422  # not confirmed
    answer = officer.post(f"/console/review/{row}/acceptance", data={"confirm": "on"})
    assert answer.location == "/console/review"
    assert "没有要核对的" in reviewed(world)
    assert "没有没收下的" in reviewed(world, show="rejected")


def test_what_was_set_aside_is_refused_with_a_reason_and_stays_readable(world: World) -> None:
    row, officer = an_aside_op(world, name="护罩松了"), world.client("safety_officer")
    address = f"/console/review/{row}/refusal"
    assert officer.post(address, data={"confirm": "on"}).status_code == 422  # no reason
    assert officer.post(address, data={"confirm": "on", "why": "那天手机不在他手上"}).status_code == 302
    assert "worker：隐患" in reviewed(world, show="rejected")
    told = officer.get(f"/console/review/{row}").text
    assert "护罩松了" in told
    assert "那天手机不在他手上" in told


def test_it_can_be_judged_once(world: World) -> None:
    row, officer = an_aside_op(world), world.client("safety_officer")
    data = {"confirm": "on", "why": "不是他"}
    assert officer.post(f"/console/review/{row}/acceptance", data=data).status_code == 302
    assert officer.post(f"/console/review/{row}/refusal", data=data).status_code in {404, 409, 422}


def test_a_record_of_another_enterprise_is_not_there(world: World) -> None:
    row = an_aside_op(world)
    stranger = world.client(world.stranger)
    assert stranger.get(f"/console/review/{row}").status_code == 404
    assert stranger.post(f"/console/review/{row}/acceptance", data={"confirm": "on"}).status_code == 404
    assert stranger.get(f"/console/review/{new_id()}").status_code == 404


def test_rejected_records_are_kept_readable(world: World) -> None:
    phone = Phone(world, "worker")
    answer = phone.send("hazard.reported", {"id": str(new_id()), "name": "坏掉的", "odd": 1})
    assert answer.state == "rejected"
    told = reviewed(world, show="rejected")
    assert "worker：隐患" in told
    address = told.split('href="/console/review/')[1].split('"')[0]
    assert "坏掉的" in world.client("safety_officer").get(f"/console/review/{address}").text
