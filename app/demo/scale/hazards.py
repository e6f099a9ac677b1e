"""The hazards that checks find, and how far each has come by now. Every state occurs; what is old is closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from app.checks.schemas import PlanItem
from app.core.clock import day_in
from app.core.ids import new_id
from app.demo.scale.cast import Crew, Phone
from app.demo.scale.chance import Made
from app.demo.scale.ops import Desk, Kept
from app.demo.scale.phones import made_id
from app.hazards.models import Hazard, HazardStep, State
from app.hazards.settings import CATEGORIES, DUE_DAYS, UNGRADED
from app.org.settings import ZONE

FIXED = 0.25  # mended on the spot
OVERDUE = 0.08  # of the others: mended days after their day
TROUBLES = ("松了", "坏了", "缺了一件", "被东西挡住了", "磨得厉害", "漏油", "声音不对")
PLACES = ("", "左边那处。", "靠皮带那头。", "昨天就有一点。", "先停了再叫人。")
MENDED = ("换了新的", "紧好了，试过", "补上了", "清干净了")
ACTS = {
    "register": State.REGISTERED,
    "rectify": State.RECTIFIED,
    "verify": State.VERIFIED,
    "close": State.CLOSED,
}


class Finding(NamedTuple):
    """What is not in order at an item of a check."""

    item: PlanItem
    said: dict[str, Any]  # as the phone names the hazard
    note: str
    photos: list[str]
    made: Made

    @property
    def named(self) -> list[str]:
        """All photos that the check names."""
        return [*self.photos, *self.said["photos_after"]]


class Step(NamedTuple):
    """Something that is done about a hazard."""

    act: str
    by: Phone
    at: datetime
    note: str = ""


def find(made: Made, luck: Random, photos: list[str]) -> Finding:
    """A hazard at one of the items of a check, with photos that are there."""
    item = luck.choice([one for one in made.task.items if one.level is not None] or made.task.items)
    fixed = luck.random() < FIXED
    before, after = luck.sample(photos, 2)
    said = {
        "id": str(made_id(luck, made.at)),
        "name": f"{item.text[:20]}：{luck.choice(TROUBLES)}",
        "category": luck.choice(CATEGORIES.default),
        "dangerous": False,
        "fixed": fixed,
        "photos_after": [after] if fixed else [],
    }
    return Finding(item, said, luck.choice(PLACES), [before], made)


def keep_hazard(desk: Desk, found: Finding, op: Kept, record: UUID, now: datetime) -> None:
    """The rows of a hazard: as `hazards.report_from_check` makes it, with the steps that were taken since."""
    crew = found.made.task.crew
    assert crew is not None
    fixed, level = bool(found.said["fixed"]), found.item.level
    steps = [one for one in _life(found, crew, desk.luck) if one.at < now]
    acts = [one.act for one in steps]
    row = _new(found, op, record) | {"state": _state(acts), "at_once": fixed}
    if "register" in acts:
        days = DUE_DAYS[level or UNGRADED].default
        due = day_in(ZONE.default, found.made.at) + timedelta(days=days)
        row |= {
            "grade": "general",
            "owner_id": found.made.who.account,
            "measures": "先围上，再修",
            "due_on": due,
        }
    if acts:
        row["changed_at"] = steps[-1].at
    desk.batch.add(Hazard, row)
    desk.batch.extend(HazardStep, list(_steps(found, op, steps)))


def _state(acts: list[str]) -> str:
    return ACTS[acts[-1]].value if acts else State.FOUND.value


def _new(found: Finding, op: Kept, record: UUID) -> dict[str, Any]:
    return {
        "id": UUID(found.said["id"]),
        "enterprise_id": op.who.enterprise,
        "unit_id": found.made.task.unit,
        "post_id": found.made.task.post,
        "name": found.said["name"],
        "note": found.note,
        "category": found.said["category"],
        "source": "check",
        "record_id": record,
        "card_row": found.item.row or None,
        "risk_level": found.item.level,
        "dangerous": False,
        "grade": None,
        "owner_id": None,
        "measures": "",
        "interim": "",
        "funds_fen": None,
        "due_on": None,
        "plan": "",
        "reporter_id": op.who.account,
        "found_at": op.at,
        "received_at": op.received_at,
        "changed_at": op.received_at,
        "place": None,
    }


def _life(found: Finding, crew: Crew, luck: Random) -> Iterator[Step]:
    """What is done about it from being found to its end, one step after the other."""
    at, who = found.made.at, found.made.who
    days = DUE_DAYS[found.item.level or UNGRADED].default
    if found.said["fixed"]:
        yield Step("rectify", who, at, "当场改好")
    else:
        at += timedelta(hours=luck.uniform(1, 20))
        yield Step("register", crew.leader, at, "")
        late = luck.uniform(1, 9) if luck.random() < OVERDUE else 0
        at += timedelta(days=days * luck.uniform(0.2, 0.8) + (days + late if late else 0))
        yield Step("rectify", who, at, luck.choice(MENDED))
    at += timedelta(hours=luck.uniform(4, 60))
    judge = crew.leader if crew.leader is not who else crew.head
    yield Step("verify", judge, at, "看过了")
    yield Step("close", crew.head, at + timedelta(hours=luck.uniform(4, 72)), "")


def _steps(found: Finding, op: Kept, later: list[Step]) -> Iterator[dict[str, Any]]:
    """The report and what came after it. Later steps were taken in the console: no phone signed them."""
    first = Step("report", op.who, op.at)
    for number, step in enumerate([first, *later], 1):
        on_the_spot = step.at == op.at
        yield {
            "id": new_id(),
            "enterprise_id": op.who.enterprise,
            "hazard_id": UUID(found.said["id"]),
            "number": number,
            "act": step.act,
            "by_id": step.by.account,
            "at": step.at,
            "received_at": op.received_at if on_the_spot else step.at,
            "note": step.note,
            "photos": found.photos if number == 1 else found.said["photos_after"] if on_the_spot else [],
            "flags": [],
        }
