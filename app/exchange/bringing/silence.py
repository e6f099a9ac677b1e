"""What a file says nothing about, it does not take away. Pure.

A form without a column for the level after controls, or for icons, is no wish to lose these: a field that not one
row of a card fills stays as it stands in the rows that the file matches. A field that some rows fill is taken as the
file has it, empty cells included. Our own export says all there is: only the columns that it lacks stay as they stand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from app.cards.schemas import Body, Measure, RiskRow, ScenarioRow, Step
from app.exchange.pasted_cells import squash
from app.exchange.reading.schemas import ReadRow

T = TypeVar("T", bound=msgspec.Struct)
Part = Measure | Step
STEP = "step."


@dataclass(frozen=True)
class Silence:
    """The fields that a card in a file leaves empty in every row, and those of its measures or steps."""

    fields: frozenset[str]
    of_parts: frozenset[str]
    columns: frozenset[str]  # of the form's own that it has
    exact: bool = False  # an export of ours

    @classmethod
    def of(cls, rows: Sequence[ReadRow], lacks: Collection[str] = ()) -> "Silence":
        """What these rows, all of one card, leave unsaid; `lacks`: what our own sheet has no column for."""
        if any(row.id for row in rows):
            steps = frozenset(one.removeprefix(STEP) for one in lacks if one.startswith(STEP))
            return cls(frozenset(one for one in lacks if "." not in one), steps, frozenset(), exact=True)
        bodies = [row.body for row in rows]
        columns = frozenset(name for body in bodies for name in body.extra)
        return cls(_empty(bodies), _empty([part for body in bodies for part in parts_of(body)]), columns)

    def filled(self, body: Body, was: Body) -> Body:
        """A row of the file with what only `was` says."""
        if type(body) is not type(was):
            return body
        kept = {name: getattr(was, name) for name in self.fields - {"extra"}}
        if "extra" in self.fields or not self.exact:
            kept["extra"] = {
                key: text for key, text in was.extra.items() if key not in self.columns
            } | body.extra
        return self._with_parts(msgspec.structs.replace(body, **kept), was)

    def _with_parts(self, body: Body, was: Body) -> Body:
        if isinstance(body, RiskRow) and "measures" not in self.fields:
            return msgspec.structs.replace(body, measures=self._parts(body, was))
        if isinstance(body, ScenarioRow) and "steps" not in self.fields:
            return msgspec.structs.replace(body, steps=self._parts(body, was))
        return body

    def _parts(self, body: Body, was: Body) -> list[Any]:
        """Each part with what the one of the same words says besides; such a one lends once."""
        free = parts_of(was)
        return [self._part(one, free) for one in parts_of(body)]

    def _part(self, one: Part, free: list[Part]) -> Part:
        named = (other for other in free if self.exact and one.id and other.id == one.id)
        same = next(named, None) or next((other for other in free if words_of(other) == words_of(one)), None)
        if same is None:
            return one
        free.remove(same)
        return msgspec.structs.replace(one, **{name: getattr(same, name) for name in self.of_parts - {"id"}})


def parts_of(body: Body) -> list[Part]:
    """The measures of a risk, the steps of an accident; nothing in other rows."""
    if isinstance(body, RiskRow):
        return list(body.measures)
    return list(body.steps) if isinstance(body, ScenarioRow) else []


def words_of(one: Part) -> str:
    """What makes a measure or a step the same one."""
    return squash(one.text) if isinstance(one, Measure) else f"{squash(one.act)}|{squash(one.how)}"


def _empty(said: Sequence[T]) -> frozenset[str]:
    names = said[0].__struct_fields__ if said else ()
    return frozenset(name for name in names if not any(getattr(one, name) for one in said))
