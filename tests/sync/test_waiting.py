"""What waits for somebody's signature stands on their own page of the phone, and on nobody else's."""

from typing import Any

from app.cards import reviewing
from app.cards.models import Stage
from tests.cards.review import draft, publish, sign, signed
from tests.world import World


def counts(world: World, who: str) -> tuple[int, int]:
    """(cards to sign, cards to publish) that a phone is told."""
    person = world.people[who]
    found: Any = world.client(who).get(f"/api/sync/bundles/me:{person.id}").json
    return found["signing"], found["publishing"]


def test_it_counts_what_waits_for_this_person_and_goes_down_when_it_is_signed(world: World) -> None:
    version = draft(world)
    crew = ("worker", "team_leader", "principal", "safety_officer", "park_overseer")
    assert {counts(world, who) for who in crew} == {(0, 0)}
    reviewing.submit(version, by=world.people["team_leader"].id)
    assert [counts(world, who) for who in crew] == [(1, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
    sign(world, version, Stage.IDENTIFY, "worker")
    assert [counts(world, who) for who in crew] == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 0)]


def test_who_publishes_is_told_of_what_was_approved_until_it_is_published(world: World) -> None:
    version = draft(world)
    reviewing.submit(version, by=world.people["team_leader"].id)
    signed(world, version)
    assert [counts(world, who) for who in ("worker", "safety_officer", "park_overseer")] == [
        (0, 0),
        (0, 1),
        (0, 0),
    ]
    publish(world, version)
    assert counts(world, "safety_officer") == (0, 0)
