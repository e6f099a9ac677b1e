"""The command that brings in what an enterprise has: Excel and Word files, and text as it comes out of Word tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.cards.schemas import Kind
from app.cards.settings import DUTY_LIMIT
from app.cli_parts import in_words, need_installation
from app.core import db
from app.core.errors import Conflict, Problem
from app.exchange import actions as pasted
from app.exchange.bringing import carrying, telling
from app.exchange.bringing.opening import is_office, read_file
from app.exchange.bringing.plan import BringPlan
from app.exchange.bringing.plan import plan as plan_office
from app.exchange.office.limits import MAX_BYTES, FileTooLarge
from app.exchange.plan import Fate, Plan, TableFate, head_of, odd_lines, plan, read, rows_of
from app.exchange.reading.fields import told as card_told
from app.exchange.reading.schemas import Outcome, ReadCard, ReadRow
from app.exchange.schemas import PastedDocument, report
from app.exchange.telling import told
from app.exchange.textfile import decode
from app.org import queries as org
from app.org.models import Unit, UnitKind
from app.settings.queries import value_of

DEFAULT_LIMIT = DUTY_LIMIT.default


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--enterprise", "name", default="", help="Name of the enterprise, where there are several.")
@click.option(
    "--answer", "answers", multiple=True, metavar="KEY=VALUE", help="Answer a question that was asked."
)
@click.option(
    "--match", "matches", multiple=True, metavar="TABLE=POST", help="Which post a duty table belongs to."
)
@click.option(
    "--skip-odd", is_flag=True, help="Leave out posts that are not called as posts are: 待定, 学员."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Print what was read as JSON.")
@with_appcontext
def import_command(
    file: Path,
    *,
    name: str,
    answers: tuple[str, ...],
    matches: tuple[str, ...],
    skip_odd: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import an Excel or Word file of cards, or text as it comes out of Word tables. All or nothing."""
    given = _pairs(answers, "--answer 问题=回答") | _pairs(matches, "--match 职责表=岗位")
    with db.everywhere(), in_words():
        try:
            raw = _read(file)
            if is_office(raw, file.name):
                _office(raw, _enterprise_or_none(name, dry_run), given, dry_run=dry_run, as_json=as_json)
            elif as_json and not _is_set_up():
                raise Conflict(
                    "数据库里还没有企业", hint="先运行 make run（演示）或 flask init（真实企业）。"
                )
            else:
                need_installation()
                _text(raw, _enterprise(name), given, skip_odd=skip_odd, dry_run=dry_run, as_json=as_json)
        except Problem as problem:
            if as_json:
                _echo(telling.refusal(problem.message, problem.hint))
            raise


def _pairs(texts: tuple[str, ...], usage: str) -> dict[str, str]:
    if any("=" not in one for one in texts):
        raise click.BadParameter(f"写成 {usage}")
    return dict(one.split("=", 1) for one in texts)


def _read(file: Path) -> bytes:
    """The bytes of a file; of one that is far too large, none."""
    if file.stat().st_size > MAX_BYTES:
        raise FileTooLarge()
    return file.read_bytes()


def _office(
    raw: bytes, enterprise: Unit | None, given: Mapping[str, str], *, dry_run: bool, as_json: bool
) -> None:
    limit = value_of(DUTY_LIMIT, enterprise.path) if enterprise else DEFAULT_LIMIT
    reading = read_file(raw, given, limit)
    made = plan_office(reading, enterprise, given)
    if made.outcome is Outcome.IMPORT and not dry_run and enterprise is not None:
        carrying.carry_out(reading, enterprise, answers=given, by=None)
    if as_json:
        _echo(telling.report(made))
    else:
        click.echo(telling.lines(made, dry_run=dry_run))
    _end(made, dry_run=dry_run)


def _end(made: BringPlan, *, dry_run: bool) -> None:
    if made.refused:
        raise click.ClickException(f"{made.refused.rstrip('。')}。什么都没有导入。")
    if made.open and not dry_run:
        raise click.ClickException(f"有 {len(made.open)} 个问题要先回答（--answer），什么都没有导入。")


def _text(
    raw: bytes, enterprise: Unit, given: Mapping[str, str], *, skip_odd: bool, dry_run: bool, as_json: bool
) -> None:
    document = read(decode(raw), value_of(DUTY_LIMIT, enterprise.path))
    skip = odd_lines(document) if skip_odd else frozenset()
    made = plan(document, enterprise, given, skip)
    if as_json:
        _echo(_text_report(document, made))
    if not dry_run and not made.faults:
        made = pasted.carry_out(document, enterprise, chosen=given, skip=skip, by=None)
    if not as_json:
        click.echo(told(made, dry_run=dry_run))
    if made.faults:
        raise click.ClickException(f"有 {len(made.faults)} 处读不了，什么都没有导入。")


def _text_report(document: PastedDocument, made: Plan) -> dict[str, Any]:
    """What was counted, and beside it what a file of cards tells."""
    waiting = [one for one in made.tables if one.fate is Fate.WAITS]
    outcome = Outcome.REFUSE if made.faults else Outcome.QUESTIONS if waiting else Outcome.IMPORT
    told_of: dict[str, Any] = msgspec.to_builtins(report(document))
    return told_of | {
        "outcome": outcome.value,
        "cards": [card_told(_card(one)) for one in made.tables if one.table.of == "post"],
        "questions": [_question(one) for one in waiting],
    }


def _card(one: TableFate) -> ReadCard:
    where = f"第 {one.table.line} 行"
    rows = [
        ReadRow(where=f"第 {duty.line} 行", body=body)
        for duty, body in zip(one.table.duties, rows_of(one.table), strict=True)
    ]
    title = one.place[1] if one.place else one.table.title
    return ReadCard(post=title, kind=Kind.DUTY, where=where, head=head_of(one.table), rows=rows)


def _question(one: TableFate) -> dict[str, Any]:
    return {
        "key": one.table.title,
        "where": f"第 {one.table.line} 行",
        "ask": f"没有叫“{one.table.title}”的岗位，或者不止一个。这张职责表是哪个岗位的？",
        "options": [{"value": title, "label": title} for title in one.proposals],
        "free": True,
    }


def _echo(found: object) -> None:
    click.echo(msgspec.json.encode(found).decode())


def _enterprise_or_none(name: str, dry_run: bool) -> Unit | None:
    """The enterprise; none where there is none yet and nothing is to be written."""
    if dry_run and not _is_set_up():
        return None
    need_installation()
    return _enterprise(name)


def _is_set_up() -> bool:
    """Whether there is an enterprise at all; without a database, or without its tables, there is none."""
    try:
        return org.installation() is not None
    except DBAPIError:
        db.session().rollback()
        return False


def _enterprise(name: str) -> Unit:
    found = [one for one in org.tenants() if one.kind == UnitKind.ENTERPRISE and name in ("", one.name)]
    if len(found) != 1:
        _which(bool(found), name)
    return found[0]


def _which(several: bool, name: str) -> NoReturn:
    raise click.ClickException(
        "用 --enterprise 说明导入到哪个企业。" if several else f"没有叫“{name}”的企业。"
    )
