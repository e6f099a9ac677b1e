"""应知应会率, its definition, and everybody whom it counts."""

from typing import NamedTuple

from flask import render_template
from flask_login import current_user

from app.core.clock import now
from app.core.paging import Page, asked_page
from app.core.web import allow
from app.org.models import Unit
from app.org.queries import units_by_id
from app.settings.queries import value_of
from app.spotchecks import queries
from app.spotchecks.routes.parts import READ, asked, blueprint
from app.spotchecks.settings import PASS_PERCENT, VALID_DAYS

PAGE = 50
SHOW = {"": "都看", "lacking": "还差的", "passed": "都会的"}
STATE_WORDS = {
    "passed": "会了",
    "failed": "最近一次没过",
    "old": "背的是旧版",
    "expired": "过了期，要再背",
    "missing": "还没背过",
    "none": "还没有这张卡",
}


class UnitRow(NamedTuple):
    """A unit with its share."""

    unit: Unit
    counted: queries.Counted


@blueprint.get("/console/spotchecks")
@allow(READ)
def people_list() -> str:
    """How many of those at key posts know all four cards, and how each of them stands."""
    it, number = asked(), asked_page()
    found = queries.rate(it.paths, now())
    show = it.held.get("show", "")
    listed = [
        one for one in found.standings if show not in SHOW or not show or one.passed == (show == "passed")
    ]
    units = units_by_id(found.by_unit)
    home = f"/{current_user.enterprise_id}/"
    return render_template(
        "spotchecks/people.html",
        rate=found,
        rows=[UnitRow(units[key], one) for key, one in found.by_unit.items() if key in units],
        page=Page(listed[(number - 1) * PAGE : number * PAGE], number, len(listed), PAGE),
        units=it.units,
        filters=it.held,
        choices=SHOW,
        states=STATE_WORDS,
        days=_span(found.days or [value_of(VALID_DAYS, home)]),
        pass_percent=_span(queries.percents(it.paths) or [value_of(PASS_PERCENT, home)]),
    )


def _span(numbers: list[int]) -> str:
    """90, or 60～90 where units differ."""
    return "～".join(str(one) for one in dict.fromkeys([numbers[0], numbers[-1]]))
