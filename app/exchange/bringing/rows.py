"""Which row of a file is which row of the card that stands: rows keep their identity. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec

from app.cards.schemas import Body, DutyRow, Measure, OperationRow, RiskRow, ScenarioRow, Step
from app.core.ids import new_id
from app.exchange.bringing.silence import Silence, words_of
from app.exchange.pasted_cells import squash
from app.exchange.reading.schemas import ReadRow

LONGEST_ID = 80
P = TypeVar("P", Measure, Step)
Said = tuple[str, Body]  # (identity, row)


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class RowFate:
    """A row of the file beside the row that stands; without `body` it is gone."""

    fate: Fate
    where: str
    identity: str
    body: Body | None
    was: Body | None = None


def fates_of(
    rows: Sequence[ReadRow],
    stands: Sequence[Said],
    older: Sequence[Said] = (),
    lacks: Collection[str] = (),
) -> list[RowFate]:
    """Each row's fate against what stands, then the rows that are gone.

    A row is found by its identity, where the file holds it, else by what it is about; `older` rows, of which some
    no longer stand, lend theirs as well. What the file `lacks`, or says nothing about, stays as it stands.
    """
    known = dict(stands)
    pool = dict(older) | known
    taken = _by_identity(rows, pool)
    _by_key(rows, stands, taken)
    _by_key(rows, [one for one in older if one[0] not in known], taken)
    silent = Silence.of(rows, lacks)
    made = [_fate(row, taken.get(at, ""), known, pool, silent) for at, row in enumerate(rows)]
    found = {one.identity for one in made}
    gone = [
        RowFate(Fate.GONE, "", identity, None, body) for identity, body in stands if identity not in found
    ]
    return made + gone


def _by_identity(rows: Sequence[ReadRow], pool: dict[str, Body]) -> dict[int, str]:
    """Place of a row > the identity that it brings, if it is one that may be kept. On an empty card any may."""
    taken: dict[int, str] = {}
    for at, row in enumerate(rows):
        fits = 0 < len(row.id) <= LONGEST_ID and (row.id in pool or not pool)
        if fits and row.id not in taken.values():
            taken[at] = row.id
    return taken


def _by_key(rows: Sequence[ReadRow], stands: Iterable[Said], taken: dict[int, str]) -> None:
    used = set(taken.values())
    free: dict[str, list[str]] = defaultdict(list)
    for identity, body in stands:
        if identity not in used:
            free[key_of(body)].append(identity)
    for at, row in enumerate(rows):
        if at not in taken and free.get(key_of(row.body)):
            taken[at] = free[key_of(row.body)].pop(0)


def key_of(body: Body) -> str:
    """What a row is about, whatever else it says."""
    if isinstance(body, RiskRow):
        return f"{squash(body.point)}|{squash(body.hazard)}"
    if isinstance(body, DutyRow):
        return squash(body.duty)
    return squash(body.procedure if isinstance(body, OperationRow) else body.name)


def _fate(
    row: ReadRow, identity: str, known: dict[str, Body], pool: dict[str, Body], silent: Silence
) -> RowFate:
    was, lender = known.get(identity), pool.get(identity)
    body = row.body
    if lender is not None:
        body = silent.filled(body, lender)
    body = _with_parts(body, lender, brought=bool(row.id))
    if was is None:
        return RowFate(Fate.NEW, row.where, identity or str(new_id()), body)
    same = msgspec.to_builtins(was) == msgspec.to_builtins(body)
    return RowFate(Fate.SAME if same else Fate.CHANGED, row.where, identity, body, was)


def _with_parts(body: Body, was: Body | None, *, brought: bool) -> Body:
    """The row with the identities of its measures or steps: those of the same words stay."""
    if isinstance(body, RiskRow):
        old = was.measures if isinstance(was, RiskRow) else []
        return msgspec.structs.replace(body, measures=_named(body.measures, old, brought))
    if isinstance(body, ScenarioRow):
        before = was.steps if isinstance(was, ScenarioRow) else []
        return msgspec.structs.replace(body, steps=_named(body.steps, before, brought))
    return body


def _named(parts: Sequence[P], old: Sequence[P], brought: bool) -> list[P]:
    """Parts of a row with their identities: those of the same words, else those that our own export brings, else new."""
    given = [one.id if brought and 0 < len(one.id) <= LONGEST_ID else "" for one in parts]
    standing = {one.id: words_of(one) for one in old}
    named = [to if standing.get(to) == words_of(one) else "" for one, to in zip(parts, given, strict=True)]
    for at, one in enumerate(parts):
        left = (to for to, words in standing.items() if words == words_of(one) and to not in named)
        named[at] = named[at] or next(left, "")
    for at, to in enumerate(given):
        if not named[at] and to not in named and (to in standing or not standing):
            named[at] = to
    return [
        msgspec.structs.replace(one, id=to or str(new_id())) for one, to in zip(parts, named, strict=True)
    ]
