"""The phone that most tests of sync send from."""

import pytest

from tests.sync.phones import Phone
from tests.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    """The worker's phone."""
    return Phone(world, "worker")
