"""Plans, shift calendars and checks for tests of this room."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.checks import actions
from app.checks.models import Completer, Cycle, Plan
from app.checks.schemas import CheckSubmitted, ItemHazard, ItemResult, PlanItem, ValueRule
from app.core.capture import Capture
from app.core.ids import new_id
from app.org.models import Person, Post, Unit
from tests.world import DAY, World

TWELVE = [
    {"code": "day", "name": "白班", "start": "08:00", "minutes": 720},
    {"code": "night", "name": "夜班", "start": "20:00", "minutes": 720},
]
FOUR = [{"name": name, "offset": offset} for offset, name in enumerate(("甲班", "乙班", "丙班", "丁班"))]
ITEMS = [
    PlanItem(id="guard", text="护罩装好，螺栓拧紧", row="r1", measure="m1", level=3),
    PlanItem(id="heat", text="轴承不烫", value=ValueRule(name="测到多少度", unit="度", high=75)),
]


def utc(text: str) -> datetime:
    """A moment of the mine's clock (Asia/Shanghai): "2026-03-02 08:00"."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def shift_terms(**more: Any) -> actions.ShiftTerms:
    said = {
        "name": "两班倒",
        "shifts": TWELVE,
        "anchor": date(2026, 1, 1),
        "pattern": ["day", "night", "", ""],
        "crews": FOUR,
    }
    return actions.ShiftTerms(**{**said, **more})


def terms(**more: Any) -> actions.Terms:
    said = {"title": "班前检查", "cycle": Cycle.DAY, "completer": Completer.ANYONE, "valid_from": DAY}
    return actions.Terms(**{**said, **more})


def said_by(plan: Plan, **more: Any) -> actions.Terms:
    """The terms of a plan with some of them changed."""
    names = asdict(terms())
    return actions.Terms(**{name: getattr(plan, name) for name in names} | more)


def plan_of(
    world: World, *, post: Post | None = None, unit: Unit | None = None, on: bool = True, **more: Any
) -> Plan:
    """A plan with two items, switched on; at the crusher unless told otherwise."""
    if unit is None:
        post = post or world.crusher
        unit = post.unit
    if more.get("cycle") == Cycle.SHIFT and "shift_system_id" not in more:
        more["shift_system_id"] = actions.add_shift_system(unit=world.mine, terms=shift_terms(), by=None).id
    plan = actions.add_plan(unit=unit, post=post, terms=terms(**more), by=None)
    actions.set_items(plan, ITEMS, by=None)
    if on:
        actions.switch_on(plan, by=None)
    return plan


def begin(world: World, plan: Plan, at: datetime) -> None:
    """Let a plan have been switched on at a moment in the past."""
    world.change(plan, frozen_through=at, switched_at=at)


def check(plan: Plan, period: str, *, who: UUID | None = None, **more: Any) -> CheckSubmitted:
    """A complete check in which all is well."""
    said: dict[str, Any] = {
        "id": str(new_id()),
        "plan": str(plan.id),
        "revision": plan.revision,
        "window": f"{plan.id}:{period}:{who or 'any'}",
        "started_at": datetime(2026, 3, 2, tzinfo=UTC),
        "results": [
            ItemResult(item="guard", result="normal"),
            ItemResult(item="heat", result="normal", value=60),
        ],
    }
    return CheckSubmitted(**{**said, **more})


def bad(hazard: UUID | None = None) -> list[ItemResult]:
    """Results in which the guard is missing."""
    found = ItemHazard(id=str(hazard or new_id()), name="护罩掉了")
    return [
        ItemResult(item="guard", result="abnormal", photos=["a" * 64], hazard=found),
        ItemResult(item="heat", result="normal", value=60),
    ]


def capture(person: Person, at: datetime, **more: Any) -> Capture:
    """Made by somebody at a moment, delivered a minute later unless told otherwise."""
    said = {
        "enterprise_id": person.enterprise_id,
        "by": person.id,
        "at": at,
        "received_at": at + timedelta(minutes=1),
        "op_id": new_id(),
    }
    return Capture(**{**said, **more})
