"""Taking what came apart op by op: one envelope that nobody can read does not keep its neighbours back."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from app.sync.schemas import HandIn, PhoneSays, PushIn, SignedOp

UNREADABLE = SignedOp(payload="", signature="")  # stands in its place, where push answers it: malformed


T = TypeVar("T")


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
    found = _read(data, _Push)
    return PushIn(ops=_opened(found.ops), certificates=found.certificates, phone=found.phone)


def read_file(data: bytes) -> HandIn:
    """A file of records. Raises msgspec's errors, ValueError or RecursionError where it is none."""
    found = _read(data, _File)
    return HandIn(
        version=found.version,
        made_at=found.made_at,
        ops=_opened(found.ops),
        certificates=found.certificates,
        photos=found.photos,
    )


def _read(data: bytes, type_: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=type_)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return msgspec.json.decode(_without_halves(data), type=type_)


def _without_halves(data: bytes) -> bytes:
    """The same, with null for each op that has half a surrogate pair in it: JSON lets it pass, text does not."""
    found = json.loads(data)
    if isinstance(found, dict) and isinstance(found.get("ops"), list):
        found["ops"] = [one if _is_text(one) else None for one in found["ops"]]
    return json.dumps(found).encode()


def _is_text(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _opened(envelopes: Iterable[msgspec.Raw]) -> list[SignedOp]:
    return [_open(one) for one in envelopes]


def _open(envelope: msgspec.Raw) -> SignedOp:
    try:
        return msgspec.json.decode(envelope, type=SignedOp)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return UNREADABLE
