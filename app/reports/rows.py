"""The rows of a board: what they stand for, what they are called, the order in which they stand."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.cards.models import Card, CardVersion, State
from app.cards.queries import level_of
from app.cards.schemas import Kind as CardKind
from app.checks.answers import parts
from app.checks.routes.telling import place_names
from app.core import db
from app.core.paging import Page
from app.org import queries as org
from app.org.models import Unit, UnitKind
from app.reports.board import Board, Counted, Line, Place
from app.reports.filters import READ, Asked

POSTS_MOST = 60  # rows; where there are more, units stand for them unless one asks for posts
PAGE = 50
UNGRADED = 9  # after the last level
REMEMBERED = 20_000  # versions of cards
_levels: dict[UUID, int | None] = {}  # of published versions, which never change

UNIT_WORDS = {"whole": "整个单位的", "own": "不在下级里的", "unit": ""}

PlaceOf = Callable[[Counted], Place]
At = tuple[UUID, UUID | None]  # (unit, post); no post: the whole unit


@dataclass
class Told:
    """A row with what it is called."""

    line: Line
    name: str
    unit: str  # "" where it is the name itself
    level: int | None
    where: dict[str, str]  # filters that narrow a list to this row


def stands_for(asked: Asked, places: Callable[[int], Collection[At]]) -> str:
    """What a row is: "post", or "unit" where there are too many posts to look at.

    `places` tells where checks are demanded, at least so many places of them where there are more; only asked where
    that decides.
    """
    if asked.by == "post" or asked.post:
        return "post"
    base = _base(asked)
    if asked.by == "unit" or (base is not None and base.kind == UnitKind.PARK):
        return "unit"
    return "unit" if len(places(POSTS_MOST + 1)) > POSTS_MOST else "post"


def place_in(asked: Asked, by: str, units: Collection[UUID]) -> PlaceOf:
    """What stands for a check that is demanded in one of these units, as a row of "post" or "unit"."""
    return _by_unit(_base(asked), asked.paths, units) if by == "unit" else _by_post


def _base(asked: Asked) -> Unit | None:
    return asked.unit or _only_unit(asked.paths)


def _only_unit(paths: Sequence[str]) -> Unit | None:
    found = org.units_by_id([UUID(paths[0].strip("/").rpartition("/")[2])]) if len(paths) == 1 else {}
    return next(iter(found.values()), None)


def _by_post(one: Counted) -> Place:
    return Place("post", one.post_id) if one.post_id else Place("whole", one.unit_id)


def _by_unit(base: Unit | None, paths: Sequence[str], unit_ids: Collection[UUID]) -> PlaceOf:
    """The unit below `base` in which a check lies; without one, the unit of one's own that it lies in."""
    places = {one.id: _below(base, paths, one) for one in org.units_by_id(unit_ids).values()}
    return lambda one: places[one.unit_id]


def _below(base: Unit | None, paths: Sequence[str], unit: Unit) -> Place:
    above = base.path if base else max((one for one in paths if unit.path.startswith(one)), key=len)
    rest = unit.path[len(above) :] if base else above.strip("/").rpartition("/")[2]
    return Place("unit", UUID(rest.partition("/")[0])) if rest else Place("own", unit.id)


def told(board: Board, page: int) -> Page[Told]:
    """A page of the rows: posts by risk, the worst first; units in the order of the tree."""
    posts = [one.place.id for one in board.lines if one.place.kind == "post"]
    found = _posts(board, posts) + _units([one for one in board.lines if one.place.kind != "post"])
    return Page(found[(page - 1) * PAGE : page * PAGE], page, len(found), PAGE)


def _posts(board: Board, ids: Sequence[UUID]) -> list[Told]:
    lines = [one for one in board.lines if one.place.kind == "post"]
    units = {line.place.id: _unit_in(line) for line in lines}
    names, levels = place_names([(units[one], one) for one in ids]), levels_of(ids)
    found = [
        Told(line, *names[units[line.place.id], line.place.id], levels.get(line.place.id), _where(line))
        for line in lines
    ]
    return sorted(found, key=lambda one: (one.level or UNGRADED, one.unit, one.name))


def _unit_in(line: Line) -> UUID:
    """The unit of a post's row, as its latest check has it: a post may have moved."""
    assert line.total.last is not None
    return line.total.last.unit_id


def _units(lines: Sequence[Line]) -> list[Told]:
    by_place = {one.place: one for one in lines}
    units = org.in_tree_order(list(org.units_by_id({one.id for one in by_place}).values()))
    return [
        Told(by_place[place], unit.name, UNIT_WORDS[kind], None, _where(by_place[place]))
        for unit in units
        for kind in UNIT_WORDS
        if (place := Place(kind, unit.id)) in by_place
    ]


def _where(line: Line) -> dict[str, str]:
    if line.place.kind == "post":
        return {"post": str(line.place.id)}
    own = {} if line.place.kind == "unit" else {"own": line.place.kind}
    return {"unit": str(line.place.id), **own}


def levels_of(post_ids: Sequence[UUID]) -> dict[UUID, int | None]:
    """Post > the worst level after controls of its published risk list."""
    versions: dict[UUID, UUID] = {}
    for some in parts(post_ids):
        asked = select(Card.post_id, CardVersion.id).join(Card, CardVersion.card_id == Card.id)
        asked = asked.where(Card.post_id.in_(some), Card.kind == CardKind.RISK.value)
        rows = db.session().execute(asked.where(CardVersion.state == State.PUBLISHED))
        versions.update({row.post_id: row.id for row in rows})
    level_by_version = _levels_by_version(set(versions.values()))
    return {post: level_by_version[one] for post, one in versions.items()}


def _levels_by_version(ids: Collection[UUID]) -> dict[UUID, int | None]:
    """What is remembered is asked once each: another thread may empty it at any time."""
    found = {one: level for one in ids if (level := _levels.get(one, UNGRADED)) != UNGRADED}
    new: dict[UUID, int | None] = {}
    whole = (joinedload(CardVersion.card), selectinload(CardVersion.rows))
    for some in parts([one for one in ids if one not in found]):
        asked = select(CardVersion).where(CardVersion.id.in_(some)).options(*whole)
        new.update({one.id: level_of(one) for one in db.session().scalars(asked)})
    if len(_levels) + len(new) > REMEMBERED:
        _levels.clear()
    _levels.update(new)
    return found | new


def units_to_choose(asked: Asked) -> list[Unit]:
    """The open units that the filter offers."""
    found = [one for one in org.units(current_user.paths_for(READ)) if one.kind != UnitKind.PARK]
    chosen = [asked.unit] if asked.unit and asked.unit.closed_on else []
    return found + chosen
