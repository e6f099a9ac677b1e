"""倒班表: shift calendars, with a look at the days they make."""

from uuid import UUID

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.checks import calendar as actions
from app.checks import desk
from app.checks.models import ShiftSystem
from app.checks.routes import shift_form as forms
from app.checks.routes.parts import WRITE, blueprint, to
from app.checks.routes.shift_form import ShiftDraft
from app.checks.rules import system_of
from app.core import workdays
from app.core.errors import Forbidden, Invalid
from app.core.web import actor, allow, field, id_or_missing, permit
from app.org import queries as org
from app.org.models import Unit
from app.org.routes.parts import chosen_unit, or_form, units_to_choose

AHEAD = 14  # days
PRESETS = (
    ("two", "两班倒", "白班、夜班，每班 12 小时，四个班组轮"),
    ("three", "三班倒", "早、中、夜，每班 8 小时，四个班组轮"),
    ("days", "只上白班", "周末和放假不上"),
)


@blueprint.get("/console/shifts")
@allow(WRITE)
def shift_list() -> str:
    """The shift calendars of the account's units."""
    found = desk.shift_systems(current_user.paths_for(WRITE))
    units = org.units_by_id({one.unit_id for one in found})
    mine = [one for one in found if one.unit_id in units and current_user.may(WRITE, units[one.unit_id].path)]
    systems = [(one, forms.span_words(system_of(one).shifts)) for one in mine]
    return render_template("checks/shifts.html", systems=systems, units=units, presets=PRESETS)


@blueprint.get("/console/shifts/new")
@allow(WRITE)
def shift_form() -> str:
    """A new calendar, from what many plants have, or as it was typed."""
    today = org.today(f"/{current_user.enterprise_id}/")
    draft = forms.typed() if request.method == "POST" else forms.preset(request.args.get("like", ""), today)
    return _form(None, draft)


@blueprint.post("/console/shifts/new")
@allow(WRITE)
@or_form(shift_form)
def add_shift_system() -> Response | str:
    """Store a new calendar; or add a row, drop one, look at the days."""
    draft = forms.typed()
    if request.form.get("do") != "save":
        draft.change(request.form.get("do", ""))
        return _form(None, draft)
    unit = chosen_unit(WRITE)
    draft.name = field("name", "名称", limit=30)
    _name_crews(draft)
    actions.add_shift_system(unit=unit, terms=draft.terms(), by=actor())
    flash(f"存好了：{draft.name}")
    return to("shift_list")


@blueprint.get("/console/shifts/<system_id>")
@allow(WRITE)
def shift_details_form(system_id: str) -> str:
    """A calendar, to be changed."""
    system = _system(system_id)
    return _form(system, forms.typed() if request.method == "POST" else forms.stored(system))


@blueprint.post("/console/shifts/<system_id>")
@allow(WRITE)
@or_form(shift_details_form)
def amend_shift_system(system_id: str) -> Response | str:
    """Change a calendar; or add a row, drop one, look at the days."""
    system, draft = _system(system_id), forms.typed()
    if request.form.get("do") != "save":
        draft.change(request.form.get("do", ""))
        return _form(system, draft)
    draft.name = field("name", "名称", limit=30)
    _name_crews(draft, {str(one.get("unit")) for one in system.crews})
    actions.amend_shift_system(system, draft.terms(), by=actor())
    flash(f"存好了：{draft.name}")
    return to("shift_list")


@blueprint.get("/console/shifts/<system_id>/closure")
@allow(WRITE)
def shift_closure_form(system_id: str) -> str:
    """What closing a calendar means."""
    system = _system(system_id)
    return render_template("checks/shift_closure.html", system=system, used=desk.followers(system.id))


@blueprint.post("/console/shifts/<system_id>/closure")
@allow(WRITE)
@or_form(shift_closure_form)
def close_shift_system(system_id: str) -> Response:
    """Close a calendar that no plan follows."""
    system = _system(system_id)
    actions.close_shift_system(system, by=actor())
    flash(f"停用了：{system.name}")
    return to("shift_list")


def _system(system_id: str) -> ShiftSystem:
    found = desk.shift_system(id_or_missing(system_id))
    permit(WRITE, org.unit(found.unit_id).path)
    return found


def _name_crews(draft: ShiftDraft, before: set[str] | None = None) -> None:
    """A crew that is a unit is called as the unit is. Raises Forbidden for a unit that is not theirs."""
    units = {str(one.id): one.name for one in units_to_choose(WRITE)}
    for crew in draft.crews:
        if crew.unit and crew.unit not in units and crew.unit not in (before or set()):
            raise Forbidden()
        crew.name = crew.name.strip()[:20] or units.get(crew.unit, "")


def _form(system: ShiftSystem | None, draft: ShiftDraft) -> str:
    unit = org.unit(system.unit_id) if system else None
    return render_template(
        "checks/shift_form.html",
        system=system,
        draft=draft,
        unit=unit,
        units=_units(unit),
        used=desk.followers(system.id) if system else [],
        **_ahead(draft, system.enterprise_id if system else current_user.enterprise_id),
    )


def _units(unit: Unit | None) -> list[Unit]:
    found = units_to_choose(WRITE)
    return [one for one in found if unit is None or one.enterprise_id == unit.enterprise_id]


def _ahead(draft: ShiftDraft, enterprise_id: UUID) -> dict[str, object]:
    """The days that the calendar as it is typed would make, or why it makes none yet."""
    try:
        system = draft.system()
    except Invalid as problem:
        return {"lines": [], "days": [], "worked": [], "spans": [], "why_not": f"{problem.message}。"}
    today = org.today(f"/{enterprise_id}/")
    days, lines = forms.ahead(system, today, AHEAD)
    known = workdays.days(enterprise_id, days[0], days[-1])
    worked = [known[day].worked or not draft.workdays_only for day in days]
    return {"lines": lines, "days": days, "worked": worked, "spans": forms.span_words(system.shifts)}
