"""Pull: the manifest and the bundles it names. And the description of the whole API."""

import hashlib
from functools import cache

import msgspec
from flask import Blueprint, Response, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import Missing
from app.core.web import ANYONE, SIGNED_IN, allow
from app.org.queries import installation
from app.sync import queries
from app.sync.bundles import hash_of
from app.sync.openapi import document

blueprint = Blueprint("sync", __name__, url_prefix="/api")


@blueprint.get("/sync/manifest")
@allow(SIGNED_IN)
def manifest() -> BaseResponse:
    """What this person's phone should hold; 304 where it has not changed."""
    found = installation()
    if found is None:
        raise Missing()
    body = msgspec.json.encode(queries.manifest(current_user, found.epoch), order="sorted")
    answer = Response(body, mimetype="application/json")
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@blueprint.get("/sync/bundles/<key>")
@allow(SIGNED_IN)
def bundle(key: str) -> Response:
    """One bundle. Its hash is sent along, since it may have changed since the manifest was read."""
    body = queries.content(current_user, key)
    answer = Response(body, mimetype="application/json")
    answer.headers["X-Bundle-Hash"] = hash_of(body)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/openapi.json")
@allow(ANYONE)
def openapi() -> Response:
    """The API in writing."""
    return Response(_document(), mimetype="application/json")


@cache
def _document() -> bytes:
    return msgspec.json.encode(document())
