"""Taking what came apart op by op: one envelope that nobody can read does not keep its neighbours back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct, field

from app.sync.schemas import HandIn, PhoneSays, PushIn, SignedOp

UNREADABLE = SignedOp(payload="", signature="")  # stands in its place, where push answers it: malformed


class _Push(Struct, kw_only=True, forbid_unknown_fields=True):
    """PushIn, its ops unread."""

    ops: list[msgspec.Raw]
    certificates: dict[str, str] = field(default_factory=dict)
    phone: PhoneSays | None = None


class _File(Struct, kw_only=True):
    """HandIn, its ops unread."""

    format: Literal["gangka-ops"] = "gangka-ops"
    version: int = 1
    made_at: datetime
    ops: list[msgspec.Raw]
    certificates: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)


def read_push(data: bytes) -> PushIn:
    """The body of a push. Raises msgspec's errors, ValueError or RecursionError where it is none."""
    found = msgspec.json.decode(data, type=_Push)
    return PushIn(ops=_opened(found.ops), certificates=found.certificates, phone=found.phone)


def read_file(data: bytes) -> HandIn:
    """A file of records. Raises msgspec's errors, ValueError or RecursionError where it is none."""
    found = msgspec.json.decode(data, type=_File)
    return HandIn(
        version=found.version,
        made_at=found.made_at,
        ops=_opened(found.ops),
        certificates=found.certificates,
        photos=found.photos,
    )


def _opened(envelopes: Iterable[msgspec.Raw]) -> list[SignedOp]:
    return [_open(one) for one in envelopes]


def _open(envelope: msgspec.Raw) -> SignedOp:
    try:
        return msgspec.json.decode(envelope, type=SignedOp)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return UNREADABLE
