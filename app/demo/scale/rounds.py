"""When the plans of the grown demo demand their checks, and of whom: by the same rules as everywhere."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.checks.freeze import MARGIN
from app.checks.models import Plan
from app.checks.rules import LONGEST_PERIOD, WHOLE, rules_for
from app.checks.windows import Rule, Window, able, windows
from app.core import db
from app.demo.scale.cast import Mine, Round, Task

AT_ONCE = 500  # plans whose rules are read together


def rounds(mine: Mine, since: date, start: datetime, at: datetime) -> list[Round]:
    """The windows that were demanded from `start`, when the plans were switched on, until now."""
    found: dict[str, Round] = {}
    for first in range(0, len(mine.tasks), AT_ONCE):
        tasks = mine.tasks[first : first + AT_ONCE]
        plans = db.session().scalars(
            select(Plan).where(Plan.id.in_([one.plan for one in tasks])).options(*WHOLE)
        )
        rules = rules_for(list(plans), since - LONGEST_PERIOD, at.date() + MARGIN)
        for task in tasks:
            rule = rules[task.plan]
            if task.times not in found:
                found[task.times] = Round(_windows(rule, since, start, at), [])
            _name(task, rule, found[task.times].windows)
            found[task.times].tasks.append(task)
        db.session().expunge_all()
    return list(found.values())


def _windows(rule: Rule, since: date, start: datetime, at: datetime) -> list[Window]:
    made = windows(rule, since - LONGEST_PERIOD, at.date() + timedelta(days=1))
    return [one for one in made if one.deadline_at > start and one.opens_at < at]


def _name(task: Task, rule: Rule, shown: list[Window]) -> None:
    """Who could do a task: nobody comes or goes while the history lasts, so it is the same for each window."""
    could = able(rule, shown[0]) if shown else []
    task.able = [one for one in task.able if one.account in could]
    task.able_ids = [str(one) for one in could]


def by_day(all_: list[Round], first: date) -> dict[date, list[tuple[Window, list[Task]]]]:
    """Day > the windows that open on it with those who are asked; what opened before comes on the first day."""
    found: dict[date, list[tuple[Window, list[Task]]]] = defaultdict(list)
    for one in all_:
        for window in one.windows:
            found[max(window.first_on, first)].append((window, one.tasks))
    return found
