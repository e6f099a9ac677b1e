"""The fixture of this room."""

import pytest

from tests.hazards.stories import Site
from tests.world import World


@pytest.fixture
def site(world: World) -> Site:
    """甲矿 and its people."""
    return Site(world)
