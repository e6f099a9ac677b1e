"""台账 to take away as tables: the checks that were made, the checks that were demanded, the hazards."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from flask import Response
from flask_login import current_user
from sqlalchemy import Select, func, select

from app.checks.routes.records import asked_filters
from app.core import db
from app.core.clock import now
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.web import allow
from app.hazards.queries import Filter, count_hazards
from app.hazards.queries import hazard_ledger as hazard_query
from app.hazards.routes.hazards import CHOICES, GRADE_CHOICES, asked_filter, held_filters
from app.hazards.words import SOURCES
from app.org import queries as org
from app.reports.filters import READ, asked
from app.reports.items import GROUP_WORDS, WORDS, Mark, marks_named
from app.reports.ledgers import (
    CHECK_HEADS,
    DEMANDED_HEADS,
    HAZARD_HEADS,
    check_query,
    check_rows,
    demanded_rows,
    hazard_rows,
)
from app.reports.listing import total_of
from app.reports.queries import items
from app.reports.routes.board import title_of
from app.reports.routes.parts import blueprint
from app.reports.xlsx import Value, sent, written
from app.risk.matrices import LEVELS

MOST = 50_000  # rows of a table: what a spreadsheet and a server bear at once
Heads = Sequence[tuple[str, int]]


@blueprint.get("/console/ledgers/checks.xlsx")
@allow(READ)
def check_ledger() -> Response:
    """The checks that the list of records shows by the same filters, a row each."""
    found = asked_filters()
    first, until = found.moments()
    abnormal = bool(found.held.get("abnormal"))
    query = check_query(found.paths, first, until, abnormal=abnormal)
    _refuse_long(_count(query))
    said = [_where(found.held.get("unit")), f"做完的日子：{found.first} 到 {found.last}"]
    said += ["只有异常的"] if abnormal else []
    return _sheet("检查台账", said, CHECK_HEADS, check_rows(query), found.zone, "checks")


@blueprint.get("/console/ledgers/demanded.xlsx")
@allow(READ)
def demanded_ledger() -> Response:
    """The demanded checks that the list behind a figure of the board shows by the same filters."""
    wanted, at = asked(), now()
    marks = marks_named(wanted.mark)
    _refuse_long(total_of(wanted.wanted, marks, at))
    found = [one for one in items(wanted.wanted, at) if marks is None or one.mark in marks]
    what = GROUP_WORDS.get(wanted.mark) or (WORDS[Mark(wanted.mark)] if wanted.mark else "都算上")
    said = [title_of(wanted), _where(str(wanted.unit.id) if wanted.unit else None)]
    said += [f"日子：{wanted.first} 到 {wanted.last}", f"结果：{what}"]
    said += {"own": ["不算下级单位的"], "whole": ["只有整个单位的"]}.get(wanted.own, [])
    return _sheet(
        "该做的检查", said, DEMANDED_HEADS, demanded_rows(found, wanted.zone), wanted.zone, "demanded"
    )


@blueprint.get("/console/ledgers/hazards.xlsx")
@allow("hazards.read")
def hazard_ledger() -> Response:
    """隐患台账: the hazards that the list shows by the same filters, a row each."""
    paths, own = current_user.paths_for("hazards.read"), f"/{current_user.enterprise_id}/"
    wanted, today = asked_filter(), org.today(own)
    _refuse_long(count_hazards(paths, wanted, today=today))
    zone = ZoneInfo(org.zone_of(own))
    rows = hazard_rows(hazard_query(paths, wanted, today=today), today, zone)
    return _sheet("隐患台账", _hazard_words(wanted), HAZARD_HEADS, rows, zone, "hazards")


def _hazard_words(wanted: Filter) -> list[str]:
    held = held_filters()
    said = [_where(held.get("unit")), f"到哪一步：{CHOICES.get(held.get('state', 'open'), '都不是')}"]
    if wanted.grade:
        said.append(f"隐患等级：{GRADE_CHOICES[wanted.grade]}")
    if wanted.source:
        said.append(f"来源：{SOURCES[wanted.source]}")
    if wanted.level:
        said.append(f"风险等级：{LEVELS[wanted.level].words}")
    if wanted.first or wanted.until:
        said.append(f"发现的日子：{held.get('first', '最早')} 到 {held.get('last', '现在')}")
    if wanted.reporter:
        said.append("只有一个人报的")
    return said + ([f"名称里有：{wanted.search}"] if wanted.search else [])


def _where(unit_id: str | None) -> str:
    found = org.units_by_id({one for one in [parse_id(unit_id or "")] if one})
    return f"哪里：{next((one.name for one in found.values()), '我能看的都在里面')}"


def _count(query: Select[tuple[object, ...]]) -> int:
    inner = query.order_by(None).subquery()
    return db.session().scalar(select(func.count()).select_from(inner)) or 0


def _refuse_long(number: int) -> None:
    if number > MOST:
        raise Invalid(f"有 {number} 行，一张表最多 {MOST} 行", hint="少选几天，或者只选一个单位，分几次下。")


def _sheet(  # noqa: PLR0917 (what a table is made of)
    title: str, said: Sequence[str], heads: Heads, rows: Iterable[Sequence[Value]], zone: ZoneInfo, name: str
) -> Response:
    at = now().astimezone(zone)
    taken = f"{current_user.name}（工号 {current_user.employee_no}）{at:%Y-%m-%d %H:%M} 下载"
    path = written(title, [title, *said, taken], heads, rows, zone)
    return sent(path, f"{name}-{at:%Y%m%d}.xlsx")
