"""People: the list, a person's page, joining and amending."""

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access import actions as access
from app.access import queries as access_queries
from app.access.models import Account, Grant
from app.access.policy import ROLES, Role, may_grant, may_vouch
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.paging import Page, asked_page, asked_search
from app.core.web import actor, allow, field
from app.org import actions, queries
from app.org.models import Person
from app.org.roster_file import number_fault, phone_fault
from app.org.routes.parts import (
    blueprint,
    chosen_unit,
    day_field,
    or_form,
    person_for,
    to,
    unit_for,
    units_to_choose,
)


@blueprint.get("/console/people")
@allow("people.read")
def people_list() -> str:
    """The people of the account's units, or of one of them; those who left apart."""
    unit = unit_for("people.read", request.args["unit"]) if request.args.get("unit") else None
    paths = [unit.path] if unit else current_user.paths_for("people.read")
    search, left, number = asked_search(), request.args.get("left") == "1", asked_page()
    found = queries.people(paths, search=search, left=left, page=number)
    page = Page(found, number, queries.count_people(paths, search=search, left=left))
    return render_template("org/people.html", page=page, search=search, left=left, unit=unit)


@blueprint.get("/console/people/<person_id>")
@allow("people.read")
def person_page(person_id: str) -> str:
    """A person: units, posts and roles over time; for those who may write, the phones signed in."""
    person = person_for("people.read", person_id)
    path = queries.path_of_person(person)
    writes = current_user.may("people.write", path)
    grants = access_queries.grants_of(person.id)
    return render_template(
        "org/person.html",
        person=person,
        path=path,
        grants=[(ROLES[Role(grant.role)].name, grant, _may_end(grant)) for grant in grants],
        units=queries.units_by_id({grant.unit_id for grant in grants}),
        names=access_queries.names_of({grant.granted_by for grant in grants if grant.granted_by}),
        sessions=access_queries.sessions_of(person.id) if writes else None,
        vouchable=may_vouch(current_user, person.account, [path]),
    )


def _may_end(grant: Grant) -> bool:
    live = grant.ended_at is None and grant.role != Role.WORKER
    return live and may_grant(current_user, Role(grant.role), grant.unit_path)


@blueprint.get("/console/people/new")
@allow("people.write")
def join_form() -> str:
    """What is needed of somebody new."""
    chosen = parse_id(request.args.get("unit", ""))
    units = units_to_choose("people.write")
    today = queries.today(queries.unit(current_user.enterprise_id).path)
    return render_template("org/person_join.html", units=units, chosen=chosen, today=today)


@blueprint.post("/console/people/new")
@allow("people.write")
@or_form(join_form)
def join() -> Response:
    """Somebody joins."""
    unit, (name, number, phone) = chosen_unit("people.write"), _identity()
    person = actions.join(
        unit=unit, name=name, employee_no=number, phone=phone, on=day_field("on", "入职日期"), by=actor()
    )
    flash(f"{name}加进来了，现在可以给他登录码")
    return to("person_page", person_id=person.id)


def _identity() -> tuple[str, str, str | None]:
    name, number = field("name", "姓名", limit=50), field("employee_no", "工号", limit=32)
    phone = field("phone", "手机号", limit=20, needed=False).replace(" ", "").replace("-", "")
    fault = number_fault(number) or (phone_fault(phone) if phone else "")
    if fault:
        raise Invalid(fault)
    return name, number, phone or None


@blueprint.get("/console/people/<person_id>/details")
@allow("people.write")
def person_details_form(person_id: str) -> str:
    """A person's name, number and phone, to be corrected."""
    return render_template("org/person_details.html", person=person_for("people.write", person_id))


@blueprint.post("/console/people/<person_id>/details")
@allow("people.write")
@or_form(person_details_form)
def amend_person(person_id: str) -> Response:
    """Correct a name, an employee number or a phone."""
    person, (name, number, phone) = person_for("people.write", person_id), _identity()
    access.amend_account(_open(person), name=name, employee_no=number, phone=phone, by=actor())
    flash("改好了")
    return to("person_page", person_id=person.id)


def _open(person: Person) -> Account:
    if person.left_on is not None:
        raise Invalid("这个人已经离职，不能改", hint="先办返岗。")
    return person.account


@blueprint.post("/console/people/<person_id>/sign-out")
@allow("people.write")
def sign_out_person(person_id: str) -> Response:
    """A phone was lost (手机丢了): sign it out, with all others of this person."""
    person = person_for("people.write", person_id)
    access.end_sessions(person.account, by=actor())
    access.void_keys(person.account)
    flash(f"{person.account.name}的手机都退出了")
    return to("person_page", person_id=person.id)
