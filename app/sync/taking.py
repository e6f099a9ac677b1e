"""The one write of a push: its ops kept and settled, its phones heard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.access import phone_actions
from app.access.models import Account
from app.access.phone_crypto import Certificate
from app.access.phone_queries import keys_named
from app.access.phones import PhoneKey
from app.core import db
from app.core.backups import Backup
from app.core.clock import now
from app.core.ids import new_id, parse_id
from app.org.models import Installation
from app.sync.apply import RETRY, REVIEW, came_too_late, finish, reject, settle_once
from app.sync.models import Op
from app.sync.reading import Incoming
from app.sync.schemas import Answer, PhoneSays


@dataclass
class Item:
    """One op of a push on its way: what came, whether its signature fits, and what it is answered with."""

    came: Incoming | None
    answer: Answer | None = None  # where nothing is kept
    enterprise: UUID | None = None  # whose key it names
    fits: bool = False
    row: Op | None = None
    creates: list[str] = field(default_factory=list)  # for what others may wait


@dataclass(frozen=True)
class Carrier:
    """Who brings a push: an account and its session, where somebody is signed in; what their phone says."""

    account: UUID | None
    sign_in: UUID | None
    says: PhoneSays | None


class Standing(NamedTuple):
    """Which copy of the server this is, and what of an enterprise is in a verified backup."""

    epoch: str
    backed_up_through: int


class Forgotten(Exception):
    """A key that this process remembers is not in the database any more."""


def standing(about: UUID | None) -> Standing:
    """How the server stands, in one question. `about` is an enterprise."""
    latest = select(Backup.through).order_by(Backup.taken_at.desc()).limit(1).scalar_subquery()
    found = db.session().execute(select(Installation.epoch, latest.label("through"))).first()
    if found is None:
        return Standing("", 0)
    return Standing(str(found.epoch), int((found.through or {}).get(str(about), 0)))


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


@db.action
def take_in(
    items: list[Item], returning: dict[UUID, Returning], carrier: Carrier, about: UUID | None
) -> Standing:
    """Keep the ops of a push and settle them in the order of their numbers. All in one commit, or nothing.

    Tells how the server stands, for the enterprise `about`. Raises Forgotten.
    """
    at = now()
    keys = _keys(items, returning, carrier)
    known = _known(items)
    told = [_keep(item, keys, known, carrier, at) for item in _in_order(items)]
    _hear(keys, items, carrier, at)
    settled, created = _settle([one for one in told if one], keys, known)
    if settled:
        finish(settled, created, act="ops.receive", by=carrier.account, known=known)
    return standing(about)


def _keys(items: list[Item], returning: dict[UUID, Returning], carrier: Carrier) -> dict[UUID, PhoneKey]:
    spoken = parse_id(carrier.says.key) if carrier.says else None
    wanted = {item.came.key for item in items if item.came} | ({spoken} if spoken else set())
    keys = keys_named(wanted)
    for key_id, one in returning.items():
        if key_id not in keys:
            keys[key_id] = phone_actions.restore_key(
                one.said, one.account, by=carrier.account, sign_in_id=carrier.sign_in
            )
    if {item.came.key for item in items if item.came} - keys.keys():
        raise Forgotten()
    return keys


def _known(items: list[Item]) -> list[Op]:
    """What is kept already, in one question: of these ids, their corrections, these numbers of these keys, and
    what waits for what these ops create.
    """
    came = [item.came for item in items if item.came]
    if not came:
        return []
    ids = {one.id for one in came}
    replaced = {one.corrects for one in came if one.corrects}
    waiting = Op.waits_for.in_([one for item in items for one in item.creates])
    same_number = and_(Op.key_id.in_({one.key for one in came}), Op.n.in_({one.op.n for one in came}))
    asked = select(Op).where(or_(Op.op_id.in_(ids | replaced), Op.corrects.in_(ids), same_number, waiting))
    return list(db.session().scalars(asked))


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
            created += settle_once(row, known, aside=came_too_late(row, keys[row.key_id]))
    return rows, created


def _hear(keys: dict[UUID, PhoneKey], items: Iterable[Item], carrier: Carrier, at: datetime) -> None:
    """A phone was heard from when it spoke in its own person's session (design rule 9: 未知)."""
    own = {key_id for key_id, key in keys.items() if key.account_id == carrier.account}
    for key_id in own & {item.came.key for item in items if item.came and item.fits}:
        keys[key_id].heard_at = at
    says = carrier.says
    spoken = parse_id(says.key) if says else None
    if says is not None and spoken in own:
        key = keys[spoken]
        key.heard_at, key.top_n = at, max(key.top_n, says.top_n)
        key.offset_ms = says.offset_ms if says.offset_ms is not None else key.offset_ms
