"""What was demanded, day by day, and what became of it; excusing what need not have been done."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.checks import calendar as actions
from app.checks import desk
from app.checks.models import Expectation
from app.checks.outcomes import Outcome, Slot, expectations, open_windows, outcomes_of
from app.checks.routes.parts import READ, WRITE, blueprint
from app.checks.routes.records import LONGEST, Filters, asked_filters
from app.checks.routes.telling import Where, place_names
from app.checks.routes.when import span_words
from app.checks.rules import unit_of
from app.checks.states import State
from app.core.clock import now
from app.core.errors import Conflict
from app.core.web import actor, allow, field, here_or, id_or_missing, permit
from app.org import queries as org
from app.org.routes.parts import or_form

UNDONE = {State.MISSED, State.UNKNOWN}


class Line(NamedTuple):
    """One demanded check, frozen or not, as the list needs it."""

    plan_id: UUID
    unit_id: UUID
    post_id: UUID | None
    person_id: UUID | None
    day: date
    shift: str  # name
    opens_at: datetime
    closes_at: datetime
    state: State
    record: UUID | None
    row: Expectation | None = None  # once it is frozen


class Shown(NamedTuple):
    """One demanded check in words."""

    day: date
    place: Where
    title: str
    when: str
    who: str
    why: str
    state: State
    record: UUID | None
    excusable: UUID | None


@blueprint.get("/console/checks/demanded")
@allow(READ)
def window_list() -> str:
    """What one's units were asked for, latest day first, each with its state."""
    asked = asked_filters()
    found = _lines(asked)
    if asked.held.get("open"):
        found = [one for one in found if one.state in UNDONE]
    days = [(day, list(some)) for day, some in groupby(shown(found, asked.zone), key=lambda one: one.day)]
    return render_template(
        "checks/records.html",
        view="windows",
        filters=asked.held,
        units=asked.units,
        first=asked.first,
        last=asked.last,
        cut=asked.cut,
        longest=LONGEST,
        days=days[::-1],
    )


def _lines(asked: Filters) -> list[Line]:
    at = now()
    ahead = max(asked.moments()[1] - at, timedelta(0))
    frozen = [_frozen(one) for one in expectations(asked.paths, asked.first, asked.last, now=at)]
    running = [_running(one) for one in open_windows(asked.paths, at, ahead=ahead)]
    found = frozen + [one for one in running if asked.first <= one.day <= asked.last]
    return sorted(found, key=lambda one: (one.day, one.opens_at, str(one.plan_id), str(one.person_id)))


def _frozen(one: Outcome) -> Line:
    row, record = one.expectation, one.record.id if one.record else None
    place = (row.plan_id, row.unit_id, row.post_id, row.person_id)
    return Line(*place, row.day, row.shift, row.opens_at, row.closes_at, one.state, record, row)


def _running(one: Slot) -> Line:
    plan, window, record = one.plan, one.window, one.record.id if one.record else None
    place = (plan.id, unit_of(plan).id, plan.post_id, window.person)
    return Line(*place, window.day, window.shift_name, window.opens_at, window.closes_at, one.state, record)


def shown(found: list[Line], zone: ZoneInfo) -> list[Shown]:
    """Lines in words."""
    places = place_names({(one.unit_id, one.post_id) for one in found})
    titles = desk.titles_of_plans(list({one.plan_id for one in found}))
    excusers = {one.row.excused_by for one in found if one.row and one.row.excused_by}
    names = names_of({one.person_id for one in found if one.person_id} | excusers)
    writable = _writable({one.unit_id for one in found})
    return [
        Shown(
            one.day,
            places[one.unit_id, one.post_id],
            titles.get(one.plan_id, ""),
            span_words(one.opens_at, one.closes_at, zone, one.shift),
            names.get(one.person_id, "") if one.person_id else "",
            _why(one.row, names),
            one.state,
            one.record,
            one.row.id if one.row and one.state in UNDONE and one.unit_id in writable else None,
        )
        for one in found
    ]


def _writable(units: set[UUID]) -> set[UUID]:
    found = org.units_by_id(units)
    return {key for key, unit in found.items() if current_user.may(WRITE, unit.path)}


def _why(row: Expectation | None, names: dict[UUID, str]) -> str:
    if row is None or not row.excused_why:
        return ""
    by = names.get(row.excused_by, "") if row.excused_by else ""
    return f"不用做：{row.excused_why}" + (f"（{by}写的）" if by else "")


@blueprint.get("/console/expectations/<expectation_id>/excuse")
@allow(WRITE)
def excuse_form(expectation_id: str) -> str:
    """What excusing a check that was not done means."""
    row = _expectation(expectation_id)
    return render_template("checks/excuse.html", line=_shown(row), back=_back(row))


def _back(row: Expectation) -> str:
    """Where this was opened from, else the list of the day."""
    day = url_for("checks.window_list", first=row.day, last=row.day)
    return here_or(request.values.get("back", ""), day)


@blueprint.post("/console/expectations/<expectation_id>/excuse")
@allow(WRITE)
@or_form(excuse_form)
def excuse(expectation_id: str) -> Response:
    """Say that a check need not have been done, and why."""
    row = _expectation(expectation_id)
    why = field("why", "为什么不用做", limit=100)
    if _shown(row).excusable is None:
        raise Conflict("这一次不用写", hint="它已经做完了，或者已经写过不用做。")
    actions.excuse(row, why, by=actor())
    flash("写好了，这一次不用做")
    return redirect(_back(row))


def _expectation(expectation_id: str) -> Expectation:
    found = desk.expectation(id_or_missing(expectation_id))
    permit(WRITE, org.unit(found.unit_id).path)
    return found


def _shown(row: Expectation) -> Shown:
    zone = ZoneInfo(org.zone_of(org.unit(row.unit_id).path))
    return shown([_frozen(outcomes_of([row], now())[0])], zone)[0]
