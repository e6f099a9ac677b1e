"""What keeps a risk list from being published (S33): 橙 without controls and an owner, 红 that vanishes unassessed."""

import pytest
from sqlalchemy import select

from app.cards import actions as cards
from app.cards import editing, gates, reviewing
from app.cards.models import CardVersion
from app.cards.queries import published_of
from app.cards.schemas import Head, Kind, RiskRow
from app.cards.settings import CONTROLLED_LEVEL
from app.core import db
from app.core.errors import Conflict, Invalid, Problem
from app.core.ids import new_id
from app.notify.models import Notice
from app.org import actions as org
from app.risk.matrices import stated
from app.settings.actions import override
from tests.cards.review import LOW, ORANGE, RED, again, draft, in_force, publish, risk, sent, signed
from tests.world import World

YELLOW = {"L": 3, "S": 4}


def list_of(world: World, *rows: RiskRow) -> CardVersion:
    return draft(world, *rows, kind=Kind.RISK)


def send_in(world: World, *rows: RiskRow) -> CardVersion:
    return sent(world, *rows, kind=Kind.RISK)


def alarms(world: World) -> list[tuple[str, str]]:
    """Who was told of a post that closes or opens, and what."""
    names = {person.id: role for role, person in world.people.items()}
    asked = select(Notice).where(Notice.kind == "card.red").order_by(Notice.id)
    return [(names.get(one.account_id, "?"), one.title) for one in db.session().scalars(asked)]


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        (risk(ORANGE, measures=()), "管控措施没写"),
        (risk(ORANGE, measures=("  ", "—")), "管控措施没写"),
        (risk(ORANGE, measures=("无",)), "管控措施没写"),
        (risk(ORANGE, owner=""), "责任人没写"),
        (risk(ORANGE, owner=" / "), "责任人没写"),
        (risk(ORANGE, owner="待定"), "责任人没写"),
        (risk(LOW, before=ORANGE, owner=""), "责任人没写"),  # severe before the controls
        (risk(None, before=RED, measures=()), "管控措施没写"),
    ],
)
def test_severe_risks_want_controls_and_an_owner(world: World, row: RiskRow, lacks: str) -> None:
    version = list_of(world, risk(LOW), row)
    with pytest.raises(Invalid, match=f"第 2 行.*{lacks}"):
        reviewing.submit(version, by=world.admin.id)
    assert again(version).state == "draft"


@pytest.mark.parametrize("row", [risk(YELLOW, owner="", measures=()), risk(None, before=None), risk(ORANGE)])
def test_others_go_to_review(world: World, row: RiskRow) -> None:
    assert send_in(world, row).state == "team_review"


@pytest.mark.parametrize(
    ("row", "lacks"),
    [
        (risk(None, before=None, measures=()), "管控措施没写"),
        (risk(None, before=None, owner=""), "责任人没写"),
    ],
)
def test_a_risk_that_nobody_graded_counts_as_the_worst(world: World, row: RiskRow, lacks: str) -> None:
    with pytest.raises(Invalid, match=f"第 1 行.*没评等级，{lacks}"):
        send_in(world, row)


def test_no_setting_lets_orange_go_without_an_owner(world: World) -> None:
    with pytest.raises(Problem):
        CONTROLLED_LEVEL.parse("1", [])
    assert CONTROLLED_LEVEL.parse("2", []) == 2


def test_how_many_more_lack_it_is_told(world: World) -> None:
    bad = risk(ORANGE, owner="")
    with pytest.raises(Invalid, match="还有 2 行也一样"):
        send_in(world, bad, bad, bad)


def test_from_which_level_on_is_a_setting_and_asked_again_at_publication(world: World) -> None:
    version = signed(world, send_in(world, risk(YELLOW, owner="")))
    override(CONTROLLED_LEVEL, 3, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    with pytest.raises(Invalid, match="责任人没写"):
        publish(world, version)
    assert again(version).state == "approved"


def test_stated_levels_count_as_scored_ones_do(world: World) -> None:
    row = risk(None, owner="")
    row.after = stated(2)
    with pytest.raises(Invalid, match="责任人没写"):
        send_in(world, row)


def test_red_after_controls_closes_the_post_and_its_leaders_are_told(world: World) -> None:
    version = in_force(world, risk(RED, before=RED), kind=Kind.RISK)
    assert gates.closes_post(version.card)
    title = "“一号破碎机操作岗”有红色风险，岗位停止作业"
    roles = ["team_leader", "department_head", "safety_officer", "principal", "administrator"]
    assert sorted(alarms(world)) == sorted((role, title) for role in roles)


def test_the_other_three_cards_close_nothing(world: World) -> None:
    in_force(world)
    assert alarms(world) == []


@pytest.mark.parametrize(
    "red", [risk(RED, before=RED), risk(None, before=RED)], ids=["after controls", "ungraded after controls"]
)
def test_only_a_new_assessment_of_the_row_opens_the_post(world: World, red: RiskRow) -> None:
    in_force(world, red, risk(LOW, point="振动筛"), kind=Kind.RISK)
    for words, rows in (
        ("不能删掉", [("r2", risk(LOW))]),
        ("不能删掉", [(str(new_id()), risk(LOW, before=RED))]),  # the same words as another row
        ("不能不评", [("r1", risk(None, before=None))]),
        ("还没重新评", [("r1", risk(None, before=LOW))]),
        ("管控措施或者责任人没写", [("r1", risk(LOW, before=LOW, measures=()))]),
        ("管控措施或者责任人没写", [("r1", risk(LOW, before=LOW, owner="无"))]),
    ):
        made = cards.write_draft(
            world.crusher, Kind.RISK, Head(), rows, source="t", by=world.people["team_leader"].id
        )
        with pytest.raises(Conflict, match=words):
            reviewing.submit(made, by=world.admin.id)
    version = in_force(world, risk(YELLOW, before=RED), kind=Kind.RISK)
    assert not gates.closes_post(version.card)
    assert ("team_leader", "“一号破碎机操作岗”重新评过了，没有红色风险，可以开工") in alarms(world)


def test_a_red_row_may_stay_red_and_the_post_closed(world: World) -> None:
    in_force(world, risk(RED, before=RED), kind=Kind.RISK)
    version = in_force(world, risk(RED, before=RED, measures=("停机", "挂牌")), kind=Kind.RISK)
    assert gates.closes_post(version.card)


def test_a_red_row_that_was_split_closes_the_post_by_either_half(world: World) -> None:
    in_force(world, risk(RED, before=RED, point="胶带和滚筒"), kind=Kind.RISK)
    by, other = world.people["team_leader"].id, str(new_id())
    version = editing.begin(world.crusher, Kind.RISK, by=by)
    base = editing.mark_of(version.rows[0].body)
    halves = risk(YELLOW, before=RED, point="胶带"), risk(RED, before=RED, point="滚筒")
    editing.split_row(version, "r1", *halves, new=other, base=base, by=by)
    reviewing.submit(version, by=by)
    publish(world, signed(world, version))
    assert [row.point for row in gates.red_of(published_of(world.crusher.id)[Kind.RISK]).values()] == ["滚筒"]
    gone = editing.begin(world.crusher, Kind.RISK, by=by)
    editing.remove_row(gone, other, base=editing.mark_of(gone.rows[1].body), by=by)
    with pytest.raises(Conflict, match="“滚筒”是红色风险，不能删掉"):
        reviewing.submit(gone, by=by)
    editing.put_back(gone, other, halves[1], by=by)
    reviewing.submit(gone, by=by)


def test_nothing_of_a_closed_post_is_published(world: World) -> None:
    version = signed(world, send_in(world, risk(LOW)))
    org.close_post(world.crusher, by=world.admin.id)
    with pytest.raises(Conflict, match="岗位停用了"):
        publish(world, version)
