"""The JSON Schema of everything that travels to phones; the client's TypeScript types are made from it.

`python -m app.sync.wire > static/client/model/wire.schema.json`, then `npm run types` in static/client.
"""

import msgspec

from app.cards.schemas import DutyRow, OperationRow, RiskRow, ScenarioRow
from app.checks.schemas import CheckSubmitted, PlanBundle
from app.hazards.schemas import HazardActed, HazardBundle, HazardReported, StopWorkDeclared
from app.learning.schemas import CardLearnt, CardOpened
from app.recite.schemas import ReciteAnswered, ReciteBundle
from app.reports.schemas import Five, FiveLater
from app.spotchecks.schemas import CrewBundle, SpotcheckHeld
from app.sync.schemas import (
    Answer,
    HandIn,
    KeyIn,
    KeyOut,
    Manifest,
    Me,
    OpPayload,
    PersonalBundle,
    PhotoOut,
    PostBundle,
    Problem,
    PushIn,
    PushOut,
    SignedOp,
)

SENT = (
    Manifest,
    PostBundle,
    PlanBundle,
    HazardBundle,
    PersonalBundle,
    ReciteBundle,
    CrewBundle,
    Five,
    Me,
    Problem,
)
PUSHED = (SignedOp, OpPayload, PushIn, PushOut, Answer, KeyIn, KeyOut, PhotoOut, HandIn, FiveLater)
OP_BODIES = {
    "check.submitted": CheckSubmitted,
    "hazard.reported": HazardReported,
    "hazard.acted": HazardActed,
    "stopwork.declared": StopWorkDeclared,
    "card.opened": CardOpened,
    "card.learnt": CardLearnt,
    "recite.answered": ReciteAnswered,
    "spotcheck.held": SpotcheckHeld,
}
ROW_BODIES = (ScenarioRow, RiskRow, OperationRow, DutyRow)  # `WireRow.body`, by the kind of its card


def wire_schema() -> dict[str, object]:
    """One schema whose definitions are all wire types, by name."""
    _, definitions = msgspec.json.schema_components(
        (*SENT, *PUSHED, *OP_BODIES.values(), *ROW_BODIES),
        schema_hook=_anything,
        ref_template="#/definitions/{name}",
    )
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Wire",
        "definitions": {name: _untitled(definitions[name]) for name in sorted(definitions)},
    }


def _anything(_type: type) -> dict[str, object]:
    """`object` in a wire type: any JSON value."""
    return {"tsType": "unknown"}


def _untitled(definition: dict[str, object]) -> dict[str, object]:
    """Drop `title`, which would only repeat the name of the definition."""
    return {key: value for key, value in definition.items() if key != "title"}


if __name__ == "__main__":
    print(msgspec.json.format(msgspec.json.encode(wire_schema()), indent=2).decode())
