"""假日和调休: which days are worked here, where that differs from the weekdays."""

from datetime import date

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from app.checks import days as actions
from app.checks.routes.parts import WRITE, blueprint, to
from app.core import workdays
from app.core.errors import Invalid, Missing
from app.core.web import actor, allow, field
from app.org import queries as org
from app.org.models import Unit, UnitKind
from app.org.routes.parts import day_field, enterprise_for, or_form

FIRST_YEAR, YEARS_AHEAD = 2020, 3
WEEKEND = 5


@blueprint.get("/console/days")
@allow(WRITE)
def day_list() -> str:
    """The exceptional days of a year: the public calendar's, and what this enterprise says of its own."""
    enterprise = _enterprise()
    today = org.today(enterprise.path)
    year = _asked_year(today.year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    own = {one.day: one for one in workdays.exceptions(enterprise.id, first, last)}
    found = workdays.days(enterprise.id, first, last)
    shown = [(day, one, day in own) for day, one in found.items() if day in own or _is_odd(day, one)]
    return render_template(
        "checks/days.html",
        year=year,
        years=range(max(year - 1, FIRST_YEAR), min(year + 1, today.year + YEARS_AHEAD) + 1),
        coming=[one for one in shown if one[0] >= today],
        over=[one for one in shown if one[0] < today],
        known=year <= workdays.last_known_year(),
        last_known=workdays.last_known_year(),
    )


@blueprint.post("/console/days")
@allow(WRITE)
@or_form(day_list)
def declare_day() -> Response:
    """Say that a day is worked, or free, here."""
    enterprise, day = _enterprise(), day_field("day", "哪天")
    if not FIRST_YEAR <= day.year <= org.today(enterprise.path).year + YEARS_AHEAD:
        raise Invalid("这一天太远了", hint=f"最早 {FIRST_YEAR} 年，最晚三年以后。")
    worked = request.form.get("worked", "")
    if worked not in {"yes", "no"}:
        raise Invalid("还没选上班还是休息")
    why = field("why", "为什么", limit=60)
    actions.declare_day(enterprise.id, day, worked == "yes", why, actor())
    flash(f"{day.month} 月 {day.day} 日改成{'上班' if worked == 'yes' else '休息'}了")
    return to("day_list", year=day.year)


@blueprint.get("/console/days/<day>/return")
@allow(WRITE)
def day_return_form(day: str) -> str:
    """What following the calendar again means for a day."""
    _enterprise()
    on = _day(day)
    return render_template("checks/day_return.html", day=on, then=workdays.calendar_day(on))


@blueprint.post("/console/days/<day>/return")
@allow(WRITE)
@or_form(day_return_form)
def take_back_day(day: str) -> Response:
    """Follow the calendar again on a day."""
    enterprise, on = _enterprise(), _day(day)
    actions.take_back_day(enterprise.id, on, actor())
    flash(f"{on.month} 月 {on.day} 日又跟着日历走了")
    return to("day_list", year=on.year)


def _enterprise() -> Unit:
    """The account's own enterprise; a park has no workdays of its own."""
    found = enterprise_for(WRITE)
    if found.kind == UnitKind.PARK:
        raise Missing("园区没有自己的工作日", hint="每个企业自己定。")
    return found


def _is_odd(day: date, one: workdays.Day) -> bool:
    """Whether a day is worked on a weekend, or free on a weekday."""
    return bool(one.why) and one.worked != (day.weekday() < WEEKEND)


def _asked_year(this: int) -> int:
    text = request.args.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return this
    return min(max(int(text), FIRST_YEAR), this + YEARS_AHEAD)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing() from None
