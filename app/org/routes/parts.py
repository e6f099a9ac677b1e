"""What the console's routes share: things one may touch, days, forms that keep what was typed."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import Blueprint, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid
from app.core.web import field, id_or_missing, permit
from app.org import queries
from app.org.models import Person, Post, Unit, UnitKind
from app.org.settings import ZONE
from app.settings.queries import value_of

P = ParamSpec("P")
Page = str | tuple[str, int] | Response

blueprint = Blueprint("org", __name__)


@blueprint.before_request
def in_their_zone() -> None:
    """Before a request: times on its pages are told in the zone of whoever asks."""
    if current_user.is_authenticated:
        g.zone = value_of(ZONE, f"/{current_user.enterprise_id}/")


def or_form(form: Callable[P, str]) -> Callable[[Callable[P, Page]], Callable[P, Page]]:
    """Where what was sent does not fit, show the form again, with the reason and with what was typed."""

    def dress(view: Callable[P, Page]) -> Callable[P, Page]:
        @wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> Page:
            try:
                return view(*args, **kwargs)
            except (Invalid, Conflict) as problem:
                g.problem = problem
                return form(*args, **kwargs), problem.status

        return run

    return dress


def unit_for(act: str, unit_id: str) -> Unit:
    """A unit on which the account may do `act`; 404 outside the scope, 403 outside its subtree."""
    found = queries.unit(id_or_missing(unit_id))
    permit(act, found.path)
    return found


def post_for(act: str, post_id: str) -> Post:
    """A post on whose unit the account may do `act`."""
    found = queries.post(id_or_missing(post_id))
    permit(act, found.unit.path)
    return found


def person_for(act: str, person_id: str) -> Person:
    """A person on whose unit the account may do `act`."""
    found = queries.person(id_or_missing(person_id))
    permit(act, queries.path_of_person(found))
    return found


def enterprise_for(act: str) -> Unit:
    """The account's own enterprise (or park), where it may do `act` on all of it."""
    found = queries.unit(current_user.enterprise_id)
    permit(act, found.path)
    return found


def chosen_unit(act: str) -> Unit:
    """The unit chosen in the form, where the account may do `act` there."""
    return unit_for(act, _chosen("unit", "单位"))


def chosen_id(name: str, label: str) -> UUID:
    """The id chosen in the form under `name`."""
    return id_or_missing(_chosen(name, label))


def _chosen(name: str, label: str) -> str:
    value = request.form.get(name, "")
    if not value:
        raise Invalid(f"还没选{label}")
    return value


def units_to_choose(act: str) -> list[Unit]:
    """The open units, below a park, on which the account may do `act`."""
    return [one for one in queries.units(current_user.paths_for(act)) if one.kind != UnitKind.PARK]


def day_field(name: str, label: str) -> date:
    """A day of the form. Raises Invalid where it is missing or none."""
    text = field(name, label, limit=10)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{label}不对", hint="写成 2026-03-01 这样。") from None


def to(endpoint: str, **where: object) -> Response:
    """Go to a page of the console after an act."""
    return redirect(url_for(f"org.{endpoint}", **where))  # type: ignore[arg-type]
