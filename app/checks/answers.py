"""What answers windows: the records that name them, and the phones that may still hold one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, String, and_, cast, or_, select

from app.access.phones import PhoneKey
from app.checks.models import CheckRecord
from app.checks.states import AnyRecord, counts, is_silent, made_at
from app.core import db

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
AT_ONCE = 500  # ids in one question; databases limit how many there may be

# As `states.counts` has it, asked of the database: its name in quotes, for flags are kept as JSON.
COUNTING = and_(
    CheckRecord.corrected_by_id.is_(None), cast(CheckRecord.flags, String).not_like('%"unplanned"%')
)


def parts(all_: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as fit into one question."""
    return (all_[start : start + AT_ONCE] for start in range(0, len(all_), AT_ONCE))


def records_naming(keys: Collection[str]) -> dict[str, list[CheckRecord]]:
    """Key > all records that name this window, corrected ones too, oldest first."""
    found: dict[str, list[CheckRecord]] = {}
    for some in parts(sorted(keys)):
        asked = _naming(select(CheckRecord), some)
        for one in db.session().scalars(asked.order_by(CheckRecord.done_at, CheckRecord.id)):
            found.setdefault(one.window_key, []).append(one)
    return found


class Made(NamedTuple):
    """What of a record decides a window's state; see `states`."""

    id: UUID
    window_key: str
    corrects_id: UUID | None
    corrected_by_id: UUID | None
    done_at: datetime
    flags: list[str]
    abnormal: int


def made_for(keys: Collection[str]) -> dict[str, list[Made]]:
    """As `records_naming`, without what was found: a board asks for thousands."""
    found: dict[str, list[Made]] = {}
    columns = select(*(getattr(CheckRecord, name) for name in Made._fields))
    for some in parts(sorted(keys)):
        asked = _naming(columns, some)
        for row in db.session().execute(asked.order_by(CheckRecord.done_at, CheckRecord.id)):
            found.setdefault(row.window_key, []).append(Made(*row))
    return found


def _naming(asked: Select[*Ts], keys: Sequence[str]) -> Select[*Ts]:
    """Those that name these windows, found by the windows: never among all that the enterprise ever did."""
    found = asked.where(CheckRecord.window_key.in_(keys))
    return db.by_index(found, CheckRecord, "ix_check_records_window")


def answer_of(records: Sequence[AnyRecord]) -> AnyRecord | None:
    """The record that answers a window: of those that count, the one whose check was done first."""
    counting = [one for one in records if counts(one)]
    return min(counting, key=lambda one: (made_at(one, records), one.id), default=None)


class Phones:
    """The keys of the phones of some accounts, so far as one of them could still hold something.

    `until` is when the last of the windows closes that will be asked about: who has spoken since and misses nothing
    holds none of them, and is not even read.
    """

    def __init__(self, accounts: Iterable[str], until: datetime | None = None) -> None:
        self._keys: dict[str, list[PhoneKey]] = {}
        late = [or_(PhoneKey.top_n > PhoneKey.seen, PhoneKey.heard_at < until)] if until else []
        for some in parts(sorted(set(accounts))):
            asked = select(PhoneKey).where(
                PhoneKey.account_id.in_([UUID(one) for one in some]),
                or_(
                    PhoneKey.ended_at.is_(None),
                    PhoneKey.top_n > PhoneKey.seen,
                    PhoneKey.heard_at < PhoneKey.ended_at,  # its phone has not said its last word
                ),
                *late,
            )
            for key in db.session().scalars(asked):
                self._keys.setdefault(str(key.account_id), []).append(key)

    def are_silent(self, able: Iterable[str], opens_at: datetime, closes_at: datetime) -> bool:
        """Whether the phone of one of these accounts may still hold a check of a window (未知)."""
        return any(is_silent(self._keys.get(one, ()), opens_at, closes_at) for one in able)
