"""The API in writing says all of the API, and nothing that is not there."""

import re

import msgspec
from flask import Flask

from app.core.web import ANYONE, SIGNED_IN, allowed
from app.sync.openapi import OPERATIONS, SESSION, document
from app.sync.wire import OP_BODIES
from tests.world import World


def api_routes(app: Flask) -> dict[tuple[str, str], str]:
    """(method, path) of every route of the API > who may use it."""
    return {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)): allowed(app, rule.endpoint) or ""
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_written_down_and_everything_written_is_a_route(app: Flask) -> None:
    written = {(one.method, one.path) for one in OPERATIONS}
    assert written == set(api_routes(app))


def test_it_says_truly_who_needs_a_session(app: Flask) -> None:
    for (method, path), who in api_routes(app).items():
        told = document()["paths"][path][method]["security"]
        assert (SESSION in (told or [{}])[0]) == (who == SIGNED_IN), path
        assert who in {SIGNED_IN, ANYONE}, path


def test_every_reference_leads_somewhere() -> None:
    text = msgspec.json.encode(document()).decode()
    named = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert named <= document()["components"]["schemas"].keys()
    assert {"PushIn", "PushOut", "Manifest", "PlanBundle", "HazardBundle"} <= named


def test_the_body_of_every_op_is_described() -> None:
    schemas = document()["components"]["schemas"]
    assert {body.__name__ for body in OP_BODIES.values()} <= schemas.keys()
    assert schemas["CheckSubmitted"]["required"]


def test_anyone_may_read_it(world: World) -> None:
    answer = world.client(None).get("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json == msgspec.json.decode(msgspec.json.encode(document()))
