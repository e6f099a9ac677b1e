"""Today's five: a crew that nobody asked in a 抽背, and a hazard that waits for one person rather than for all."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.cards.models import CardVersion
from app.core import db
from app.core.clock import now
from app.org import actions as org
from app.reports.five.settings import SPOT_DAYS, WAITING_DAYS, WEAK_REST
from tests.hazards.stories import AFTER, Site
from tests.reports.test_cost import watched
from tests.reports.test_five import choose, things
from tests.spotchecks.builders import hold, publish_all, since_long
from tests.world import DAY, World, mine_day

LEADERS = ("team_leader", "department_head", "safety_officer")


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    yield Site(world)


@pytest.fixture
def crew(world: World) -> None:
    """The crusher's four cards have been in force since spring, and so have all roles."""
    publish_all(world.crusher)
    since_long(world)


def told(world: World, rule: str) -> list[str]:
    return [who for who in LEADERS if things(world, who, rule)]


def test_a_crew_nobody_asked_goes_once_a_spot_check_was_held(world: World, crew: None) -> None:
    (one,) = things(world, "team_leader", "spot")
    assert (one.title, one.step.tap, one.step.route) == ("破碎甲班没抽背", "抽背", f"#/spot/{world.crew.id}")
    assert one.reason == "1\u00a0人，30\u00a0天没抽过，有重点岗位"
    assert one.step.href == f"/console/spotchecks?unit={world.crew.id}"
    hold(world, at=now() - timedelta(days=31), misses=["risk"])
    (one,) = things(world, "team_leader", "spot")
    assert one.age == 1 and "，上次" in one.reason, "it was long ago"
    hold(world, at=now() - timedelta(days=2), confirmed="disputed")
    assert things(world, "team_leader", "spot") == []
    choose(world, SPOT_DAYS, 2)
    assert len(things(world, "team_leader", "spot")) == 1


def test_a_crew_is_left_in_peace_that_has_just_begun(world: World, crew: None) -> None:
    today = mine_day()
    post = org.add_post(unit=world.hauling, title="调度岗", key_post=True, by=None)
    org.assign(world.driver, post, on=today - timedelta(days=3), by=None)
    publish_all(post)
    assert [one.place for one in things(world, "safety_officer", "spot")] == [world.crew.id], "people are new"
    with db.writing() as active:
        table = CardVersion.metadata.tables["card_versions"]
        active.connection().execute(table.update().values(effective_on=today - timedelta(days=3)))
    assert things(world, "team_leader", "spot") == [], "cards are new"


def test_a_crew_without_a_key_post_is_not_spoken_of(world: World, crew: None) -> None:
    world.change(world.crusher, key_post=False)
    assert things(world, "team_leader", "spot") == []


def test_only_who_may_hold_one_is_told(world: World, crew: None) -> None:
    assert told(world, "spot") == list(LEADERS)
    for who in ("park_overseer", "worker", world.stranger, world.driver):
        assert things(world, who, "spot") == []


def test_a_weak_crew_is_asked_on_the_phone_and_looked_at_in_the_console(world: World, crew: None) -> None:
    one = things(world, "team_leader", "weak")[0]
    assert (one.step.tap, one.step.route) == ("抽背", f"#/spot/{world.crew.id}")
    assert one.step.href == f"/console/mastery?unit={world.crew.id}" and one.step.word == "看看"


def weak(world: World) -> set[str]:
    """The abilities that the leader is told the crew lacks."""
    return {one.key.rpartition(":")[2] for one in things(world, "team_leader", "weak")}


def test_a_weak_crew_is_left_in_peace_for_days_once_it_was_asked(world: World, crew: None) -> None:
    lacking = {"operation", "emergency"}
    assert weak(world) == lacking
    hold(world, at=now() - timedelta(days=7), only=["operation"])
    assert weak(world) == lacking, "it was long ago"
    hold(world, at=now() - timedelta(days=6), only=["emergency"], misses=["emergency"], confirmed="disputed")
    assert weak(world) == {"operation"}, "of this it asked nothing"
    choose(world, WEAK_REST, 8)
    assert weak(world) == set()
    choose(world, WEAK_REST, 6)
    assert weak(world) == lacking, "they still know too little"


def test_only_the_crew_that_was_asked_is_left_in_peace_and_one_question_tells(
    world: World, crew: None
) -> None:
    post = org.add_post(unit=world.hauling, title="调度岗", by=None)
    org.assign(world.driver, post, on=DAY, by=None)
    publish_all(post)
    both = {world.crew.id, world.hauling.id}
    with watched(world.app) as seen:
        assert {one.place for one in things(world, "safety_officer", "weak")} == both
    assert sum("spot_answers" in statement for statement, _ in seen) == 1
    hold(world, at=now() - timedelta(days=1))
    assert {one.place for one in things(world, "safety_officer", "weak")} == {world.hauling.id}


def test_a_hazard_waits_for_the_nearest_who_may(world: World, site: Site) -> None:
    hazard = site.report()
    assert told(world, "waiting") == ["team_leader"]
    site.register(hazard)
    site.act(site.leader, hazard, "rectify", photos=[AFTER])
    assert told(world, "waiting") == ["department_head"], "who mended it does not judge it"
    site.act(site.head, hazard, "verify")
    assert told(world, "waiting") == ["department_head"], "the leader may not close"


def test_where_the_nearest_does_not_look_those_above_are_told(world: World, site: Site) -> None:
    hazard = site.report()
    world.change(hazard, changed_at=now() - timedelta(days=2))
    assert told(world, "waiting") == list(LEADERS)
    choose(world, WAITING_DAYS, 3)
    assert "department_head" in told(world, "waiting"), "set on the crew only: of their own units it is two"
    world.change(hazard, changed_at=now() - timedelta(days=1))
    assert told(world, "waiting") == ["team_leader"]


def test_a_dangerous_hazard_is_told_to_all_at_once(world: World, site: Site) -> None:
    site.report(dangerous=True)
    assert told(world, "waiting") == list(LEADERS)


def test_where_the_crew_has_no_leader_the_next_one_up_is_told(world: World, site: Site) -> None:
    site.report()
    world.change(world.people["team_leader"].account, closed_at=now())
    assert told(world, "waiting")[:1] == ["department_head"]


def test_what_stood_there_and_is_no_more_is_done(world: World, site: Site) -> None:
    hazard, leader = site.report(), world.client("team_leader")
    key = f"waiting:{hazard.id}:found"
    assert leader.get(f"/api/five?listed={key}").json["done"] == []
    site.register(hazard)
    assert leader.get(f"/api/five?listed={key}&listed={key}").json["done"] == [key]
    assert world.client("worker").get(f"/api/five?listed={key}").json["done"] == []
