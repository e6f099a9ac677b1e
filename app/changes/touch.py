"""Which posts a change touches: all below a unit, one post, or those whose cards in force name an equipment's tag."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.cards.models import Card, CardRow, CardVersion, State
from app.cards.schemas import Kind
from app.core import db
from app.org.models import Post, Unit
from app.org.queries import posts

# Dashes that people and documents write for one another; NFKC leaves them apart.
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\u30fc\ufe58_]")
# P-101A/B, P-101A、B, V-101～105: one name for several. No part is without end: a page of digits costs no more than of
# words.
_JOIN, _END = "[/、,~\u301c至到]", "(?:[a-z]|[0-9]{1,9})"
_SEVERAL = re.compile(
    rf"(?<![0-9a-z-])([0-9a-z][0-9a-z -]{{0,30}}?)({_END})((?: ?{_JOIN} ?{_END}(?!-?[0-9a-z]))+)"
)
_NEXT = re.compile(rf"({_JOIN}) ?({_END})")
_LONGEST_RANGE = 100  # P-1～9999 is no list of pumps
_NOT_TEXT = {"id", "icon", "before", "after"}  # of a row: what names, draws or scores it


class Place(NamedTuple):
    """Where something has changed: exactly one of the three."""

    enterprise_id: UUID
    unit: Unit | None = None
    post: Post | None = None
    tag: str = ""


class Touched(NamedTuple):
    """A post that a change touches; `named`: the cards in force that name the tag."""

    post: Post
    named: list[Kind]


def touched(place: Place) -> list[Touched]:
    """The open posts of the enterprise that a change there touches, in the order of the tree."""
    if place.post is not None:
        return [Touched(place.post, [])] if place.post.closed_on is None else []
    if place.unit is not None:
        below = [one for one in posts([place.unit.path]) if one.enterprise_id == place.enterprise_id]
        return [Touched(one, []) for one in below]
    named = _naming(place.enterprise_id, place.tag)
    held = {
        one.id: one for one in posts(["/"]) if one.enterprise_id == place.enterprise_id and one.id in named
    }
    return [Touched(one, [kind for kind in Kind if kind in named[one.id]]) for one in held.values()]


def grounds(place: Place, found: Sequence[Touched]) -> list[str]:
    """The paths of the units on which one must have a right, to have it at every post that is touched."""
    return [place.unit.path] if place.unit else sorted({one.post.unit.path for one in found})


def mark_of(found: Sequence[Touched]) -> str:
    """A short mark of these posts: the same for the same ones."""
    ids = sorted(str(one.post.id) for one in found)
    return hashlib.sha256("".join(ids).encode()).hexdigest()[:16]


def _naming(enterprise_id: UUID, tag: str) -> dict[UUID, set[Kind]]:
    """Post > its cards in force that name a tag."""
    names = finder(tag)
    if names is None:
        return {}
    found: dict[UUID, set[Kind]] = {}
    for post_id, kind, said in _in_force(enterprise_id):
        if any(names(text) for text in texts_of(said)):
            found.setdefault(post_id, set()).add(Kind(kind))
    return found


def _in_force(enterprise_id: UUID) -> Iterator[tuple[UUID, str, Any]]:
    """Post, kind and what it says, of every head and every row of the cards in force."""
    there = Card.enterprise_id == enterprise_id, CardVersion.state == State.PUBLISHED
    heads = select(Card.post_id, Card.kind, CardVersion.head).join(
        CardVersion, CardVersion.card_id == Card.id
    )
    rows = select(Card.post_id, Card.kind, CardRow.body).join(CardVersion, CardVersion.card_id == Card.id)
    rows = rows.join(CardRow, CardRow.version_id == CardVersion.id)
    for asked in (heads, rows):
        for row in db.session().execute(asked.where(*there)):
            yield row.post_id, row.kind, row[2]


def texts_of(said: Any) -> Iterator[str]:
    """Every text in a row that people read."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for key, value in said.items():
            if key not in _NOT_TEXT:
                yield from texts_of(value)
    elif isinstance(said, list):
        for value in said:
            yield from texts_of(value)


def finder(tag: str) -> Callable[[str], bool] | None:
    """Tells whether a text names a tag: whole, whatever its width, case, spaces and dashes. None for no tag at all."""
    pieces = re.findall("([ -]*)([^ -])", _plain(tag))
    if not pieces:
        return None
    first, last = pieces[0][1], pieces[-1][1]
    body = re.escape(first) + "".join(
        _between(one, gap, char) + re.escape(char) for (_, one), (gap, char) in pairwise(pieces)
    )
    # Chinese may stand beside it; a letter, a digit or a dash with one is still part of a longer tag.
    before = r"(?<![0-9a-z])(?<![0-9a-z]-)" if _is_latin(first) else ""
    after = r"(?!-*[0-9a-z])" if _is_latin(last) else ""
    pattern = re.compile(before + body + after)
    return lambda text: any(pattern.search(one) for one in _readings(_plain(text)))


def _between(one: str, gap: str, other: str) -> str:
    """What may stand between two signs of a tag: anything light, but that two numbers are not one: 1-12 is no 11-2."""
    if not (one.isdigit() and other.isdigit()):
        return "[ -]*"
    if "-" in gap:
        return " *-[ -]*"
    return "[ -]+" if gap else ""


def _plain(text: str) -> str:
    """A text in one width and one case, every dash the same."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold().replace("\t", " ")).strip()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _readings(text: str) -> Iterator[str]:
    """A text, and what it says in short: P-101B where it says P-101A/B."""
    yield text
    for found in _SEVERAL.finditer(text):
        base, said, others = found.groups()
        if any(char.isalpha() for char in base):
            for join, one in _NEXT.findall(others):
                yield from (base + name for name in _meant(said, join, one))
                said = one


def _meant(said: str, join: str, one: str) -> list[str]:
    """The ends that `one` means after `said`: A/B is B, 101/2 is 102 or 2, A～C is B and C."""
    if join == "/":
        return [one, said[: -len(one)] + one] if one.isdigit() and len(one) < len(said) else [one]
    if said.isdigit() != one.isdigit() or len(said) != len(one):
        return []  # P-101、3 is a pump, and three of something
    if join in "、,":
        return [one]
    if one.isdigit():
        steps = range(int(said) + 1, int(one) + 1)[:_LONGEST_RANGE]
        return [f"{step:0{len(said)}}" for step in steps]
    return [chr(step) for step in range(ord(said) + 1, ord(one) + 1)]
