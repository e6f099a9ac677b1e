"""The checks of the month: each window that has closed is answered, unless the story says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.checks.actions import excuse
from app.checks.models import Expectation
from app.checks.schemas import PlanItem, ValueRule
from app.checks.windows import Window
from app.core import db
from app.demo.month.agenda import SOON, Agenda, id_at
from app.demo.month.cast import Cast, Listed, Somebody
from app.demo.month.hazards import trail
from app.demo.month.story import Pause, Round, Story, Trailed, Trouble, luck

OFFLINE = timedelta(hours=30)  # longer than what counts as brought in good time
LATE = timedelta(minutes=95)
CORRECTED = timedelta(minutes=12)
WITHIN = 0.8  # of the way from one limit to the other, in which the values lie


@dataclass(frozen=True)
class Check:
    """One check that somebody makes."""

    plan: Listed
    window: Window
    who: Somebody
    done: datetime
    found: list[Trailed]
    scans: bool = True
    after: timedelta | None = SOON


def do_checks(story: Story, cast: Cast, agenda: Agenda) -> None:
    """Put all checks into the agenda."""
    for plan in cast.plans:
        if plan.post is not None and plan.post in story.doers:
            for window in plan.windows:
                _shift(story, cast, agenda, plan, window)
    for one in story.rounds:
        _rounds(story, one, cast, agenda)


def _shift(story: Story, cast: Cast, agenda: Agenda, plan: Listed, window: Window) -> None:
    assert plan.post is not None
    ago, shift = cast.ago(window.day), window.shift
    trouble = next(
        (one for one in story.troubles if (one.post, one.ago, one.shift) == (plan.post, ago, shift)), None
    )
    is_open = window.deadline_at > agenda.until and plan.post not in story.answers_open
    if is_open or any(_rests(one, plan.post, ago) for one in story.pauses):
        return
    if trouble is not None and trouble.what == "missed":
        _excuse(trouble, cast, agenda, window)
        return
    found = [one for one in story.hazards if _was_found(one, plan.post, ago, shift)]
    who = cast.people[trouble.by if trouble and trouble.by else _doer(story, plan.post, ago, shift)]
    late = trouble is not None and trouble.what == "late"
    begins = window.deadline_at + LATE if late else window.opens_at + timedelta(minutes=7)
    done = begins + timedelta(seconds=int(luck("done", plan.post, ago, shift) * 1500))
    _make(
        Check(
            plan,
            window,
            who,
            done,
            found,
            scans=not (trouble and trouble.what == "no_scan"),
            after=OFFLINE if trouble and trouble.what == "offline" else SOON if found else None,
        ),
        story,
        cast,
        agenda,
        corrected=trouble is not None and trouble.what == "corrected",
    )


def _rests(pause: Pause, post: str, ago: int) -> bool:
    return pause.post == post and pause.ago >= ago >= pause.to


def _was_found(one: Trailed, post: str, ago: int, shift: str) -> bool:
    found = one.found
    return (found.way, found.post, found.ago, found.shift) == ("check", post, ago, shift)


def _doer(story: Story, post: str, ago: int, shift: str) -> str:
    """Whose turn it is: the next one who is not on leave."""
    turns = story.doers[post].day if shift == "day" else story.doers[post].night
    away = {one.person for one in story.pauses if one.person and one.ago >= ago >= one.to}
    gone = {one.who for one in story.lost if ago <= one.ago}
    there = [no for no in turns if no not in away | gone] or turns
    return there[ago % len(there)]


def _excuse(trouble: Trouble, cast: Cast, agenda: Agenda, window: Window) -> None:
    """那天不用做, said by the safety officer the next day at noon."""
    if not trouble.excused:
        return
    by, why, key = cast.people["1003"].id, trouble.excused, window.key

    def do() -> None:
        with db.everywhere():
            row = db.session().query(Expectation).filter(Expectation.key == key).one()
            excuse(row, why, by=by)

    agenda.at(cast.when(trouble.ago - 1, "12:10"), do)


def _rounds(story: Story, one: Round, cast: Cast, agenda: Agenda) -> None:
    """The checks of a week, 旬 or month that are over; those under way stay open."""
    plan = next(plan for plan in cast.plans if plan.title == one.plan)
    over = [window for window in plan.windows if window.deadline_at <= agenda.until][::-1]
    for place, window in enumerate(over):
        day = window.last_on - timedelta(days=one.early)
        done = max(cast.when(cast.ago(day), one.at), window.opens_at + timedelta(hours=9))
        if place == one.late:
            done = min(window.deadline_at + LATE, agenda.until - SOON)
        first = place == 0
        found = [
            two
            for two in story.hazards
            if first and two.found.way == "round" and two.found.plan == plan.title
        ]
        _make(Check(plan, window, cast.people[one.by], done, found), story, cast, agenda)


def _make(check: Check, story: Story, cast: Cast, agenda: Agenda, *, corrected: bool = False) -> None:
    ids = {one.name: id_at(check.done) for one in check.found}
    body, photos = _body(check, story, cast, ids)
    op_id, phone = id_at(check.done), check.who.phone
    if corrected:
        agenda.write(phone, check.done, "check.submitted", _mistaken(check, body), op_id=op_id)
        again = check.done + CORRECTED
        body = {**body, "id": str(id_at(again))}
        agenda.write(phone, again, "check.submitted", body, corrects=op_id)
        return
    agenda.write(phone, check.done, "check.submitted", body, op_id=op_id, photos=photos, after=check.after)
    for one in check.found:
        trail(one, ids[one.name], check.done, cast, agenda)


def _mistaken(check: Check, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same check with a value in it that was read wrongly."""
    rules = {one.id: one.value for one in check.plan.items if one.value is not None}
    wrong = [
        {**one, "value": rules[one["item"]].low or 24} if one["item"] in rules else one
        for one in body["results"]
    ]
    return {**body, "results": wrong}


def _body(
    check: Check, story: Story, cast: Cast, ids: Mapping[str, UUID]
) -> tuple[dict[str, Any], list[str]]:
    """The body of the op, and the photos that it names."""
    plan, began = check.plan, check.done - timedelta(minutes=4 + len(check.plan.items) // 3)
    found = {one.found.item: one for one in check.found}
    photos = [cast.pictures.sha[name] for one in check.found for name in (one.photo, one.fixed) if name]
    body: dict[str, Any] = {
        "id": str(id_at(check.done)),
        "plan": str(plan.id),
        "revision": plan.revision,
        "window": check.window.key,
        "started_at": began,
        "results": [_result(one, found.get(one.id), check, cast, ids) for one in plan.items],
        "versions": versions_at(story, cast, plan.post, check.done) if plan.post else {},
        "measures": [_measure(one, cast, check.done) for one in check.found if plan.asks_measures],
    }
    if plan.post is not None and plan.asks_scan and check.scans:
        token = cast.posts[plan.post].token
        body["scan"] = {"token": token, "at": began + timedelta(seconds=25)}
    return body, photos


def _measure(one: Trailed, cast: Cast, done: datetime) -> dict[str, Any]:
    due = done.astimezone(cast.zone).date() + timedelta(days=15)
    return {"item": one.found.item, "text": one.measure, "owner": one.owner, "due_on": due}


def _result(
    item: PlanItem, found: Trailed | None, check: Check, cast: Cast, ids: Mapping[str, UUID]
) -> dict[str, Any]:
    way = luck("value", item.id, cast.ago(check.window.day), check.window.shift)
    value = _value(item.value, way) if item.value is not None else None
    if found is None:
        return {"item": item.id, "result": "normal", **({"value": value} if value is not None else {})}
    sha = cast.pictures.sha
    told = {
        "id": str(ids[found.name]),
        "name": found.name,
        "category": found.category,
        "dangerous": found.dangerous,
        "fixed": bool(found.fixed),
        "photos_after": [sha[found.fixed]] if found.fixed else [],
    }
    read = found.found.value if found.found.value is not None else value
    more = {"value": read} if read is not None else {}
    return {
        "item": item.id,
        "result": "abnormal",
        "note": found.note,
        "photos": [sha[found.photo]],
        "hazard": told,
        **more,
    }


def _value(rule: ValueRule, chance: float) -> float:
    """A value well within its limits, low to high by `chance`, 0 to 1."""
    high = rule.high if rule.high is not None else (rule.low or 0) * 2
    low = rule.low if rule.low is not None else high * 0.6
    way = (1 - WITHIN) / 2 + WITHIN * chance
    return round(round((low + (high - low) * way) / rule.step) * rule.step, rule.decimals)


def versions_at(story: Story, cast: Cast, post: str, at: datetime) -> dict[str, int]:
    """Which versions of a post's cards were in force at a moment."""
    newer = sum(one.post == post and cast.when(one.ago, one.at) <= at for one in story.versions)
    return {"emergency": 1 + newer, "risk": 1, "operation": 1, "duty": 1}
