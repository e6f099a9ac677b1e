"""Today's five: each rule's thing is there when its fact is, and gone when the fact is gone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import g

from app.access import actions as access
from app.access.phones import PhoneKey
from app.access.policy import Role
from app.cards.models import CardVersion
from app.cards.schemas import Kind
from app.checks import actions as checks
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards import actions as hazards
from app.hazards.models import Hazard
from app.hazards.schemas import StopWorkDeclared
from app.learning.actions import opened
from app.learning.schemas import CardOpened
from app.org.models import Person, Post
from app.questions.queries import asked_at
from app.reports.five.asker import Asker
from app.reports.five.queries import found
from app.reports.five.settings import SILENT_DAYS, WEIGHT_GAP
from app.reports.five.things import Thing
from app.settings.actions import override
from app.settings.registry import Setting
from tests.checks.builders import begin, capture, check, plan_of
from tests.hazards.stories import AFTER, Site, by
from tests.recite.builders import answers
from tests.world import World, mine_day

RED = {"L": 5, "S": 5}


def things(world: World, who: str | Person, rule: str) -> list[Thing]:
    """What a rule finds for somebody, asked within their own scope."""
    person = world.people[who] if isinstance(who, str) else who
    world.forget()
    before = g.scope
    g.scope = frozenset({person.enterprise_id})
    try:
        with world.app.test_request_context():
            g.scope = frozenset({person.enterprise_id})
            return [one for one in found(Asker(person.account, now())) if one.rule == rule]
    finally:
        g.scope = before


def phone(world: World, who: str, *, days: float, missing: int = 0) -> PhoneKey:
    person = world.people[who]
    key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=person.id, public_key="x", agent="")
    with db.writing() as active:
        key.heard_at, key.top_n, key.seen = now() - timedelta(days=days), missing, 0
        active.add(key)
    return key


def choose(world: World, setting: Setting[int], value: int) -> None:
    """Set it on the crew."""
    override(setting, value, unit_id=world.crew.id, enterprise_id=world.mine_id, by=world.admin.id)


def read(world: World, who: str, post: Post, kind: Kind, version: int = 1) -> None:
    opened(CardOpened(post=str(post.id), kind=kind, version=version), by(world.people[who]))


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    yield Site(world)


def test_a_missed_check_at_a_grave_risk_goes_once_it_is_made(world: World) -> None:
    world.publish_all(world.crusher, residual=RED)
    plan = plan_of(world, to_minute=1)
    begin(world, plan, now() - timedelta(days=1, hours=12))
    checks.freeze(world.mine_id, now())
    all_ = things(world, "team_leader", "missed")
    assert all_ and all(one.level in (1, 2) and one.place == world.crusher_id for one in all_)
    assert {one.title for one in all_} == {"一号破碎机操作岗没检查"}
    assert all("0:01 就该做完班前检查" in one.reason for one in all_)
    assert {one.step.tel for one in all_} == {world.people["worker"].account.phone}
    for key in [key for one in all_ for key in (one.key, *one.also)]:
        checks.submit(check(plan, key.split(":")[2]), capture(world.people["worker"], now()))
    assert things(world, "team_leader", "missed") == []


def test_a_missed_check_at_a_low_risk_is_for_the_board_alone(world: World) -> None:
    world.publish_all(world.crusher, residual={"L": 1, "S": 1})
    plan = plan_of(world, to_minute=1)
    begin(world, plan, now() - timedelta(days=1, hours=12))
    checks.freeze(world.mine_id, now())
    assert things(world, "team_leader", "missed") == []


def late(world: World, hazard: Hazard, days: int = 2) -> Hazard:
    world.change(hazard, due_on=mine_day() - timedelta(days=days))
    return hazard


def test_an_overdue_fix_goes_once_it_is_mended(world: World, site: Site) -> None:
    hazard = site.report()
    site.register(hazard)
    assert things(world, "team_leader", "overdue") == []
    late(world, hazard)
    (one,) = things(world, "team_leader", "overdue")
    assert one.title == "护罩松动没改好" and one.reason.startswith("时限过了 ") and "worker负责" in one.reason
    assert one.step.route == f"#/hazard/{hazard.id}" and one.step.href == f"/console/hazards/{hazard.id}"
    site.act(site.worker, hazard, "rectify", photos=[AFTER])
    assert things(world, "team_leader", "overdue") == []


def test_a_dangerous_or_major_hazard_is_ranked_above_any_other(world: World, site: Site) -> None:
    plain, grave = site.report(), site.report(dangerous=True)
    for one in (plain, grave):
        late(world, one)
    by_key = {one.key: one for one in things(world, "team_leader", "overdue")}
    assert by_key[f"overdue:{grave.id}"].score > by_key[f"overdue:{plain.id}"].score


def test_a_hazard_waits_for_whoever_may_do_its_next_step(world: World, site: Site) -> None:
    hazard = site.report()
    (one,) = things(world, "team_leader", "waiting")
    assert (one.title, one.step.word) == ("护罩松动要登记", "去登记")
    site.register(hazard)
    assert things(world, "team_leader", "waiting") == []
    site.act(site.leader, hazard, "rectify", photos=[AFTER])
    assert things(world, "team_leader", "waiting") == [], "nobody judges their own work"
    (one,) = things(world, "department_head", "waiting")
    assert one.step.word == "去验收"
    site.act(site.head, hazard, "verify")
    assert things(world, "team_leader", "waiting") == [], "may not close"
    (one,) = things(world, "department_head", "waiting")
    assert one.step.word == "去销号"
    site.act(site.officer, hazard, "close")
    assert things(world, "department_head", "waiting") == []


def test_a_phone_that_kept_records_to_itself(world: World) -> None:
    key = phone(world, "worker", days=3, missing=3)
    (one,) = things(world, "team_leader", "gap")
    assert one.title.endswith("手机有 3\u00a0条") and len(one.title) <= 12
    assert "没送出" in one.reason and one.step.tel
    assert things(world, "team_leader", "silent") == [], "said once"
    world.change(key, seen=3)
    assert things(world, "team_leader", "gap") == []


def test_what_was_just_written_is_left_to_the_phone(world: World) -> None:
    phone(world, "worker", days=0.1, missing=2)
    assert things(world, "team_leader", "gap") == []


def test_a_phone_that_is_silent_for_long(world: World) -> None:
    phone(world, "worker", days=8)
    (one,) = things(world, "team_leader", "silent")
    assert one.title == "worker手机没消息" and "起没连过网" in one.reason
    choose(world, SILENT_DAYS, 9)
    assert things(world, "team_leader", "silent") == []
    choose(world, SILENT_DAYS, 2)
    phone(world, "worker", days=1)  # another phone of theirs was heard
    assert things(world, "team_leader", "silent") == []


def test_a_card_in_force_that_its_people_have_not_opened(world: World) -> None:
    world.publish(world.crusher, Kind.OPERATION)
    (one,) = things(world, "team_leader", "unread")
    assert one.title == "操作卡 1\u00a0人没看" and "worker没看过" in one.reason
    read(world, "worker", world.crusher, Kind.OPERATION)
    assert things(world, "team_leader", "unread") == []


def test_a_key_post_that_nobody_scans_or_reads(world: World) -> None:
    world.publish_all(world.crusher)
    label = world.label(world.crusher)
    assert things(world, "team_leader", "quiet") == [], "it hangs there since today"
    long_ago = now() - timedelta(days=9)
    world.change(label, made_at=long_ago)
    _published_long_ago(world)
    (one,) = things(world, "team_leader", "quiet")
    assert one.title == "一号破碎机操作岗没人扫码" and one.step.route == f"#/post/{world.crusher_id}"
    read(world, "worker", world.crusher, Kind.RISK)
    assert things(world, "team_leader", "quiet") == []


def _published_long_ago(world: World) -> None:
    """As no action of the app would: what is published never changes."""
    with db.writing() as active:
        table = CardVersion.metadata.tables["card_versions"]
        active.connection().execute(table.update().values(published_at=now() - timedelta(days=9)))


def test_a_crew_that_has_not_mastered_its_cards_says_no_more_than_sums(world: World) -> None:
    world.publish_all(world.crusher)
    found_ = things(world, "team_leader", "weak")
    assert found_ and {one.place for one in found_} == {world.crew.id}
    assert any(one.title == "破碎甲班应急不熟" for one in found_)
    for one in found_:
        assert "掌握 0\u00a0题" in one.reason and "worker" not in one.reason
    for question in asked_at([world.crusher])[world.crusher_id]:
        answers(world, question=question.id, ability=question.ability)
    assert things(world, "team_leader", "weak") == []


def test_a_stop_of_work_that_stands(world: World) -> None:
    said = StopWorkDeclared(id=str(new_id()), why="断绳", post=str(world.crusher_id))
    hazards.declare_stop(said, by(world.people["worker"]))
    (one,) = things(world, "team_leader", "stop")
    assert one.title == "一号破碎机操作岗停工了" and one.reason.startswith("断绳，今天停的")


def test_nothing_of_another_unit_is_seen(world: World, site: Site) -> None:
    late(world, site.report())
    phone(world, "worker", days=9, missing=4)
    world.publish_all(world.crusher, residual=RED)
    other = world.person("hauler", world.hauling, "1102")
    with db.writing():
        access.grant_role(
            other.account, Role.TEAM_LEADER, unit_id=world.hauling.id, unit_path=world.hauling.path, by=None
        )
    for rule in ("overdue", "gap", "unread", "weak"):
        assert things(world, "team_leader", rule), rule
        assert things(world, other, rule) == [], rule
        assert things(world, world.stranger, rule) == [], rule
        assert things(world, "worker", rule) == [], rule


def test_a_rule_that_weighs_nothing_is_not_listed(world: World) -> None:
    phone(world, "worker", days=3, missing=3)
    choose(world, WEIGHT_GAP, 0)
    leader = world.client("team_leader")
    assert "gap" not in {one["rule"] for one in leader.get("/api/five").json["things"]}
