"""How much has been mastered: what a supervisor sees, and no more."""

from datetime import timedelta

from app.core.clock import now
from app.recite.queries import Mastery, mastery
from tests.recite.builders import FIRST, ORDER, REVIEW, answers, question
from tests.world import World

OTHER = "2f3a5b7c9d1e2f42"
ASKED = [question(FIRST), question(ORDER, "operation"), question(OTHER, "operation")]


def of(world: World, who: str = "worker", **later: float) -> Mastery:
    world.forget()
    account = world.people[who].id
    (found,) = mastery({world.crusher_id: [account]}, {world.crusher_id: ASKED}, now() + timedelta(**later))
    assert (found.account_id, found.post_id) == (account, world.crusher_id)
    return found


def test_what_was_right_and_is_not_due_again_is_mastered(world: World) -> None:
    answers(world, question=FIRST)
    answers(world, question=ORDER, ability="operation", right=False)
    found = of(world)
    assert found.asked == {"emergency": 1, "operation": 2}
    assert found.mastered == {"emergency": 1, "operation": 0}
    assert found.share == 1 / 3


def test_it_fades_when_nobody_practises(world: World) -> None:
    answers(world, question=FIRST)  # due in three days
    assert of(world, days=2).mastered["emergency"] == 1
    assert of(world, days=4).mastered["emergency"] == 0


def test_what_was_wrong_is_not_mastered_whatever_the_phone_makes_of_it(world: World) -> None:
    answers(world, question=FIRST, right=False, state=REVIEW, due=now() + timedelta(days=3))
    assert of(world).mastered["emergency"] == 0


def test_nothing_is_mastered_for_longer_than_an_enterprise_may_set(world: World) -> None:
    answers(world, question=FIRST, due=now() + timedelta(days=10_000))
    assert of(world, days=360).mastered["emergency"] == 1
    assert of(world, days=366).mastered["emergency"] == 0


def test_a_line_that_is_rewritten_is_a_new_question(world: World) -> None:
    answers(world, question="9" * 16)
    assert of(world).share == 0


def test_each_persons_is_their_own(world: World) -> None:
    answers(world, question=FIRST)
    assert of(world, "team_leader").share == 0


def test_a_post_that_asks_nothing_has_no_share(world: World) -> None:
    (found,) = mastery({world.crusher_id: [world.worker_id]}, {}, now())
    assert (found.asked, found.share) == ({}, None)
    assert mastery({}, {}, now()) == []
