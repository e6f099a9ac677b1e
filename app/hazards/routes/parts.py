"""What these pages share: whom they show a hazard or a stop to, and whose zone the days follow."""

from flask import Blueprint
from flask_login import current_user

from app.core.errors import Missing
from app.core.web import id_or_missing
from app.hazards import queries
from app.hazards.models import Hazard, StopWork
from app.hazards.words import yuan
from app.org.queries import holders
from app.org.routes.parts import in_their_zone

READ = "hazards.read"

blueprint = Blueprint("hazards", __name__)
blueprint.before_request(in_their_zone)
blueprint.add_app_template_filter(yuan)


def readable_hazard(hazard_id: str) -> Hazard:
    """A hazard for its reporter, its owner, and who may read hazards there; for others as if it weren't there."""
    found = queries.hazard(id_or_missing(hazard_id))
    if not is_readable(found):
        raise Missing("没有这条隐患")
    return found


def is_readable(hazard: Hazard) -> bool:
    """Whether whoever is signed in is its reporter, its owner, or may read hazards there."""
    own = current_user.id in {hazard.reporter_id, hazard.owner_id}
    return own or bool(current_user.may(READ, hazard.unit.path))


def readable_stop(stop_id: str) -> StopWork:
    """A stop of work for whoever called it, holds the post, or may read hazards there."""
    found = queries.stop(id_or_missing(stop_id))
    if current_user.id == found.by_id or current_user.may(READ, found.unit.path):
        return found
    if found.post_id is None or current_user.id not in {one.person_id for one in holders(found.post_id)}:
        raise Missing("没有这次停工")
    return found
