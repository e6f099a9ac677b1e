"""What changed between two versions, in the words of the card: rows, the parts of each, and the very characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.cards.diff import RowChange
from app.cards.diff import changes as differing
from app.cards.models import CardVersion
from app.cards.schemas import Body, Kind, body_from
from app.cards.telling import Changed, changed_parts, head_told, row_told, whole_told

Piece = tuple[str, str]  # ("same" | "out" | "in", characters)
ALIKE = 0.4  # from what share on single characters are marked; below, the whole text is another one
LONGEST = 2000  # characters that are compared one by one


@dataclass(frozen=True)
class Told:
    """One row that changed: its word (新加, 拿掉, 改了, 挪了), what it is about, and its parts."""

    identity: str
    word: str
    title: str
    parts: list[Changed]
    place: int | None  # in the later version


def changes_told(was: CardVersion, now: CardVersion) -> list[Told]:
    """What changed, the head first, then row by row in the later version's order."""
    kind = Kind(now.card.kind)
    head = changed_parts(head_told(was), head_told(now))
    found = differing(_said(was), _said(now), moves=True)
    places = {row.identity: row.place for row in now.rows}
    rows = [_told(kind, one, places.get(one.identity)) for one in found]
    return [*([Told("", "改了", "卡头", head, None)] if head else []), *rows]


def pieces(was: Sequence[str], now: Sequence[str]) -> tuple[list[Piece], list[Piece]]:
    """Two texts cut into what is the same and what is not: the earlier with "out", the later with "in"."""
    old, new = "\n".join(was), "\n".join(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > LONGEST or matcher.ratio() < ALIKE:
        return [("out", old)], [("in", new)]
    before, after = [], []
    for act, a, b, c, d in matcher.get_opcodes():
        before += [("same" if act == "equal" else "out", old[a:b])] if b > a else []
        after += [("same" if act == "equal" else "in", new[c:d])] if d > c else []
    return before, after


def _told(kind: Kind, one: RowChange, place: int | None) -> Told:
    was = body_from(kind, one.was) if one.was is not None else None
    now = body_from(kind, one.now) if one.now is not None else None
    word = "新加" if was is None else "拿掉" if now is None else "挪了" if one.moved else "改了"
    about = now or was
    assert about is not None
    parts = changed_parts(_whole(was), _whole(now))
    return Told(one.identity, word, row_told(about).title, parts, place)


def _whole(body: Body | None) -> list[tuple[str, list[str]]]:
    return whole_told(body) if body is not None else []


def _said(version: CardVersion) -> list[tuple[str, dict[str, Any]]]:
    return [(row.identity, row.body) for row in version.rows]
