"""应知应会率, held against counting one by one."""

import itertools
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.cards.schemas import Kind
from app.core import db
from app.core.clock import now
from app.org import actions as org
from app.org.models import Person, Post
from app.spotchecks import queries
from app.spotchecks.queries import Counted
from tests.spotchecks.builders import ABILITIES, answers, hold, numbers, publish, publish_all, worker
from tests.world import World, mine_day

A_DAY = timedelta(days=1)
NUMBERS = itertools.count(100)


def rate(world: World, at: datetime | None = None) -> queries.Rate:
    world.forget()
    return queries.rate([world.mine.path], at or now())


def states(world: World, at: datetime | None = None) -> dict[str, list[str]]:
    """Name > how they stand with risk, duty, operation, emergency."""
    return {one.holding.name: [known.state for known in one.known] for one in rate(world, at).standings}


def test_whoever_passed_all_four_counts(crew: World) -> None:
    worker(crew, "工友", "1301", crew.crusher)
    hold(crew)
    found = rate(crew)
    assert (found.passed, found.people, found.share) == (1, 2, 0.5)
    assert found.by_unit == {crew.crew.id: Counted(1, 2)}
    assert states(crew) == {"worker": ["passed"] * 4, "工友": ["missing"] * 4}


def test_four_abilities_may_be_passed_on_four_days(crew: World) -> None:
    for days, ability in enumerate(ABILITIES, 1):
        assert rate(crew).passed == 0
        hold(crew, only=[ability], at=now() - days * A_DAY)
    assert rate(crew).passed == 1
    assert rate(crew, now() + 89 * A_DAY).passed == 0  # the first of them is 90 days old by then


def test_what_does_not_count(crew: World) -> None:
    hold(crew, confirmed="disputed")
    hold(crew, confirmed="left")
    assert states(crew) == {"worker": ["missing"] * 4}
    hold(crew, at=now() - 91 * A_DAY)
    assert states(crew) == {"worker": ["expired"] * 4}
    hold(crew, misses=["emergency"])
    assert states(crew) == {"worker": ["passed", "passed", "passed", "failed"]}
    publish(crew.crusher, Kind.DUTY, mark="，签字")
    assert states(crew)["worker"][1] == "old"
    assert rate(crew).passed == 0


def test_the_last_time_counts(crew: World) -> None:
    """Whoever passed once and did not know it later does not know it; a time they dispute takes nothing away."""
    hold(crew, at=now() - 3 * A_DAY)
    hold(crew, at=now() - 2 * A_DAY, misses=["emergency"])
    hold(crew, at=now() - A_DAY, misses=["risk"], confirmed="disputed")
    assert states(crew) == {"worker": ["passed", "passed", "passed", "failed"]}
    hold(crew, only=["emergency"])
    assert states(crew) == {"worker": ["passed"] * 4}


@pytest.mark.parametrize("flag", queries.DOUBTED)
def test_what_is_doubted_counts_only_once_it_is_held_again(crew: World, flag: str) -> None:
    with db.writing():
        hold(crew).flags = [flag]
    assert states(crew) == {"worker": ["missing"] * 4}
    hold(crew)
    assert states(crew) == {"worker": ["passed"] * 4}


def test_a_post_without_a_card_lets_nobody_pass(world: World) -> None:
    publish(world.crusher, Kind.RISK)
    assert states(world) == {"worker": ["missing", "none", "none", "none"]}
    assert rate(world).share == 0


def test_a_version_that_the_server_got_later_was_not_the_one_that_was_asked(crew: World) -> None:
    """A restore may lose a version that phones have; the next one gets its number, and says something else."""
    (said,) = answers(crew.crusher_id, str(crew.worker_id), only=["duty"])
    number = said["version"] + 1
    assert hold(crew, answers=[said | {"version": number}]).flags == ["unknown_version"]
    assert states(crew)["worker"][1] == "missing"
    publish(crew.crusher, Kind.DUTY, mark="，签字")
    assert numbers(crew.crusher_id)["duty"] == number
    assert states(crew)["worker"][1] == "missing"
    hold(crew, only=["duty"])
    assert states(crew)["worker"][1] == "passed"


def test_where_nobody_holds_a_key_post_there_is_no_share(world: World) -> None:
    org.amend_post(world.crusher, title="一号岗", key_post=False, unit=world.crew, by=world.admin.id)
    assert (rate(world).people, rate(world).share) == (0, None)


def test_who_left_or_gave_the_post_up_counts_no_more(crew: World) -> None:
    other = worker(crew, "工友", "1301", crew.crusher)
    org.end_assignment(other.assignments[0], on=mine_day() - A_DAY, by=crew.admin.id)
    assert set(states(crew)) == {"worker"}


class Happened(NamedTuple):
    """One 抽背 of a random history."""

    who: int
    post: int
    misses: list[str]
    confirmed: str
    days: int  # ago


def naive(world: World, people: list[Person], posts: list[Post], held: list[Happened]) -> int:
    """How many people know all, counted one by one; everybody holds every post."""
    passed = 0
    for who, _ in enumerate(people):
        counting = [one for one in held if one.who == who and one.confirmed == "agreed"]
        passed += all(
            (last := last_about(post, counting)) is not None and last.days < 90 and ability not in last.misses
            for post, _ in enumerate(posts)
            for ability in ABILITIES
        )
    return passed


def last_about(post: int, held: list[Happened]) -> Happened | None:
    """The newest about a post: of those of a day the one that came last."""
    return min((one for one in reversed(held) if one.post == post), key=lambda one: one.days, default=None)


HELD = st.builds(
    Happened,
    st.integers(0, 1),
    st.integers(0, 1),
    st.lists(st.sampled_from(ABILITIES), max_size=1),
    st.sampled_from(["agreed", "agreed", "agreed", "disputed", "left"]),
    st.sampled_from([0, 1, 45, 89, 91, 200]),
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
@given(histories=st.lists(st.lists(HELD, max_size=6), min_size=2, max_size=3))
def test_it_is_what_counting_one_by_one_gives(crew: World, histories: list[list[Happened]]) -> None:
    """A fresh pair of people, and a fresh pair of posts, for each history."""
    for held in histories:
        number = next(NUMBERS)
        posts = [
            org.add_post(unit=crew.crew, title=f"岗 {number} {n}", key_post=True, by=None) for n in range(2)
        ]
        for post in posts:
            publish_all(post)
        before = rate(crew).passed
        people = [worker(crew, f"p{number}{n}", f"6{number}{n}", *posts) for n in range(2)]
        for one in held:
            hold(
                crew,
                people[one.who],
                at_post=posts[one.post],
                post=str(posts[one.post].id),
                misses=one.misses,
                confirmed=one.confirmed,
                at=now() - one.days * A_DAY - timedelta(minutes=1),
            )
        assert rate(crew).passed - before == naive(crew, people, posts, held)


def test_a_whole_mine_costs_a_few_questions(crew: World) -> None:
    def cost() -> int:
        asked: list[str] = []
        listen = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(db.engine(), "before_cursor_execute", listen)
        try:
            rate(crew)
        finally:
            event.remove(db.engine(), "before_cursor_execute", listen)
        return len(asked)

    few = cost()
    for number in range(5):
        hold(crew, worker(crew, f"p{number}", f"{7000 + number}", crew.crusher))
    assert cost() == few <= 12
