"""The plans of the grown demo: each post by shift, by day or by workday; teams weekly; those above them monthly."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import yaml

from app.access.policy import Role
from app.checks import actions as checks
from app.checks.models import Completer, Cycle
from app.checks.schemas import PlanItem
from app.demo.plans import FILE
from app.demo.scale.cast import Crew, Held, Phone, Task
from app.org.models import Post, Unit

SHIFTS = 2  # posts of a team that are checked each shift
WORKDAYS = 4  # those from here to the next: only on workdays
TIMES = {"from_minute": 420, "to_minute": 1080, "grace_minutes": 60}
WEEKLY = [
    PlanItem(id="duty", text="各岗位这周的检查都做了", standard="打开完成表，漏了的问清原因。"),
    PlanItem(id="fix", text="上周的隐患，到期的都改好了", standard="到现场看，不只看照片。"),
]
MONTHLY = [
    PlanItem(id="system", text="各级的责任落实了", standard="看完成率，低的当面问。"),
    PlanItem(id="site", text="到危险大的岗位走一遍", standard="每处问一个人。"),
]


class Times(NamedTuple):
    """From when on the plans run, and the shifts they follow."""

    since: date
    shifts: UUID


def add_shifts(unit: Unit, since: date) -> UUID:
    """The demo's own shift calendar, on the whole enterprise."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))["shifts"][0]
    terms = checks.ShiftTerms(
        name=said["name"], shifts=said["shifts"], anchor=since, pattern=said["pattern"], crews=said["crews"]
    )
    return checks.add_shift_system(unit=unit, terms=terms, by=None).id


def at_post(times: Times, post: Post, number: int, held: Held, token: str) -> Task:
    """What a post checks: the `number`-th of its team, from 0."""
    said: dict[str, Any] = {"title": "班前检查", "cycle": Cycle.DAY, **TIMES}
    name = "day"
    if number < SHIFTS:
        name, said = "shift", {"title": "接班检查", "cycle": Cycle.SHIFT, "shift_system_id": times.shifts}
    elif number < WORKDAYS:
        name, said["workdays_only"] = "workday", True
    plan = _add(times, post.unit, post, held.cards.items, said | {"completer": Completer.ANYONE})
    return Task(plan, name, post.unit_id, post.id, held.phones, held.cards.items, held.crew, token)


def of_leader(times: Times, unit: Unit, crew: Crew) -> Task:
    """What a team's leader checks every week."""
    said = _by(Role.TEAM_LEADER, "班组每周排查", Cycle.WEEK)
    return Task(
        _add(times, unit, None, WEEKLY, said), "week", unit.id, None, [crew.leader], WEEKLY, crew, None
    )


def of_head(times: Times, unit: Unit, head: Phone) -> Task:
    """What a department's head checks every month."""
    said = _by(Role.DEPARTMENT_HEAD, "车间每月排查", Cycle.MONTH)
    return Task(_add(times, unit, None, MONTHLY, said), "month", unit.id, None, [head], MONTHLY, None, None)


def of_principal(times: Times, unit: Unit, principal: Phone) -> Task:
    """What the principal checks every month."""
    said = _by(Role.PRINCIPAL, "主要负责人每月排查", Cycle.MONTH)
    plan = _add(times, unit, None, MONTHLY, said)
    return Task(plan, "month", unit.id, None, [principal], MONTHLY, None, None)


def _by(role: Role, title: str, cycle: Cycle) -> dict[str, Any]:
    said = {"title": title, "cycle": cycle, "completer": Completer.ROLE, "role": role.value}
    return said | {"asks_scan": False, "grace_minutes": 720}


def _add(
    times: Times, unit: Unit, post: Post | None, items: Sequence[PlanItem], said: dict[str, Any]
) -> UUID:
    terms = checks.Terms(valid_from=times.since, **said)
    plan = checks.add_plan(unit=unit, post=post, terms=terms, by=None)
    checks.set_items(plan, items, by=None)
    checks.switch_on(plan, by=None)
    return plan.id
