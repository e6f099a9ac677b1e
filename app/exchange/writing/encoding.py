"""Cards as lines of our sheets. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from app.cards.schemas import Body, Head, Kind, RiskRow
from app.exchange.writing.cells import LONGEST, escaped
from app.exchange.writing.columns import (
    EMPTY,
    GRADES,
    HEAD,
    IDENTITY,
    MEASURES,
    POST,
    ROWS,
    STEPS,
    TAILS,
    UNIT,
    USUAL,
    Column,
)
from app.exchange.writing.grades import grade_out

Line = dict[str, str]  # heading > text


@dataclass(frozen=True)
class OutCard:
    """A card to be written: where it belongs, and what it says."""

    unit: str  # names of the units below the enterprise, joined by /
    post: str
    kind: Kind
    head: Head
    rows: Sequence[tuple[str, Body]]  # (identity, row)


class Unfit(ValueError):
    """What no file holds that can be brought in again: what it is, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def head_columns(kind: Kind, cards: Sequence[OutCard]) -> list[Column]:
    """The columns that the heads of these cards need: the usual ones, and those that one of them fills."""
    filled = {name for one in cards for name in msgspec.to_builtins(one.head)}
    return [one for one in HEAD if one.field in USUAL[kind] or one.field in filled]


def headings(kind: Kind, cards: Sequence[OutCard] = ()) -> list[str]:
    """All headings of a sheet, in their order."""
    heads = [UNIT, POST]
    for column in ROWS[kind]:
        if column.field == "measures":
            heads += [head for grade in GRADES for head in grade.heads]
        heads.append(column.head)
        if column.field == "short":
            heads += [step.head for step in STEPS]
    heads += [column.head for column in head_columns(kind, cards)]
    return [*heads, IDENTITY, *([TAILS[kind]] if kind in TAILS else [])]


def lines(card: OutCard) -> Iterator[Line]:
    """A card, line by line; its head stands in the first one. Raises Unfit."""
    where = {UNIT: escaped(card.unit), POST: escaped(card.post)}
    head = _cells(HEAD, msgspec.to_builtins(card.head))
    rows = (line for identity, body in card.rows for line in _row(card.kind, identity, body))
    first = next(rows, {IDENTITY: EMPTY})
    for line in (head | first, *rows):
        yield _short_enough(where | line)


def _row(kind: Kind, identity: str, body: Body) -> Iterator[Line]:
    said = msgspec.to_builtins(body)
    line = {IDENTITY: escaped(identity)}
    if isinstance(body, RiskRow):
        line |= _risk(body, said)
    if kind is not Kind.EMERGENCY:
        yield _cells(ROWS[kind], said) | line
        return
    steps = said.pop("steps", []) or [{}]
    for number, step in enumerate(steps):
        own = _cells(ROWS[kind], said) | line if number == 0 else {ROWS[kind][0].head: escaped(said["name"])}
        yield own | _cells(STEPS, step) | {TAILS[kind]: escaped(step.get("id", ""))}


def _risk(body: RiskRow, said: dict[str, Any]) -> Line:
    measures = said.pop("measures", [])
    said["measures"] = [_measure(one.get("kind", ""), one["text"]) for one in measures]
    ids = "\n".join(escaped(one["id"], "\n") or "⟦⟧" for one in measures)
    scored: Line = {}
    for columns in GRADES:
        scored |= dict(zip(columns.heads, grade_out(getattr(body, columns.field)), strict=True))
    return scored | {TAILS[Kind.RISK]: ids}


def _measure(kind: str, text: str) -> str:
    """工程技术：护罩装好. Text without a kind that begins as if it had one gets a colon before it."""
    doubtful = text.startswith(("：", *(f"{one}：" for one in MEASURES)))
    return f"{kind}：{text}" if kind or doubtful else text


def _cells(columns: Sequence[Column], said: dict[str, Any]) -> Line:
    return {one.head: one.form.out(said[one.field]) for one in columns if one.field in said}


def _short_enough(line: Line) -> Line:
    for head, text in line.items():
        if len(text) > LONGEST:
            told = f"“{line[POST][:40]}”的“{head}”有 {len(text)} 个字，一个格子放不下"
            raise Unfit(told, "把它拆短，再导出。")
    return line
