"""What posts ask is remembered by a process, whose threads come and go as they like."""

from typing import Any

import pytest

from app.cards.schemas import Kind
from app.questions import queries
from tests.world import World


class Emptied(dict[Any, Any]):
    """As if another thread had found it full just now."""

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.clear()
        return found

    def get(self, key: object, default: object = None) -> object:
        found = super().get(key, default)
        self.clear()
        return found


def test_that_another_thread_forgets_it_meanwhile_breaks_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(world.crusher, Kind.EMERGENCY)
    before = queries.counted_at([world.crusher])
    monkeypatch.setattr(queries, "_made", Emptied(queries._made))
    assert queries.counted_at([world.crusher]) == before
