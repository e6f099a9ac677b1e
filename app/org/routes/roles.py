"""Granting roles and taking them away."""

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access import actions as access
from app.access import queries as access_queries
from app.access.models import Grant
from app.access.policy import ROLES, Role, may_grant
from app.core.errors import Forbidden, Invalid
from app.core.web import actor, allow, id_or_missing, permit
from app.org import queries
from app.org.routes.parts import blueprint, chosen_unit, or_form, person_for, to, units_to_choose

ACT = "roles.grant"
HINTS = {
    Role.TEAM_LEADER: "给本班的人登录码，打印岗位码",
    Role.DEPARTMENT_HEAD: "再加：安排本部门的人上岗",
    Role.SAFETY_OFFICER: "再加：导入、发布卡片，管岗位码",
    Role.PRINCIPAL: "再加：看审计记录",
    Role.ADMINISTRATOR: "全都能做：人员、单位、角色、设置",
}


@blueprint.get("/console/people/<person_id>/roles")
@allow(ACT)
def role_form(person_id: str) -> str:
    """Which roles this account may give, and where."""
    person, units = person_for(ACT, person_id), units_to_choose(ACT)
    roles = [role for role in HINTS if any(may_grant(current_user, role, unit.path) for unit in units)]
    choices = [(role.value, ROLES[role].name, HINTS[role]) for role in roles]
    return render_template("org/role_form.html", person=person, units=units, choices=choices)


@blueprint.post("/console/people/<person_id>/roles")
@allow(ACT)
@or_form(role_form)
def grant_role(person_id: str) -> Response:
    """Give a person a role on a unit."""
    person, role = person_for(ACT, person_id), _role()
    unit = chosen_unit(ACT)
    if not may_grant(current_user, role, unit.path):
        raise Forbidden("这个角色你给不了", hint="请更高的管理员来给。")
    if person.left_on is not None or unit.closed_on is not None or unit.enterprise_id != person.enterprise_id:
        raise Invalid("人已经离职，或者单位不对", hint="换一个人或单位。")
    access.grant_role(person.account, role, unit_id=unit.id, unit_path=unit.path, by=actor())
    flash(f"{person.account.name}现在是{unit.name}的{ROLES[role].name}")
    return to("person_page", person_id=person.id)


def _role() -> Role:
    chosen = request.form.get("role", "")
    if chosen not in {role.value for role in HINTS}:
        raise Invalid("还没选角色")
    return Role(chosen)


def _grant(grant_id: str) -> Grant:
    found = access_queries.grant(id_or_missing(grant_id))
    permit(ACT, found.unit_path)
    if not may_grant(current_user, Role(found.role), found.unit_path):
        raise Forbidden("这个角色你收不回", hint="请更高的管理员来办。")
    return found


@blueprint.get("/console/grants/<grant_id>/end")
@allow(ACT)
def grant_end_form(grant_id: str) -> str:
    """What taking a role away means."""
    grant = _grant(grant_id)
    units = queries.units_by_id([grant.unit_id])
    return render_template(
        "org/grant_end.html",
        grant=grant,
        role=ROLES[Role(grant.role)].name,
        person=queries.person(grant.account_id),
        unit=units.get(grant.unit_id),
    )


@blueprint.post("/console/grants/<grant_id>/end")
@allow(ACT)
@or_form(grant_end_form)
def end_grant(grant_id: str) -> Response:
    """Take a role away."""
    grant = _grant(grant_id)
    if grant.role == Role.WORKER:
        raise Invalid("员工的角色跟着单位走", hint="要改就办调动或离职。")
    access.end_grant(grant, by=actor())
    flash(f"{ROLES[Role(grant.role)].name}收回了")
    return to("person_page", person_id=grant.account_id)
