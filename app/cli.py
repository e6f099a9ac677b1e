"""Commands. Each is a thin door to an action; all print for people and end non-zero on failure."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import serve as server
from app.access.policy import Role
from app.audit import actions as audit
from app.audit.queries import head
from app.audit.words import in_fours
from app.cli_cards import cards_command
from app.cli_import import import_command
from app.cli_keep import backup, restore
from app.cli_park import park_group
from app.cli_parts import first_password, in_words, join_as, need_installation
from app.cli_sync import sync_group
from app.config import UnsafeSecret, refuse_unsafe_secret
from app.core import db
from app.core.clock import now
from app.core.words import day
from app.demo import load as demo
from app.demo import month
from app.demo.load import PASSWORD
from app.demo.scale import load as scaled
from app.demo.scale.progress import printed
from app.labels import actions as labels
from app.labels.prints import LABEL, note_prints
from app.labels.queries import labels_within
from app.learning.wall import numbers_of
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import UnitKind
from app.papers.routes import is_demo
from app.papers.sheets import label_sheet, refuse_dead_address


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (
        init,
        demo_command,
        serve,
        labels_command,
        import_command,
        cards_command,
        park_group,
        sync_group,
        audit_group,
        backup,
        restore,
    ):
        app.cli.add_command(command)


@click.command("init")
@click.option("--enterprise", prompt="企业名称", help="Name of the enterprise.")
@click.option("--park", default="", help="Name of the park above it, if any.")
@click.option("--name", prompt="管理员姓名", help="Name of the first administrator.")
@click.option("--employee-no", prompt="管理员工号", help="Employee number of the first administrator.")
@with_appcontext
def init(enterprise: str, park: str, name: str, employee_no: str) -> None:
    """Start a real, empty enterprise with its first administrator."""
    with in_words():
        upgrade()
    if org_queries.installation() is not None:
        raise click.ClickException("这里已经有企业（可能是演示）。换一个空的 DATA_DIR 再来。")
    hashed, password = first_password()
    with db.everywhere(), db.writing():
        org.install(demo=False)
        above = org.add_unit(kind=UnitKind.PARK, name=park, parent=None, by=None) if park else None
        unit = org.add_unit(kind=UnitKind.ENTERPRISE, name=enterprise, parent=above, by=None)
        join_as(unit, name, employee_no, Role.ADMINISTRATOR, hashed)
    click.echo(
        f"建好了：{enterprise}\n管理员 {name}，工号 {employee_no}，第一次的密码 {password}（进入后要改）\n"
        f"现在设好 SECRET_KEY 和 PUBLIC_URL，运行 flask --app app serve，打开 {_address()}/signin"
    )


def _address() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") or "https://…"


@click.command("demo")
@click.option(
    "--scale", "people", type=int, help="Instead: a large enterprise of so many people, with a past."
)
@click.option("--days", type=int, default=365, show_default=True, help="How long that past is.")
@click.option("--bare", is_flag=True, help="Without its month of life: people, posts, cards and plans only.")
@with_appcontext
def demo_command(people: int | None, days: int, *, bare: bool) -> None:
    """Load the demo enterprise into an empty database; does nothing where there is one already."""
    if people is not None:
        _demo_of(people, days)
        return
    with in_words():
        upgrade()
    if month.was_broken_off():
        raise click.ClickException("上次装演示数据没装完就断了。换一个空的 DATA_DIR（和空的数据库）再来。")
    if org_queries.installation() is not None:
        click.echo("数据库里已经有企业，不再装演示数据。")
        return
    click.echo("正在装演示企业……")
    if bare:
        demo.load(_indented, datetime.now(UTC).date())
    else:
        month.live_month(_indented, now())


def _indented(line: str) -> None:
    click.echo(f"  {line}")


def _demo_of(people: int, days: int) -> None:
    with in_words():
        scaled.refuse_odd_size(people, days)
        upgrade()
        scaled.refuse_used()
        click.echo(f"正在装 {people} 人、{days} 天的演示企业……")
        made = scaled.load_scaled(people, days, datetime.now(UTC), printed())
    click.echo(
        f"装好了：{made.people} 人，{made.posts} 个岗位，该做的检查 {made.demanded} 次，"
        f"检查记录 {made.checks} 条，隐患 {made.hazards} 条\n"
        f"主要负责人工号 {made.principal}，密码 {PASSWORD}"
    )


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1")
@click.option("--port", envvar="PORT", default=8000, type=int)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve with waitress, which takes slow uploads in before a worker sees them, and run the jobs' consumer."""
    try:
        refuse_unsafe_secret(current_app)
        need_installation()
        server.run(host, port)
    except UnsafeSecret as error:
        raise click.ClickException(
            "没有设 SECRET_KEY，或者不到 32 个字符。做一个："
            'export SECRET_KEY=$(python3 -c "import secrets; print(secrets.token_hex(32))")，记下来，每次都用它。'
        ) from error
    except server.DemoSecretOnRealData as error:
        raise click.ClickException(f"{error}。") from error
    except OSError as error:
        raise click.ClickException(
            f"在 {host}:{port} 上起不来：端口可能有别的程序在用。（{error.strerror}）"
        ) from error


@click.command("labels")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", "name", default="", help="Name of a unit; all units by default.")
@click.option("--url", envvar="PUBLIC_URL", default="", help="Address of the server, https://…")
@with_appcontext
def labels_command(file: Path, name: str, url: str) -> None:
    """Print the labels of a unit's posts to a PDF; posts without a label get one first."""
    need_installation()
    with db.everywhere(), in_words():
        base = url.rstrip("/")
        refuse_dead_address(base, demo=is_demo())
        if not file.absolute().parent.is_dir():
            raise click.ClickException(f"没有这个文件夹：{file.parent}")
        found = [one for one in org_queries.units(["/"]) if name in ("", one.name)]
        if not found:
            raise click.ClickException(f"没有叫“{name}”的单位。")
        paths = [one.path for one in found] if name else ["/"]
        labels.ensure_labels(org_queries.posts(paths), by=None)
        printed = labels_within(paths)
        if not printed:
            raise click.ClickException("这里还没有岗位，没有码可印。")
        owner = org_queries.enterprise_of(printed[0].post)
        numbers = numbers_of([one.post_id for one in printed])
        pdf = label_sheet(owner.name, day(org_queries.today(owner.path)), printed, base, numbers)
        file.write_bytes(pdf)
        note_prints({one.post: numbers[one.post_id] for one in printed}, LABEL, by=None)
    click.echo(f"{len(printed)} 个岗位码，印在 {file}")


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


@audit_group.command("head")
@with_appcontext
def audit_head() -> None:
    """Print the last link of every enterprise's chain, to be kept elsewhere: on paper, with the bureau."""
    need_installation()
    with db.everywhere():
        for unit in org_queries.tenants():
            found = head(unit.id)
            if found:
                at = found.at.astimezone(ZoneInfo(org_queries.zone_of(unit.path)))
                click.echo(
                    f"{unit.name}：第 {found.seq} 环，{at:%Y-%m-%d %H:%M:%S}\n  {in_fours(found.hash)}"
                )
