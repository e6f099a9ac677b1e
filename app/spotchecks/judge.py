"""Whether somebody knew what was asked. Pure.

Exists twice, here and in static/client/model/spot.ts, held together by tests/vectors/spot.json.
"""

from collections.abc import Collection, Sequence
from typing import Protocol


class Asked(Protocol):
    """A point that was to be said."""

    @property
    def id(self) -> str:
        """What `said` names it by."""

    @property
    def critical(self) -> bool:
        """Whether it may not be missed."""


def is_passed(points: Sequence[Asked], said: Collection[str], percent: int) -> bool:
    """Whether all critical points were said, and at least `percent` of all."""
    told = [one for one in points if one.id in said]
    critical = all(one.id in said for one in points if one.critical)
    return bool(points) and critical and len(told) * 100 >= percent * len(points)


def are_all_ticked(points: Sequence[Asked], said: Sequence[str], missed: Sequence[str]) -> bool:
    """Whether every point is either said or missed, once, and nothing else is."""
    ticked = sorted([*said, *missed])
    return ticked == sorted(one.id for one in points) and len(set(ticked)) == len(ticked)
