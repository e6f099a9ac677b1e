"""The phones of the grown demo: they sign as real ones do, and keep what they have not sent."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.demo.scale.cast import Phone

HALF = 32  # bytes of a signature's r and s
_SHA256 = ec.ECDSA(hashes.SHA256())


def made_id(luck: Random, at: datetime) -> UUID:
    """A UUIDv7 of a moment, as a phone chose it then."""
    milliseconds = int(at.timestamp() * 1000)
    chance = luck.getrandbits(74)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def written(at: datetime) -> str:
    """A moment in UTC as a browser writes it: 2026-11-22T01:02:03.456Z."""
    return f"{at.isoformat(timespec='milliseconds')[:-6]}Z"


def new_key(luck: Random) -> tuple[ec.EllipticCurvePrivateKey, str]:
    """A signing key and its public half as the wire has it. Chance is the demo's own: it guards nothing."""
    private = ec.derive_private_key(luck.getrandbits(250) + 1, ec.SECP256R1())
    return private, _web64(private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def payload_of(phone: Phone, op: UUID, kind: str, body: dict[str, Any], at: datetime) -> bytes:
    """The bytes that a phone signs for its next op; `at` is by its own clock."""
    phone.n += 1
    return msgspec.json.encode(
        {
            "id": str(op),
            **phone.names,
            "kind": kind,
            "schema": 1,
            "captured_at": written(at),
            "offset_ms": phone.offset_ms,
            "n": phone.n,
            "corrects": None,
            "body": body,
        }
    )


def signed(phone: Phone, payload: bytes) -> tuple[str, str]:
    """(digest, signature) of a payload."""
    r, s = decode_dss_signature(phone.private.sign(payload, _SHA256))
    return hashlib.sha256(payload).hexdigest(), _web64(r.to_bytes(HALF) + s.to_bytes(HALF))


def _web64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
