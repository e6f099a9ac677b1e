"""Who still stands on an old version, as supervisors see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.cards.queries import mark_of
from app.cards.schemas import Kind
from app.core import db
from app.learning import standing
from app.learning.settings import LEARN_DAYS
from app.learning.standing import Standing, standings
from app.org import actions as org
from app.org.models import Person, Post
from app.settings import actions as chosen
from tests.learning.builders import NEW, OLD, learn, publish, publish_new, publish_old
from tests.world import DAY, World, mine_day

DAYS = 7


def found(world: World) -> list[Standing]:
    """The cards of 甲矿."""
    world.forget()
    return standings([world.mine.path])


def short(world: World) -> list[tuple[str, int, int, int]]:
    """Of each card: its kind, who holds its post, who has not learnt it, whose time is over."""
    return [(one.kind.value, one.people, one.lacking, one.overdue) for one in found(world)]


def mate(world: World, number: str, *, on: date = DAY, post: Post | None = None) -> Person:
    """One more at the crusher."""
    made = world.person(f"同事{number}", world.crew, number)
    org.assign(made, post or world.crusher, on=on, by=None)
    return made


def page(world: World, address: str, who: str = "team_leader") -> str:
    """A page of the console."""
    answer = world.client(who).get(address)
    assert answer.status_code == 200
    return answer.text


def test_whoever_learnt_the_version_in_force_is_done(world: World) -> None:
    other, old = mate(world, "3001"), publish_old(world)
    assert short(world) == [("emergency", 2, 2, 0)]
    learn(world.people["worker"], old)
    assert short(world) == [("emergency", 2, 1, 0)]
    new = publish_new(world)
    assert short(world) == [("emergency", 2, 2, 0)]
    learn(world.people["worker"], new)
    learn(other, old)
    assert short(world) == [("emergency", 2, 1, 0)]


def test_words_that_come_back_are_to_be_learnt_again_by_whoever_learnt_others_since(world: World) -> None:
    other, first = mate(world, "3001"), publish_old(world)
    learn(other, first)
    learn(world.people["worker"], first)
    learn(world.people["worker"], publish_new(world))
    publish_old(world)  # as it was in the beginning
    assert short(world) == [("emergency", 2, 1, 0)]


def test_those_who_went_and_posts_that_closed_do_not_count(world: World) -> None:
    publish_old(world)
    left = mate(world, "3001")
    learn(left, publish_new(world))
    org.leave(left, on=mine_day(), by=world.admin.id)
    assert short(world) == [("emergency", 1, 1, 0)]
    publish(world.truck, OLD)  # nobody drives
    assert len(found(world)) == 1


def overdue_since(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """It is so many days later."""
    later = mine_day() + timedelta(days=days)
    monkeypatch.setattr(standing, "day_in", lambda _zone, at=None: later if at is None else mine_day())


def test_it_is_overdue_after_the_days_that_are_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_old(world)
    mate(world, "3001", on=mine_day())
    overdue_since(monkeypatch, DAYS)
    assert short(world) == [("emergency", 2, 2, 0)]
    overdue_since(monkeypatch, DAYS + 1)
    assert short(world) == [("emergency", 2, 2, 2)]


def test_whoever_came_later_has_as_many_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_old(world)
    overdue_since(monkeypatch, DAYS + 1)
    late = mate(world, "3001")
    world.change(late.assignments[0], from_on=mine_day() + timedelta(days=1))
    assert short(world) == [("emergency", 2, 2, 1)]


def test_the_page_leads_from_units_to_the_people_of_a_post(world: World) -> None:
    other, old = mate(world, "3001"), publish_old(world)
    learn(other, old)
    learn(world.people["worker"], publish_new(world))
    whole = page(world, "/console/learning", "safety_officer")
    assert "还差 1 人次没学" in whole
    assert "破碎车间" in whole
    assert "运输车间" not in whole  # nobody there has anything to learn
    assert "应急处置卡第 2 版：1/2 人没学" in whole
    post = page(world, f"/console/learning/posts/{world.crusher_id}")
    assert "还是第 1 版" in post
    assert post.index("同事3001") < post.index("worker")  # who lacks it stands first
    assert "没签名，点了确认" in post
    before = page(world, f"/console/learning/posts/{world.crusher_id}/emergency/1")
    assert "同事3001" in before
    assert "worker" not in before


def test_how_the_questions_went_is_told_as_it_was_the_first_time(world: World) -> None:
    wrong, right = ({"question": "a" * 16, "right": one, "given": ["喊人"]} for one in (False, True))
    also = {"question": "b" * 16, "right": True, "given": ["拉绳"]}
    learn(world.people["worker"], publish_old(world), answers=[wrong, also, right], heard=True)
    assert "2 题，头一回答对 1 题，听过" in page(world, f"/console/learning/posts/{world.crusher_id}")


def test_a_name_can_not_bring_a_script_in(world: World) -> None:
    publish_old(world)
    bad = world.person("<script>alert(1)</script>", world.crew, "3001")
    org.assign(bad, world.crusher, on=DAY, by=None)
    assert "<script>alert" not in page(world, f"/console/learning/posts/{world.crusher_id}")


@pytest.mark.parametrize(
    "address", ["posts/x", "posts/{post}/moon/1", "posts/{post}/risk/x", "posts/{post}/risk/999999999999"]
)
def test_what_is_no_address_is_not_there(world: World, address: str) -> None:
    answer = world.client("team_leader").get(f"/console/learning/{address.format(post=world.crusher_id)}")
    assert answer.status_code == 404


def test_nobody_sees_another_enterprise(world: World) -> None:
    publish(world.furnace, OLD)
    assert world.client("principal").get(f"/console/learning/posts/{world.furnace_id}").status_code == 404
    assert world.client("principal").get(f"/console/learning?unit={world.casting_id}").status_code == 404
    assert "熔炼炉" not in page(world, "/console/learning", "principal")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run meanwhile."""
    seen: list[str] = []
    listen = lambda *said: seen.append(said[2])  # noqa: E731
    event.listen(db.engine(), "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(db.engine(), "before_cursor_execute", listen)


def test_more_posts_and_people_ask_for_no_more(world: World) -> None:
    publish_old(world)
    world.forget()
    with counted() as few:
        standings([world.mine.path])
    for number in range(5):
        post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
        learn(mate(world, f"31{number:02}", post=post), publish(post, NEW))
    world.forget()
    with counted() as many:
        assert len(standings([world.mine.path])) == 6
    assert len(few) == len(many)


def test_the_days_are_a_setting(world: World) -> None:
    publish_old(world)
    assert "卡起用后 7 天内" in page(world, f"/console/learning/posts/{world.crusher_id}")
    chosen.override(LEARN_DAYS, 3, unit_id=world.mine_id, enterprise_id=world.mine_id, by=world.admin.id)
    assert "卡起用后 3 天内" in page(world, f"/console/learning/posts/{world.crusher_id}")
    assert "卡起用后 3 天内" in page(world, "/console/learning")


def test_each_unit_s_days_count_for_its_own_posts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks from above at a crew that has two days, and at haulers who have seven."""
    org.assign(world.driver, world.truck, on=DAY, by=None)
    for post in (world.crusher, world.truck):
        publish(post, OLD)
    overdue_since(monkeypatch, 5)
    chosen.override(LEARN_DAYS, 2, unit_id=world.crew.id, enterprise_id=world.mine_id, by=world.admin.id)
    assert {one.post_id: (one.days, one.overdue) for one in found(world)} == {
        world.crusher_id: (2, 1),
        world.truck.id: (7, 0),
    }
    assert "各单位定的天数（2 到 7 天）" in page(world, "/console/learning", "safety_officer")


COUNT = count()
HISTORIES = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), max_size=6)
SHOWN = [OLD, NEW, OLD]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(learnt=HISTORIES)
def test_the_sums_agree_with_what_each_person_has_learnt(world: World, learnt: list[tuple[int, int]]) -> None:
    """A post with three versions, the last like the first; two people who learn some of them in any order."""
    number = str(320 + next(COUNT))
    post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
    people = [mate(world, f"{number}{at}", post=post) for at in (1, 2)]
    versions = [publish(post, rows) for rows in SHOWN]
    for who, version in learnt:
        learn(people[who], versions[version - 1])
    here = next(one for one in standings([world.mine.path]) if one.post_id == post.id)
    held = standing.learners(post.id)[Kind.EMERGENCY]
    knowing = [one for one in held if one.learning and one.learning.mark == mark_of(versions[2].digest)]
    assert (here.people, here.lacking) == (2, 2 - len(knowing))
