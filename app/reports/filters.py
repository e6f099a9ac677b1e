"""What was asked for in the address of a board, and of all that is reached from it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, request
from flask_login import current_user

from app.core.ids import parse_id
from app.org import queries as org
from app.org.models import Post, Unit
from app.org.routes.parts import post_for, unit_for
from app.reports.board import MOST, SHOWN, Column, back_from, columns_of, next_of, start_of
from app.reports.items import CYCLES, GROUPS, Kind, Mark
from app.reports.queries import Wanted, plan_titles, was_checked_in

READ = "checks.read"
KEPT = ("unit", "plan", "kind", "first", "last", "by")  # filters of the board; a list has more
A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters of the address, put right where they said nothing, or nonsense."""

    kind: Kind
    first: date  # of the first column
    last: date  # of the last
    today: date
    zone: ZoneInfo
    paths: list[str]
    unit: Unit | None
    plan: str  # the name of plans; "" for all
    plans: list[str]  # the names there are
    post: Post | None
    own: str  # "own": of the unit itself, without those below; "whole": of it as a whole, of no post
    mark: str  # a mark or a group of marks; "" for all
    by: str  # unit, post; "" for what fits
    cut: bool  # more was asked for than is shown
    held: dict[str, str]  # the board's filters as they stand in addresses

    @property
    def columns(self) -> list[Column]:
        """The columns of the days asked for."""
        return columns_of(self.kind, self.first, self.last, self.today)

    def moments(self) -> tuple[datetime, datetime]:
        """The start of the first day and the end of the last."""
        return tuple(  # type: ignore[return-value]
            datetime.combine(day, time(), self.zone) for day in (self.first, self.last + A_DAY)
        )

    @property
    def wanted(self) -> Wanted:
        """Which demanded checks that is."""
        return Wanted(
            paths=self.paths,
            first=self.first,
            last=self.last,
            ends_at=self.moments()[1],
            cycles=CYCLES[self.kind],
            title=self.plan,
            post=self.post.id if self.post else None,
            unit=self.unit.id if self.unit and self.own else None,
            whole=self.own == "whole",
        )

    def around(self, first: date, last: date) -> "Asked":
        """The same on other days."""
        return replace(self, first=first, last=last)


def asked() -> Asked:
    """The filters of this address. Raises Missing and Forbidden for a place that one does not see."""
    unit, post = _unit(), _post()
    place = post.unit.path if post else unit.path if unit else f"/{current_user.enterprise_id}/"
    zone = org.zone_of(place)
    g.zone = zone  # times on the page are those of the place
    paths = [unit.path] if unit else topmost(current_user.paths_for(READ))
    plans, plan = plan_titles(paths), request.args.get("plan", "")[:200]
    kind, today = _kind(plans.get(plan, [])), org.today(place)
    first, last, cut = _days(kind, today)
    mark = request.args.get("mark", "")
    return Asked(
        kind=kind,
        first=first,
        last=last,
        today=today,
        zone=ZoneInfo(zone),
        paths=paths,
        unit=unit,
        plan=plan,
        plans=list(plans),
        post=post,
        own=own if unit and (own := request.args.get("own", "")) in {"own", "whole"} else "",
        mark=mark if mark in GROUPS or mark in set(Mark) else "",
        by=by if (by := request.args.get("by", "")) in {"unit", "post"} else "",
        cut=cut,
        held={key: value for key in KEPT if (value := request.args.get(key, ""))} | {"kind": kind.value},
    )


def topmost(paths: Collection[str]) -> list[str]:
    """The same paths, in order, without those that lie below another."""
    return sorted(
        {one for one in paths if not any(one != other and one.startswith(other) for other in paths)}
    )


def _id(name: str) -> UUID | None:
    return parse_id(request.args.get(name, ""))


def _unit() -> Unit | None:
    return unit_for(READ, request.args["unit"]) if _id("unit") else None


def _post() -> Post | None:
    """The post asked for: in one's units, or once checked there and moved away since. Windows are of one's units alone."""
    post_id = _id("post")
    if post_id and not was_checked_in(topmost(current_user.paths_for(READ)), post_id):
        return post_for(READ, str(post_id))
    return org.post(post_id) if post_id else None


def _kind(cycles: list[str]) -> Kind:
    """What columns are; long enough for a plan that was chosen."""
    text = request.args.get("kind", "")
    kinds = list(Kind)[list(Kind).index(Kind(text)) :] if text in set(Kind) else list(Kind)
    return next((one for one in kinds if not cycles or CYCLES[one] & set(cycles)), Kind.MONTH)


def _days(kind: Kind, today: date) -> tuple[date, date, bool]:
    """The first and last day, of whole columns; and whether that is less than was asked for."""
    last = next_of(kind, start_of(kind, _day("last", today))) - A_DAY
    earliest = back_from(kind, last, MOST[kind] - 1)
    first = start_of(kind, min(_day("first", back_from(kind, last, SHOWN[kind] - 1)), last))
    return max(first, earliest), last, first < earliest


def _day(name: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2100 else otherwise
