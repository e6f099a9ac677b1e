"""Commands of a park: a further enterprise below it, and the people who oversee it."""

import click
from flask.cli import with_appcontext

from app.access.policy import Role
from app.cli_parts import first_password, join_as, need_installation
from app.core import db
from app.core.errors import Problem
from app.org import actions as org
from app.org import queries
from app.org.models import Unit, UnitKind


@click.group("park")
def park_group() -> None:
    """Parks: enterprises below them, and who oversees them."""


@park_group.command("enterprise")
@click.argument("park")
@click.argument("enterprise")
@click.option("--name", prompt="管理员姓名", help="Name of the enterprise's first administrator.")
@click.option("--employee-no", prompt="管理员工号", help="Employee number of that administrator.")
@with_appcontext
def add_enterprise(park: str, enterprise: str, name: str, employee_no: str) -> None:
    """Add ENTERPRISE below PARK, with its first administrator."""
    need_installation()
    hashed, password = first_password()
    with db.everywhere():
        above = _park(park)
        try:
            with db.writing():
                unit = org.add_unit(kind=UnitKind.ENTERPRISE, name=enterprise, parent=above, by=None)
                join_as(unit, name, employee_no, Role.ADMINISTRATOR, hashed)
        except Problem as problem:
            raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    click.echo(
        f"建好了：{enterprise}\n管理员 {name}，工号 {employee_no}，第一次的密码 {password}（进入后要改）"
    )


@park_group.command("overseer")
@click.argument("park")
@click.option("--name", prompt="姓名", help="Name of the overseer.")
@click.option("--employee-no", prompt="工号", help="Number the overseer signs in with.")
@with_appcontext
def add_overseer(park: str, name: str, employee_no: str) -> None:
    """Add somebody who oversees PARK: sees all of its enterprises, changes none."""
    need_installation()
    hashed, password = first_password()
    with db.everywhere():
        unit = _park(park)
        try:
            with db.writing():
                join_as(unit, name, employee_no, Role.PARK_OVERSEER, hashed)
        except Problem as problem:
            raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    click.echo(f"园区监管 {name}，工号 {employee_no}，第一次的密码 {password}（进入后要改）")


def _park(name: str) -> Unit:
    found = [one for one in queries.tenants() if one.kind == UnitKind.PARK and one.name == name]
    if not found:
        raise click.ClickException(f"没有叫“{name}”的园区。建企业时用 flask init --park 起园区的名字。")
    return found[0]
