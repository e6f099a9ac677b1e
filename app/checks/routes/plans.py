"""检查计划: the list, a plan's page, making and amending one."""

from datetime import timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.policy import ROLES, Role
from app.checks import desk
from app.checks import plans as actions
from app.checks.forms import GRACE_UNITS, clock_value, clock_words, grace_of, read_plan
from app.checks.models import Completer, Cycle, Plan
from app.checks.plans import ROLES_ASKED
from app.checks.routes.parts import WRITE, blueprint, chosen_place, place_key, places, plan_for, to
from app.checks.routes.when import when_words
from app.checks.rules import rules_for, unit_of
from app.checks.windows import Rule, windows
from app.checks.words import COMPLETER_NAMES, CYCLE_NAMES
from app.core.clock import now
from app.core.ids import parse_id
from app.core.paging import asked_search
from app.core.web import actor, allow
from app.core.words import day as day_words
from app.org import queries as org
from app.org.routes.parts import or_form

AHEAD = timedelta(days=45)
BEGUN = timedelta(days=31)  # the longest period that may be running now


class Line(NamedTuple):
    """A plan in the list."""

    plan: Plan
    cycle: str
    who: str
    next: str


@blueprint.get("/console/plans")
@allow(WRITE)
def plan_list() -> str:
    """The plans of the account's units, by unit and post."""
    search = asked_search()
    found = [one for one in desk.plans_within(current_user.paths_for(WRITE)) if _fits(one, search)]
    today = org.today(f"/{current_user.enterprise_id}/")
    rules = rules_for([one for one in found if one.on], today - BEGUN, today + AHEAD)
    lines = [
        Line(one, CYCLE_NAMES[Cycle(one.cycle)], who_words(one), _next(rules.get(one.id))) for one in found
    ]
    groups = [(place, list(some)) for place, some in groupby(lines, key=lambda line: place_words(line.plan))]
    return render_template("checks/plans.html", groups=groups, search=search)


def _fits(plan: Plan, search: str) -> bool:
    return search in plan.title or search in place_words(plan)


def _next(rule: Rule | None) -> str:
    if rule is None:
        return ""
    today = now().astimezone(rule.zone).date()
    ahead = (one for one in windows(rule, today - BEGUN, today + AHEAD) if one.closes_at > now())
    first = next(iter(sorted(ahead, key=lambda one: one.opens_at)), None)
    if first is None:
        return "以后 45 天里没有"
    word = "现在" if first.opens_at <= now() else "下一次"
    return f"{word}：{when_words(first, rule.zone, with_day=True)}"


def place_words(plan: Plan) -> str:
    """Where a plan belongs: its unit, and its post if it has one."""
    unit = unit_of(plan)
    return f"{unit.name}，{plan.post.title}" if plan.post else unit.name


def who_words(plan: Plan) -> str:
    """Who completes a plan's checks."""
    if plan.completer == Completer.ROLE and plan.role:
        return ROLES[Role(plan.role)].name
    return COMPLETER_NAMES[Completer(plan.completer)]


@blueprint.get("/console/plans/new")
@allow(WRITE)
def plan_form() -> str:
    """What a new plan needs."""
    post = parse_id(request.args.get("post", ""))
    return _form(None, chosen=f"post:{post}" if post else "")


def _form(plan: Plan | None, chosen: str = "") -> str:
    systems = desk.shift_systems(current_user.paths_for(WRITE))
    day = plan is not None and plan.cycle == Cycle.DAY
    return render_template(
        "checks/plan_form.html",
        plan=plan,
        places=places(WRITE) if plan is None else [],
        chosen=chosen,
        cycles=list(CYCLE_NAMES.items()),
        completers=list(COMPLETER_NAMES.items()),
        roles=[(role.value, rule.name) for role, rule in ROLES.items() if role in ROLES_ASKED],
        systems=[(one.id, one.name) for one in systems],
        from_time=clock_value(plan.from_minute) if plan and day else "08:00",
        to_time=clock_value(plan.to_minute) if plan and day else "09:00",
        grace=grace_of(plan.grace_minutes if plan else 0),
        grace_units=list(GRACE_UNITS.items()),
        today=org.today(f"/{current_user.enterprise_id}/"),
    )


@blueprint.post("/console/plans/new")
@allow(WRITE)
@or_form(plan_form)
def add_plan() -> Response:
    """Make a plan; it demands nothing until it is switched on."""
    (unit, post), terms = chosen_place(WRITE), read_plan()
    made = actions.add_plan(unit=unit, post=post, terms=terms, by=actor())
    flash("计划存好了，还没打开")
    return to("plan_items_form", plan_id=made.id)


@blueprint.get("/console/plans/<plan_id>")
@allow(WRITE)
def plan_page(plan_id: str) -> str:
    """A plan: what it says, what it checks, and what can be done with it."""
    plan = plan_for(WRITE, plan_id)
    revision = actions.revision_of(plan)
    return render_template(
        "checks/plan.html",
        plan=plan,
        unit=unit_of(plan),
        facts=_facts(plan),
        revision=revision,
        items=desk.items_of(revision),
    )


def _facts(plan: Plan) -> list[tuple[str, str]]:
    asks = (
        ("先扫岗位码", plan.asks_scan),
        ("做完签名", plan.asks_signature),
        ("异常写怎么办", plan.asks_measures),
    )
    today = now().astimezone(ZoneInfo(org.zone_of(unit_of(plan).path))).date()
    ends = f"，到 {day_words(plan.valid_to, today)}" if plan.valid_to else ""
    days = f"{day_words(plan.valid_from, today)}起{ends}"
    workdays = "，只在工作日" if plan.workdays_only else ""
    return [
        ("多久查一次", f"{CYCLE_NAMES[Cycle(plan.cycle)]}{_hours(plan)}{workdays}"),
        ("谁来查", who_words(plan)),
        ("晚多久还算按时", _minutes(plan.grace_minutes)),
        ("要求", "、".join(word for word, asked in asks if asked) or "没有"),
        ("哪些天", days),
    ]


def _hours(plan: Plan) -> str:
    if plan.cycle == Cycle.DAY:
        return f" {clock_words(plan.from_minute)} 到 {clock_words(plan.to_minute)}"
    if plan.cycle == Cycle.SHIFT and plan.shift_system_id:
        return f"，按“{desk.shift_system(plan.shift_system_id).name}”"
    return ""


def _minutes(count: int) -> str:
    hours, rest = divmod(count, 60)
    words = [f"{hours} 小时"] * bool(hours) + [f"{rest} 分钟"] * bool(rest)
    return " ".join(words) or "到点就算迟了"


@blueprint.get("/console/plans/<plan_id>/details")
@allow(WRITE)
def plan_details_form(plan_id: str) -> str:
    """What a plan says, to be changed."""
    plan = plan_for(WRITE, plan_id)
    return _form(plan, place_key(plan.unit, plan.post))


@blueprint.post("/console/plans/<plan_id>/details")
@allow(WRITE)
@or_form(plan_details_form)
def amend_plan(plan_id: str) -> Response:
    """Change what a plan says, but for its items."""
    plan = plan_for(WRITE, plan_id)
    actions.amend_plan(plan, read_plan(), by=actor())
    flash("改好了")
    return to("plan_page", plan_id=plan.id)
