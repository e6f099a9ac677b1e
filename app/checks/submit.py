"""Taking in a check that was made on a phone. What is doubtful is applied with a flag, and never thrown away."""

from uuid import UUID

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.checks.complete import missing
from app.checks.grounds import Listed, named_in, plan_named
from app.checks.judge import Asked, Check, judge, note_answer, set_right
from app.checks.models import CheckRecord
from app.checks.rules import unit_of
from app.checks.schemas import CheckSubmitted, ItemResult, MeasureTaken, PlanItem
from app.core import db
from app.core.capture import Capture, Waits
from app.core.chosen import chosen_id
from app.core.errors import Invalid
from app.core.memo import is_hopeful
from app.hazards.actions import plan_anew, report_from_check

LACKS = {
    "result": "没有结果",
    "value": "没填测到的数",
    "limits": "测到的数超了，不能算正常",
    "photo": "差照片",
    "hazard": "没写是什么隐患",
    "measure": "没写怎么办、谁来办、几号办完",
}


@db.action
def submit(body: CheckSubmitted, capture: Capture) -> list[str]:
    """Keep a check that somebody made, and report the hazards it found. Its flags.

    Raises Waits while the plan or its revision has not arrived; Invalid (`incomplete`, `unknown_item`, `bad_id`,
    `not_yours`) and Conflict `id_taken`.
    """
    record_id = chosen_id(body.id, CheckRecord)
    check = Check(body, capture, *_plan_of(body, capture))
    _refuse_unfit(check)
    replaced = _replaced(capture)
    asked, scanned = judge(check, replaced)
    row = _row(record_id, check, asked, scanned)
    _replace(replaced, row)
    db.session().add(row)
    _report(check, record_id, replaced)
    row.flags = list(check.flags)
    note_answer(check, asked.key, replaced)
    if not is_hopeful():
        db.session().flush()
    audit.record(
        "check.submit", "record", row.id, enterprise_id=row.enterprise_id, by=capture.by, key=row.window_key
    )
    return check.flags


def _plan_of(body: CheckSubmitted, capture: Capture) -> Listed:
    """The plan and the items of the revision that was answered."""
    named = named_in(body)
    if named is None:
        raise Invalid("检查计划的编号不对", code="bad_id")
    found = plan_named(capture.enterprise_id, named)
    if found is None:
        raise Waits(named[0])
    return found


def _refuse_unfit(check: Check) -> None:
    """Raise Invalid where the check is not one of this list of items, or lacks something that it asks for."""
    body, plan = check.body, check.plan
    named = [one.item for one in body.results]
    if len(set(named)) != len(named) or not check.items.keys() >= {
        *named,
        *(one.item for one in body.measures),
    }:
        raise Invalid("检查项对不上", code="unknown_item", hint="打开这项检查，重新做一遍。")
    lacks = missing(
        list(check.items.values()),
        body.results,
        body.measures,
        body.signature,
        asks_measures=plan.asks_measures,
        asks_signature=plan.asks_signature,
    )
    if lacks:
        raise Invalid(_lack_words(lacks[0], list(check.items)), code="incomplete", hint="补上再交。")


def _lack_words(lack: str, items: list[str]) -> str:
    item, _, what = lack.rpartition(":")
    return f"第 {items.index(item) + 1} 项{LACKS[what]}" if item else "还没签名"


def _replaced(capture: Capture) -> CheckRecord | None:
    """The record that the corrected op made; none where that op was rejected. Raises Invalid for another's."""
    if capture.corrects is None:
        return None
    asked = select(CheckRecord).where(
        CheckRecord.op_id == capture.corrects, CheckRecord.enterprise_id == capture.enterprise_id
    )
    found = list(db.session().scalars(asked))
    own = next((one for one in found if one.author_id == capture.by), None)
    if found and own is None:
        raise Invalid("只能改自己交的检查", code="not_yours", hint="请交这项检查的人自己改。")
    return own


def _row(record_id: UUID, check: Check, asked: Asked, scanned: bool) -> CheckRecord:
    body, capture, plan = check.body, check.capture, check.plan
    return CheckRecord(
        id=record_id,
        enterprise_id=plan.enterprise_id,
        plan_id=plan.id,
        revision=body.revision,
        window_key=asked.key,
        period=asked.period,
        unit_id=unit_of(plan).id,
        post_id=plan.post_id,
        author_id=capture.by,
        key_id=capture.key_id,
        op_id=capture.op_id,
        captured_at=capture.at,
        done_at=capture.true_at,
        started_at=set_right(body.started_at, capture),
        offset_ms=capture.offset_ms,
        received_at=capture.received_at,
        versions=dict(body.versions),
        results=msgspec.to_builtins(body.results),
        abnormal=sum(one.result == "abnormal" for one in body.results),
        measures=msgspec.to_builtins(body.measures),
        scanned=scanned,
        scan=msgspec.to_builtins(body.scan),
        place=msgspec.to_builtins(body.position),
        signature=body.signature,
        flags=[],
    )


def _replace(old: CheckRecord | None, row: CheckRecord) -> None:
    if old is None:
        return
    row.corrects_id = old.id
    if old.corrected_by_id is None:
        old.corrected_by_id = row.id


def _report(check: Check, record_id: UUID, replaced: CheckRecord | None) -> None:
    """Report what is abnormal; where the corrected record has reported it already, only what is to be done is new."""
    known = _hazards_in(replaced)
    for result in check.body.results:
        if result.result != "abnormal" or result.hazard is None:
            continue
        item = check.items[result.item]
        if result.hazard.id in known:
            plan_anew(UUID(result.hazard.id), _measures(check, item), check.capture)
        else:
            _report_one(check, record_id, result, item)


def _report_one(check: Check, record_id: UUID, result: ItemResult, item: PlanItem) -> None:
    assert result.hazard is not None
    for flag in report_from_check(
        hazard=result.hazard,
        unit=unit_of(check.plan),
        post=check.plan.post,
        photos=result.photos,
        note=result.note,
        record_id=record_id,
        card_row=item.row,
        risk_level=item.level,
        capture=check.capture,
        measures=_measures(check, item),
    ):
        check.flag(flag, True)


def _measures(check: Check, item: PlanItem) -> list[MeasureTaken]:
    return [one for one in check.body.measures if one.item == item.id]


def _hazards_in(replaced: CheckRecord | None) -> set[str]:
    results = msgspec.convert(replaced.results, list[ItemResult]) if replaced is not None else []
    return {one.hazard.id for one in results if one.hazard is not None}
