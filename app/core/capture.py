"""How and when a record came to be: what every room needs to know of an op, and nothing of how it travelled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


class Waits(Exception):
    """What this record is about has not arrived yet. Not a fault: it is tried again when it has."""

    def __init__(self, what: UUID | str) -> None:
        super().__init__(str(what))
        self.what = str(what)


@dataclass(frozen=True)
class Capture:
    """Who made a record, when, and by which clock."""

    enterprise_id: UUID
    by: UUID  # the account that made and signed it
    at: datetime  # the phone's clock
    received_at: datetime  # the server's clock
    offset_ms: int | None = None  # server clock minus phone clock, as the phone last knew it
    key_id: UUID | None = None
    op_id: UUID | None = None
    corrects: UUID | None = None  # the op that this one replaces

    @property
    def true_at(self) -> datetime:
        """When it was made, as well as we know: the phone's clock, set right by its last known offset.

        Never later than it was received: a clock that runs ahead can't make a record from the future.
        """
        return min(self.at + timedelta(milliseconds=self.offset_ms or 0), self.received_at)
