"""The tree of units, a unit's page, and changing units."""

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access import queries as access
from app.access.policy import ROLES, Role
from app.core.errors import Invalid
from app.core.web import actor, allow, field
from app.org import actions, queries
from app.org.models import CHILDREN, KIND_NAMES, Unit, UnitKind
from app.org.routes.parts import blueprint, chosen_unit, or_form, to, unit_for, units_to_choose


@blueprint.get("/console/units")
@allow("org.read")
def unit_tree() -> str:
    """The account's units, as a tree."""
    units = queries.units(current_user.paths_for("org.read"))
    top = min((unit.depth for unit in units), default=0)
    return render_template("org/units.html", units=units, top=top)


@blueprint.get("/console/units/<unit_id>")
@allow("org.read")
def unit_page(unit_id: str) -> str:
    """A unit: where it stands, what stands below it, its posts, its people, its roles."""
    unit = unit_for("org.read", unit_id)
    grants = [grant for grant in access.grants_on(unit.id) if grant.role != Role.WORKER]
    return render_template(
        "org/unit.html",
        unit=unit,
        lineage=queries.lineage(unit),
        children=[one for one in queries.units([unit.path]) if one.parent_id == unit.id],
        posts=[one for one in queries.posts([unit.path]) if one.unit_id == unit.id],
        people=queries.count_people([unit.path]),
        grants=[(ROLES[Role(grant.role)].name, grant) for grant in grants],
        names=access.names_of({grant.account_id for grant in grants}),
        parents=bool(CHILDREN[UnitKind(unit.kind)]) and unit.kind != UnitKind.PARK,
    )


@blueprint.get("/console/units/<unit_id>/children")
@allow("org.write")
def unit_children_form(unit_id: str) -> str:
    """What to add below a unit."""
    unit = unit_for("org.write", unit_id)
    return render_template("org/unit_add.html", unit=unit, kinds=_kinds(unit))


@blueprint.post("/console/units/<unit_id>/children")
@allow("org.write")
@or_form(unit_children_form)
def add_unit(unit_id: str) -> Response:
    """Add a department or a team."""
    unit, kind = unit_for("org.write", unit_id), request.form.get("kind", "")
    if kind not in _kinds(unit):
        raise Invalid("还没选是部门还是班组")
    name = field("name", "名称", limit=60)
    made = actions.add_unit(kind=UnitKind(kind), name=name, parent=unit, by=actor())
    flash(f"加好了：{made.name}")
    return to("unit_page", unit_id=made.id)


def _kinds(unit: Unit) -> dict[str, str]:
    inside = [kind for kind in CHILDREN[UnitKind(unit.kind)] if kind != UnitKind.ENTERPRISE]
    return {kind.value: KIND_NAMES[kind] for kind in inside}


@blueprint.get("/console/units/<unit_id>/name")
@allow("org.write")
def unit_name_form(unit_id: str) -> str:
    """The unit's name, to be changed."""
    return render_template("org/unit_name.html", unit=unit_for("org.write", unit_id))


@blueprint.post("/console/units/<unit_id>/name")
@allow("org.write")
@or_form(unit_name_form)
def rename_unit(unit_id: str) -> Response:
    """Rename a unit."""
    unit = unit_for("org.write", unit_id)
    actions.rename_unit(unit, field("name", "名称", limit=60), by=actor())
    flash(f"改好了：{unit.name}")
    return to("unit_page", unit_id=unit.id)


@blueprint.get("/console/units/<unit_id>/place")
@allow("org.write")
def unit_place_form(unit_id: str) -> str:
    """Where the unit could stand instead."""
    unit = unit_for("org.write", unit_id)
    places = [
        one
        for one in units_to_choose("org.write")
        if unit.kind in CHILDREN[UnitKind(one.kind)]
        and one.enterprise_id == unit.enterprise_id
        and one.id != unit.parent_id
        and not one.path.startswith(unit.path)
    ]
    return render_template("org/unit_place.html", unit=unit, places=places)


@blueprint.post("/console/units/<unit_id>/place")
@allow("org.write")
@or_form(unit_place_form)
def move_unit(unit_id: str) -> Response:
    """Hang a unit under another."""
    unit, above = unit_for("org.write", unit_id), chosen_unit("org.write")
    actions.move_unit(unit, above, by=actor())
    flash(f"{unit.name}移到{above.name}下面了")
    return to("unit_page", unit_id=unit.id)


@blueprint.get("/console/units/<unit_id>/closure")
@allow("org.write")
def unit_closure_form(unit_id: str) -> str:
    """What closing a unit means."""
    unit = unit_for("org.write", unit_id)
    return render_template("org/unit_closure.html", unit=unit, grants=len(access.grants_on(unit.id)))


@blueprint.post("/console/units/<unit_id>/closure")
@allow("org.write")
@or_form(unit_closure_form)
def close_unit(unit_id: str) -> Response:
    """Close a unit."""
    unit = unit_for("org.write", unit_id)
    actions.close_unit(unit, by=actor())
    flash(f"{unit.name}停用了")
    return to("unit_page", unit_id=unit.parent_id) if unit.parent_id else to("unit_tree")
