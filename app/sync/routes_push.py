"""Where phones send: their keys, their signed ops, their photos."""

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

import msgspec
from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from app.access import phone_actions, phone_queries
from app.access.login import current_sign_in
from app.access.phone_crypto import certify
from app.access.phones import End
from app.access.queries import account
from app.core import db
from app.core.clock import now
from app.core.errors import Invalid
from app.core.ids import parse_id
from app.core.web import ANYONE, SIGNED_IN, actor, allow, id_or_missing
from app.org.queries import installation
from app.sync import photos
from app.sync.envelopes import read_push
from app.sync.push import take
from app.sync.reading import LARGEST_NUMBER
from app.sync.schemas import KeyIn, KeyOut, PhotoOut

blueprint = Blueprint("push", __name__)
T = TypeVar("T")


class KeyEnd(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Body of POST /api/sync/keys/<id>/end: the highest number that this phone has given."""

    top_n: int = 0


@blueprint.post("/api/sync/keys")
@allow(SIGNED_IN)
def register_key() -> Response:
    """Register the signing key that this phone made for the person who is signed in."""
    sent = _body(KeyIn)
    key_id = parse_id(sent.id)
    if key_id is None:
        raise Invalid("这把钥匙不对", code="bad_key")
    key = phone_actions.register_key(
        account(actor()),
        key_id=key_id,
        public_key=sent.public_key,
        agent=request.headers.get("User-Agent", ""),
        sign_in_id=current_sign_in(),
    )
    return _json(
        KeyOut(
            id=str(key.id),
            account=str(key.account_id),
            enterprise=str(key.enterprise_id),
            certificate=certify(key),
            epoch=_epoch(),
            server_ms=int(now().timestamp() * 1000),
        )
    )


@blueprint.post("/api/sync/keys/<key_id>/end")
@allow(SIGNED_IN)
def end_key(key_id: str) -> Response:
    """The person signs out on this phone, which deletes its key; it says how many ops it has written."""
    key = phone_queries.own_key(id_or_missing(key_id), actor())
    sent = _body(KeyEnd)
    if not 0 <= sent.top_n <= LARGEST_NUMBER:
        raise Invalid()
    phone_actions.end_key(key, how=End.SIGNED_OUT, by=actor(), top_n=sent.top_n)
    return Response(status=204)


@blueprint.post("/api/sync/push")
@allow(ANYONE)
def push() -> Response:
    """Take signed ops in. No session is needed; where there is one, it says who carries them."""
    sent = _read(read_push)
    carrier, sign_in = _carrier()
    return _json(take(sent, carrier, sign_in=sign_in))


@blueprint.put("/api/blobs/<sha256>")
@allow(ANYONE)
def put_photo(sha256: str) -> Response:
    """Take in a photo that an op names, sent after its op; it may be read only through that record."""
    enterprise_id = id_or_missing(request.args.get("enterprise", ""))
    carrier, _ = _carrier()
    db.scope_to(frozenset({enterprise_id}))  # an op of this enterprise names it, whoever brings it
    arrival = photos.receive(enterprise_id, sha256, request.content_length, request.stream, by=carrier)
    return _json(PhotoOut(sha256=sha256, arrival=arrival, epoch=_epoch()))


def _carrier() -> tuple[UUID | None, UUID | None]:
    """The account that is signed in, and its session."""
    if not current_user.is_authenticated:
        return None, None
    return cast(UUID, current_user.id), current_sign_in()


def _body(type_: type[T]) -> T:
    """The JSON that was sent. Raises Invalid where it is none of this type."""
    return _read(lambda data: msgspec.json.decode(data, type=type_))


def _read(reader: Callable[[bytes], T]) -> T:
    try:
        return reader(request.get_data())
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Invalid("发来的内容看不懂", hint="更新岗卡后再试。") from None


def _epoch() -> str:
    found = installation()
    return str(found.epoch) if found else ""


def _json(answer: msgspec.Struct) -> Response:
    made = Response(msgspec.json.encode(answer), mimetype="application/json")
    made.headers["Cache-Control"] = "no-store"
    return made


def _free_of_tokens(state: BlueprintSetupState) -> None:
    """What proves itself by signature or by hash needs no form token: it may come without any session."""
    protection = state.app.extensions["csrf"]
    protection.exempt(push)
    protection.exempt(put_photo)


blueprint.record(_free_of_tokens)
