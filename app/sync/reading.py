"""Reading a signed op: everything that can be known of it without the database."""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from app.sync.schemas import OpPayload, SignedOp

PAYLOAD_BYTES = 64 * 1024
LONGEST_KIND = 100
LARGEST_NUMBER = 2**31 - 1
DEEPEST = 32  # lists and objects within each other; no body has more than ten
LARGEST_OFFSET = 10**15  # milliseconds; 30,000 years: no clock is further off


class _OnlyId(Struct):
    id: str


class Unreadable(Exception):
    """Not an op: too large, or not of its form. `code` says which; `id` is "" where it can't be read either."""

    def __init__(self, code: str, id_: str) -> None:
        super().__init__(code)
        self.code, self.id = code, id_


@dataclass(frozen=True)
class Incoming:
    """An op as it came in, with its ids read."""

    payload: str
    signature: str
    digest: str  # SHA-256 of the payload's bytes, hex
    op: OpPayload
    id: UUID
    enterprise: UUID
    author: UUID
    key: UUID
    corrects: UUID | None


def read(sent: SignedOp) -> Incoming:
    """Read a signed op. Raises Unreadable."""
    data = sent.payload.encode()
    if len(data) > PAYLOAD_BYTES:
        raise Unreadable("too_large", _readable_id(data))
    try:
        op = open_payload(data)
        if _is_too_deep(op.body):
            _fail("what can be read here may be too much for whoever reads it deeper in")
        return _with_ids(sent, op, hashlib.sha256(data).hexdigest())
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        raise Unreadable("malformed", _readable_id(data)) from None


def open_payload(data: bytes | str) -> OpPayload:
    """The op in a payload. Raises msgspec's errors, ValueError or OverflowError for what no phone writes."""
    op = msgspec.json.decode(data, type=OpPayload)
    op.captured_at = op.captured_at.astimezone(UTC) if op.captured_at.tzinfo else _fail("naive")
    numbers = (1 <= op.n <= LARGEST_NUMBER, 0 <= op.schema <= LARGEST_NUMBER, len(op.kind) <= LONGEST_KIND)
    if not all(numbers) or abs(op.offset_ms or 0) > LARGEST_OFFSET:
        _fail("out of range")
    if "\0" in op.kind or (b"\\u0000" in _bytes(data) and _has_zero(op.body)):
        _fail("a zero byte, which no database keeps")
    return op


def _bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _fail(why: str) -> Any:
    raise ValueError(why)


def _has_zero(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_zero(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_has_zero(one) for one in value)
    return isinstance(value, str) and "\0" in value


def _is_too_deep(body: object) -> bool:
    level = [body]
    for _ in range(DEEPEST):
        within = [
            one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)
        ]
        level = [one for some in within for one in some]
    return bool(level)


def _with_ids(sent: SignedOp, op: OpPayload, digest: str) -> Incoming:
    return Incoming(
        payload=sent.payload,
        signature=sent.signature,
        digest=digest,
        op=op,
        id=UUID(op.id),
        enterprise=UUID(op.enterprise),
        author=UUID(op.author),
        key=UUID(op.key),
        corrects=UUID(op.corrects) if op.corrects is not None else None,
    )


def _readable_id(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=_OnlyId).id[:100]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""
