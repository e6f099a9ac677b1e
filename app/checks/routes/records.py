"""检查记录: what was done, what was demanded and what became of it, one record with all it says, its photos."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, render_template, request, url_for
from flask_login import current_user

from app.access.queries import names_of
from app.checks import desk
from app.checks.models import CheckRecord
from app.checks.routes.parts import READ, blueprint
from app.checks.routes.telling import ResultTold, Where, place_names, record_told, shas_of
from app.checks.words import flag_words
from app.core import blobs
from app.core.errors import Missing
from app.core.ids import parse_id
from app.core.paging import Page, asked_page
from app.core.web import SIGNED_IN, allow, id_or_missing
from app.hazards.queries import hazards_named
from app.hazards.routes.parts import is_readable
from app.org import queries as org
from app.org.models import Unit
from app.org.routes.parts import unit_for, units_to_choose

SHOWN, LONGEST = 7, 92  # days


class Filters(NamedTuple):
    """What was asked for in the address."""

    units: list[Unit]
    paths: list[str]
    first: date
    last: date
    cut: bool
    held: dict[str, str]  # the filters as they stand in addresses
    zone: ZoneInfo

    def moments(self) -> tuple[datetime, datetime]:
        """The start of the first day and the end of the last."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), self.zone), datetime.combine(after, time(), self.zone)


def asked_filters() -> Filters:
    """Unit and days of the address; the last week of all one's units where it says nothing, or nonsense."""
    units, paths = units_to_choose(READ), current_user.paths_for(READ)
    path = f"/{current_user.enterprise_id}/"
    if parse_id(request.args.get("unit", "")):
        paths = [unit_for(READ, request.args["unit"]).path]
    today = org.today(path)
    last = _day("last", today)
    first = min(_day("first", last - timedelta(days=SHOWN - 1)), last)
    cut = (last - first).days >= LONGEST
    first = max(first, last - timedelta(days=LONGEST - 1))
    held = {
        key: value
        for key in ("unit", "first", "last", "abnormal", "open")
        if (value := request.args.get(key, ""))
    }
    return Filters(units, paths, first, last, cut, held, ZoneInfo(org.zone_of(path)))


def _day(name: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2100 else otherwise


class Line(NamedTuple):
    """A record in the list."""

    record: CheckRecord
    place: Where
    title: str
    by: str
    flags: str


@blueprint.get("/console/checks")
@allow(READ)
def record_list() -> str:
    """The records of one's units, latest first."""
    asked, number = asked_filters(), asked_page()
    abnormal = bool(asked.held.get("abnormal"))
    first, until = asked.moments()
    found = desk.records(asked.paths, first, until, abnormal=abnormal, page=number)
    total = desk.count_records(asked.paths, first, until, abnormal=abnormal)
    return render_template(
        "checks/records.html",
        view="records",
        filters=asked.held,
        units=asked.units,
        first=asked.first,
        last=asked.last,
        cut=asked.cut,
        longest=LONGEST,
        page=Page(found, number, total),
        lines=_lines(found),
    )


def _lines(found: list[CheckRecord]) -> list[Line]:
    places = place_names([(one.unit_id, one.post_id) for one in found])
    titles = desk.titles_of_plans([one.plan_id for one in found if one.plan_id])
    names = names_of({one.author_id for one in found})
    return [
        Line(
            one,
            places[one.unit_id, one.post_id],
            titles.get(one.plan_id, "检查") if one.plan_id else "检查",
            names.get(one.author_id, ""),
            "，".join(flag_words(flag) for flag in one.flags),
        )
        for one in found
    ]


@blueprint.get("/checks/<record_id>")
@allow(SIGNED_IN)
def record_page(record_id: str) -> str:
    """A record with all that it says; for those who may read it, and for who made it."""
    record = readable_record(record_id)
    back = url_for("checks.record_list") if current_user.may_somewhere("console.open") else "/"
    told = record_told(record)
    return render_template("checks/record.html", back=back, pages=_hazard_pages(told["results"]), **told)


def _hazard_pages(results: list[ResultTold]) -> dict[str, str]:
    """Hazard as the record names it > its page, of those that this account may read."""
    named = {one.hazard.id: parse_id(one.hazard.id) for one in results if one.hazard}
    found = {one.id for one in hazards_named([id_ for id_ in named.values() if id_]) if is_readable(one)}
    return {
        text: url_for("hazards.hazard_page", hazard_id=hazard_id)
        for text, hazard_id in named.items()
        if hazard_id in found
    }


@blueprint.get("/checks/<record_id>/photos/<photo>")
@allow(SIGNED_IN)
def record_photo(record_id: str, photo: str) -> Response:
    """A photo or the signature of a record, for those who may read the record."""
    record = readable_record(record_id)
    if photo not in shas_of(record):
        raise Missing("没有这张照片")
    return blobs.send(record.enterprise_id, photo)


def readable_record(record_id: str) -> CheckRecord:
    """A record that the account made, or whose unit it reads; for all others it is not there."""
    found = desk.record(id_or_missing(record_id))
    if found.author_id != current_user.id and not current_user.may(READ, _path(found.unit_id)):
        raise Missing("没有这条检查记录")
    return found


def _path(unit_id: UUID) -> str:
    return org.unit(unit_id).path
