"""A check record in words: what its page shows."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from app.access.queries import names_of
from app.cards.queries import KIND_NAMES
from app.cards.schemas import Kind
from app.checks import desk
from app.checks.models import CheckRecord, Cycle, Plan
from app.checks.periods import end_of, period_start
from app.checks.routes.item_changes import rule_words
from app.checks.schemas import ItemHazard, ItemResult, MeasureTaken, PlanItem
from app.checks.words import RESULT_WORDS
from app.core import blobs
from app.core.words import moment
from app.org import queries as org

ALIKE = timedelta(seconds=90)  # clocks that differ by less say the same to a reader


class ResultTold(NamedTuple):
    """One item of a record as it is shown."""

    text: str
    result: str
    word: str
    value: str
    rule: str
    standard: str
    level: int | None
    note: str
    photos: list[str]
    hazard: ItemHazard | None
    measures: list[MeasureTaken]


class Where(NamedTuple):
    """What people call a place: the post and its unit, or the unit alone."""

    name: str
    unit: str  # "" where it is the name itself


def place_names(places: Collection[tuple[UUID, UUID | None]]) -> dict[tuple[UUID, UUID | None], Where]:
    """(unit, post) > what people call it."""
    units = org.units_by_id({unit for unit, _ in places})
    titles = org.titles_of({post for _, post in places if post})
    found = {}
    for unit, post in places:
        name = units[unit].name if unit in units else ""
        found[unit, post] = Where(titles[post], name) if post and post in titles else Where(name, "")
    return found


def shas_of(record: CheckRecord) -> set[str]:
    """The photos that a record names, and its signature."""
    results = msgspec.convert(record.results, list[ItemResult])
    named = {sha for one in results for sha in one.photos}
    named |= {sha for one in results if one.hazard for sha in one.hazard.photos_after}
    return named | ({record.signature} if record.signature else set())


def record_told(record: CheckRecord, *, say: Callable[[datetime], str] = moment) -> dict[str, Any]:
    """All that the page of a record shows; `say` puts its times into words."""
    plan = desk.plan(record.plan_id) if record.plan_id else None
    named, author = shas_of(record), names_of({record.author_id}).get(record.author_id, "")
    arrived = set(blobs.arrived(record.enterprise_id, named))
    place = (record.unit_id, record.post_id)
    return {
        "record": record,
        "author": author,
        "place": place_names([place])[place],
        "title": plan.title if plan else "检查",
        "period": period_words(plan, record.period, desk.shift_of(plan, record)),
        "results": _results(record),
        "facts": _facts(record, author, say),
        "arrived": arrived,
        "missing": len(named - arrived),
        "corrects": desk.record(record.corrects_id) if record.corrects_id else None,
        "corrected_by": desk.record(record.corrected_by_id) if record.corrected_by_id else None,
    }


def _results(record: CheckRecord) -> list[ResultTold]:
    revision = desk.revision(record.plan_id, record.revision) if record.plan_id else None
    items = {one.id: one for one in desk.items_of(revision)}
    measures = msgspec.convert(record.measures, list[MeasureTaken])
    found = msgspec.convert(record.results, list[ItemResult])
    return [
        _result(one, items.get(one.item), [said for said in measures if said.item == one.item])
        for one in found
    ]


def _result(one: ItemResult, item: PlanItem | None, measures: list[MeasureTaken]) -> ResultTold:
    rule = item.value if item else None
    value = "" if one.value is None else f"{one.value:.10g}"
    if value and rule:
        value = f"{rule.name} {one.value:.{rule.decimals}f} {rule.unit}".strip()
    return ResultTold(
        text=item.text if item else "不认识的检查项",
        result=one.result,
        word=RESULT_WORDS.get(one.result, one.result),
        value=value,
        rule=rule_words(rule),
        standard=item.standard if item else "",
        level=item.level if item else None,
        note=one.note,
        photos=one.photos,
        hazard=one.hazard,
        measures=measures,
    )


def _facts(record: CheckRecord, author: str, say: Callable[[datetime], str]) -> list[tuple[str, str]]:
    times = [("谁做的", author), ("做完", say(record.done_at))]
    if abs(record.captured_at - record.done_at) > ALIKE:
        times.append(("手机上的时间", f"{say(record.captured_at)}（手机的钟不准，上面是校准过的）"))
    if record.started_at:
        times.append(("开始", say(record.started_at)))
    times.append(("送到", say(record.received_at)))
    return [*times, ("扫岗位码", _scan(record, say)), *_place(record), *_versions(record)]


def _scan(record: CheckRecord, say: Callable[[datetime], str]) -> str:
    at = _moment_in(record.scan)
    when = f"，{say(at)}" if at else ""
    if record.scanned:
        return f"扫了{when}"
    return f"扫的不是这个岗位的码{when}" if record.scan else "没扫"


def _moment_in(scan: dict[str, Any] | None) -> datetime | None:
    return msgspec.convert(scan["at"], datetime) if scan and scan.get("at") else None


def _place(record: CheckRecord) -> list[tuple[str, str]]:
    place = record.place
    if not place or "lat" not in place or "lon" not in place:
        return []
    return [("手机的位置", f"纬度 {place['lat']:.5f}，经度 {place['lon']:.5f}")]


def _versions(record: CheckRecord) -> list[tuple[str, str]]:
    cards = [
        f"{KIND_NAMES[Kind(kind)]}第 {number} 版"
        for kind, number in record.versions.items()
        if kind in set(Kind)
    ]
    return [("检查项", f"第 {record.revision} 版"), *([("当时的卡", "、".join(cards))] if cards else [])]


def period_words(plan: Plan | None, period: str, shift: str) -> str:
    """The period that a record answers: 11 月 21 日夜班的, 11 月 16 日到 22 日的."""
    start = period_start(plan.cycle, period) if plan else None
    if plan is None or start is None:
        return ""
    if plan.cycle in (Cycle.SHIFT, Cycle.DAY):
        return f"{_day(start)}{shift}的"
    return f"{_day(start)}到 {_day(end_of(plan.cycle, start))}的"


def _day(on: date) -> str:
    return f"{on.month} 月 {on.day} 日"
