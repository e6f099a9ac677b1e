"""Who opened which version of a card."""

from datetime import timedelta
from typing import Any

import pytest

from app.audit.queries import entries
from app.cards.schemas import Kind
from app.core.capture import Capture
from app.core.clock import now
from app.core.errors import Invalid
from app.core.ids import new_id
from app.learning import actions
from app.learning.models import CardOpening
from app.learning.queries import openings_at
from app.learning.schemas import CardOpened
from app.org.models import Person
from tests.world import World

HOUR = timedelta(hours=1)


def _opens(world: World, who: Person, *, ago: timedelta = timedelta(0), **more: Any) -> list[str]:
    given = {"post": str(world.crusher_id), "kind": Kind.RISK, "version": 1} | more
    moment = now()
    capture = Capture(
        enterprise_id=who.enterprise_id, by=who.id, at=moment - ago, received_at=moment, offset_ms=0
    )
    return actions.opened(CardOpened(**given), capture)


def _seen(world: World) -> list[CardOpening]:
    world.forget()
    return openings_at([world.crusher_id, world.furnace_id])


def test_openings_count_up_in_whatever_order_they_arrive(world: World) -> None:
    world.publish_all(world.crusher)
    worker = world.people["worker"]
    for hours in (2, 5, 3):
        assert _opens(world, worker, ago=hours * HOUR) == []
    (seen,) = _seen(world)
    assert (seen.account_id, seen.kind, seen.number, seen.times) == (worker.id, "risk", 1, 3)
    assert seen.last_at - seen.first_at == pytest.approx(3 * HOUR, abs=timedelta(minutes=5))


def test_each_person_and_version_stands_for_itself(world: World) -> None:
    world.publish_all(world.crusher)
    world.publish(world.crusher, Kind.RISK, mark="！")
    worker, leader = world.people["worker"], world.people["team_leader"]
    for who, version in ((worker, 1), (worker, 2), (leader, 2)):
        _opens(world, who, version=version)
    assert [(one.account_id, one.number) for one in _seen(world)] == [
        (worker.id, 1),
        (worker.id, 2),
        (leader.id, 2),
    ]


def test_the_first_time_is_audited(world: World) -> None:
    world.publish_all(world.crusher)
    for _ in range(2):
        _opens(world, world.people["worker"])
    acts = [one.act for one in entries(world.mine_id, subject_id=world.crusher_id, page=1)]
    assert acts.count("card.open") == 1


def test_what_there_never_was_can_not_be_opened(world: World) -> None:
    world.publish_all(world.crusher)
    world.publish_all(world.furnace)
    world.draft(world.crusher, Kind.RISK, mark="草稿")
    never: list[dict[str, Any]] = [
        {"version": 2},  # only a draft
        {"version": 9},
        {"version": 0},
        {"version": 10**12},
        {"post": str(new_id())},
        {"post": "哪里"},
        {"post": str(world.furnace_id)},  # another enterprise's
    ]
    for one in never:
        with pytest.raises(Invalid) as refused:
            _opens(world, world.people["worker"], **one)
        assert refused.value.code == "unknown_card"
    assert _seen(world) == []
