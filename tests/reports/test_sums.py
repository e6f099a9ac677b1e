"""Whatever happened: the board, the list behind each figure, the older list and a plain count agree."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.checks.answers import Phones, records_naming
from app.checks.models import Expectation, Plan
from app.checks.queries import expectations, open_windows
from app.checks.states import State, state_of
from app.core import db
from app.core.clock import now
from app.reports.board import Place, Tally, arranged, columns_of
from app.reports.items import ASKED, CYCLES, Item, Kind, Mark
from app.reports.queries import Wanted, items
from tests.reports.histories import history
from tests.world import World, mine_day


def wanted(world: World, kind: Kind, first: date, last: date, **more: object) -> Wanted:
    ends = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    said = {"paths": [world.mine.path], "first": first, "last": last, "ends_at": ends, "cycles": CYCLES[kind]}
    return Wanted(**(said | more))  # type: ignore[arg-type]


def plain_count(world: World, kind: Kind, first: date, last: date) -> Counter[State]:
    """One window after the other, with no thought of speed."""
    plans = {one.id: one for one in db.session().scalars(select(Plan))}
    found: Counter[State] = Counter()
    for row in db.session().scalars(select(Expectation)):
        if not first <= row.day <= last or plans[row.plan_id].cycle not in CYCLES[kind]:
            continue
        records = records_naming([row.key]).get(row.key, [])
        silent = Phones(row.able).are_silent(row.able, row.opens_at, row.closes_at)
        found[state_of(row, records, silent=silent, now=now(), excused=row.excused_at is not None)] += 1
    return found


def figure(client: FlaskClient, address: str) -> int:
    """How many a list says that it holds."""
    page = client.get(address).text
    said = re.search(r"：(\d+) 次", page)
    assert said is not None, page
    return int(said[1])


@pytest.mark.parametrize("seed", range(2))
def test_the_board_counts_what_the_lists_and_a_plain_count_do(world: World, seed: int) -> None:
    history(world, seed)
    today = mine_day()
    for kind in Kind:
        first, last = today - timedelta(days=20), today + timedelta(days=1)
        found = items(wanted(world, kind, first, last), now())
        assert len({one.key for one in found}) == len(found)
        slots = open_windows([world.mine.path], now(), ahead=timedelta(days=2))
        running = [one for one in slots if one.plan.cycle in CYCLES[kind] and first <= one.window.day <= last]
        shown = Counter(one.state for one in found if one.row)
        assert shown == plain_count(world, kind, first, last)
        older = expectations([world.mine.path], first, last, now=now())
        assert {one.expectation.key: one.state for one in older}.items() >= {
            one.key: one.state for one in found if one.row
        }.items()
        frozen = {one.expectation.key for one in older}
        assert {one.key for one in found if not one.row} == {one.window.key for one in running} - frozen
        for path in (world.crushing.path, world.hauling.path):
            part = items(wanted(world, kind, first, last, paths=[path]), now())
            assert part == [one for one in found if one.unit_id in units_below(world, path)]


def units_below(world: World, path: str) -> set[UUID]:
    units = (world.mine, world.crushing, world.crew, world.hauling)
    return {one.id for one in units if one.path.startswith(path)}


@pytest.mark.parametrize("by", ["post", "unit"])
def test_every_figure_on_the_page_is_what_its_list_holds(world: World, by: str) -> None:
    history(world, 7)
    officer = world.client("safety_officer")
    for kind in Kind:
        page = unescape(officer.get(f"/console/board?kind={kind}&by={by}").text)
        table = page[page.index("<tbody") : page.index("</table>")]
        doors = re.findall(r'<a href="(/console/board/list[^"]*)"[^>]*><b>(\d+)</b>(?:<span>)?/(\d+)', table)
        assert doors
        for address, did, asked in doors:
            assert "mark=asked" in address
            assert figure(officer, address) == int(asked)
            assert figure(officer, address.replace("mark=asked", "mark=did")) == int(did)
        legend = re.findall(r'<a href="([^"]*mark=\w+)"><i.*?<b>(\d+)</b>', page[page.index("gk-legend") :])
        assert len(legend) == len(Mark)
        for address, number in legend:
            assert figure(officer, address) == int(number)
        everything = figure(officer, f"/console/board/list?kind={kind}")
        assert sum(int(number) for _, number in legend) == everything


def test_cells_of_several_lead_to_just_these(world: World) -> None:
    history(world, 3)
    officer = world.client("safety_officer")
    page = unescape(officer.get("/console/board?by=post").text)
    cells = re.findall(r'<td hx-boost="true"><a href="(/console/board/list[^"]*)" aria-label="([^"]*)"', page)
    assert cells
    for address, label in cells[:12]:
        assert figure(officer, address) == sum(map(int, re.findall(r" (\d+)(?:，|$)", label))), label
        assert {"first", "last", "kind"} <= parse_qs(urlsplit(address).query).keys()


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MARKS = st.sampled_from(list(Mark))


def an_item(day: date, mark: Mark, post: int) -> Item:
    at = datetime.combine(day, datetime.min.time(), UTC)
    state = State.DONE if mark is Mark.ABNORMAL else State(mark.value)
    ids = (UUID(int=1), UUID(int=2), UUID(int=post))
    return Item(f"{day}:{post}", *ids, None, day, "", at, at, state, mark, None, None, None)


@given(st.lists(st.tuples(DAYS, MARKS, st.integers(3, 6)), max_size=60), st.sampled_from(list(Kind)))
def test_cells_add_up_to_rows_columns_and_all(found: list[tuple[date, Mark, int]], kind: Kind) -> None:
    some = [an_item(*one) for one in found]
    columns = columns_of(kind, date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 1))
    board = arranged(some, columns, lambda one: Place("post", one.post_id or one.unit_id))
    for mark in Mark:
        number = sum(one.mark is mark for one in some)
        assert board.total.of([mark]) == number
        assert sum(line.total.of([mark]) for line in board.lines) == number
        assert sum(tally.of([mark]) for tally in board.foot) == number
        assert sum(cell.of([mark]) for line in board.lines for cell in line.cells) == number
    assert board.total.asked == sum(one.mark in ASKED for one in some)


@given(DAYS, DAYS, st.sampled_from(list(Kind)))
def test_columns_hold_each_day_once(one: date, other: date, kind: Kind) -> None:
    first, last = min(one, other), max(one, other)
    columns = columns_of(kind, first, last, first)
    days = [
        column.first + timedelta(days=number)
        for column in columns
        for number in range((column.last - column.first).days + 1)
    ]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert days[0] <= first <= last <= days[-1]


def test_a_cell_shows_what_most_needs_a_look() -> None:
    tally = Tally()
    for mark in (Mark.DONE, Mark.WAITING, Mark.LATE, Mark.UNKNOWN):
        tally.add(an_item(date(2026, 3, 2), mark, 3))
    assert (tally.mark, tally.did, tally.asked, tally.all) == (Mark.UNKNOWN, 2, 3, 4)
    tally.add(an_item(date(2026, 3, 2), Mark.MISSED, 3))
    assert tally.mark is Mark.MISSED
