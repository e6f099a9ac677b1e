"""Frozen windows and the checks that answer them, as rows."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.checks.models import CheckRecord
from app.checks.windows import Window
from app.demo.scale.cast import Task
from app.demo.scale.chance import NO_SCAN, Made
from app.demo.scale.hazards import Finding, find, keep_hazard
from app.demo.scale.ops import Desk, Kept
from app.demo.scale.phones import made_id, written

FROZEN_EVERY = timedelta(minutes=5)  # a job of its own; see `app.jobs`
CARDS = {"risk": 1, "emergency": 1}  # versions that a phone held
MEASURED = (38.0, 71.0)  # degrees, within the limits


def frozen(luck: Random, window: Window, task: Task, key: str, enterprise: UUID) -> dict[str, Any]:
    """The row of a window that has closed; as `checks.freeze` makes it."""
    return {
        "id": made_id(luck, window.deadline_at),
        "enterprise_id": enterprise,
        "key": key,
        "plan_id": task.plan,
        "revision": 1,
        "period": window.period,
        "day": window.day,
        "shift": window.shift_name,
        "unit_id": task.unit,
        "post_id": task.post,
        "person_id": None,
        "able": task.able_ids,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "deadline_at": window.deadline_at,
        "frozen_at": window.deadline_at + FROZEN_EVERY,
        "excused_why": None,
        "excused_by": None,
        "excused_at": None,
    }


def keep_check(desk: Desk, made: Made, photos: list[str], now: datetime) -> None:
    """Take a check in: the op, the record, and the hazard that it found; as `checks.submit` does."""
    op, luck = desk.came(made.who, made.at), desk.luck
    record = made_id(luck, made.at)
    finding = find(made, luck, photos) if made.abnormal else None
    results = _results(made.task, luck, finding)
    started = made.at - timedelta(seconds=luck.randint(40, 400))
    scanned = _scanned(made.task, luck, op.clock)
    flags = ["late"] if made.at > made.window.deadline_at else []
    flags += ["no_scan"] if made.task.token and scanned is None else []
    body = {
        "id": str(record),
        "plan": str(made.task.plan),
        "revision": 1,
        "window": made.key,
        "started_at": written(started - (op.at - op.clock)),
        "results": results,
        "versions": CARDS,
        "measures": [],
        "scan": scanned and {"token": made.task.token, "at": written(scanned)},
        "position": None,
        "signature": None,
    }
    desk.keep(op, "check.submitted", body, flags, finding.named if finding else ())
    row = _of_task(made) | _of_op(op) | {"id": record, "started_at": started, "results": results}
    scan = scanned and {"token": made.task.token, "at": scanned.isoformat().replace("+00:00", "Z")}
    row |= {"scanned": scanned is not None, "scan": scan, "flags": flags, "abnormal": int(made.abnormal)}
    desk.batch.add(CheckRecord, row)
    if finding is not None:
        keep_hazard(desk, finding, op, record, now)


def _of_task(made: Made) -> dict[str, Any]:
    return {
        "plan_id": made.task.plan,
        "revision": 1,
        "window_key": made.key,
        "period": made.window.period,
        "unit_id": made.task.unit,
        "post_id": made.task.post,
        "versions": CARDS,
        "measures": [],
        "place": None,
        "signature": None,
        "corrects_id": None,
        "corrected_by_id": None,
    }


def _of_op(op: Kept) -> dict[str, Any]:
    return {
        "enterprise_id": op.who.enterprise,
        "author_id": op.who.account,
        "key_id": op.who.key,
        "op_id": op.id,
        "captured_at": op.clock,
        "done_at": op.at,
        "offset_ms": op.who.offset_ms,
        "received_at": op.received_at,
    }


def _results(task: Task, luck: Random, finding: Finding | None) -> list[dict[str, Any]]:
    found = []
    for item in task.items:
        one: dict[str, Any] = {"item": item.id, "result": "normal"}
        if item.value is not None:
            one["value"] = float(round(luck.uniform(*MEASURED)))
        if finding is not None and finding.item is item:
            one["result"] = "abnormal"
            if finding.note:
                one["note"] = finding.note
            one |= {"photos": finding.photos, "hazard": finding.said}
        found.append(one)
    return found


def _scanned(task: Task, luck: Random, clock: datetime) -> datetime | None:
    """When the post's label was scanned, by the phone's clock; None where it was not, or is not asked for."""
    if task.token is None or luck.random() < NO_SCAN:
        return None
    return (clock - timedelta(seconds=20)).replace(microsecond=0)
