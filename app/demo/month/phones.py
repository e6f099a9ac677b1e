"""The phones of the demo's people: each signs what its person does, and brings it as a real one would."""

import io
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.access.models import Account
from app.access.phone_actions import register_key
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.demo.month.photos import Photos
from app.sync import photos, push
from app.sync.schemas import PhoneSays, PushIn, SignedOp

AGENT = "Mozilla/5.0 (Linux; Android 10; demo) Chrome/108"
AT_ONCE = push.OPS_AT_MOST


class Refused(RuntimeError):
    """The server did not take what a phone of the demo sent: the story contradicts itself."""


class Phone:
    """One person's phone: its key, how far it has counted, and what it still holds."""

    def __init__(self, account: UUID, enterprise: UUID, pictures: Photos) -> None:
        self.account, self.enterprise = account, enterprise
        self.key, self.n = new_id(), 0
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._held: list[SignedOp] = []
        self._pictures, self._owed = pictures, list[str]()

    def register(self) -> None:
        """Let the server know its key, as a phone does when its person first signs in."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        with db.everywhere():
            account = db.session().get_one(Account, self.account)
            register_key(account, key_id=self.key, public_key=_web64(point), agent=AGENT, sign_in_id=None)

    def write(
        self, kind: str, body: Mapping[str, Any], *, op_id: UUID, corrects: UUID | None, names: list[str]
    ) -> None:
        """Sign a record and keep it until the phone is next in contact; `names` are the photos it shows."""
        self.n += 1
        said = {
            "id": str(op_id),
            "enterprise": str(self.enterprise),
            "author": str(self.account),
            "key": str(self.key),
            "kind": kind,
            "schema": 1,
            "captured_at": now().astimezone(UTC),
            "offset_ms": 0,
            "n": self.n,
            "corrects": str(corrects) if corrects else None,
            "body": body,
        }
        self._held.append(self._signed(msgspec.json.encode(said).decode()))
        self._owed += names

    def lose(self) -> None:
        """Count one record that will never arrive."""
        self.n += 1

    def _signed(self, payload: str) -> SignedOp:
        r, s = decode_dss_signature(self._private.sign(payload.encode(), ec.ECDSA(hashes.SHA256())))
        return SignedOp(payload=payload, signature=_web64(r.to_bytes(32) + s.to_bytes(32)))

    def contact(self) -> int:
        """Bring what it holds and say how far it has counted; how many records that were. Raises Refused."""
        sent, self._held = self._held, []
        for start in range(0, max(len(sent), 1), AT_ONCE):
            self._push(sent[start : start + AT_ONCE])
        while self._owed:
            self._send(self._owed.pop(0))
        return len(sent)

    def is_waiting(self) -> bool:
        """Whether it holds something."""
        return bool(self._held)

    def _push(self, ops: list[SignedOp]) -> None:
        says = PhoneSays(key=str(self.key), top_n=self.n, offset_ms=0, at=now().isoformat())
        for answer in push.take(PushIn(ops=ops, phone=says), self.account).answers:
            if answer.state != "applied":
                raise Refused(f"{answer.code}: {answer.message}")

    def _send(self, sha: str) -> None:
        data = self._pictures.data[sha]
        with db.everywhere():
            photos.receive(self.enterprise, sha, len(data), io.BytesIO(data), by=self.account)


def _web64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
