"""What a draft still lacks before it can go to review, each thing with what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.cards import gates
from app.cards.actions import refuse_without_steps
from app.cards.filled import unfilled
from app.cards.models import CardVersion
from app.cards.plain import Advice, advise
from app.cards.queries import bodies_of, head_of
from app.cards.schemas import Head, Kind, body_from
from app.cards.settings import limits_at
from app.core.errors import Problem


@dataclass(frozen=True)
class Lack:
    """One thing that is lacking; `identity` names the row, where it is one's."""

    message: str
    hint: str
    identity: str = ""


def lacks(version: CardVersion) -> list[Lack]:
    """All that keeps a draft from review."""
    checks: tuple[Callable[[CardVersion], None], ...] = (
        gates.refuse_closed_post,
        refuse_without_steps,
        gates.refuse_uncontrolled,
        gates.refuse_lost_red,
    )
    if not version.rows:
        return [Lack("一行也没有", "先写至少一行。")]
    empty = (Lack(one.message, one.hint, one.identity) for one in unfilled(version))
    return [*empty, *filter(None, (_told(one, version) for one in checks))]


def advice_on(version: CardVersion) -> list[Advice]:
    """What could be said more plainly on a version (S5)."""
    path = version.card.post.unit.path
    return advise(Kind(version.card.kind), head_of(version), bodies_of(version), limits_at(path))


def advice_for(version: CardVersion, identity: str) -> list[Advice]:
    """What could be said more plainly in one row; in the head where `identity` is ""."""
    kind, path = Kind(version.card.kind), version.card.post.unit.path
    if not identity:
        return [one for one in advise(kind, head_of(version), [], limits_at(path)) if not one.identity]
    rows = [(row.identity, body_from(kind, row.body)) for row in version.rows if row.identity == identity]
    return [one for one in advise(kind, Head(), rows, limits_at(path)) if one.identity]


def _told(check: Callable[[CardVersion], None], version: CardVersion) -> Lack | None:
    try:
        check(version)
    except Problem as problem:
        return Lack(problem.message, problem.hint)
    return None
