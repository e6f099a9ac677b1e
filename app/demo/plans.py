"""The demo's shift calendar and plans. They run from a month ago, but demand nothing that closed before they are
loaded: today, or for the month that is played, by a clock that stands at its first day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import yaml

from app.checks import actions as checks
from app.checks.models import Plan
from app.checks.schemas import PlanItem
from app.org.models import Post, Unit

FILE = Path(__file__).parent / "plans.yaml"
VALID_DAYS_AGO = 30
_FIELDS = (
    "title",
    "cycle",
    "completer",
    "role",
    "grace_minutes",
    "asks_scan",
    "asks_signature",
    "asks_measures",
)


def load_plans(units: Mapping[str, Unit], posts: Mapping[str, Post], today: date) -> list[Plan]:
    """Write shift calendars and plans, all switched on. Part of the larger write that loads the demo."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    since = today - timedelta(days=VALID_DAYS_AGO)
    systems = {one["name"]: _system(one, units, since) for one in said["shifts"]}
    return [_plan(one, units, posts, systems, since) for one in said["plans"]]


def _system(one: dict[str, Any], units: Mapping[str, Unit], anchor: date) -> UUID:
    terms = checks.ShiftTerms(
        name=one["name"], shifts=one["shifts"], anchor=anchor, pattern=one["pattern"], crews=one["crews"]
    )
    return checks.add_shift_system(unit=units[one["unit"]], terms=terms, by=None).id


def _plan(
    one: dict[str, Any],
    units: Mapping[str, Unit],
    posts: Mapping[str, Post],
    systems: Mapping[str, UUID],
    since: date,
) -> Plan:
    post = posts[one["post"]] if "post" in one else None
    terms = checks.Terms(
        valid_from=since,
        shift_system_id=systems[one["shifts"]] if "shifts" in one else None,
        **{name: one[name] for name in _FIELDS if name in one},
    )
    plan = checks.add_plan(unit=post.unit if post else units[one["unit"]], post=post, terms=terms, by=None)
    checks.set_items(plan, [_item(item, post) for item in one["items"]], by=None)
    checks.switch_on(plan, by=None)
    return plan


def _item(one: dict[str, Any], post: Post | None) -> PlanItem:
    """An item as written, or the control of the post's risk list that it names."""
    written = {name: value for name, value in one.items() if name != "control"}
    if "control" not in one:
        return msgspec.convert(written, PlanItem)
    assert post is not None
    control = checks.item_from_control(post, one["control"].partition("-")[0], one["control"], item=one["id"])
    return msgspec.convert({**msgspec.to_builtins(control), **written}, PlanItem)
