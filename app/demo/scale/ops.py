"""Signed ops as rows: kept verbatim and answered with a receipt, as a push keeps them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from app.core.ids import new_id
from app.demo.scale.bulk import Batch
from app.demo.scale.cast import Phone
from app.demo.scale.phones import made_id, payload_of, signed
from app.sync.apply import APPLIED
from app.sync.models import Awaited, Op

_ALIKE: dict[str, Any] = {  # of every op that was taken at once
    "verified": True,
    "holds_id": True,
    "schema": 1,
    "state": APPLIED,
    "code": "",
    "message": "",
    "waits_for": None,
    "corrects": None,
    "corrected_by": None,
}


class Kept(NamedTuple):
    """An op that came in: its own id, its author's clock, when it was made and when it came."""

    id: UUID
    who: Phone
    clock: datetime
    at: datetime
    received_at: datetime


class Desk:
    """Takes ops in. Their receipts count up in the order in which they are taken."""

    def __init__(self, batch: Batch, luck: Random, now: datetime, receipt: int) -> None:
        self.batch, self.luck, self._now = batch, luck, now
        self.receipt = receipt  # the last one that was given

    def came(self, who: Phone, at: datetime) -> Kept:
        """An op that was made at a moment, and came a little later: at the latest by now."""
        minutes = self.luck.uniform(0.1, 5) if self.luck.random() < 0.8 else self.luck.uniform(5, 240)
        received = min(at + timedelta(minutes=minutes), self._now)
        return Kept(made_id(self.luck, at), who, at - timedelta(milliseconds=who.offset_ms), at, received)

    def keep(
        self,
        it: Kept,
        kind: str,
        body: dict[str, Any],
        flags: Sequence[str] = (),
        photos: Sequence[str] = (),
    ) -> None:
        """Sign an op, and keep it with its receipt; the photos it names are awaited."""
        payload = payload_of(it.who, it.id, kind, body, it.clock)
        digest, signature = signed(it.who, payload)
        self.receipt += 1
        row, owned = made_id(self.luck, it.received_at), {"enterprise_id": it.who.enterprise}
        said = {
            "id": row,
            "kind": kind,
            "digest": digest,
            "payload": payload.decode(),
            "signature": signature,
        }
        answer = {"receipt": self.receipt, "flags": list(flags), "photos": list(photos)}
        self.batch.add(Op, owned | _of(it) | said | answer | _ALIKE)
        self.batch.ops.append((row, [str(it.id), digest, APPLIED, ""]))
        for sha256 in photos:
            self.batch.add(Awaited, owned | {"id": new_id(), "sha256": sha256, "op_row": row})


def _of(it: Kept) -> dict[str, Any]:
    return {
        "op_id": it.id,
        "author_id": it.who.account,
        "key_id": it.who.key,
        "n": it.who.n,
        "captured_at": it.clock,
        "received_at": it.received_at,
        "carried_by": it.who.account,
    }
