"""The rows of the tables that are taken away (台账): checks made, checks demanded, hazards. Read in pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.queries import names_of
from app.checks.answers import parts
from app.checks.desk import titles_of_plans
from app.checks.models import CheckRecord
from app.checks.routes.telling import Where, place_names
from app.checks.words import flag_words
from app.core import db
from app.hazards.models import Hazard, HazardStep, State
from app.hazards.words import GRADES, SOURCES, STATES
from app.org.models import Unit
from app.org.queries import within
from app.reports.items import WORDS, Item
from app.reports.telling import lines
from app.reports.xlsx import Value
from app.risk.matrices import LEVELS

AT_ONCE = 500  # rows held at a time
OPEN = (State.FOUND, State.REGISTERED)  # not rectified yet
CHECK_HEADS = (
    ("做完时间", 18),
    ("单位", 16),
    ("岗位", 22),
    ("检查", 18),
    ("谁做的", 12),
    ("异常几项", 10),
    ("扫了岗位码", 12),
    ("备注", 40),
    ("送到时间", 18),
    ("更正过", 10),
    ("记录编号", 38),
)
DEMANDED_HEADS = (
    ("日期", 12),
    ("班次", 10),
    ("单位", 16),
    ("岗位", 22),
    ("检查", 18),
    ("该做时间", 26),
    ("该谁", 12),
    ("结果", 14),
    ("做完时间", 18),
    ("记录编号", 38),
)
HAZARD_HEADS = (
    ("发现时间", 18),
    ("隐患名称", 28),
    ("描述", 32),
    ("类型", 10),
    ("来源", 14),
    ("单位", 16),
    ("岗位", 22),
    ("风险等级", 12),
    ("很危险", 8),
    ("隐患等级", 12),
    ("发现人", 12),
    ("到哪一步", 10),
    ("即查即改", 10),
    ("责任人", 12),
    ("措施", 32),
    ("资金（元）", 12),
    ("时限", 12),
    ("预案", 24),
    ("临时防范措施", 24),
    ("整改人", 12),
    ("整改时间", 18),
    ("验收人", 12),
    ("验收时间", 18),
    ("销号人", 12),
    ("销号时间", 18),
    ("超期几天", 10),
    ("隐患编号", 38),
)


def check_query(paths: Sequence[str], first: datetime, until: datetime, *, abnormal: bool) -> Select[Any]:
    """The checks made in these subtrees from `first` to before `until`, earliest first."""
    names = ("id", "done_at", "unit_id", "post_id", "plan_id", "author_id", "abnormal", "scanned", "flags")
    columns = [getattr(CheckRecord, name) for name in (*names, "received_at", "corrected_by_id")]
    asked = select(*columns).join(Unit, CheckRecord.unit_id == Unit.id).where(within(paths))
    asked = asked.where(CheckRecord.done_at >= first, CheckRecord.done_at < until)
    if abnormal:
        asked = asked.where(CheckRecord.abnormal > 0)
    return asked.order_by(CheckRecord.done_at, CheckRecord.id)


def check_rows(asked: Select[Any]) -> Iterator[list[Value]]:
    """The rows of the ledger of checks."""
    for some in _pieces(asked):
        places = place_names({(one.unit_id, one.post_id) for one in some})
        titles = titles_of_plans(list({one.plan_id for one in some if one.plan_id}))
        names = names_of({one.author_id for one in some})
        for one in some:
            yield [
                one.done_at,
                *_where(places[one.unit_id, one.post_id]),
                titles.get(one.plan_id, ""),
                names.get(one.author_id, ""),
                one.abnormal,
                _yes(one.scanned),
                "；".join(flag_words(flag) for flag in one.flags),
                one.received_at,
                _yes(one.corrected_by_id is not None),
                str(one.id),
            ]


def _pieces(asked: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
    found = db.session().execute(asked.execution_options(yield_per=AT_ONCE))
    yield from found.partitions()


def _where(place: Where) -> tuple[str, str]:
    """(unit, post); a check of a whole unit has no post."""
    return (place.unit, place.name) if place.unit else (place.name, "")


def _yes(said: bool) -> str:
    return "是" if said else ""


def demanded_rows(found: Sequence[Item], zone: Any) -> Iterator[list[Value]]:
    """The rows of the list of demanded checks."""
    for some in parts(found):
        for line in lines(some, zone):
            item = line.item
            yield [
                item.day,
                item.shift,
                *_where(line.place),
                line.title,
                line.when,
                line.who,
                WORDS[item.mark],
                item.done_at,
                str(item.record) if item.record else "",
            ]


@dataclass
class _Done:
    """Who did a step of a hazard last, and when."""

    by: UUID
    at: datetime


def hazard_rows(asked: Select[Any], today: date, zone: ZoneInfo) -> Iterator[list[Value]]:
    """The rows of the ledger of hazards (隐患台账), for a query of whole hazards; days are those of the zone."""
    for some in _pieces(asked):
        found = [row[0] for row in some]
        steps = _steps([one.id for one in found])
        people = {who for one in found for who in (one.reporter_id, one.owner_id) if who}
        names = names_of(people | {one.by for acts in steps.values() for one in acts.values()})
        places = place_names({(one.unit_id, one.post_id) for one in found})
        for one in found:
            place = _where(places[one.unit_id, one.post_id])
            acts = steps.get(one.id, {})
            late = _days_late(one, acts.get("rectify"), today, zone)
            yield _hazard_row(one, place, acts, names, late)
        for one in found:
            db.session().expunge(one)  # what is written need not be held


def _steps(ids: Sequence[UUID]) -> dict[UUID, dict[str, _Done]]:
    """Hazard > act > who did it last: of what was sent back, only the rectification that held."""
    columns: list[InstrumentedAttribute[Any]] = [
        HazardStep.hazard_id,
        HazardStep.act,
        HazardStep.by_id,
        HazardStep.at,
    ]
    asked = select(*columns, HazardStep.flags).where(HazardStep.hazard_id.in_(ids))
    found: dict[UUID, dict[str, _Done]] = {}
    for row in db.session().execute(asked.order_by(HazardStep.hazard_id, HazardStep.number)):
        if "extra" not in row.flags:
            acts = found.setdefault(row.hazard_id, {})
            acts[row.act] = _Done(row.by_id, row.at)
            if row.act == "send_back":
                acts.pop("rectify", None)
    return found


def _days_late(one: Hazard, rectified: _Done | None, today: date, zone: ZoneInfo) -> int | None:
    """How many days after its due day it was rectified, or is still not."""
    until = rectified.at.astimezone(zone).date() if rectified else today if one.state in OPEN else None
    return (until - one.due_on).days if until and one.due_on and until > one.due_on else None


def _hazard_row(
    one: Hazard, place: tuple[str, str], steps: dict[str, _Done], names: dict[UUID, str], late: int | None
) -> list[Value]:
    def name(who: UUID | None) -> str:
        return names.get(who, "") if who else ""

    def step(act: str) -> tuple[str, datetime | None]:
        done = steps.get(act)
        return (name(done.by), done.at) if done else ("", None)

    return [
        one.found_at,
        one.name,
        one.note,
        one.category,
        SOURCES.get(one.source, one.source),
        *place,
        LEVELS[one.risk_level].words if one.risk_level else "",
        _yes(one.dangerous),
        GRADES.get(one.grade or "", ""),
        name(one.reporter_id),
        STATES.get(one.state, one.state),  # type: ignore[call-overload]
        _yes(one.at_once),
        name(one.owner_id),
        one.measures,
        one.funds_fen / 100 if one.funds_fen is not None else None,
        one.due_on,
        one.plan,
        one.interim,
        *step("rectify"),
        *step("verify"),
        *step("close"),
        late,
        str(one.id),
    ]
