"""What changed from one version of a card to another, row by row. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Said = Sequence[tuple[str, Mapping[str, Any]]]  # (identity, body) in order


@dataclass(frozen=True)
class RowChange:
    """A row that is new (`was` None), gone (`now` None), says something else, or has only moved (both the same)."""

    identity: str
    was: Mapping[str, Any] | None
    now: Mapping[str, Any] | None

    @property
    def fields(self) -> list[str]:
        """Which fields say something else, by their names in the schema; all that are filled where it is new or gone."""
        was, now = self.was or {}, self.now or {}
        return [key for key in {**now, **was} if was.get(key) != now.get(key)]

    @property
    def moved(self) -> bool:
        """Whether its words are the same, and only its place is another."""
        return self.was is not None and self.was == self.now


def changes(was: Said, now: Said, *, moves: bool = False) -> list[RowChange]:
    """The rows that differ: those of `now` in its order, then those that are gone in the order they had.

    With `moves`, also rows that stand among the rows of both in another order than before.
    """
    old, new = dict(was), dict(now)
    shifted = _shifted([key for key, _ in was if key in new], [key for key, _ in now if key in old])
    told = [
        RowChange(key, old.get(key), body)
        for key, body in now
        if old.get(key) != body or (moves and key in shifted)
    ]
    return told + [RowChange(key, body, None) for key, body in was if key not in new]


def _shifted(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest rows that were moved: all but a longest run that stands in the same order in both."""
    place = {key: at for at, key in enumerate(before)}
    best: list[list[str]] = []  # best[n] = a run of n + 1 rows that ends earliest
    runs: dict[str, list[str]] = {}
    for key in after:
        at = next((n for n, run in enumerate(best) if place[run[-1]] >= place[key]), len(best))
        runs[key] = [*(best[at - 1] if at else []), key]
        best[at : at + 1] = [runs[key]]
    return set(after) - set(best[-1] if best else [])
