"""The hazards of the month, from found to closed or not that far, and the work that was stopped."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core import db
from app.demo.month.agenda import Agenda, id_at
from app.demo.month.cast import Cast
from app.demo.month.story import Step, Stopped, Story, Trailed
from app.hazards.actions import lift_stop
from app.hazards.models import StopWork


def do_hazards(story: Story, cast: Cast, agenda: Agenda) -> None:
    """Put what was found in passing into the agenda, and the stops; what checks find comes with them."""
    for one in story.hazards:
        if one.found.way == "scan":
            _report(one, cast, agenda)
    for stop in story.stops:
        _stop(stop, cast, agenda)


def _report(one: Trailed, cast: Cast, agenda: Agenda) -> None:
    found, sha = one.found, cast.pictures.sha
    moment, hazard = cast.when(found.ago, found.at), id_at(cast.when(found.ago, found.at))
    after = [sha[one.fixed]] if one.fixed else []
    body = {
        "id": str(hazard),
        "name": one.name,
        "post": str(cast.posts[found.post].id),
        "note": one.note,
        "category": one.category,
        "dangerous": one.dangerous,
        "fixed": bool(one.fixed),
        "photos": [sha[one.photo]],
        "photos_after": after,
    }
    photos = [sha[one.photo], *after]
    agenda.write(cast.people[found.by].phone, moment, "hazard.reported", body, photos=photos)
    trail(one, hazard, moment, cast, agenda)


def trail(one: Trailed, hazard: UUID, found_at: datetime, cast: Cast, agenda: Agenda) -> None:
    """Put the steps of a hazard into the agenda, each at its hours after it was found."""
    for step in one.steps:
        moment = found_at + timedelta(hours=step.hours)
        body = _act(step, hazard, moment, found_at, cast)
        agenda.write(cast.people[step.by].phone, moment, "hazard.acted", body, photos=body["photos"])


def _act(step: Step, hazard: UUID, moment: datetime, found_at: datetime, cast: Cast) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": str(id_at(moment)),
        "hazard": str(hazard),
        "act": step.act,
        "note": step.note,
        "photos": [cast.pictures.sha[step.photo]] if step.photo else [],
    }
    if step.act == "register":
        body |= {"grade": step.grade or "general", "measures": step.measures, "interim": step.interim}
        body |= {"funds_fen": step.funds, "plan": step.plan}
        body |= {"owner": str(cast.people[step.owner].id)} if step.owner else {}
        due = found_at.astimezone(cast.zone).date() + timedelta(days=step.due or 0)
        body |= {"due_on": due} if step.due is not None else {}
    return body


def _stop(one: Stopped, cast: Cast, agenda: Agenda) -> None:
    moment = cast.when(one.ago, one.at)
    stop, by = id_at(moment), cast.people[one.lifted_by].id
    body = {"id": str(stop), "why": one.why, "note": one.note, "post": str(cast.posts[one.post].id)}
    agenda.write(cast.people[one.by].phone, moment, "stopwork.declared", body)

    def lift() -> None:
        with db.everywhere():
            lift_stop(db.session().get_one(StopWork, stop), note=one.lifted_note, by=by)

    agenda.at(moment + timedelta(hours=one.hours), lift)
