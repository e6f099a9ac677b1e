"""The one write of a push: its ops kept and settled, its phones heard."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import UUID

from msgspec import Struct

from app.access import phone_actions
from app.access.models import Account
from app.access.phone_crypto import Certificate
from app.access.phone_queries import keys_named
from app.access.phones import PhoneKey
from app.core import db
from app.core.clock import now
from app.core.ids import new_id, parse_id
from app.core.memo import is_hopeful
from app.sync.apply import RETRY, REVIEW, as_written, came_too_late, finish, reject, settle_once
from app.sync.handlers import HANDLERS, Understood
from app.sync.known import kept_already
from app.sync.models import Op
from app.sync.reading import Incoming
from app.sync.schemas import Answer, PhoneSays
from app.sync.standing import Standing, standing

DECIDED = {"waits", "server"}  # tried already: in time, or accepted by a person; never set aside after that


@dataclass
class Item:
    """One op of a push on its way: what came, whether its signature fits, and what it is answered with."""

    came: Incoming | None
    answer: Answer | None = None  # where nothing is kept
    enterprise: UUID | None = None  # whose key it names
    fits: bool = False
    row: Op | None = None
    read: Understood | None = None  # its body, where its kind is known and it fits

    @property
    def creates(self) -> list[str]:
        """The ids for which others may wait, once this op is applied."""
        if self.came is None or self.read is None or not self.read.creates:
            return []
        return [as_written(one) for one in (*self.read.creates, str(self.came.id))]


@dataclass(frozen=True)
class Carrier:
    """Who brings a push: an account and its session, where somebody is signed in; what their phone says."""

    account: UUID | None
    sign_in: UUID | None
    says: PhoneSays | None


class Forgotten(Exception):
    """A key that this process remembers is not in the database any more."""


@dataclass(frozen=True)
class Returning:
    """A key that comes back by its certificate."""

    said: Certificate
    account: Account

    @property
    def public_key(self) -> str:
        """As the certificate has it."""
        return self.said.public_key

    @property
    def enterprise_id(self) -> UUID:
        """As the certificate has it."""
        return self.said.enterprise


@dataclass(eq=False)
class Pushed:
    """One push on its way in, and how it ended."""

    items: list[Item]
    returning: dict[UUID, Returning]
    carrier: Carrier
    about: UUID | None  # the enterprise whose backups its answer tells of
    stands: Standing | None = None
    failed: Exception | None = None
    woken: Event = field(default_factory=Event)  # it is done, or the first in its line

    @property
    def is_done(self) -> bool:
        """Whether it was taken in, or can't be."""
        return self.stands is not None or self.failed is not None

    def begin_anew(self) -> None:
        """Forget what a write that was rolled back had made of it."""
        self.stands = None
        for item in self.items:
            item.row = None


@db.action
def take_in(pushes: Sequence[Pushed]) -> None:
    """Keep the ops of pushes and settle those of each in the order of their numbers. All in one commit, or nothing.

    Tells each how the server stands. Raises Forgotten.
    """
    at = now()
    keys = _keys(pushes)
    items = [item for one in pushes for item in one.items]
    known = _known(items)
    if is_hopeful():
        _foresee(items, {row.op_id for row in known})
    for one in pushes:
        told = [_keep(item, keys, known, one.carrier, at) for item in _in_order(one.items)]
        _hear(keys, one.carrier, at)
        settled, created = _settle([row for row in told if row], keys, known)
        if settled:
            finish(settled, created, act="ops.receive", by=one.carrier.account, known=known)
    stands = {about: standing(about) for about in {one.about for one in pushes}}
    for one in pushes:
        one.stands = stands[one.about]


def _keys(pushes: Sequence[Pushed]) -> dict[UUID, PhoneKey]:
    used = {item.came.key for one in pushes for item in one.items if item.came}
    keys = keys_named(used | {spoken for one in pushes if (spoken := _spoken(one.carrier))})
    for one in pushes:
        for key_id, back in one.returning.items():
            if key_id not in keys:
                keys[key_id] = phone_actions.restore_key(
                    back.said, back.account, by=one.carrier.account, sign_in_id=one.carrier.sign_in
                )
    if used - keys.keys():
        raise Forgotten()
    return keys


def _spoken(carrier: Carrier) -> UUID | None:
    """The key of which a phone speaks."""
    return parse_id(carrier.says.key) if carrier.says else None


def _known(items: list[Item]) -> list[Op]:
    """What is kept already, in one question: of these ids, their corrections, these numbers of these keys, and
    what waits for what these ops create.
    """
    came = [item.came for item in items if item.came]
    if not came:
        return []
    ids = {one.id for one in came}
    sought: dict[str, set[Any]] = {
        "ids": ids,
        "named": ids | {one.corrects for one in came if one.corrects},
        "keys": {one.key for one in came},
        "numbers": {one.op.n for one in came},
        "created": {one for item in items for one in item.creates},
        "enterprises": {item.enterprise for item in items if item.enterprise},
    }
    return kept_already({name: list(some) for name, some in sought.items()})


def _foresee(items: Sequence[Item], have: set[UUID]) -> None:
    """Let the rooms ask at once for what they will need, one by one, for the ops that are new."""
    found: dict[tuple[UUID, str], list[tuple[UUID, Struct]]] = {}
    for item in items:
        if item.fits and item.came and item.read and item.enterprise and item.came.id not in have:
            same = found.setdefault((item.enterprise, item.came.op.kind), [])
            same.append((item.came.author, item.read.body))
    for (enterprise_id, kind), bodies in found.items():
        HANDLERS[kind].foresee(enterprise_id, bodies)


def _in_order(items: list[Item]) -> list[Item]:
    """By key, in the order in which keys appear, and by number within a key: as they were written."""
    place: dict[UUID, int] = {}
    for item in items:
        if item.came:
            place.setdefault(item.came.key, len(place))
    return sorted((item for item in items if item.came), key=lambda item: _place(item, place))


def _place(item: Item, place: dict[UUID, int]) -> tuple[int, int]:
    assert item.came is not None
    return place[item.came.key], item.came.op.n


def _keep(
    item: Item, keys: dict[UUID, PhoneKey], known: list[Op], carrier: Carrier, at: datetime
) -> Op | None:
    """Find the row of an op, or make it; the row, where it is to be settled or is new."""
    came = item.came
    assert came is not None
    key = keys[came.key]
    same = [row for row in known if row.author_id == key.account_id and row.op_id == came.id]
    item.row = next((row for row in same if (row.digest, row.verified) == (came.digest, item.fits)), None)
    if item.row is not None:
        return item.row if item.row.state == RETRY and item.row.waits_for != REVIEW else None
    item.row = _row_of(came, key, carrier, at)
    _verdict(item.row, item, key, same)
    if item.fits:
        _count(item.row, key, known)
    known.append(item.row)
    return item.row


def _row_of(came: Incoming, key: PhoneKey, carrier: Carrier, at: datetime) -> Op:
    """The author and the enterprise are those of the key that signs, whatever the op says of itself."""
    return Op(
        id=new_id(),
        enterprise_id=key.enterprise_id,
        author_id=key.account_id,
        op_id=came.id,
        key_id=key.id,
        digest=came.digest,
        kind=came.op.kind,
        schema=came.op.schema,
        n=came.op.n,
        captured_at=came.op.captured_at,
        received_at=at,
        carried_by=carrier.account,
        payload=came.payload,
        signature=came.signature,
        flags=[],
        photos=[],
        corrects=came.corrects,
    )


def _verdict(row: Op, item: Item, key: PhoneKey, same: list[Op]) -> None:
    """Reject what must not be applied; the rest is to be tried."""
    assert item.came is not None
    row.verified, row.holds_id, row.state = item.fits, False, RETRY
    if not item.fits:
        reject(row, "bad_signature")
    elif (item.came.author, item.came.enterprise) != (key.account_id, key.enterprise_id):
        reject(row, "wrong_author")
    elif any(one.holds_id for one in same):
        reject(row, "id_reused")
    else:
        row.holds_id = True


def _count(row: Op, key: PhoneKey, known: list[Op]) -> None:
    """Numbers count up without gaps, so each one that arrives closes a hole; one that comes twice is odd."""
    key.top_n = max(key.top_n, row.n)
    if any((one.key_id, one.n, one.verified) == (row.key_id, row.n, True) for one in known):
        row.flags = ["n_reused"]
    else:
        key.seen += 1


def _settle(rows: list[Op], keys: dict[UUID, PhoneKey], known: list[Op]) -> tuple[list[Op], list[str]]:
    created: list[str] = []
    for row in dict.fromkeys(rows):
        if row.state == RETRY:
            aside = row.code not in DECIDED and came_too_late(row, keys[row.key_id])
            created += settle_once(row, known, aside=aside)
    return rows, created


def _hear(keys: dict[UUID, PhoneKey], carrier: Carrier, at: datetime) -> None:
    """A phone was heard from when it said in its own person's session how many it has written (design rule 9: 未知).

    Ops alone say nothing of what was written after them: they may come from a file.
    """
    says = carrier.says
    spoken = parse_id(says.key) if says else None
    key = keys.get(spoken) if spoken else None
    if says is not None and key is not None and key.account_id == carrier.account:
        key.heard_at, key.top_n = max(key.heard_at, _said_at(says, at)), max(key.top_n, says.top_n)
        key.offset_ms = says.offset_ms if says.offset_ms is not None else key.offset_ms


def _said_at(says: PhoneSays, arrival: datetime) -> datetime:
    """When a phone spoke: its word may have crawled for minutes, and says nothing of what was written meanwhile.

    A time that nobody can read is before all others: it holds nothing back, and proves nothing.
    """
    if says.at is None:
        return arrival
    try:
        said = datetime.fromisoformat(says.at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return min(arrival, said if said.tzinfo else said.replace(tzinfo=UTC))
