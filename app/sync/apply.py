"""Applying one stored op through its room, and saying what became of it.

What is here works on rows of `Op` and knows nothing of how they came: push, review and the commands use it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from flask import current_app, g
from sqlalchemy import select
from sqlalchemy.exc import DataError

from app.access.phones import End, PhoneKey
from app.audit import actions as audit
from app.core import db
from app.core.arrivals import draw
from app.core.capture import Capture, Waits
from app.core.errors import Problem
from app.core.failures import storage_failed
from app.core.ids import parse_id
from app.core.memo import is_hopeful
from app.settings.queries import value_of
from app.sync.handlers import HANDLERS, NotUnderstood, Understood, Unfit, understand
from app.sync.models import Awaited, Op
from app.sync.reading import open_payload
from app.sync.schemas import OpPayload
from app.sync.settings import AFTER_SIGN_OUT_HOURS, CLOCK_MINUTES

APPLIED, REJECTED, RETRY = "applied", "rejected", "retry"
REVIEW, UPDATE, KEY = "review", "update", "key"  # what an op can wait for besides another op
ROUNDS, AT_ONCE = 10, 200  # how far one push goes in mending what had to wait
WORDS = {
    "malformed": "这条记录的格式不对，服务器读不了。请重新填一次；还不行就导出来交给管理员。",
    "too_large": "这条记录太大了。请把文字写短一点，重新填一次。",
    "bad_signature": "这条记录的签名对不上，没有收。请让本人重新登录后再送。",
    "wrong_author": "这条记录写的人和签名的人不是同一个，没有收。",
    "id_reused": "这个编号已经用在另一条记录上。请重新填一次。",
    "corrected": "这条已经更正过，以更正后的为准。",
    "stands": "原来那条已经收下了，以它为准，不用再写。有要补的，告诉班长。",
    "unknown_key": "服务器还不认识这部手机。本人登录一次，就会自动再送。",
    "newer_schema": "服务器要先升级才读得懂这条。已经收下，升级后自动处理。",
    "set_aside": "这部手机停用以后才送到，已经收下，等管理员核对。",
    "waits": "这条要等另一条先送到。已经收下，到了自动处理。",
    "server": "服务器处理这条时出了错。已经收下，会自动再试。",
}


def settle(row: Op, *, aside: bool = False) -> list[str]:
    """Try to apply an op and write on its row what became of it; the ids for which others may wait.

    Where `aside`, it is only read and put aside. Raises what means that the database itself failed.
    """
    op = open_payload(row.payload)
    try:
        read = understand(row.kind, row.schema, op.body)
    except NotUnderstood:
        _wait(row, UPDATE, "newer_schema")
        return []
    except Unfit:
        reject(row, "malformed")
        return []
    first, row.photos = not row.photos, read.photos
    created = _put_aside(row) if aside else _apply(row, op, read)
    if first:  # an op never changes, so neither does what it names
        _await_photos(row)
    return created


def _put_aside(row: Op) -> list[str]:
    _wait(row, REVIEW, "set_aside")
    return []


def _apply(row: Op, op: OpPayload, read: Understood) -> list[str]:
    capture = capture_of(row, op)
    if is_hopeful():  # what goes wrong leaves from here, and takes the whole write with it
        with within({row.enterprise_id}):
            return _applied(row, op, read, capture, read.handler.apply(read.body, capture))
    try:
        with db.savepoint(), within({row.enterprise_id}):
            flags = read.handler.apply(read.body, capture)
            db.session().flush()
    except Waits as waits:
        _wait(row, waits.what, "waits")
    except Problem as problem:
        reject(row, problem.code, f"{problem.message}。{problem.hint}".strip("。") + "。")
    except DataError as error:
        current_app.logger.warning("op %s does not fit", row.op_id, exc_info=error)
        reject(row, "malformed")
    except Exception as error:
        if storage_failed(error):
            raise
        current_app.logger.error("op %s failed", row.op_id, exc_info=error)
        _wait(row, None, "server")
    else:
        return _applied(row, op, read, capture, flags)
    return []


def _applied(row: Op, op: OpPayload, read: Understood, capture: Capture, flags: list[str]) -> list[str]:
    row.state, row.code, row.message, row.waits_for = APPLIED, "", "", None
    row.flags = list(dict.fromkeys([*row.flags, *flags, *_clock_flags(row, op, capture)]))
    return [as_written(one) for one in (*read.creates, str(row.op_id))] if read.creates else []


def as_written(what: str) -> str:
    """What somebody waits for: ids in their one usual spelling, so that who waits and who comes meet."""
    return str(parse_id(what) or what[:200])


@contextmanager
def within(enterprises: Iterable[UUID]) -> Iterator[None]:
    """What is done in here sees and writes rows of these enterprises only, whoever carries the ops."""
    before = g.get("scope")
    db.scope_to(frozenset(enterprises))
    try:
        yield
    finally:
        g.scope = before


def reject(row: Op, code: str, message: str = "") -> None:
    """Say that an op is not taken, and why."""
    row.state, row.code, row.message, row.waits_for = REJECTED, code, (message or WORDS[code])[:500], None


def _wait(row: Op, what: str | None, code: str) -> None:
    row.state, row.code, row.message, row.waits_for = RETRY, code, WORDS[code], what and as_written(what)


def _await_photos(row: Op) -> None:
    db.session().add_all(
        Awaited(enterprise_id=row.enterprise_id, sha256=sha256, op=row) for sha256 in row.photos
    )


def capture_of(row: Op, op: OpPayload) -> Capture:
    """Who, when and by which clock. An offset that would lead out of the calendar is as good as none."""
    offset = op.offset_ms
    try:
        row.captured_at + timedelta(milliseconds=offset or 0)
    except OverflowError:
        offset = None
    return Capture(
        enterprise_id=row.enterprise_id,
        by=row.author_id,
        at=row.captured_at,
        received_at=row.received_at,
        offset_ms=offset,
        key_id=row.key_id,
        op_id=row.op_id,
        corrects=row.corrects,
    )


def _clock_flags(row: Op, op: OpPayload, capture: Capture) -> list[str]:
    off = timedelta(milliseconds=abs(op.offset_ms or 0))
    ahead = _set_right(capture) - capture.received_at
    worst = max(off, ahead)
    if worst <= timedelta(minutes=CLOCK_MINUTES.low or 0):
        return []
    allowed = timedelta(minutes=value_of(CLOCK_MINUTES, f"/{row.enterprise_id}/"))
    return ["clock_off"] if worst > allowed or op.offset_ms != (capture.offset_ms) else []


def _set_right(capture: Capture) -> datetime:
    return capture.at + timedelta(milliseconds=capture.offset_ms or 0)


def came_too_late(row: Op, key: PhoneKey) -> bool:
    """Whether an op has to be set aside, since its key had ended before it came (design rule 2).

    Revoked: whatever came later. Signed out: what was made later than the tolerance allows. Left: what was
    made after the account was closed, or by a clock of which nothing is known.
    """
    if key.ended_at is None or row.received_at <= key.ended_at:
        return False
    if key.ended_how == End.REVOKED:
        return True
    capture = capture_of(row, open_payload(row.payload))
    if key.ended_how == End.LEFT:
        return capture.offset_ms is None or capture.true_at > key.ended_at
    hours = value_of(AFTER_SIGN_OUT_HOURS, f"/{row.enterprise_id}/")
    return capture.true_at > key.ended_at + timedelta(hours=hours)


def finish(
    settled: Sequence[Op], created: list[str], *, act: str, by: UUID | None, known: Sequence[Op] | None = None
) -> None:
    """After ops were settled: give receipts, try what waited for them, note it all in the audit.

    `known` may hold all ops that wait for what was created; else they are asked for.
    """
    _number(settled)
    db.session().add_all(settled)
    mended = _mend({row.enterprise_id for row in settled}, created, known)
    _number(mended)
    for enterprise_id, rows in _by_enterprise([*settled, *mended]):
        said = [[str(row.op_id), row.digest, row.state, row.code] for row in rows]
        audit.record(act, "op", rows[0].id, enterprise_id=enterprise_id, by=by, ops=said)


def _number(rows: Sequence[Op]) -> None:
    """A receipt for each op that is applied now, in their order."""
    with db.session().no_autoflush:  # the rows go to the database once, with their receipts
        for enterprise_id, group in _by_enterprise(rows):
            fresh = [row for row in group if row.state == APPLIED and row.receipt is None]
            first = draw(enterprise_id, len(fresh)) if fresh else 0
            for place, row in enumerate(fresh):
                row.receipt = first + place


def _by_enterprise(rows: Sequence[Op]) -> list[tuple[UUID, list[Op]]]:
    ordered = sorted(dict.fromkeys(rows), key=lambda row: row.enterprise_id)
    return [(key, list(group)) for key, group in groupby(ordered, key=lambda row: row.enterprise_id)]


def _mend(enterprises: set[UUID], created: list[str], known: Sequence[Op] | None) -> list[Op]:
    """Try the ops again that waited for one of these ids, and those that waited for them in turn."""
    tried: list[Op] = []
    for _ in range(ROUNDS):
        if not created:
            break
        waiting = _waiting(enterprises, created) if known is None else _among(known, created)
        created, known = [], None
        for row in waiting:
            created += settle_once(row, relatives(row))
        tried += waiting
    return tried


def _waiting(enterprises: set[UUID], created: list[str]) -> list[Op]:
    asked = select(Op).where(Op.enterprise_id.in_(enterprises), Op.waits_for.in_(created), Op.state == RETRY)
    return list(db.session().scalars(asked.order_by(Op.captured_at, Op.id).limit(AT_ONCE)))


def _among(known: Sequence[Op], created: list[str]) -> list[Op]:
    found = [row for row in dict.fromkeys(known) if row.state == RETRY and row.waits_for in created]
    return sorted(found, key=lambda row: (row.captured_at, row.id))


def relatives(row: Op) -> list[Op]:
    """The ops of the same author that correct this one, and the one that it corrects, or itself."""
    asked = select(Op).where(
        Op.author_id == row.author_id,
        (Op.corrects == row.op_id) | (Op.op_id == (row.corrects or row.op_id)),
    )
    return list(db.session().scalars(asked))


def settle_once(row: Op, others: Sequence[Op], *, aside: bool = False) -> list[str]:
    """Settle an op, but for one that a later one has replaced already; when it replaces one, mark that one.

    `others` holds at least the author's ops that name it as `corrects`, and the one that it names.
    """
    heir = next((one for one in others if one.corrects == row.op_id and _stands(one, row)), None)
    if heir is not None:
        row.corrected_by = heir.op_id
        reject(row, "corrected")
        return []
    if not aside and _doubles(row, others):
        reject(row, "stands")
        return []
    created = settle(row, aside=aside)
    if row.state == APPLIED and row.corrects is not None:
        for one in others:
            if one.op_id == row.corrects and one.holds_id and one.author_id == row.author_id:
                _replace(one, row)
    return created


def _doubles(row: Op, others: Sequence[Op]) -> bool:
    """Whether this corrects what was taken over already, and would only stand beside it: two hazards for one."""
    handler = HANDLERS.get(row.kind)
    if handler is None or handler.corrects or row.corrects is None:
        return False
    return any(one.op_id == row.corrects and _stands(one, row) for one in others)


def _stands(one: Op, row: Op) -> bool:
    return one.state == APPLIED and one.verified and one.author_id == row.author_id


def _replace(original: Op, row: Op) -> None:
    original.corrected_by = row.op_id
    if original.state == RETRY:
        reject(original, "corrected")
