"""Recording a change: once, with its owner told once, and taken back with what it opened."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.actions import end_grant
from app.access.queries import grants_on
from app.audit.models import AuditEntry
from app.cards import renewals
from app.cards.models import CardRenewal
from app.cards.schemas import Kind
from app.changes import actions
from app.changes.kinds import GROUPS, KINDS
from app.changes.models import Change
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.notify.models import Notice
from app.org import actions as org
from app.org.queries import today
from tests.changes.builders import at, opened, record
from tests.world import World


def told(world: World, who: str) -> list[str]:
    asked = select(Notice.title).where(Notice.account_id == world.people[who].id).order_by(Notice.id)
    return list(db.session().scalars(asked))


def acts(change: Change) -> list[str]:
    asked = select(AuditEntry.act).where(AuditEntry.subject_id == change.id).order_by(AuditEntry.id)
    return list(db.session().scalars(asked))


def test_each_post_gets_a_renewal_with_owner_day_and_reason(world: World) -> None:
    made = record(world, at(world.crushing), what="电机换大了", cards=[Kind.EMERGENCY, Kind.RISK])
    (one,) = opened(made)
    assert (one.kinds, one.reason, one.outcome) == (["emergency", "risk"], renewals.CHANGE, "")
    assert (one.owner_id, one.due_on, one.opened_by) == (made.owner_id, made.due_on, made.made_by)
    assert one.words == "设备：电机换大了"
    assert acts(made) == ["change.record"]


def test_the_same_change_twice_is_one(world: World) -> None:
    key = new_id()
    first = record(world, at(world.mine), key=key)
    again = record(world, at(world.mine), key=key, what="又点了一次")
    assert again.id == first.id
    assert len(opened()) == 2  # the posts of 甲矿, once
    assert db.session().scalar(select(func.count(Change.id))) == 1


def test_nobody_takes_the_key_of_somebody_else(world: World) -> None:
    made = record(world, at(world.crew))
    with pytest.raises(Conflict):
        record(world, at(world.crew), key=made.id, who="principal")


def test_whoever_owns_many_hears_of_them_once(world: World) -> None:
    record(world, at(world.mine), owner_id=world.people["principal"].id)
    assert [title.startswith("请重新看一遍 2 个岗位的卡") for title in told(world, "principal")] == [True]
    assert told(world, "safety_officer") == []


def test_who_owns_one_post_hears_which(world: World) -> None:
    made = record(world, at(world.crew), owner_id=world.people["principal"].id)
    until = f"{made.due_on.month} 月 {made.due_on.day} 日前"
    assert told(world, "principal") == [f"请重新看一遍“一号破碎机操作岗”的卡，{until}"]


def test_each_post_can_go_to_its_own_nearest_leader(world: World) -> None:
    made = record(world, at(world.mine), spread=True)
    owners = {one.post_id: one.owner_id for one in opened(made)}
    assert owners[world.crusher_id] == world.people["team_leader"].id
    assert owners[world.truck.id] == made.owner_id  # nobody is nearer there
    assert len(told(world, "team_leader")) == 1


def test_the_owner_may_write_at_every_post(world: World) -> None:
    for who in ("worker", "park_overseer", "team_leader"):
        with pytest.raises(Invalid, match="不能改"):
            record(world, at(world.crushing), owner_id=world.people[who].id)
    with pytest.raises(Invalid):
        record(world, at(world.crushing), owner_id=world.stranger.id)
    record(world, at(world.crew), owner_id=world.people["team_leader"].id)


def test_the_day_is_not_over_yet_and_a_card_is_named(world: World) -> None:
    day = today(world.mine.path)
    with pytest.raises(Invalid, match="过去"):
        record(world, at(world.crew), due_on=day - timedelta(days=1))
    with pytest.raises(Invalid):
        record(world, at(world.crew), cards=[])
    with pytest.raises(Invalid):
        record(world, at(world.crew), kind="什么")
    assert opened() == []


def test_taking_it_back_closes_what_nobody_has_finished(world: World) -> None:
    made = record(world, at(world.mine))
    first, second = opened(made)
    renewals.keep_as_it_is(first, words="看过护罩，没变", by=made.made_by)
    actions.withdraw(made, words="记错了", by=made.made_by)
    assert {one.outcome for one in opened(made)} == {renewals.UNCHANGED, renewals.WITHDRAWN}
    assert second.closing == "记错了"
    assert renewals.revising([world.crusher_id, world.truck.id]) == {}
    actions.withdraw(made, words="记错了 ", by=made.made_by)  # a double tap
    assert acts(made) == ["change.record", "change.withdraw"]
    with pytest.raises(Conflict):
        actions.withdraw(made, words="再来", by=made.made_by)


def test_taking_it_back_needs_a_reason_and_leaves_other_changes_alone(world: World) -> None:
    made, other = record(world, at(world.crew)), record(world, at(world.crew))
    with pytest.raises(Invalid):
        actions.withdraw(made, words="  ", by=made.made_by)
    actions.withdraw(made, words="记错了", by=made.made_by)
    assert [one.closed_at for one in opened(other)] == [None]


def test_an_owner_who_leaves_leaves_it_open_and_it_goes_to_somebody_else(world: World) -> None:
    leader = world.people["team_leader"]
    made = record(world, at(world.crew), owner_id=leader.id)
    (one,) = opened(made)
    org.leave(leader, on=today(world.mine.path), by=world.admin.id)
    assert one.closed_at is None
    with pytest.raises(Invalid):
        renewals.hand_over(one, leader.id, by=world.admin.id)
    head = world.people["department_head"].id
    renewals.hand_over(one, head, by=world.admin.id)
    assert db.session().get(CardRenewal, one.id).owner_id == head
    assert told(world, "department_head") == [
        f"请重新看一遍“一号破碎机操作岗”的卡，{one.due_on.month} 月 {one.due_on.day} 日前"
    ]


def test_who_may_no_longer_write_there_gets_nothing_handed_over(world: World) -> None:
    head = world.people["department_head"].account
    (one,) = opened(record(world, at(world.crew)))
    for held in grants_on(world.crushing.id):
        end_grant(held, by=world.admin.id)
    with pytest.raises(Invalid):
        renewals.hand_over(one, head.id, by=world.admin.id)


def test_every_kind_says_whence_and_stands_in_a_group() -> None:
    assert {one.group for one in KINDS.values()} == set(GROUPS)
    assert all(one.source and one.cards and one.help for one in KINDS.values())
    of = {
        source: {key for key, one in KINDS.items() if source in one.source} for source in ("S6", "S31", "S32")
    }
    assert of["S6"] >= {"process", "equipment", "electrical", "instrument", "utility", "parameters"}
    assert of["S6"] >= {"external", "accident", "insight"}
    assert of["S31"] == {"major", "accident", "hazard", "new_area", "high_risk", "restart"}
    assert all(KINDS[key].leader for key in of["S31"])
