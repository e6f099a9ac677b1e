"""What the database counts is what is counted one by one, whatever happened; and a page of a list is a part of it."""

import random
from datetime import datetime, timedelta

import pytest

from app.core.clock import now
from app.reports import counting
from app.reports.board import Board, Counted, Place, Tally, arranged, columns_of
from app.reports.items import UNDONE, Item, Kind, Mark
from app.reports.listing import PAGE, page_of, total_of
from app.reports.queries import Wanted, items, not_frozen
from tests.reports.histories import history, upheaval
from tests.reports.test_sums import wanted
from tests.world import World, mine_day


def place_of(one: Counted) -> Place:
    return Place("post", one.post_id) if one.post_id else Place("whole", one.unit_id)


def unit_of(one: Counted) -> Place:
    return Place("own", one.unit_id)


def said(board: Board) -> object:
    """All that the page shows of a board: figures, where single checks lead, the unit of each row."""

    def cell(tally: Tally) -> object:
        return tally.counts, tally.mark, tally.only

    rows = {
        line.place: (
            [cell(one) for one in line.cells],
            cell(line.total),
            line.total.last and line.total.last.unit_id,
        )
        for line in board.lines
    }
    return rows, [cell(one) for one in board.foot], cell(board.total)


@pytest.mark.parametrize("seed", range(3))
def test_counting_is_counting_one_by_one(world: World, seed: int) -> None:
    made, luck = history(world, seed), random.Random(seed)
    upheaval(world, made, seed)
    today, at, marks = mine_day(), now(), set[Mark]()
    for kind in Kind:
        first, last = today - timedelta(days=luck.randint(5, 20)), today + timedelta(days=luck.randint(0, 2))
        columns = columns_of(kind, first, last, today)
        asked = wanted(world, kind, columns[0].first, columns[-1].last)
        paths = luck.choice([[world.mine.path], [world.crushing.path], [world.crew.path, world.hauling.path]])
        for more in ({}, {"paths": paths}, {"title": "班前检查"}, {"whole": True}, {"post": world.truck.id}):
            some = wanted(world, kind, columns[0].first, columns[-1].last, **more)
            compare(some, columns, at)
        marks |= {one.mark for one in items(asked, at)}
    assert {Mark.DONE, Mark.ABNORMAL, Mark.EXCUSED} <= marks
    assert marks & UNDONE


def compare(asked: Wanted, columns: list, at: datetime) -> None:
    one_by_one, running = items(asked, at), not_frozen(asked, at)
    for by_post, place in ((True, place_of), (False, unit_of)):
        found = [*running, *counting.groups(asked, columns, at, by_post=by_post)]
        assert said(arranged(found, columns, place)) == said(arranged(one_by_one, columns, place))
    places = {(one.unit_id, one.post_id) for one in one_by_one if one.row}
    assert counting.places(asked, 1000) == places
    assert len(counting.places(asked, 1)) == min(len(places), 1)


def test_the_pages_of_a_list_are_the_list(world: World) -> None:
    upheaval(world, history(world, 4), 4)
    at, today = now(), mine_day()
    for kind in (Kind.DAY, Kind.MONTH):
        asked = wanted(world, kind, today - timedelta(days=25), today + timedelta(days=1))
        whole = items(asked, at)[::-1]
        for marks in (None, {Mark.MISSED, Mark.UNKNOWN}, {Mark.DONE}, {Mark.WAITING}, {Mark.EXCUSED}):
            listed = [one for one in whole if marks is None or one.mark in marks]
            found: list[Item] = []
            for number in range(1, len(listed) // PAGE + 3):
                page = page_of(asked, marks, at, number)
                assert page.total == len(listed) == total_of(asked, marks, at)
                found += page.items
            assert found == listed
