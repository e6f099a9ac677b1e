"""What each day asks of renewals: nobody's go to somebody, what is late is said once, closed posts have none."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.actions import end_grant
from app.access.queries import grants_on
from app.cards.models import CardRenewal
from app.cards.schemas import Kind
from app.changes.daily import every_day
from app.changes.models import Change
from app.core import db
from app.core.clock import now
from app.notify.models import Notice
from app.org import actions as org
from app.org.queries import today
from tests.changes.builders import at, opened, record
from tests.world import World

LATE = timedelta(days=31)


def late(world: World, who: str) -> list[str]:
    asked = select(Notice.title).where(
        Notice.account_id == world.people[who].id, Notice.kind.endswith(".late")
    )
    return list(db.session().scalars(asked.order_by(Notice.id)))


def later(days: timedelta) -> time_machine.travel:
    return time_machine.travel(now() + days, tick=True)


@pytest.fixture
def change(world: World) -> Change:
    """One that touches two posts, led by the department head, due in 30 days."""
    return record(world, at(world.mine), owner_id=world.people["principal"].id, spread=True)


def test_what_is_late_is_said_once_to_the_owner_and_to_who_leads_it(world: World, change: Change) -> None:
    with later(timedelta(days=30)):  # the last day is not over yet
        every_day()
        assert late(world, "team_leader") == []
    due = f"{change.due_on.month} 月 {change.due_on.day} 日前就该看完"
    for days in (31, 31, 32, 45):
        with later(timedelta(days=days)):
            every_day()
    assert late(world, "team_leader") == [f"“一号破碎机操作岗”的卡超期了，{due}"]
    assert late(world, "principal") == [f"2 个岗位的卡超期了，{due}"]
    assert late(world, "worker") == []


def test_the_message_leads_to_a_page_that_its_reader_may_open(world: World, change: Change) -> None:
    with later(LATE):
        every_day()
        page = world.client("team_leader").get("/inbox").text
    assert f"/console/changes/{change.id}" in page
    assert world.client("team_leader").get(f"/console/changes/{change.id}").status_code == 200


def test_a_periodic_one_that_is_late_is_said_once(world: World) -> None:
    world.publish_all(world.crusher)
    with later(timedelta(days=366)):
        every_day()
    with later(timedelta(days=400)):
        every_day()
        every_day()
    (one,) = opened()
    assert one.reason == "periodic"
    assert len(late(world, "team_leader")) == 1


def test_what_is_done_in_time_is_never_called_late(world: World, change: Change) -> None:
    for one in opened(change):
        world.change(one, closed_at=now(), outcome="unchanged")
    with later(LATE):
        every_day()
    assert late(world, "principal") == late(world, "team_leader") == []


@pytest.mark.parametrize("how", ["leaves", "loses the role"])
def test_the_renewals_of_who_is_gone_go_to_the_nearest_who_may_write(world: World, how: str) -> None:
    leader = world.people["team_leader"]
    made = record(world, at(world.crew), owner_id=leader.id)
    every_day()
    assert [one.owner_id for one in opened(made)] == [leader.id]
    if how == "leaves":
        org.leave(leader, on=today(world.mine.path), by=world.admin.id)
    else:
        for held in grants_on(world.crew.id):
            end_grant(held, by=world.admin.id)
    for _ in range(2):
        every_day()
    head = world.people["department_head"].id
    assert [one.owner_id for one in opened(made)] == [head]
    asked = select(Notice.kind).where(Notice.account_id == head)
    assert list(db.session().scalars(asked)) == ["renewal"]


def test_a_renewal_that_nobody_could_own_goes_to_the_first_who_can(world: World) -> None:
    (one,) = opened(record(world, at(world.crew), cards=[Kind.RISK]))
    world.change(one, owner_id=None)
    every_day()
    assert [each.owner_id for each in opened()] == [world.people["team_leader"].id]


def test_a_closed_post_has_nothing_to_look_at_any_more(world: World, change: Change) -> None:
    org.close_post(world.truck, by=world.admin.id)
    every_day()
    asked = select(CardRenewal).where(CardRenewal.post_id == world.truck.id)
    gone = db.session().scalars(asked).one()
    assert (gone.outcome, gone.closing, gone.closed_by) == ("withdrawn", "岗位停用了", None)
    page = world.client("safety_officer").get(f"/console/renewals/{gone.id}").text
    assert "岗位停用了" in page and "，，" not in page
    assert [one.closed_at for one in opened(change) if one.post_id == world.crusher_id] == [None]


def test_it_goes_through_every_enterprise_and_mixes_none(world: World) -> None:
    world.publish_all(world.furnace)
    record(world, at(world.crew), owner_id=world.people["team_leader"].id)
    with later(timedelta(days=400)):
        every_day()
    told = list(db.session().scalars(select(Notice).where(Notice.kind.endswith(".late"))))
    assert {one.enterprise_id for one in told} == {world.mine_id}
    assert [one.post_id for one in opened() if one.reason == "periodic"] == [world.furnace_id]
