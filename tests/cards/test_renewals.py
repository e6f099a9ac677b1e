"""Renewals: what opens them, what closes them, and that the old cards stay readable."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.cards import renewals, reviewing
from app.cards.models import CardRenewal
from app.cards.queries import published_of
from app.cards.schemas import DutyRow, Kind
from app.cards.settings import RENEWAL_DAYS
from app.core import db
from app.core.errors import Conflict, Invalid, Missing
from app.core.ids import new_id
from app.notify.models import Notice
from app.org.queries import today
from app.settings.actions import override
from tests.cards.review import account, in_force, sent
from tests.world import World

YEAR = timedelta(days=365)


def opened(world: World, *kinds: Kind) -> CardRenewal:
    """A renewal of the crusher's cards, asked of the team leader."""
    return renewals.open_renewal(
        world.crusher,
        kinds or (Kind.DUTY,),
        reason=renewals.CHANGE,
        words="换了新破碎机",
        owner_id=world.people["team_leader"].id,
        due_on=date(2027, 1, 5),
        by=world.admin.id,
    )


def found(world: World) -> list[CardRenewal]:
    world.forget()
    return list(db.session().scalars(select(CardRenewal).order_by(CardRenewal.id)))


def later(days: int) -> time_machine.travel:
    """The same hour of the day, so many days on."""
    noon = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12)
    return time_machine.travel(noon + timedelta(days=days), tick=True)


def test_the_owner_is_told_once_and_it_is_written_down(world: World) -> None:
    made = opened(world, Kind.RISK, Kind.DUTY)
    notices = [
        (one.account_id, one.kind, one.title, one.body, one.about)
        for one in db.session().scalars(select(Notice))
    ]
    owner = world.people["team_leader"].id
    title = "请重新看一遍“一号破碎机操作岗”的卡，1 月 5 日前"
    assert notices == [(owner, "renewal", title, "换了新破碎机", made.id)]
    entry = (
        db.session().scalars(select(AuditEntry).where(AuditEntry.subject_id == world.crusher.id)).all()[-1]
    )
    assert (entry.act, entry.payload["kinds"], entry.by) == ("renewal.open", ["risk", "duty"], world.admin.id)


def test_the_cards_asked_for_are_marked_and_stay_as_they_are(world: World) -> None:
    in_force(world)
    before = published_of(world.crusher.id)[Kind.DUTY].digest
    opened(world, Kind.DUTY, Kind.RISK)
    assert renewals.revising([world.crusher.id, world.truck.id]) == {world.crusher.id: {Kind.DUTY, Kind.RISK}}
    assert published_of(world.crusher.id)[Kind.DUTY].digest == before
    assert renewals.revising([]) == {}


def test_a_new_version_of_every_card_it_asks_for_closes_it(world: World) -> None:
    in_force(world)  # before it was asked for: does not count
    made = opened(world, Kind.DUTY, Kind.OPERATION)
    in_force(world, kind=Kind.OPERATION)
    assert found(world)[0].closed_at is None
    assert renewals.revising([world.crusher.id]) == {world.crusher.id: {Kind.DUTY}}
    in_force(world, DutyRow(duty="班后检查"))
    closed = renewals.renewal(made.id)
    assert (closed.outcome, closed.closed_by) == ("published", world.people["safety_officer"].id)
    assert renewals.revising([world.crusher.id]) == {}


def test_another_posts_card_and_another_kind_close_nothing(world: World) -> None:
    opened(world, Kind.DUTY)
    in_force(world, kind=Kind.OPERATION)
    assert found(world)[0].closed_at is None


def test_looked_at_and_nothing_to_change(world: World) -> None:
    made = opened(world)
    with pytest.raises(Invalid, match="没写"):
        renewals.keep_as_it_is(made, words=" ", by=world.admin.id)
    renewals.keep_as_it_is(made, words="对着现场看了，没变", by=world.people["team_leader"].id)
    kept = renewals.renewal(made.id)
    assert (kept.outcome, kept.closing) == ("unchanged", "对着现场看了，没变")


@pytest.mark.parametrize(
    "act",
    [
        lambda made, by: renewals.keep_as_it_is(made, words="没变", by=by),
        lambda made, by: renewals.withdraw(made, words="开错了", by=by),
        lambda made, by: renewals.hand_over(made, by, by=by),
    ],
    ids=["kept", "withdrawn", "handed over"],
)
def test_what_is_closed_stays_so(world: World, act: Callable[[CardRenewal, UUID], None]) -> None:
    made = opened(world)
    renewals.withdraw(made, words="开错了", by=world.admin.id)
    with pytest.raises(Conflict, match="已经结束了"):
        act(made, world.admin.id)
    assert [(one.outcome, one.closing) for one in found(world)] == [("withdrawn", "开错了")]


def test_one_of_nowhere_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        renewals.renewal(new_id())


def test_periodic_looks_are_opened_once_when_their_day_comes(world: World) -> None:
    in_force(world)
    assert renewals.open_periodic([world.crusher]) == 0
    with later(364):
        assert renewals.open_periodic([world.crusher, world.truck]) == 0
    with later(365):
        assert renewals.open_periodic([world.crusher, world.truck]) == 1
        assert renewals.open_periodic([world.crusher, world.truck]) == 0
        (made,) = found(world)
        assert (made.post_id, made.kinds, made.reason) == (world.crusher.id, ["duty"], "periodic")
        assert made.owner_id == world.people["team_leader"].id  # the nearest who may write it
        assert made.due_on == today(world.crew.path) + timedelta(days=30)


def test_what_was_looked_at_has_another_year(world: World) -> None:
    in_force(world)
    with later(365):
        renewals.open_periodic([world.crusher])
        renewals.keep_as_it_is(found(world)[0], words="没变", by=world.admin.id)
        assert renewals.open_periodic([world.crusher]) == 0
    with later(365 + 364):
        assert renewals.open_periodic([world.crusher]) == 0
    with later(365 + 365):
        assert renewals.open_periodic([world.crusher]) == 1


def test_a_change_that_is_being_looked_at_is_enough_for_the_cards_that_it_asks_for(world: World) -> None:
    in_force(world)
    in_force(world, kind=Kind.OPERATION)
    opened(world, Kind.DUTY)
    with later(400):
        assert renewals.open_periodic([world.crusher]) == 1
        assert renewals.open_periodic([world.crusher]) == 0
        assert [one.kinds for one in found(world)] == [["duty"], ["operation"]]


def test_one_card_is_new_and_the_others_stay_as_they_are(world: World) -> None:
    made = opened(world, Kind.DUTY, Kind.OPERATION)
    in_force(world, kind=Kind.OPERATION)
    renewals.keep_as_it_is(made, words="职责没变", by=world.admin.id)
    assert (found(world)[0].outcome, found(world)[0].closing) == ("partly", "职责没变")


def test_while_a_card_is_in_review_nobody_says_that_nothing_changes(world: World) -> None:
    made = opened(world, Kind.DUTY, Kind.OPERATION)
    version = sent(world)
    with pytest.raises(Conflict, match="岗位职责清单改了，还在评审"):
        renewals.keep_as_it_is(made, words="没变", by=world.admin.id)
    assert found(world)[0].closed_at is None
    leader, digest = account(world, "team_leader"), version.digest or ""
    reviewing.give_back(version, leader, words="再想想", digest=digest)
    renewals.keep_as_it_is(renewals.renewal(made.id), words="没变", by=world.admin.id)
    assert found(world)[0].outcome == "unchanged"


def test_what_came_after_it_was_closed_is_not_its_doing(world: World) -> None:
    in_force(world)
    made = opened(world, Kind.DUTY)
    renewals.keep_as_it_is(made, words="没变", by=world.admin.id)
    in_force(world, DutyRow(duty="班后检查"))
    assert renewals.renewed(renewals.renewal(made.id)) == set()


def test_how_often_is_a_setting_and_0_is_never(world: World) -> None:
    in_force(world)
    mine = {"unit_id": world.mine.id, "enterprise_id": world.mine.id, "by": world.admin.id}
    override(RENEWAL_DAYS["duty"], 90, **mine)
    with later(90):
        assert renewals.open_periodic([world.crusher]) == 1
        renewals.withdraw(found(world)[0], words="", by=world.admin.id)
    override(RENEWAL_DAYS["duty"], 0, **mine)
    with later(4000):
        assert renewals.open_periodic([world.crusher]) == 0


def test_a_card_whose_next_version_is_in_review_is_being_looked_at(world: World) -> None:
    in_force(world)
    in_force(world, kind=Kind.OPERATION)
    with later(400):
        sent(world, DutyRow(duty="班后检查"))
        assert renewals.open_periodic([world.crusher]) == 1
        assert [one.kinds for one in found(world)] == [["operation"]]
