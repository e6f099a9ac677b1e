"""What every route stands on: it says who may use it, and an undeclared route answers nobody."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, Request, current_app, request
from flask_login import current_user

from app.core.errors import Forbidden, Invalid, Missing, NotSignedIn
from app.core.ids import parse_id

View = TypeVar("View", bound=Callable[..., Any])

ANYONE = "anyone"  # no sign-in at all
SIGNED_IN = "signed_in"  # any account, for its own things


def allow(who: str) -> Callable[[View], View]:
    """Declare who may use a view: ANYONE, SIGNED_IN or the name of an act.

    For an act the account must hold it on some unit; the view then calls `permit` for the unit it touches.
    """

    def declare(view: View) -> View:
        cast(Any, view).allowed = who
        return view

    return declare


def takes(size: int) -> Callable[[View], View]:
    """Declare that a view takes requests of up to so many bytes, where that is more than others take."""

    def declare(view: View) -> View:
        cast(Any, view).takes = size
        return view

    return declare


def make_room() -> None:
    """Before anything reads the request: let as much in as its view takes."""
    size = getattr(current_app.view_functions.get(request.endpoint or ""), "takes", None)
    if size is not None:
        request.max_content_length = size


def allowed(app: Flask, endpoint: str) -> str | None:
    """What the view behind `endpoint` declared, or None."""
    return getattr(app.view_functions.get(endpoint), "allowed", None)


def check_declaration() -> None:
    """Before each request: refuse what the view did not declare (closed by default)."""
    if request.endpoint is None or request.endpoint == "static":
        return
    who = allowed(current_app, request.endpoint)
    if who == ANYONE:
        return
    if who is None:
        raise Forbidden()
    if not current_user.is_authenticated:
        raise NotSignedIn()
    if who != SIGNED_IN and not current_user.may_somewhere(who):
        raise Forbidden()


def permit(act: str, path: str) -> None:
    """Raise Forbidden unless the signed-in account may do `act` on the unit at `path`."""
    if not current_user.may(act, path):
        raise Forbidden()


def actor() -> UUID:
    """The id of the account that is signed in; every write names it."""
    return cast(UUID, current_user.id)


def wants_json(asked: Request) -> bool:
    """Whether errors go back as JSON: the API's own addresses only."""
    return asked.path.startswith("/api/")


def id_or_missing(text: str) -> UUID:
    """The UUID in an address, or 404."""
    found = parse_id(text)
    if found is None:
        raise Missing()
    return found


def here_or(path: str, otherwise: str) -> str:
    """A path of this app that an address or a form named to go back to; `otherwise` where it is none."""
    is_ours = path.startswith("/") and path[1:2] not in {"/", "\\"} and path.isprintable()
    return path if is_ours else otherwise


def field(name: str, label: str, *, limit: int = 200, needed: bool = True) -> str:
    """A trimmed field of the form. Raises Invalid naming `label` where it is missing or longer than `limit`."""
    value = request.form.get(name, "").strip()
    if needed and not value:
        raise Invalid(f"{label}没填")
    if len(value) > limit:
        raise Invalid(f"{label}太长了，最多 {limit} 个字")
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\r\t" for char in value):
        raise Invalid(f"{label}里有不能用的字符")
    return value
