"""The board (完成表): posts, or units, by days, weeks or months. Pure: what was counted in, rows of tallies out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from app.reports.items import ASKED, DID, Kind, Mark

MOST = {Kind.DAY: 31, Kind.WEEK: 14, Kind.MONTH: 12}  # columns at once
SHOWN = {Kind.DAY: 15, Kind.WEEK: 8, Kind.MONTH: 6}  # columns where the address says nothing
STRIP = 7  # columns on a phone
WEEKDAYS = "一二三四五六日"
A_DAY = timedelta(days=1)


class Column(NamedTuple):
    """A day, a week or a month of the board."""

    first: date
    last: date
    head: str  # 18; 11-16; 11 月
    under: str  # 三; 2026
    name: str  # 11 月 18 日
    current: bool


class Counted(Protocol):
    """A demanded check, or several that are alike: of the same place, column and mark."""

    @property
    def unit_id(self) -> UUID:
        """Where it is demanded."""

    @property
    def post_id(self) -> UUID | None:
        """At which post; None: of the whole unit, or posts were not told apart."""

    @property
    def day(self) -> date:
        """One that lies in its column."""

    @property
    def opens_at(self) -> datetime:
        """When it opens; of several, when the latest does."""

    @property
    def mark(self) -> Mark:
        """What became of it."""

    @property
    def key(self) -> str:
        """Of its window; of several, of one of them."""

    @property
    def number(self) -> int:
        """How many they are."""


@dataclass
class Tally:
    """How many demanded checks there are of each mark."""

    counts: dict[Mark, int] = field(default_factory=dict)
    last: Counted | None = None  # the latest

    def add(self, one: Counted) -> None:
        """Count it."""
        if self.last is None or one.opens_at >= self.last.opens_at:
            self.last = one
        self.counts[one.mark] = self.counts.get(one.mark, 0) + one.number

    def of(self, marks: Iterable[Mark]) -> int:
        """How many have one of these marks."""
        return sum(self.counts.get(mark, 0) for mark in marks)

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def only(self) -> str | None:
        """The key of the window, where it is a single one."""
        return self.last.key if self.last and self.all == 1 else None

    @property
    def asked(self) -> int:
        """到点该做: how many should have been done by now."""
        return self.of(ASKED)

    @property
    def did(self) -> int:
        """How many of those were done, late ones too."""
        return self.of(DID)

    @property
    def mark(self) -> Mark | None:
        """What a cell shows of it: what most needs a look."""
        return next((mark for mark in Mark if mark in self.counts), None)


class Place(NamedTuple):
    """What a row stands for."""

    kind: str  # post, unit (with all below it), own (what lies in none below it), whole (of no post)
    id: UUID


@dataclass
class Line:
    """A row of the board."""

    place: Place
    cells: list[Tally]
    total: Tally


@dataclass
class Board:
    """Rows by columns, and what they add up to."""

    columns: list[Column]
    lines: list[Line]
    foot: list[Tally]
    total: Tally


def arranged(
    found: Iterable[Counted], columns: Sequence[Column], place_of: Callable[[Counted], Place]
) -> Board:
    """The board of all these, whose days lie within the columns; rows as they first come."""
    board = Board(list(columns), [], [Tally() for _ in columns], Tally())
    by_place: dict[Place, Line] = {}
    number = {
        column.first + A_DAY * day: place
        for place, column in enumerate(columns)
        for day in range((column.last - column.first).days + 1)
    }
    for one in found:
        place, at = place_of(one), number[one.day]
        line = by_place.get(place)
        if line is None:
            line = by_place[place] = Line(place, [Tally() for _ in columns], Tally())
        for tally in (line.cells[at], line.total, board.foot[at], board.total):
            tally.add(one)
    board.lines = list(by_place.values())
    return board


def columns_of(kind: Kind, first: date, last: date, today: date) -> list[Column]:
    """The columns from the one that holds `first` to the one that holds `last`."""
    found, start = [], start_of(kind, first)
    while start <= last:
        after = next_of(kind, start)
        found.append(_column(kind, start, after - A_DAY, today))
        start = after
    return found


def start_of(kind: Kind, day: date) -> date:
    """The first day of the column that holds a day."""
    if kind is Kind.WEEK:
        return day - A_DAY * day.weekday()
    return day.replace(day=1) if kind is Kind.MONTH else day


def next_of(kind: Kind, start: date) -> date:
    """The first day of the column after the one that begins on a day."""
    if kind is Kind.MONTH:
        return (start + A_DAY * 32).replace(day=1)
    return start + A_DAY * (7 if kind is Kind.WEEK else 1)


def back_from(kind: Kind, day: date, number: int) -> date:
    """The first day of the column that stands `number` columns before the one that holds a day."""
    start = start_of(kind, day)
    for _ in range(number):
        start = start_of(kind, start - A_DAY)
    return start


def _column(kind: Kind, first: date, last: date, today: date) -> Column:
    current = first <= today <= last
    if kind is Kind.DAY:
        under = "今天" if current else WEEKDAYS[first.weekday()]
        return Column(first, last, str(first.day), under, f"{first.month} 月 {first.day} 日", current)
    if kind is Kind.WEEK:
        name = f"{first.month} 月 {first.day} 日到 {last.month} 月 {last.day} 日"
        return Column(first, last, f"{first.month}-{first.day}", "这周" if current else "起", name, current)
    under = "这月" if current else str(first.year)
    return Column(first, last, f"{first.month} 月", under, f"{first.year} 年 {first.month} 月", current)
