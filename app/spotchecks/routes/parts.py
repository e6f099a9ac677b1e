"""What these pages share: words, the filters in the address, and whom they show a 抽背 to."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from flask_login import current_user

from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.web import id_or_missing
from app.org import queries as org
from app.org.models import Unit
from app.org.routes.parts import in_their_zone, unit_for, units_to_choose
from app.spotchecks import desk
from app.spotchecks.models import SpotCheck
from app.spotchecks.settings import VALID_DAYS
from app.spotchecks.words import ABILITY_WORDS, CONFIRMED_WORDS, flag_words

READ = "spotchecks.read"
SHOWN, LONGEST = 30, 366  # days
OF_ONE = int(VALID_DAYS.high or LONGEST) + 1

blueprint = Blueprint("spotchecks", __name__)
blueprint.before_request(in_their_zone)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"abilities": ABILITY_WORDS, "confirmed_words": CONFIRMED_WORDS, "spot_flag": flag_words}


class Asked(NamedTuple):
    """What was asked for in the address."""

    units: list[Unit]
    paths: list[str]
    first: date
    last: date
    held: dict[str, str]  # the filters as they stand in addresses
    zone: ZoneInfo

    def moments(self) -> tuple[datetime, datetime]:
        """The start of the first day and the end of the last."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), self.zone), datetime.combine(after, time(), self.zone)


def asked() -> Asked:
    """Unit and days of the address; the last 30 days of all one's units where it says nothing, or nonsense.

    Of one person all days that can count for 应知应会率: whoever is named there is found here.
    """
    paths, home = current_user.paths_for(READ), f"/{current_user.enterprise_id}/"
    if parse_id(request.args.get("unit", "")):
        paths = [unit_for(READ, request.args["unit"]).path]
    last = _day("last", org.today(home))
    shown, longest = (OF_ONE, OF_ONE) if parse_id(request.args.get("person", "")) else (SHOWN, LONGEST)
    first = min(_day("first", last - timedelta(days=shown - 1)), last)
    first = max(first, last - timedelta(days=longest - 1))
    held = {
        key: value
        for key in ("unit", "show", "first", "last", "person")
        if (value := request.args.get(key, ""))
    }
    return Asked(units_to_choose(READ), paths, first, last, held, ZoneInfo(org.zone_of(home)))


def _day(name: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2100 else otherwise


def readable(check_id: str) -> SpotCheck:
    """A 抽背 for who recited, who heard it, and who may read of that person's unit; for others it is not there."""
    found = desk.spot_check(id_or_missing(check_id))
    own = current_user.id in {found.account_id, found.author_id}
    if not own and not current_user.may(READ, found.unit.path):
        raise Missing("没有这次抽背")
    return found
