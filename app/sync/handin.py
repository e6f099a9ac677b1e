"""Handing in a file of records that a phone could not send: anyone may carry it, authorship stays with the signature."""

import binascii
import io
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from flask import g

from app.access.queries import names_of
from app.core import db
from app.core.errors import Invalid, Problem
from app.core.ids import parse_id
from app.sync import photos, push
from app.sync.envelopes import read_file
from app.sync.schemas import Answer, HandIn, OpPayload, PushIn, SignedOp
from app.sync.telling import kind_words, payload_of

MAX_BYTES = 12 * 1024 * 1024  # what one request may hold; a command reads longer files
VERSION = 1
HINT = "要选手机上“导出”得到的那个文件，不要打开改过再存。"


@dataclass(frozen=True)
class Fate:
    """What became of one record of the file."""

    author: str  # a name; "" where it can't be told
    kind: str  # in words
    at: datetime | None  # the phone's clock
    answer: Answer

    @property
    def is_delivered(self) -> bool:
        """Whether the phone would let go of it: taken over, with every photo it names."""
        return self.answer.state == "applied" and not self.answer.lacks

    @property
    def words(self) -> str:
        """The answer in words."""
        if self.answer.state == "rejected":
            return f"没收下：{self.answer.message}"
        if self.answer.state == "retry":
            review = self.answer.waits_for == "review"
            return "收到了，先放着，等人核对" if review else "收到了，先放着：它要等的还没到"
        lacks = len(self.answer.lacks)
        return f"文字已送达，差 {lacks} 张照片" if lacks else f"已送达，回执 {self.answer.receipt}"


@dataclass(frozen=True)
class Photos:
    """How many photos of the file were stored, and how many could not be."""

    stored: int = 0
    refused: int = 0


@dataclass(frozen=True)
class HandedIn:
    """What became of a file."""

    fates: list[Fate]
    photos: Photos

    @property
    def left(self) -> int:
        """How many records the phone has to keep."""
        return sum(not one.is_delivered for one in self.fates)


def read(raw: bytes) -> HandIn:
    """The file as it was exported. Raises Invalid, in words, for anything else."""
    try:
        found = read_file(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Invalid("这个文件读不了，什么都没交", code="bad_file", hint=HINT) from None
    if found.version != VERSION:
        raise Invalid(
            "这个文件是更新的岗卡做的，什么都没交", code="bad_version", hint="先升级服务器，再交一次。"
        )
    if not found.ops:
        raise Invalid("这个文件里没有记录", code="empty_file", hint=HINT)
    return found


def hand_in(file: HandIn, *, by: UUID | None) -> HandedIn:
    """Push the records of a file and then the photos they lack, as `by` carries them; what became of each."""
    answers = _push(file.ops, file, by)
    counted = _send_photos(file, answers, by)
    unsettled = [place for place, one in enumerate(answers) if one.state == "retry" or one.lacks]
    again = _push([file.ops[place] for place in unsettled], file, by)  # the stored answers, as they are now
    for place, answer in zip(unsettled, again, strict=True):
        answers[place] = answer
    return HandedIn(_fates(file.ops, answers), counted)


def _push(ops: Sequence[SignedOp], file: HandIn, by: UUID | None) -> list[Answer]:
    return [
        answer
        for start in range(0, len(ops), push.OPS_AT_MOST)
        for answer in push.take(_chunk(ops, start, file), by).answers
    ]


def _chunk(ops: Sequence[SignedOp], start: int, file: HandIn) -> PushIn:
    return PushIn(ops=list(ops[start : start + push.OPS_AT_MOST]), certificates=file.certificates)


def _send_photos(file: HandIn, answers: Sequence[Answer], by: UUID | None) -> Photos:
    wanted = {
        (enterprise, sha256)
        for op, answer in zip(file.ops, answers, strict=True)
        if answer.lacks and (enterprise := _enterprise(op))
        for sha256 in answer.lacks
        if sha256 in file.photos
    }
    sent = [_send(enterprise, sha256, file.photos[sha256], by) for enterprise, sha256 in sorted(wanted)]
    return Photos(stored=sum(sent), refused=len(sent) - sum(sent))


def _send(enterprise_id: UUID, sha256: str, text: str, by: UUID | None) -> bool:
    """Whether this photo is now stored; a broken one does not keep the others back."""
    try:
        data = b64decode(text, validate=True)
        with _standing_in(enterprise_id):
            photos.receive(enterprise_id, sha256, len(data), io.BytesIO(data), by=by)
    except (Problem, binascii.Error, ValueError):
        return False
    return True


@contextmanager
def _standing_in(enterprise_id: UUID) -> Iterator[None]:
    """A photo belongs where its record does, whoever carries it: the record that names it is the permission."""
    before = g.get("scope")
    db.scope_to(frozenset({enterprise_id}))
    try:
        yield
    finally:
        g.scope = before


def _enterprise(op: SignedOp) -> UUID | None:
    said = payload_of(op.payload)
    return parse_id(said.enterprise) if said else None


def _fates(ops: Sequence[SignedOp], answers: Sequence[Answer]) -> list[Fate]:
    said = [payload_of(op.payload) for op in ops]
    names = names_of({author for one in said if one and (author := parse_id(one.author))})
    return [_fate(one, answer, names) for one, answer in zip(said, answers, strict=True)]


def _fate(said: OpPayload | None, answer: Answer, names: dict[UUID, str]) -> Fate:
    if said is None:
        return Fate("", "读不懂的记录", None, answer)
    author = parse_id(said.author)
    return Fate(names.get(author, "") if author else "", kind_words(said.kind), said.captured_at, answer)
