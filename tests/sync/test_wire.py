"""The schema that the client's types are made from is the one that the server speaks."""

import json
from pathlib import Path

import msgspec

from app.cards.schemas import Kind
from app.checks.schemas import PlanBundle
from app.core.ids import new_id
from app.hazards.schemas import HazardBundle
from app.sync.schemas import Manifest, PersonalBundle, PostBundle
from app.sync.wire import wire_schema
from tests.checks.builders import plan_of
from tests.sync.phones import Phone, hazard
from tests.world import World

COMMITTED = Path(__file__).resolve().parents[2] / "static" / "client" / "model" / "wire.schema.json"


def test_the_committed_schema_is_up_to_date() -> None:
    told = "python -m app.sync.wire > static/client/model/wire.schema.json, then npm run types"
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == wire_schema(), told


def test_what_is_sent_fits_the_schema_and_holds_nothing_else(world: World) -> None:
    world.publish_all(world.crusher)
    world.label(world.crusher)
    plan, stop = plan_of(world), {"id": str(new_id()), "why": "断绳", "post": str(world.crusher_id)}
    phone, found = Phone(world, "worker"), hazard(post=str(world.crusher_id))
    for kind, body in (("hazard.reported", found), ("stopwork.declared", stop)):
        assert phone.send(kind, body).state == "applied"
    client, worker = world.client("worker"), world.people["worker"]
    shapes = {
        "manifest": Manifest,
        f"bundles/post:{world.crusher_id}": PostBundle,
        f"bundles/plan:{plan.id}": PlanBundle,
        f"bundles/hazard:{found['id']}": HazardBundle,
        f"bundles/me:{worker.id}": PersonalBundle,
    }
    for address, shape in shapes.items():
        sent = client.get(f"/api/sync/{address}").data
        read = msgspec.json.decode(sent, type=shape)
        assert (
            msgspec.to_builtins(msgspec.json.decode(msgspec.json.encode(read))).keys()
            == json.loads(sent).keys()
        )


def test_every_row_on_the_wire_is_one_of_the_four_kinds(world: World) -> None:
    world.publish_all(world.crusher)
    sent = world.client("worker").get(f"/api/sync/bundles/post:{world.crusher_id}").json
    names = {"emergency": "ScenarioRow", "risk": "RiskRow", "operation": "OperationRow", "duty": "DutyRow"}
    definitions = wire_schema()["definitions"]
    assert {card["kind"] for card in sent["cards"]} == {kind.value for kind in Kind}
    for card in sent["cards"]:
        for row in card["rows"]:
            assert row["body"].keys() <= definitions[names[card["kind"]]]["properties"].keys()
