"""Commands. Each is a thin door to an action; all print for people and end non-zero on failure."""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from app import serve as server
from app.access import actions as access
from app.access.policy import Role
from app.access.secrets import hash_password
from app.audit import actions as audit
from app.cards.settings import DUTY_LIMIT
from app.core import clock, db
from app.core.errors import Problem
from app.core.ids import random_token
from app.core.words import day
from app.demo import load as demo
from app.exchange.actions import carry_out
from app.exchange.plan import plan as plan_import
from app.exchange.plan import read as read_document
from app.exchange.schemas import report
from app.exchange.telling import told
from app.exchange.textfile import decode
from app.labels import actions as labels
from app.labels.queries import labels_within
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import Unit, UnitKind
from app.papers.sheets import label_sheet
from app.settings.queries import value_of


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (init, demo_command, serve, labels_command, import_command, audit_group):
        app.cli.add_command(command)


def need_installation() -> None:
    """Stop a command, in words, where there is no enterprise to work on."""
    try:
        found = org_queries.installation()
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"打不开数据库，或者还没建表：先运行 make run 或 flask init。（{type(error).__name__}）"
        ) from error
    if found is None:
        raise click.ClickException("数据库里还没有企业：先运行 make run（演示）或 flask init（真实企业）。")


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
    click.echo(
        f"建好了：{enterprise}\n管理员 {name}，工号 {employee_no}，第一次的密码 {password}（进入后要改）"
    )


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


@click.command("labels")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--unit", "name", default="", help="Name of a unit; all units by default.")
@click.option("--url", envvar="PUBLIC_URL", required=True, help="Address of the server, https://…")
@with_appcontext
def labels_command(file: Path, name: str, url: str) -> None:
    """Print the labels of a unit's posts to a PDF; posts without a label get one first."""
    need_installation()
    with db.everywhere():
        found = [one for one in org_queries.units(["/"]) if name in ("", one.name)]
        if not found:
            raise click.ClickException(f"没有叫“{name}”的单位。")
        paths = [one.path for one in found] if name else ["/"]
        labels.ensure_labels(org_queries.posts(paths), by=None)
        printed = labels_within(paths)
        if not printed:
            raise click.ClickException("这里还没有岗位，没有码可印。")
        owner = org_queries.enterprise_of(printed[0].post)
        pdf = label_sheet(owner.name, day(org_queries.today(owner.path)), printed, url.rstrip("/"))
    file.write_bytes(pdf)
    click.echo(f"{len(printed)} 个岗位码，印在 {file}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--enterprise", "name", default="", help="Name of the enterprise, where there are several.")
@click.option(
    "--match", "matches", multiple=True, metavar="TABLE=POST", help="Which post a duty table belongs to."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts and warnings as JSON.")
@with_appcontext
def import_command(file: Path, name: str, matches: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Import text as it comes out of Word tables: posts and duties. All or nothing."""
    need_installation()
    if any("=" not in one for one in matches):
        raise click.BadParameter("写成 --match 职责表=岗位")
    chosen = dict(one.split("=", 1) for one in matches)
    with db.everywhere():
        enterprise = _enterprise(name)
        try:
            document = read_document(decode(file.read_bytes()), value_of(DUTY_LIMIT, enterprise.path))
            made = plan_import(document, enterprise, chosen)
            if not dry_run and not made.faults:
                made = carry_out(document, enterprise, chosen=chosen, by=None)
        except Problem as problem:
            raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    click.echo(msgspec.json.encode(report(document)).decode() if as_json else told(made, dry_run=dry_run))
    if made.faults:
        raise click.ClickException(f"有 {len(made.faults)} 处读不了，什么都没有导入。")


def _enterprise(name: str) -> Unit:
    found = [
        one for one in org_queries.tenants() if one.kind == UnitKind.ENTERPRISE and name in ("", one.name)
    ]
    if len(found) != 1:
        raise click.ClickException(
            "用 --enterprise 说明导入到哪个企业。" if found else f"没有叫“{name}”的企业。"
        )
    return found[0]


@click.group("audit")
def audit_group() -> None:
    """The audit chain."""


@audit_group.command("verify")
@with_appcontext
def audit_verify() -> None:
    """Walk every enterprise's chain; name the first thing that does not fit."""
    need_installation()
    with db.everywhere():
        for unit in org_queries.tenants():
            bad = audit.first_bad(unit.id)
            if bad:
                raise click.ClickException(f"{unit.name}: {bad}")
            click.echo(f"{unit.name}: ok")
