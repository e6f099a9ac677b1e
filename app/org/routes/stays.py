"""Moving (调动), leaving (离职) and coming back (返岗)."""

from flask import flash, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.policy import Role, may_grant
from app.core.errors import Forbidden
from app.core.web import actor, allow
from app.org import actions, queries
from app.org.models import Person, Unit
from app.org.routes.parts import (
    blueprint,
    chosen_unit,
    day_field,
    or_form,
    person_for,
    to,
    units_to_choose,
)

ACT = "people.write"


def _units(person: Person) -> list[Unit]:
    return [one for one in units_to_choose(ACT) if one.enterprise_id == person.enterprise_id]


def _form(template: str, person: Person, **more: object) -> str:
    today = queries.today(queries.path_of_person(person))
    held = [one for one in person.assignments if one.to_on is None]
    return render_template(template, person=person, today=today, held=held, **more)


@blueprint.get("/console/people/<person_id>/transfer")
@allow(ACT)
def transfer_form(person_id: str) -> str:
    """Where a person could move."""
    person = person_for(ACT, person_id)
    return _form("org/person_transfer.html", person, units=_units(person))


@blueprint.post("/console/people/<person_id>/transfer")
@allow(ACT)
@or_form(transfer_form)
def transfer(person_id: str) -> Response:
    """A person moves to another unit."""
    person, unit = person_for(ACT, person_id), chosen_unit(ACT)
    actions.move(person, unit, on=day_field("on", "调动日期"), by=actor())
    flash(f"{person.account.name}调到{unit.name}了")
    return to("person_page", person_id=person.id)


@blueprint.get("/console/people/<person_id>/departure")
@allow(ACT)
def departure_form(person_id: str) -> str:
    """What leaving means."""
    return _form("org/person_departure.html", person_for(ACT, person_id))


@blueprint.post("/console/people/<person_id>/departure")
@allow(ACT)
@or_form(departure_form)
def depart(person_id: str) -> Response:
    """A person leaves. It ends their roles, so the one who enters it must be able to take those away."""
    person = person_for(ACT, person_id)
    if not all(may_grant(current_user, Role(grant.role), grant.unit_path) for grant in person.account.grants):
        raise Forbidden("他的角色你管不了", hint="请更高的管理员来办离职。")
    actions.leave(person, on=day_field("on", "离职日期"), by=actor())
    flash(f"{person.account.name}离职办好了")
    return to("person_page", person_id=person.id)


@blueprint.get("/console/people/<person_id>/return")
@allow(ACT)
def return_form(person_id: str) -> str:
    """Where a person could come back to."""
    person = person_for(ACT, person_id)
    return _form("org/person_return.html", person, units=_units(person))


@blueprint.post("/console/people/<person_id>/return")
@allow(ACT)
@or_form(return_form)
def come_back(person_id: str) -> Response:
    """A person who left comes back."""
    person, unit = person_for(ACT, person_id), chosen_unit(ACT)
    actions.come_back(person, unit, on=day_field("on", "返岗日期"), by=actor())
    flash(f"{person.account.name}回来了，现在可以给他登录码")
    return to("person_page", person_id=person.id)
