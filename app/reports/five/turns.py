"""Whose turn it is to do a hazard's next step: of those who may, who stands nearest."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from app.access.queries import live_grants_below
from app.hazards.models import Hazard, State
from app.hazards.steps import rectifiers
from app.reports.five.asker import Asker
from app.reports.five.settings import WAITING_DAYS

# State > the act that comes next, as `app.hazards.rights` judges it.
ACTS = {State.FOUND: "hazards.handle", State.RECTIFIED: "hazards.handle", State.VERIFIED: "hazards.close"}
Held = dict[str, set[UUID]]  # path of a unit > who may there, by a grant on that very unit


class Turns:
    """Who may do what, of the units that this supervisor may act on and all below; read once an act."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._held: dict[str, Held] = {}

    def is_theirs(self, hazard: Hazard) -> bool:
        """Whether to tell this supervisor that the hazard waits.

        It is told to those who may do the step by a role on the unit nearest to it: the crew's leader, else the
        department's head, and so on up. Nobody is to judge their own work, so where the nearest have rectified
        it themselves, the next ones up are told. Nothing rests because one person does not look: after the days
        that are set everybody who may is told, and at once of what is dangerous (很危险) or major (重大).
        """
        act = ACTS[State(hazard.state)]
        barred = rectifiers(hazard.steps) if hazard.state == State.RECTIFIED else set()
        if self._asker.account.id in barred or not self._asker.account.may(act, hazard.unit.path):
            return False
        return self._is_for_all(hazard) or not self._has_nearer(act, hazard, barred)

    def _is_for_all(self, hazard: Hazard) -> bool:
        asker = self._asker
        waited = (asker.today - asker.day_of(hazard.changed_at)).days
        grave = hazard.dangerous or hazard.grade == "major"
        return grave or waited >= asker.value(WAITING_DAYS, hazard.unit.path)

    def _has_nearer(self, act: str, hazard: Hazard, barred: Collection[UUID]) -> bool:
        held, me = self._of(act), self._asker.account.id
        for path in _upwards(hazard.unit.path):
            here = held.get(path, set()) - set(barred)
            if here:
                return me not in here
        return False

    def _of(self, act: str) -> Held:
        if act not in self._held:
            found: Held = defaultdict(set)
            for one in live_grants_below(act, self._asker.account.paths_for(act)):
                found[one.unit_path].add(one.account_id)
            self._held[act] = dict(found)
        return self._held[act]


def _upwards(path: str) -> list[str]:
    """The paths of a unit and of all above it, its own first."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:depth])}/" for depth in range(len(parts), 0, -1)]
