"""Signatures of phones (ECDSA P-256, as WebCrypto makes them), and the certificates that re-introduce a key."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.access.phones import PhoneKey
from app.core.errors import Invalid

POINT_BYTES, HALF = 65, 32
_SHA256 = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True)
class Certificate:
    """What the server once signed for a key: enough to register it again after a restore."""

    id: UUID
    account: UUID
    enterprise: UUID
    public_key: str


def check_point(public_key: str) -> None:
    """Raise Invalid unless this is base64url of an uncompressed point that lies on P-256."""
    try:
        _point(public_key)
    except ValueError:
        raise Invalid("这把钥匙不对", code="bad_key", hint="退出后重新登录。") from None


@lru_cache(maxsize=2048)
def _point(public_key: str) -> ec.EllipticCurvePublicKey:
    data = _unweb64(public_key)
    if len(data) != POINT_BYTES or _web64(data) != public_key:
        raise ValueError("not an uncompressed P-256 point")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)


def fits(public_key: str, signature: str, signed: bytes) -> bool:
    """Whether `signature` (base64url of r and s, 64 bytes) was made over these bytes with this key.

    It has one spelling: the decoder passes over strange characters, which no column would hold.
    """
    try:
        raw = _unweb64(signature)
        if len(raw) != 2 * HALF or _web64(raw) != signature:
            return False
        encoded = encode_dss_signature(int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:]))
        _point(public_key).verify(encoded, signed, _SHA256)
    except (InvalidSignature, ValueError):
        return False
    return True


def certify(key: PhoneKey) -> str:
    """The certificate of a registered key; the phone keeps it and sends it when the key is not known."""
    said = [str(key.id), str(key.account_id), str(key.enterprise_id), key.public_key]
    return str(_serializer().dumps(said))


def read_certificate(text: str) -> Certificate | None:
    """What a certificate says, or None where this server did not sign it."""
    if not current_app.config["SECRET_KEY"]:
        return None
    try:
        id_, account, enterprise, public_key = _serializer().loads(text)
        return Certificate(UUID(id_), UUID(account), UUID(enterprise), public_key)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="phone-key")


def _web64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unweb64(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        raise ValueError("not base64url") from None
