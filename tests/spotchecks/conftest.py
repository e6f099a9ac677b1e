"""The fixture of this room."""

import pytest

from tests.spotchecks.builders import publish_all, since_long
from tests.world import World


@pytest.fixture
def crew(world: World) -> World:
    """The world, where the crusher has four cards to recite and all roles were granted long ago."""
    publish_all(world.crusher)
    since_long(world)
    return world
