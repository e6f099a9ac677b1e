"""Settings of a unit: what holds there, where it comes from, changing it and taking the change back."""

from typing import Any, NamedTuple

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import Forbidden, Missing
from app.core.web import actor, allow
from app.org import queries
from app.org.models import Unit
from app.org.routes.parts import blueprint, or_form, to, unit_for
from app.settings import actions
from app.settings.queries import overrides
from app.settings.registry import Setting, declared, named


class Line(NamedTuple):
    """A setting as it stands on a unit. `origin` is own, inherited or default; `giver` names who sets it."""

    setting: Setting[Any]
    value: Any
    origin: str
    giver: str


def _lines(unit: Unit) -> list[Line]:
    found = overrides(unit.path)
    givers = queries.units_by_id({giver for _, giver in found.values()})
    return [_line(setting, unit, found.get(setting.key), givers) for setting in declared()]


def _line(setting: Setting[Any], unit: Unit, held: tuple[Any, Any] | None, givers: dict[Any, Unit]) -> Line:
    if held is None:
        return Line(setting, setting.default, "default", "")
    value, giver = held
    name = givers[giver].name if giver in givers else "上级单位"  # a park's own page is not open to everyone
    return Line(setting, value, "own" if giver == unit.id else "inherited", name)


@blueprint.get("/console/settings")
@allow("settings.read")
def settings() -> Response:
    """The settings of the topmost unit whose settings the account may read."""
    units = queries.units(current_user.paths_for("settings.read"))
    if not units:
        raise Forbidden()
    return to("unit_settings", unit_id=units[0].id)


@blueprint.get("/console/settings/<unit_id>")
@allow("settings.read")
def unit_settings(unit_id: str) -> str:
    """All settings by group, each with its value and where that comes from."""
    unit = unit_for("settings.read", unit_id)
    groups: dict[str, list[Line]] = {}
    for line in _lines(unit):
        groups.setdefault(line.setting.group, []).append(line)
    below = [one for one in queries.units([unit.path]) if one.parent_id == unit.id]
    return render_template("settings/unit.html", unit=unit, groups=groups, below=below)


def _setting(key: str) -> Setting[Any]:
    found = named(key)
    if found is None:
        raise Missing("没有这项设置")
    return found


@blueprint.get("/console/settings/<unit_id>/<key>")
@allow("settings.write")
def setting_form(unit_id: str, key: str) -> str:
    """One setting on one unit, to be changed."""
    unit, setting = unit_for("settings.write", unit_id), _setting(key)
    line = next(line for line in _lines(unit) if line.setting.key == setting.key)
    return render_template("settings/change.html", unit=unit, line=line, setting=setting)


@blueprint.post("/console/settings/<unit_id>/<key>")
@allow("settings.write")
@or_form(setting_form)
def override_setting(unit_id: str, key: str) -> Response:
    """Set a setting on a unit and all below it."""
    unit, setting = unit_for("settings.write", unit_id), _setting(key)
    value = setting.parse(request.form.get("value", ""), request.form.getlist("value"))
    actions.override(setting, value, unit_id=unit.id, enterprise_id=unit.enterprise_id, by=actor())
    flash(f"改好了：{setting.label}")
    return to("unit_settings", unit_id=unit.id)


@blueprint.post("/console/settings/<unit_id>/<key>/reset")
@allow("settings.write")
def reset_setting(unit_id: str, key: str) -> Response:
    """Let a unit follow its parent, or the default, again."""
    unit, setting = unit_for("settings.write", unit_id), _setting(key)
    actions.reset(setting, unit_id=unit.id, enterprise_id=unit.enterprise_id, by=actor())
    flash(f"恢复了：{setting.label}")
    return to("unit_settings", unit_id=unit.id)
