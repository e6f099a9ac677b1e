"""完成表: posts by days, weeks or months, and the list behind each of its figures."""

from datetime import datetime

from flask import render_template, request

from app.core.clock import now
from app.core.paging import Page, asked_page
from app.core.web import allow
from app.reports import counting, rows
from app.reports.addresses import Addresses
from app.reports.board import MOST, STRIP, Board, Column, arranged
from app.reports.filters import READ, Asked, asked
from app.reports.items import GROUP_WORDS, GROUPS, WORDS, Kind, Mark, marks_named
from app.reports.listing import page_of
from app.reports.mastery import shares_of
from app.reports.queries import not_frozen
from app.reports.routes.parts import blueprint
from app.reports.telling import lines

KIND_WORDS = {Kind.DAY: "每天", Kind.WEEK: "每周", Kind.MONTH: "每月"}
COUNTS = {Kind.DAY: "天", Kind.WEEK: "周", Kind.MONTH: "个月"}
LEGEND = list(WORDS)


@blueprint.get("/console/board")
@allow(READ)
def board() -> str:
    """Who has done what, as far as one's units go."""
    wanted = asked()
    by, made = _made(wanted, now())
    return render_template(
        "reports/board.html",
        asked=wanted,
        board=made,
        by=by,
        page=rows.told(made, asked_page()),
        strip=strip(made),
        chart=chart(made),
        units=rows.units_to_choose(wanted),
        kinds=KIND_WORDS,
        most=f"{MOST[wanted.kind]} {COUNTS[wanted.kind]}",
        title=title_of(wanted),
        at=Addresses(wanted),
        groups={**GROUPS, **{one.value: {one} for one in Mark}},
        legend=LEGEND,
    )


def _made(wanted: Asked, at: datetime) -> tuple[str, Board]:
    """What a row stands for, and the board."""
    running = not_frozen(wanted.wanted, at)

    def places(least: int) -> set[rows.At]:
        return {(one.unit_id, one.post_id) for one in running} | counting.places(wanted.wanted, least)

    by = rows.stands_for(wanted, places)
    found = [*running, *counting.groups(wanted.wanted, wanted.columns, at, by_post=by == "post")]
    place_of = rows.place_in(wanted, by, {one.unit_id for one in found})
    return by, arranged(found, wanted.columns, place_of)


def strip(made: Board) -> list[tuple[int, Column]]:
    """The columns that a phone shows: the last ones, with their numbers."""
    return list(enumerate(made.columns))[-STRIP:]


def chart(made: Board) -> list[dict[str, object]]:
    """Column > how many should have been done and were, for the script that draws it; the table says the same."""
    return [
        {"name": column.name, "head": column.head, "asked": tally.asked, "did": tally.did}
        for column, tally in zip(made.columns, made.foot, strict=True)
    ]


def title_of(wanted: Asked) -> str:
    """破碎车间，每天的检查."""
    place = wanted.post.title if wanted.post else wanted.unit.name if wanted.unit else "完成表"
    return f"{place}，{wanted.plan or KIND_WORDS[wanted.kind] + '的检查'}"


@blueprint.get("/console/board/list")
@allow(READ)
def window_list() -> str:
    """The demanded checks that a figure of the board counts, latest first."""
    wanted, at = asked(), now()
    found = page_of(wanted.wanted, marks_named(wanted.mark), at, asked_page())
    beside = request.headers.get("HX-Request") == "true"
    return render_template(
        "reports/some.html" if beside else "reports/list.html",
        asked=wanted,
        page=Page(lines(found.items, wanted.zone), found.number, found.total, found.size),
        title=title_of(wanted),
        what=GROUP_WORDS.get(wanted.mark) or (WORDS[Mark(wanted.mark)] + "的" if wanted.mark else "都算上"),
        at=Addresses(wanted),
        shares=shares_of([wanted.post], at).get(wanted.post.id) if wanted.post else None,
    )
