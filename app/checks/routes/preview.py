"""Looking at what a plan will demand, switching it on and off."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.checks import desk
from app.checks import plans as actions
from app.checks.models import Completer, Cycle, Plan
from app.checks.routes.parts import WRITE, blueprint, plan_for, to
from app.checks.routes.plans import who_words
from app.checks.routes.when import when_words
from app.checks.rules import rules_for, unit_of
from app.checks.windows import Rule, Window, able, windows
from app.core import workdays
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.web import actor, allow
from app.org import queries as org
from app.org.routes.parts import or_form

DAYS = 28
LONGER = {
    Cycle.WEEK: 6,
    Cycle.XUN: 10,
    Cycle.MONTH: 30,
}  # cycles > days by which a period may have begun before


class Shown(NamedTuple):
    """One window of the preview."""

    when: str
    who: str


class DayShown(NamedTuple):
    """One day of the preview: its windows, or why there are none."""

    day: date
    windows: list[Shown]
    why: str


@blueprint.get("/console/plans/<plan_id>/preview")
@allow(WRITE)
def plan_preview(plan_id: str) -> str:
    """The next 28 days of a plan, day by day, as they would be demanded."""
    plan = plan_for(WRITE, plan_id)
    first = org.today(unit_of(plan).path)
    first = max(first, plan.valid_from)
    last = first + timedelta(days=DAYS - 1)
    rule = rules_for([plan], first, last)[plan.id]
    # What is over already will not be demanded: switching on looks forward only.
    found = [one for one in windows(rule, _start(rule, first), last) if one.deadline_at > now()]
    revision = actions.revision_of(plan)
    return render_template(
        "checks/preview.html",
        plan=plan,
        first=first,
        last=last,
        count=len(found),
        items=len(desk.items_of(revision)),
        days=_days(rule, found, first, last),
        nobody=sum(1 for one in found if not able(rule, one)),
        unknown=_unknown_years(rule, plan, first, last),
        notes=_notes(rule, first, last),
        longer=rule.cycle in LONGER,
        who=who_words(plan),
    )


def _start(rule: Rule, first: date) -> date:
    """Where the expansion begins: a week or month that is running belongs to its first day."""
    return first - timedelta(days=LONGER.get(Cycle(rule.cycle), 0))


def _days(rule: Rule, found: list[Window], first: date, last: date) -> list[DayShown]:
    names = names_of({one.person for one in found if one.person})
    told: dict[date, dict[str, list[str]]] = {}  # day > window > whose it is, where each has their own
    for one in found:
        whose = told.setdefault(max(one.day, first), {}).setdefault(when_words(one, rule.zone), [])
        whose += [names.get(one.person, "")] if one.person else []
    by_day = {day: [Shown(when, "、".join(who)) for when, who in some.items()] for day, some in told.items()}
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        DayShown(day, by_day.get(day, []), _why_none(rule, day))
        for day in days
        if day in by_day or rule.cycle not in LONGER
    ]


def _why_none(rule: Rule, day: date) -> str:
    """Why nothing is demanded on a day; "" where it is simply not its turn."""
    if not rule.is_valid(day):
        return "计划不在这天"
    if rule.is_stopped(day):
        return "停产，不用查"
    if _counts_workdays(rule) and not rule.days[day].worked:
        return f"{rule.days[day].why or '周末'}，不用查"
    if windows(rule, day, day):
        return "时间已经过了"
    if rule.system is not None:
        return "没有班，不用查"
    return "没有人在岗" if rule.completer == Completer.EACH else ""


def _counts_workdays(rule: Rule) -> bool:
    return rule.workdays_only or (rule.system is not None and rule.system.workdays_only)


def _unknown_years(rule: Rule, plan: Plan, first: date, last: date) -> list[str]:
    if not _counts_workdays(rule):
        return []
    days = workdays.days(plan.enterprise_id, first, last)
    return sorted({str(day.year) for day, one in days.items() if not one.known})


def _notes(rule: Rule, first: date, last: date) -> list[str]:
    """How many days fall away, and why; and what to know of nights."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    gone = Counter(rule.days[day].why for day in days if _counts_workdays(rule) and not rule.days[day].worked)
    said = [f"{why} {count} 天，不用查。" for why, count in gone.items() if why]
    stopped = sum(1 for day in days if rule.is_stopped(day))
    if stopped:
        said.append(f"停产 {stopped} 天，不用查。")
    return said + ["跨过半夜的班，算前一天的。"] * _has_nights(rule)


def _has_nights(rule: Rule) -> bool:
    shifts = rule.system.shifts if rule.system else ()
    return any(one.start + one.minutes > 24 * 60 for one in shifts)


@blueprint.post("/console/plans/<plan_id>/on")
@allow(WRITE)
@or_form(plan_preview)
def plan_on(plan_id: str) -> Response:
    """Switch a plan on, after its next days were looked at."""
    plan = plan_for(WRITE, plan_id)
    if "sure" not in request.form:
        raise Invalid("还没勾“看过了，就这样排”", hint="看清下面的日子，勾上再打开。")
    if request.form.get("revision") != str(plan.revision):
        raise Conflict("查什么刚刚改过了", hint="再看一遍，再打开。")
    actions.switch_on(plan, by=actor())
    flash(f"打开了：{plan.title}。手机连上网就能看到")
    return to("plan_page", plan_id=plan.id)


@blueprint.get("/console/plans/<plan_id>/off")
@allow(WRITE)
def plan_off_form(plan_id: str) -> str:
    """What switching a plan off means."""
    return render_template("checks/plan_off.html", plan=plan_for(WRITE, plan_id))


@blueprint.post("/console/plans/<plan_id>/off")
@allow(WRITE)
@or_form(plan_off_form)
def plan_off(plan_id: str) -> Response:
    """Switch a plan off."""
    plan = plan_for(WRITE, plan_id)
    actions.switch_off(plan, by=actor())
    flash(f"关掉了：{plan.title}")
    return to("plan_page", plan_id=plan.id)
