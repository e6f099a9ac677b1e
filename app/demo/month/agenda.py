"""What happens in the month, in its order: each thing at its own moment, by a clock that stands there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from app.core.clock import standing_at
from app.demo.month.phones import Phone

SOON = timedelta(seconds=40)  # until a phone with signal has brought what was written
SIGNAL = time(20, 55)  # when those who spent the day in the pit are back where there is some


def id_at(moment: datetime) -> UUID:
    """An id as a phone would have chosen it then."""
    return uuid7(nanoseconds=int(moment.timestamp() * 1e9))


class Agenda:
    """Things to do, put in by any hand in any order. What lies after `until` never happens."""

    def __init__(self, until: datetime, zone: ZoneInfo) -> None:
        self.until, self.zone = until, zone
        self.brought = 0  # records that have arrived
        self._things: list[tuple[datetime, int, Callable[[], None]]] = []

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Do something at a moment."""
        if moment <= self.until:
            self._things.append((moment, len(self._things), do))

    def write(
        self,
        phone: Phone,
        moment: datetime,
        kind: str,
        body: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
        *,
        op_id: UUID | None = None,
        corrects: UUID | None = None,
        photos: Sequence[str] = (),
        after: timedelta | None = SOON,
    ) -> None:
        """Let a phone write a record at a moment and bring it `after`, or in the evening where that is None.

        A body may be made only then.
        """
        chosen = op_id or id_at(moment)

        def do() -> None:
            said = body() if callable(body) else body
            phone.write(kind, said, op_id=chosen, corrects=corrects, names=list(photos))

        self.at(moment, do)
        self.contact(phone, self._evening(moment) if after is None else moment + after)

    def _evening(self, moment: datetime) -> datetime:
        here = moment.astimezone(self.zone)
        same = datetime.combine(here.date(), SIGNAL, self.zone)
        return same if here <= same else same + timedelta(days=1)

    def contact(self, phone: Phone, moment: datetime, *, anyway: bool = False) -> None:
        """Let a phone bring what it holds; `anyway` where that is nothing, to say that it is there."""

        def do() -> None:
            if anyway or phone.is_waiting():
                self.brought += phone.contact()

        self.at(moment, do)

    def play(self) -> Iterator[datetime]:
        """Do all of it, in order; the moment of each thing that is done."""
        for moment, _, do in sorted(self._things, key=lambda one: one[:2]):
            with standing_at(moment):
                do()
            yield moment
