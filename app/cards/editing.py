"""Writing a draft row by row. Two editors at once never overwrite each other without a word.

Whoever saves names the mark (`mark_of`) of what they began with. Where something else stands there by now, nothing
is written, and they are asked which of the two shall stand (`Overtaken`).
"""

import hashlib
from typing import Any
from uuid import UUID

import msgspec

from app.audit import actions as audit
from app.cards.actions import card_on, draft_on, note_author, row_of
from app.cards.models import CardRow, CardVersion, State
from app.cards.queries import bodies_of, head_of, published_of
from app.cards.schemas import Body, Head, Kind, body_from
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import parse_id
from app.org.models import Post

MOST_ROWS = 500  # of one card; the longest risk list of the trade has some 200
GONE = "gone"  # the mark of a row that is no longer there


class Overtaken(Conflict):
    """Somebody else has changed this meanwhile; `theirs` is what stands there now, with its mark."""

    code = "overtaken"
    message = "别人刚改了这一行"
    hint = "看看两边的字，选一个。"

    def __init__(self, theirs: dict[str, Any] | None, mark: str, identity: str = "") -> None:
        super().__init__()
        self.theirs, self.mark, self.identity = theirs, mark, identity


def mark_of(said: object) -> str:
    """A short mark of a row's or a head's words (16 hex digits), the same for the same words."""
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:16]


@db.action
def begin(post: Post, kind: Kind, *, by: UUID) -> CardVersion:
    """The draft of a card to write on: the one there is, else a copy of the published version, else an empty one.

    Who only opens it is no author yet. Raises Conflict for a closed post, or while the next version is in review.
    """
    if post.closed_on is not None:
        raise Conflict("岗位停用了，不能再改它的卡")
    card = card_on(post, kind)
    had = any(one.state == State.DRAFT for one in card.versions)
    made = draft_on(card, source="", by=by)
    stands = published_of(post.id).get(kind)
    if not had:
        if stands is not None:
            made.head = dict(stands.head)
            made.rows = [row_of(made, row.identity, row.place, dict(row.body)) for row in stands.rows]
        said = {"version": made.number, "source": ""}
        audit.record("card.draft", "card", card.id, enterprise_id=card.enterprise_id, by=by, **said)
    return made


@db.action
def save_row(version: CardVersion, identity: str, body: Body, *, base: str, by: UUID) -> str:
    """Put these words into a row; the row's new mark. The same words again change nothing.

    Raises Overtaken where the row no longer says what `base` marks, Conflict unless the version is a draft.
    """
    refuse_finished(version)
    row, said = _row(version, identity), msgspec.to_builtins(body)
    if row is None:
        raise Overtaken(None, GONE, identity)
    stands = mark_of(row.body)
    if stands == mark_of(said):
        return stands
    if stands != base:
        raise Overtaken(row.body, stands, identity)
    row.body = said
    _noted(version, by, "card.row", identity)
    return mark_of(said)


@db.action
def add_row(version: CardVersion, identity: str, body: Body, *, after: str = "", by: UUID) -> str:
    """A new row behind the row `after` (or at the end); its mark. `identity` is a UUID that the editor chose.

    The same identity again is the same row: a double tap adds one. Raises Invalid, Conflict.
    """
    if parse_id(identity) is None:
        raise Invalid("这一行的编号不对")
    return put_back(version, identity, body, after=after, by=by)


@db.action
def put_back(version: CardVersion, identity: str, body: Body, *, after: str = "", by: UUID) -> str:
    """A row that was taken out stands again, as itself, behind the row `after`; its mark.

    One that stands there already stays as it is. Raises Invalid, Conflict.
    """
    refuse_finished(version)
    held = _row(version, identity)
    if held is not None:
        return mark_of(held.body)
    if len(version.rows) >= MOST_ROWS:
        raise Invalid(f"一张卡最多 {MOST_ROWS} 行", hint="分成几个岗位，或者合并几行。")
    made = row_of(version, identity, len(version.rows) + 1, msgspec.to_builtins(body))
    rows = list(version.rows)
    rows.insert(_behind(rows, after), made)
    _put(version, rows)
    _noted(version, by, "card.row", identity)
    return mark_of(made.body)


@db.action
def move_row(version: CardVersion, identity: str, *, to: int, by: UUID) -> None:
    """Move a row to a place, from 1; beyond the end is the end. Raises Overtaken where the row is gone."""
    refuse_finished(version)
    row = _row(version, identity)
    if row is None:
        raise Overtaken(None, GONE, identity)
    rows = [one for one in version.rows if one is not row]
    rows.insert(max(0, min(to - 1, len(rows))), row)
    if rows != list(version.rows):
        _put(version, rows)
        _noted(version, by, "card.order", identity)


@db.action
def remove_row(version: CardVersion, identity: str, *, base: str, by: UUID) -> None:
    """Take a row out. Gone already: nothing happens. Raises Overtaken where it says something else than `base` marks."""
    refuse_finished(version)
    row = _row(version, identity)
    if row is None:
        return
    if mark_of(row.body) != base:
        raise Overtaken(row.body, mark_of(row.body), identity)
    _put(version, [one for one in version.rows if one is not row])
    _noted(version, by, "card.row_out", identity)


@db.action
def split_row(
    version: CardVersion, identity: str, first: Body, second: Body, *, new: str, base: str, by: UUID
) -> None:
    """One row becomes two: the first keeps its identity, and with it what hangs on it; the second is a `new` one.

    Once split, the same call changes nothing. Raises Overtaken, Invalid, Conflict.
    """
    refuse_finished(version)
    if _row(version, new) is not None:
        return
    save_row(version, identity, first, base=base, by=by)
    add_row(version, new, second, after=identity, by=by)


@db.action
def save_head(version: CardVersion, head: Head, *, base: str, by: UUID) -> str:
    """Put these words into the head of a draft; its new mark. Raises Overtaken, Conflict."""
    refuse_finished(version)
    said, stands = msgspec.to_builtins(head), mark_of(version.head)
    if mark_of(said) == stands:
        return stands
    if stands != base:
        raise Overtaken(version.head, stands)
    version.head = said
    _noted(version, by, "card.head", "")
    return mark_of(said)


@db.action
def discard(version: CardVersion, *, by: UUID) -> None:
    """Throw a draft away. Raises Conflict where somebody has signed it, or it is no draft: what was signed stays."""
    refuse_finished(version)
    if version.signoffs:
        raise Conflict("这份草稿有人签过字，不能丢掉", hint="接着改，改好再送审。")
    told = {"version": version.number}
    audit.record("card.discard", "card", version.card_id, enterprise_id=version.enterprise_id, by=by, **told)
    db.session().delete(version)


def refuse_finished(version: CardVersion) -> None:
    """Raise Conflict unless a version may still be written on."""
    if version.state != State.DRAFT:
        raise Conflict("这一版已经送审，或者发布了，不能再改", hint="回到这张卡，看看它到哪一步了。")


def words_of(version: CardVersion) -> tuple[Head, list[tuple[str, Body]]]:
    """What a version says: its head, and (identity, row) in order."""
    return head_of(version), bodies_of(version)


def body_of(version: CardVersion, identity: str) -> Body | None:
    """A row of a version by its identity."""
    row = _row(version, identity)
    return body_from(Kind(version.card.kind), row.body) if row else None


def _row(version: CardVersion, identity: str) -> CardRow | None:
    return next((one for one in version.rows if one.identity == identity), None)


def _behind(rows: list[CardRow], after: str) -> int:
    return next((place for place, one in enumerate(rows, 1) if one.identity == after), len(rows))


def _put(version: CardVersion, rows: list[CardRow]) -> None:
    """These rows in this order. Places are given anew in two steps, for no two rows may share one even for a moment."""
    version.rows = rows
    for place, row in enumerate(rows, 1):
        row.place = -place
    db.session().flush()
    for place, row in enumerate(rows, 1):
        row.place = place
    db.session().flush()


def _noted(version: CardVersion, by: UUID, act: str, identity: str) -> None:
    note_author(version, by)
    db.session().flush()
    told = {"version": version.number, "row": identity}
    audit.record(act, "card", version.card_id, enterprise_id=version.enterprise_id, by=by, **told)
