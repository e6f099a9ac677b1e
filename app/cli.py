"""Commands. Each is a thin door to an action; all print for people and end non-zero on failure."""

from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import serve as server
from app.access import actions as access
from app.access.policy import Role
from app.access.secrets import hash_password
from app.audit import actions as audit
from app.core import clock, db
from app.core.ids import random_token
from app.demo import load as demo
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import UnitKind


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (init, demo_command, serve, audit_group):
        app.cli.add_command(command)


@click.command("init")
@click.option("--enterprise", prompt="企业名称", help="Name of the enterprise.")
@click.option("--park", default="", help="Name of the park above it, if any.")
@click.option("--name", prompt="管理员姓名", help="Name of the first administrator.")
@click.option("--employee-no", prompt="管理员工号", help="Employee number of the first administrator.")
@with_appcontext
def init(enterprise: str, park: str, name: str, employee_no: str) -> None:
    """Start a real, empty enterprise with its first administrator."""
    upgrade()
    if org_queries.installation() is not None:
        raise click.ClickException("这个数据库已经有企业了，没有改动任何东西。")
    password = random_token(12)
    hashed = hash_password(password)
    with db.everywhere(), db.writing():
        org.install(demo=False)
        above = org.add_unit(kind=UnitKind.PARK, name=park, parent=None, by=None) if park else None
        unit = org.add_unit(kind=UnitKind.ENTERPRISE, name=enterprise, parent=above, by=None)
        on = clock.day_in(org_queries.zone_of(unit.path))
        person = org.join(
            unit=unit, name=name, employee_no=employee_no, phone=None, on=on, by=None, password_hash=hashed
        )
        access.grant_role(person.account, Role.ADMINISTRATOR, unit_id=unit.id, unit_path=unit.path, by=None)
    click.echo(f"建好了：{enterprise}\n管理员 {name}，工号 {employee_no}，第一次的密码 {password}（进入后要改）")


@click.command("demo")
@with_appcontext
def demo_command() -> None:
    """Load the demo enterprise into an empty database; does nothing where there is one already."""
    upgrade()
    if org_queries.installation() is not None:
        click.echo("数据库里已经有企业，不再装演示数据。")
        return
    click.echo("正在装演示企业……")
    demo.load(lambda line: click.echo(f"  {line}"), datetime.now(UTC).date())


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1")
@click.option("--port", envvar="PORT", default=8000, type=int)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve with waitress, which takes slow uploads in before a worker sees them, and run the jobs' consumer."""
    server.run(host, port)


@click.group("audit")
def audit_group() -> None:
    """The audit chain."""


@audit_group.command("verify")
@with_appcontext
def audit_verify() -> None:
    """Walk every enterprise's chain; name the first thing that does not fit."""
    with db.everywhere():
        for unit in org_queries.tenants():
            bad = audit.first_bad(unit.id)
            if bad:
                raise click.ClickException(f"{unit.name}: {bad}")
            click.echo(f"{unit.name}: ok")


