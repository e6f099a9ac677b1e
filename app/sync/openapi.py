"""The API in writing (OpenAPI 3.1): made from the same wire types that the routes read and send."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.checks.schemas import PlanBundle
from app.hazards.schemas import HazardBundle
from app.recite.schemas import ReciteBundle
from app.reports.schemas import Five, FiveLater
from app.spotchecks.schemas import CrewBundle
from app.sync.routes_push import KeyEnd
from app.sync.schemas import (
    KeyIn,
    KeyOut,
    Manifest,
    Me,
    PersonalBundle,
    PhotoOut,
    PostBundle,
    PushIn,
    PushOut,
)
from app.sync.schemas import Problem as WireProblem
from app.sync.wire import OP_BODIES, PUSHED, ROW_BODIES, SENT

VERSION = "1"  # of the API: raised when a phone that speaks the one before would be misunderstood
_SCHEMAS = "#/components/schemas/"
_TEMPLATE = _SCHEMAS + "{name}"
BUNDLES = (PostBundle, PlanBundle, HazardBundle, PersonalBundle, ReciteBundle, CrewBundle)
JSON = "application/json"
PHOTOS = ("image/jpeg", "image/png", "image/webp")
SESSION = "session"
CSRF = "csrf"
ERRORS = {
    400: "What was sent can't be read.",
    401: "Nobody is signed in.",
    403: "Not theirs, or the password has to be changed first.",
    404: "There is no such thing, or it is somebody else's: the two look the same.",
    409: "It clashes with what is there.",
    413: "Too large.",
    422: "What was sent does not fit the rules; nothing was written.",
    507: "The server's disk is full; the phone keeps what it has.",
}


@dataclass(frozen=True)
class Operation:
    """One route of the API: who may call it, what goes in, what comes out."""

    method: str
    path: str
    summary: str
    answers: tuple[Any, ...]  # wire types; several where it answers one of them
    body: Any = None  # a wire type, or the media types of a file
    needs: tuple[str, ...] = ()  # of `security`
    errors: tuple[int, ...] = ()
    query: dict[str, str] = field(default_factory=dict)  # name > what it is
    cached: bool = False  # answers 304 to If-None-Match


OPERATIONS = (
    Operation("get", "/api/openapi.json", "This description.", (dict,)),
    Operation(
        "get", "/api/me", "Who is signed in in this browser, and the token of writing requests.", (Me,)
    ),
    Operation(
        "get",
        "/api/sync/manifest",
        "All that this person's phone should hold, as bundle key > hash.",
        (Manifest,),
        needs=(SESSION,),
        errors=(401, 403, 404),
        cached=True,
    ),
    Operation(
        "get",
        "/api/sync/bundles/{key}",
        "One bundle that the manifest of this account names; its hash comes in X-Bundle-Hash.",
        BUNDLES,
        needs=(SESSION,),
        errors=(401, 403, 404),
    ),
    Operation(
        "get",
        "/api/five",
        "Today's five: what this person, as a supervisor, should see to.",
        (Five,),
        needs=(SESSION,),
        errors=(401, 403),
        cached=True,
    ),
    Operation(
        "post",
        "/api/five/later",
        "Put one of the five off until tomorrow, or take that back.",
        (Five,),
        body=FiveLater,
        needs=(SESSION, CSRF),
        errors=(400, 401, 403, 404, 413, 422),
    ),
    Operation(
        "post",
        "/api/sync/keys",
        "Register the signing key of this person on this phone.",
        (KeyOut,),
        body=KeyIn,
        needs=(SESSION, CSRF),
        errors=(400, 401, 403, 404, 409, 413, 422),
    ),
    Operation(
        "post",
        "/api/sync/keys/{key_id}/end",
        "End the own key at sign-out.",
        (),
        body=KeyEnd,
        needs=(SESSION, CSRF),
        errors=(400, 401, 403, 404, 409, 413, 422),
    ),
    Operation(
        "post",
        "/api/sync/push",
        "Hand in at most 50 signed ops, 64 KB each. Needs no session: each op is signed by its author.",
        (PushOut,),
        body=PushIn,
        errors=(400, 413, 422, 507),
    ),
    Operation(
        "put",
        "/api/blobs/{sha256}",
        "Send a photo of at most 2 MB that a stored op names, under its SHA-256.",
        (PhotoOut,),
        body=PHOTOS,
        errors=(400, 404, 413, 422, 507),
        query={"enterprise": "Id of the enterprise that the op belongs to."},
    ),
)


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "岗卡 (Gangka)",
            "version": VERSION,
            "description": "What phones pull and push. Bodies of ops: "
            + ", ".join(f"{kind} = {body.__name__}" for kind, body in OP_BODIES.items()),
        },
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                SESSION: {"type": "apiKey", "in": "cookie", "name": "session"},
                CSRF: {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-CSRFToken",
                    "description": "From /api/me.",
                },
            },
        },
    }


def _schemas() -> dict[str, Any]:
    types = (*SENT, *PUSHED, KeyEnd, *OP_BODIES.values(), *ROW_BODIES)
    _, found = msgspec.json.schema_components(types, schema_hook=_anything, ref_template=_TEMPLATE)
    return {name: found[name] for name in sorted(found)}


def _anything(_type: type) -> dict[str, object]:
    return {"description": "Any JSON value."}


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    return paths


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": one.summary,
        "parameters": _parameters(one),
        "security": [{name: [] for name in one.needs}] if one.needs else [],
        "responses": _answer(one),
    }
    if one.cached:
        told["responses"]["304"] = {"description": "Unchanged since the ETag in If-None-Match."}
    for status in one.errors:
        told["responses"][str(status)] = {"description": ERRORS[status], "content": _as_json(WireProblem)}
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": _content(one.body)}
    return told


def _parameters(one: Operation) -> list[dict[str, Any]]:
    inside = [part[1:-1] for part in one.path.split("/") if part.startswith("{")]
    text = {"type": "string"}
    return [{"name": name, "in": "path", "required": True, "schema": text} for name in inside] + [
        {"name": name, "in": "query", "required": True, "schema": text, "description": what}
        for name, what in one.query.items()
    ]


def _answer(one: Operation) -> dict[str, Any]:
    if not one.answers:
        return {"204": {"description": "Done."}}
    return {"200": {"description": "As asked.", "content": _as_json(*one.answers)}}


def _as_json(*types: Any) -> dict[str, Any]:
    refs = [{"type": "object"} if one is dict else {"$ref": _SCHEMAS + one.__name__} for one in types]
    return {JSON: {"schema": refs[0] if len(refs) == 1 else {"oneOf": refs}}}


def _content(body: Any) -> dict[str, Any]:
    if isinstance(body, tuple):
        return {media: {"schema": {"type": "string", "format": "binary"}} for media in body}
    return _as_json(body)
