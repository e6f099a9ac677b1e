"""Today's five: a post where checks were missed is one thing, however many; what is put off of it, and what is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.checks import actions as checks
from app.checks.models import Plan
from app.core.clock import now, standing_at
from app.reports.routes import five as route
from tests.checks.builders import begin, capture, check, plan_of
from tests.reports.test_five import RED, phone, things
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")
DAY = (now().astimezone(ZONE) + timedelta(days=1)).date()  # after all that the world is made of
MORNING, NOON = 8, 13  # o'clock, when the two checks must be done


class Post:
    """The crusher, where two checks a day are asked and nobody makes them; and its crew's leader."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.publish_all(world.crusher, residual=RED)
        self.morning = self._plan(MORNING, "早班检查")
        self.noon = self._plan(NOON, "中班检查")

    def _plan(self, hour: int, title: str) -> Plan:
        plan = plan_of(self.world, to_minute=60 * hour, title=title)
        begin(self.world, plan, _moment(0) - timedelta(hours=2))
        return plan

    def key(self, plan: Plan) -> str:
        return f"missed:{plan.id}:{DAY}:any"

    @contextmanager
    def at(self, hour: int) -> Iterator[None]:
        """It is this hour of the day, also for whoever asks for their five; what has closed is frozen."""
        at = _moment(hour)
        with standing_at(at), pytest.MonkeyPatch.context() as patch:
            patch.setattr(route, "now", lambda: at)  # in a request the clock does not stand
            checks.freeze(self.world.mine_id, at)
            yield

    def five(self, *listed: str) -> dict[str, Any]:
        """What the leader's phone is told, of this rule; it says what it had listed."""
        asked = "&".join(f"listed={one}" for one in listed)
        return self._of_rule(self.world.client("team_leader").get(f"/api/five?{asked}"))

    def put(self, key: str, *, later: bool = True) -> dict[str, Any]:
        leader = self.world.client("team_leader")
        return self._of_rule(leader.post("/api/five/later", json={"key": key, "later": later}))

    @staticmethod
    def _of_rule(answer: Any) -> dict[str, Any]:
        assert answer.status_code == 200
        each = {
            part: [one["key"] for one in answer.json[part] if one["rule"] == "missed"]
            for part in ("things", "later")
        }
        return {**each, "done": answer.json["done"]}

    def make(self, plan: Plan) -> None:
        """Somebody makes the check after all."""
        checks.submit(check(plan, str(DAY)), capture(self.world.people["worker"], now()))


def _moment(hour: int) -> datetime:
    return datetime.combine(DAY, time(hour), ZONE)


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


def told(things: list[str], later: list[str], done: list[str]) -> dict[str, Any]:
    return {"things": things, "later": later, "done": sorted(done)}


def test_a_post_is_one_thing_about_its_newest_and_says_how_many(world: World, post: Post) -> None:
    with post.at(MORNING + 1):
        (one,) = things(world, "team_leader", "missed")
        assert one.reason == "今天 8:00 就该做完早班检查" and one.keys == (post.key(post.morning),)
    with post.at(NOON + 1):
        (one,) = things(world, "team_leader", "missed")
        assert one.reason == "今天 13:00 就该做完中班检查，共 2\u00a0次没做"
        assert one.keys == (post.key(post.noon), post.key(post.morning))
        assert str(post.noon.id) in one.step.href and one.step.tel
        page = world.client("team_leader").get(one.step.href)
        assert page.status_code == 200 and "中班检查" in page.text


def test_it_weighs_as_much_as_the_first_of_them(world: World, post: Post) -> None:
    with post.at(MORNING + 1):
        (today,) = things(world, "team_leader", "missed")
    with standing_at(_moment(0) + timedelta(days=1, hours=MORNING + 1)):
        checks.freeze(world.mine_id, now())
        (one,) = things(world, "team_leader", "missed")
    assert len(one.keys) == 3 and one.reason.startswith("今天 8:00")
    assert one.age == 1 and one.score > today.score


def test_what_was_put_off_is_back_when_another_is_missed_and_is_not_called_done(post: Post) -> None:
    morning, noon = post.key(post.morning), post.key(post.noon)
    with post.at(MORNING + 1):
        assert post.five() == told([morning], [], [])
        assert post.put(morning) == told([], [morning], [])
    with post.at(NOON + 1):
        assert post.five(morning) == told([noon], [], [])
        assert post.put(noon) == told([], [noon], [])
        assert post.five(morning, noon) == told([], [noon], [])


def test_what_was_put_off_stays_so_when_the_newest_is_made_up(post: Post) -> None:
    morning, noon = post.key(post.morning), post.key(post.noon)
    with post.at(NOON + 1):
        assert post.put(noon) == told([], [noon], [])
        post.make(post.noon)
        assert post.five(noon, morning) == told([], [morning], [noon]), "the older is still missed"
        assert post.put(morning, later=False) == told([morning], [], [])
        post.make(post.morning)
        assert post.five(noon, morning) == told([], [], [morning, noon])


def test_what_is_taken_back_is_back_with_all_that_it_speaks_for(post: Post) -> None:
    morning, noon = post.key(post.morning), post.key(post.noon)
    with post.at(NOON + 1):
        post.put(noon)
        assert post.put(noon, later=False) == told([noon], [], [])
        post.make(post.noon)
        assert post.five() == told([morning], [], [])


def test_what_was_seen_before_noon_is_put_off_without_what_came_since(post: Post) -> None:
    morning, noon = post.key(post.morning), post.key(post.noon)
    with post.at(NOON + 1):
        assert post.put(morning) == told([noon], [], []), "the list on that phone was an old one"


def test_what_a_phone_may_still_hold_is_spoken_of_when_it_is_known(world: World, post: Post) -> None:
    morning, noon = post.key(post.morning), post.key(post.noon)
    with standing_at(_moment(MORNING + 1)):
        held = phone(world, "worker", days=0)
    with post.at(NOON + 1):
        assert post.put(morning) == told([], [morning], []), "of noon nothing is known"
        world.change(held, heard_at=now())
        assert post.five(morning) == told([noon], [], [])
