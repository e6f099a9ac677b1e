"""What comes after a phone's key has ended: taken where it was surely made before, else kept for somebody to see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.access.phones import End
from app.audit.models import AuditEntry
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict
from app.sync import review
from tests.sync.phones import Phone, ago, hazard, hazards, key_of, ops_of, photo, push, sha_of
from tests.world import World


def end(world: World, phone: Phone, how: End, **ago_: float) -> None:
    world.change(key_of(phone), ended_at=ago(**ago_), ended_how=how.value)


def test_after_a_phone_is_lost_what_comes_is_kept_and_not_applied(world: World, phone: Phone) -> None:
    before = phone.op("hazard.reported", hazard(photos=[sha_of(photo())]), captured_at=ago(hours=3))
    end(world, phone, End.REVOKED, hours=1)
    for _ in range(2):
        answer = push(world.client(None), before).answers[0]
        assert (answer.state, answer.code, answer.waits_for) == ("retry", "set_aside", "review")
    assert hazards() == []
    assert [row.payload for row in ops_of(phone)] == [before["payload"]]
    assert phone.put_photo(photo(), world.client(None)).status_code == 200


def test_what_came_before_the_phone_was_lost_stands(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard())
    receipt = phone.push(None, op).answers[0].receipt
    end(world, phone, End.REVOKED, hours=-1)
    world.change(key_of(phone), ended_at=now())
    assert push(world.client(None), op).answers[0].receipt == receipt


def test_what_waited_when_the_phone_was_lost_is_still_applied(world: World) -> None:
    leader, found = Phone(world, "team_leader"), hazard(post=str(world.crusher_id))
    step = {"id": hazard()["id"], "hazard": found["id"], "act": "rectify"}
    leader.send("hazard.acted", step)
    world.change(key_of(leader), ended_at=now(), ended_how=End.REVOKED.value)
    Phone(world, "worker").send("hazard.reported", found)
    assert ops_of(leader)[0].state == "applied"


@pytest.mark.parametrize(
    ("hours_after", "state"), [(-5, "applied"), (0, "applied"), (23, "applied"), (25, "retry")]
)
def test_signed_out_a_record_counts_until_a_day_later(
    world: World, phone: Phone, hours_after: int, state: str
) -> None:
    end(world, phone, End.SIGNED_OUT, hours=30)
    made = ago(hours=30 - hours_after)
    assert phone.send("hazard.reported", hazard(), captured_at=made).state == state


def test_it_is_the_clock_set_right_that_counts(world: World, phone: Phone) -> None:
    end(world, phone, End.SIGNED_OUT, hours=30)
    answer = phone.send("hazard.reported", hazard(), captured_at=ago(hours=40), offset_ms=38 * 3_600_000)
    assert answer.code == "set_aside"


@pytest.mark.parametrize(
    ("hours", "offset", "state"), [(2, 0, "applied"), (0.5, 0, "retry"), (2, None, "retry")]
)
def test_who_left_keeps_what_was_made_before_that_for_sure(
    world: World, phone: Phone, hours: float, offset: int | None, state: str
) -> None:
    end(world, phone, End.LEFT, hours=1)
    op = phone.op("hazard.reported", hazard(), captured_at=ago(hours=hours), offset_ms=offset)
    assert push(world.client(None), op).answers[0].state == state


def test_a_person_who_left_is_still_the_author_of_what_they_made(world: World, phone: Phone) -> None:
    op = phone.op("hazard.reported", hazard(), captured_at=ago(minutes=5))
    access.close_account(world.people["worker"].account, by=world.admin.id)
    assert push(world.client(None), op).answers[0].state == "applied"
    assert hazards()[0].reporter_id == world.worker_id


def test_the_list_of_what_is_set_aside_is_each_enterprises_own(world: World, phone: Phone) -> None:
    end(world, phone, End.REVOKED, hours=1)
    late, early = (
        phone.op("hazard.reported", hazard(), captured_at=now() - timedelta(hours=one)) for one in (1, 2)
    )
    push(world.client(None), late, early)
    assert [row.payload for row in review.set_aside(world.mine_id)] == [early["payload"], late["payload"]]
    assert review.set_aside(world.plant_id) == []


def aside(world: World, phone: Phone, **changes: object) -> dict[str, str]:
    op = phone.op("hazard.reported", hazard(**changes))
    end(world, phone, End.REVOKED, hours=1)
    push(world.client(None), op)
    return op


def test_a_record_that_is_accepted_is_its_authors(world: World, phone: Phone) -> None:
    op = aside(world, phone)
    review.accept(review.set_aside(world.mine_id)[0], by=world.admin.id)
    assert hazards()[0].reporter_id == world.worker_id
    answer = push(world.client(None), op).answers[0]
    assert (answer.state, answer.receipt) == ("applied", 1)
    assert review.set_aside(world.mine_id) == []
    noted = db.session().scalars(select(AuditEntry).where(AuditEntry.act == "ops.accept")).one()
    assert noted.by == world.admin.id


def test_an_accepted_record_that_its_room_refuses_is_rejected(world: World, phone: Phone) -> None:
    op = aside(world, phone, name="")
    review.accept(review.set_aside(world.mine_id)[0], by=world.admin.id)
    assert push(world.client(None), op).answers[0].code == "incomplete"


def test_a_record_that_is_refused_says_why_and_stays_kept(world: World, phone: Phone) -> None:
    op = aside(world, phone)
    review.refuse(review.set_aside(world.mine_id)[0], by=world.admin.id, why="手机那时候已经丢了")
    answer = push(world.client(None), op).answers[0]
    assert (answer.state, answer.code) == ("rejected", "refused_by")
    assert "手机那时候已经丢了" in answer.message
    assert hazards() == []
    assert ops_of(phone)[0].payload == op["payload"]
    noted = db.session().scalars(select(AuditEntry).where(AuditEntry.act == "ops.refuse")).one()
    assert (noted.by, noted.payload["why"]) == (world.admin.id, "手机那时候已经丢了")


def test_nobody_decides_twice(world: World, phone: Phone) -> None:
    aside(world, phone)
    op = review.set_aside(world.mine_id)[0]
    review.accept(op, by=world.admin.id)
    with pytest.raises(Conflict):
        review.refuse(op, by=world.admin.id, why="不行")
    with pytest.raises(Conflict):
        review.accept(op, by=world.admin.id)
    assert len(hazards()) == 1
