"""A phone for tests: it holds one person's signing key, counts its ops, and signs them as the client does."""

import hashlib
import io
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access.phones import PhoneKey
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.org.models import Person
from app.sync.models import Op
from app.sync.schemas import Answer, KeyOut, PushOut
from tests.world import World

Signed = dict[str, str]


def web64(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def push(client: FlaskClient, *ops: Signed, **more: Any) -> PushOut:
    """Push signed ops (and `certificates`, `phone`) through `client`; fails where that is not answered 200."""
    answer = client.post("/api/sync/push", json={"ops": list(ops), **more})
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.data, type=PushOut)


class Phone:
    """One person on one phone: `Phone(world, "worker")` registers its key; `send` writes, signs and pushes.

    `client` is the browser in which that person is signed in; push takes any other.
    """

    def __init__(self, world: World, who: Person | str, *, register: bool = True) -> None:
        self.person = world.people[who] if isinstance(who, str) else who
        self.account, self.enterprise = str(self.person.id), str(self.person.enterprise_id)
        self.client = world.client(self.person)
        self.key_id = str(new_id())
        self.n = 0
        self.certificate = ""
        self._private = ec.generate_private_key(ec.SECP256R1())
        if register:
            answer = self.register()
            assert answer.status_code == 200, answer.text
            self.certificate = msgspec.json.decode(answer.data, type=KeyOut).certificate

    @property
    def public_key(self) -> str:
        """The public half, as the wire has it."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return web64(point)

    def register(self, client: FlaskClient | None = None, **changes: str) -> TestResponse:
        """Register the key, in this person's browser or in another."""
        sent = {"id": self.key_id, "public_key": self.public_key, **changes}
        return (client or self.client).post("/api/sync/keys", json=sent)

    def op(self, kind: str, body: dict[str, Any], /, **overrides: Any) -> Signed:
        """A signed op. `overrides` replace fields of its payload; `n` counts up where it is not given."""
        if "n" not in overrides:
            self.n += 1
        payload = {
            "id": str(new_id()),
            "enterprise": self.enterprise,
            "author": self.account,
            "key": self.key_id,
            "kind": kind,
            "schema": 1,
            "captured_at": now(),
            "offset_ms": 0,
            "n": self.n,
            "corrects": None,
            "body": body,
            **overrides,
        }
        return self.sign(msgspec.json.encode(payload).decode())

    def sign(self, payload: str) -> Signed:
        """Sign the text of a payload, whatever it says."""
        r, s = decode_dss_signature(self._private.sign(payload.encode(), ec.ECDSA(hashes.SHA256())))
        return {"payload": payload, "signature": web64(r.to_bytes(32) + s.to_bytes(32))}

    def push(self, client: FlaskClient | None, *ops: Signed, **more: Any) -> PushOut:
        """Push signed ops through `client`, or through this person's own browser where it is None."""
        return push(client or self.client, *ops, **more)

    def send(self, kind: str, body: dict[str, Any], /, **overrides: Any) -> Answer:
        """Write an op, sign it, push it in this person's own session; the answer to it."""
        return self.push(None, self.op(kind, body, **overrides)).answers[0]

    def put_photo(
        self, data: bytes, client: FlaskClient | None = None, sha: str | None = None
    ) -> TestResponse:
        """Send a photo."""
        return (client or self.client).put(
            f"/api/blobs/{sha or sha_of(data)}?enterprise={self.enterprise}",
            data=data,
            content_type="image/jpeg",
        )


def key_of(phone: Phone) -> PhoneKey:
    """The server's row of a phone's key, read anew."""
    asked = select(PhoneKey).where(PhoneKey.id == UUID(phone.key_id))
    return db.session().scalars(asked.execution_options(populate_existing=True)).one()


def ops_of(phone: Phone) -> list[Op]:
    """What the server keeps of a phone, in the order of its numbers, read anew."""
    asked = select(Op).where(Op.key_id == UUID(phone.key_id)).order_by(Op.n, Op.id)
    return list(db.session().scalars(asked.execution_options(populate_existing=True)))


def op_id(op: Signed) -> UUID:
    """The id in a signed op."""
    return UUID(msgspec.json.decode(op["payload"])["id"])


def sha_of(data: bytes) -> str:
    """The name of a photo."""
    return hashlib.sha256(data).hexdigest()


def photo(colour: str = "red", size: tuple[int, int] = (8, 8), form: str = "JPEG") -> bytes:
    """A small picture; each colour is another."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, form)
    return held.getvalue()


def hazard(**changes: Any) -> dict[str, Any]:
    """The body of a `hazard.reported` that says something; name its `post`, or none."""
    return {"id": str(new_id()), "name": "护罩松了", "note": "螺栓少了两颗", **changes}


def opening(post: UUID, **changes: Any) -> dict[str, Any]:
    """The body of a `card.opened`."""
    return {"post": str(post), "kind": "emergency", "version": 1, **changes}


def ago(**parts: float) -> datetime:
    """A moment before now."""
    return now() - timedelta(**parts)


def hazards() -> list[Hazard]:
    """All hazards, in the order in which they came, read anew."""
    asked = select(Hazard).order_by(Hazard.received_at, Hazard.name)
    return list(db.session().scalars(asked.execution_options(populate_existing=True)))
