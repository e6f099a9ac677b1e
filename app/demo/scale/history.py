"""The history of the grown demo as it comes about: what is demanded, what is done, in the order of time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from random import Random
from uuid import UUID

from app.audit import actions as audit
from app.checks.models import CheckRecord, Expectation
from app.checks.periods import key_of
from app.checks.windows import Window
from app.core.arrivals import draw
from app.demo.scale.bulk import ROWS, Batch, roomy
from app.demo.scale.cast import Task
from app.demo.scale.chance import Made, made_of
from app.demo.scale.checks import frozen, keep_check
from app.demo.scale.ops import Desk
from app.hazards.models import Hazard, HazardStep
from app.learning.models import CardOpening
from app.recite.models import ReciteAnswer, ReciteMemory
from app.spotchecks.models import SpotAnswer, SpotCheck
from app.sync.models import Awaited, Op

TABLES = (
    Expectation,
    Op,
    Awaited,
    CheckRecord,
    Hazard,
    HazardStep,
    CardOpening,
    ReciteAnswer,
    ReciteMemory,
    SpotCheck,
    SpotAnswer,
)
Happening = tuple[datetime, Callable[[Desk], None]]  # when, and what then comes in


class History:
    """Takes what happens, and writes it whenever there is enough of it: one commit, one link of the audit."""

    def __init__(
        self, enterprise: UUID, photos: list[str], luck: Random, now: datetime, receipt: int
    ) -> None:
        self.luck, self.demanded, self.checks, self.hazards, self.ops = luck, 0, 0, 0, 0
        self._enterprise, self._photos, self._now = enterprise, photos, now
        self._batch = Batch(*TABLES)
        self._desk = Desk(self._batch, luck, now, receipt)
        self._coming: list[tuple[datetime, int, Made | Callable[[Desk], None]]] = []
        self._number, self._plans = count(), set[UUID]()
        self._frozen = 0

    def demand(self, window: Window, tasks: Sequence[Task]) -> None:
        """A window opens for all who are asked: what will become of each, and its row where it has closed."""
        closed = window.deadline_at <= self._now
        for task in tasks:
            key = key_of(task.plan, window.period, None)
            if closed:
                self._batch.add(Expectation, frozen(self.luck, window, task, key, self._enterprise))
                self._plans.add(task.plan)
                self._frozen += 1
            made = made_of(self.luck, window, task, key, self._now)
            if made is not None:
                heappush(self._coming, (made.at, next(self._number), made))

    def happen(self, more: Iterable[Happening]) -> None:
        """What else comes in, each at its moment."""
        for at, what in more:
            heappush(self._coming, (at, next(self._number), what))

    def pass_to(self, until: datetime) -> None:
        """Time passes: what was made by then comes in."""
        while self._coming and self._coming[0][0] <= until:
            _, _, what = heappop(self._coming)
            if isinstance(what, Made):
                self.checks += 1
                self.hazards += what.abnormal
                keep_check(self._desk, what, self._photos, self._now)
            else:
                what(self._desk)
            if self._batch.count >= ROWS:
                self.write()

    def write(self) -> None:
        """Write what has come in so far."""
        with roomy():
            ops = len(self._batch.ops)
            if ops:
                draw(self._enterprise, ops)  # the receipts that the desk has given
            if self._frozen:
                self._note_frozen()
            self._batch.seal(self._enterprise)
            self._batch.write()
        self.ops += ops
        self.demanded += self._frozen
        self._frozen = 0
        self._plans.clear()

    def _note_frozen(self) -> None:
        audit.record(
            "check.freeze",
            "unit",
            self._enterprise,
            enterprise_id=self._enterprise,
            by=None,
            rows=self._frozen,
            plans=len(self._plans),
        )
