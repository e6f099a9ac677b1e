"""Writing plans: draft, items, switched on and off. Whatever had closed before a change keeps the old rule."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.access.policy import ROLES, Role
from app.audit import actions as audit
from app.cards.queries import bodies_of, published_of
from app.cards.schemas import Kind, RiskRow
from app.checks.freeze import freeze_plans, is_live
from app.checks.models import Completer, Cycle, Plan, PlanRevision, ShiftSystem
from app.checks.rules import system_of
from app.checks.schemas import PlanItem
from app.checks.shifts import DAY_MINUTES
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid, Missing
from app.core.ids import new_id
from app.org.models import Post, Unit

MOST_ITEMS = 200
LONGEST_GRACE = 31 * DAY_MINUTES


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a plan says of itself, beside its place and its items."""

    title: str
    cycle: str
    completer: str
    valid_from: date
    valid_to: date | None = None
    role: str | None = None
    shift_system_id: UUID | None = None
    workdays_only: bool = False
    from_minute: int = 0
    to_minute: int = DAY_MINUTES
    grace_minutes: int = 0
    asks_scan: bool = True
    asks_signature: bool = False
    asks_measures: bool = False


@db.action
def add_plan(*, unit: Unit, post: Post | None, terms: Terms, by: UUID | None) -> Plan:
    """A draft of a plan for a post, or for a whole unit. Raises Invalid where its terms don't fit together."""
    if post is not None and post.unit_id != unit.id:
        raise Invalid("岗位不在这个单位里")
    made = Plan(
        id=new_id(), enterprise_id=unit.enterprise_id, unit_id=unit.id, made_by=by, on=False, revision=0
    )
    made.post_id = post.id if post else None
    _take(made, terms)
    _refuse_misfit(made)
    db.session().add(made)
    db.session().flush()
    _note("plan.add", made, by, **_said(terms))
    return made


@db.action
def amend_plan(plan: Plan, terms: Terms, *, by: UUID | None) -> None:
    """Change what a plan says; windows that have closed stay as they were."""
    freeze_plans([plan], now())
    before = {name: getattr(plan, name) for name in asdict(terms)}
    _take(plan, terms)
    _refuse_misfit(plan)
    if plan.on:
        _refuse_unready(plan)
    changed = {name: str(value) for name, value in asdict(terms).items() if before[name] != value}
    db.session().flush()
    if changed:
        _note("plan.amend", plan, by, before={name: str(before[name]) for name in changed}, after=changed)


def _take(plan: Plan, terms: Terms) -> None:
    for name, value in asdict(terms).items():
        setattr(plan, name, value)


def _said(terms: Terms) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(terms).items()}


def _refuse_misfit(plan: Plan) -> None:
    if not plan.title.strip():
        raise Invalid("计划要有名称")
    if plan.cycle not in set(Cycle) or plan.completer not in set(Completer):
        raise Invalid("还没选多久查一次、谁来查")
    if plan.valid_to is not None and plan.valid_to < plan.valid_from:
        raise Invalid("结束日期不能早于开始日期")
    longest = plan.from_minute + DAY_MINUTES
    if not (0 <= plan.from_minute < DAY_MINUTES and plan.from_minute < plan.to_minute <= longest):
        raise Invalid("开始和结束的时间不对", hint="从开始算起，最长 24 小时。")
    if not 0 <= plan.grace_minutes <= LONGEST_GRACE:
        raise Invalid("晚多久还算按时，最长 31 天")


@db.action
def set_items(plan: Plan, items: Sequence[PlanItem], *, by: UUID | None) -> PlanRevision:
    """Give a plan a new list of items; the lists before it stay, and records keep naming them.

    The same list again makes no new revision. Raises Invalid for an empty text, a doubled id, bad limits.
    """
    _refuse_bad_items(items)
    said = [msgspec.to_builtins(one) for one in items]
    latest = revision_of(plan)
    if latest is not None and latest.items == said:
        return latest
    freeze_plans([plan], now())
    made = PlanRevision(
        id=new_id(),
        enterprise_id=plan.enterprise_id,
        plan_id=plan.id,
        number=plan.revision + 1,
        items=said,
        made_by=by,
    )
    plan.revision = made.number
    db.session().add(made)
    db.session().flush()
    _note("plan.items", plan, by, revision=made.number, items=len(items))
    return made


def _refuse_bad_items(items: Sequence[PlanItem]) -> None:
    if len(items) > MOST_ITEMS:
        raise Invalid(f"最多 {MOST_ITEMS} 项")
    if len({one.id for one in items}) != len(items) or any(not one.id or ":" in one.id for one in items):
        raise Invalid("检查项的编号不对，或者重复了")
    for number, one in enumerate(items, 1):
        if not one.text.strip():
            raise Invalid(f"第 {number} 项还没写查什么")
        rule = one.value
        if rule is None:
            continue
        if not rule.name.strip() or rule.step <= 0 or not 0 <= rule.decimals <= 6:
            raise Invalid(f"第 {number} 项要测的数没写清")
        if rule.low is not None and rule.high is not None and rule.low > rule.high:
            raise Invalid(f"第 {number} 项的下限比上限大")


def revision_of(plan: Plan, number: int | None = None) -> PlanRevision | None:
    """A revision of a plan; the latest by default."""
    asked = select(PlanRevision).where(
        PlanRevision.plan_id == plan.id, PlanRevision.number == (plan.revision if number is None else number)
    )
    return db.session().scalar(asked)


def item_from_control(post: Post, row: str, measure: str, *, item: str | None = None) -> PlanItem:
    """A plan's item that asks for a control of the post's published risk list, with all that the card says.

    `item` keeps the id of an item that is made anew. Raises Missing where the card has no such control.
    """
    card = published_of(post.id).get(Kind.RISK)
    body = dict(bodies_of(card)).get(row) if card else None
    found = (
        next((one for one in body.measures if one.id == measure), None) if isinstance(body, RiskRow) else None
    )
    if found is None or not isinstance(body, RiskRow):
        raise Missing("风险清单里没有这条措施", hint="可能清单已经换了新版，重新选一次。")
    grade = body.after or body.before
    return PlanItem(
        id=item or str(new_id()),
        text=found.text,
        row=row,
        measure=measure,
        level=grade.level if grade else None,
        hazard=body.hazard,
        signs=list(body.signs),
    )


@db.action
def switch_on(plan: Plan, *, by: UUID | None) -> None:
    """From now on a plan demands its checks; nothing that closed before. Raises Invalid while it lacks something."""
    if plan.on:
        return
    _refuse_unready(plan)
    plan.on, plan.switched_at = True, now()
    plan.frozen_through = plan.switched_at
    db.session().flush()
    _note("plan.on", plan, by)


def _refuse_unready(plan: Plan) -> None:
    latest = revision_of(plan)
    if latest is None or not latest.items:
        raise Invalid("还没有检查项，不能启用", hint="先从风险清单里选几条。")
    if plan.completer == Completer.ROLE and plan.role not in ROLES_ASKED:
        raise Invalid("还没选由谁来查")
    if not is_live(plan):
        raise Conflict("岗位或单位停用了，不能启用")
    if plan.cycle == Cycle.SHIFT:
        _refuse_without_shifts(plan)


ROLES_ASKED = frozenset(role for role in ROLES if role != Role.PARK_OVERSEER)


def _refuse_without_shifts(plan: Plan) -> None:
    row = db.session().get(ShiftSystem, plan.shift_system_id) if plan.shift_system_id else None
    if row is None or row.closed_at is not None:
        raise Invalid("每班查一次，要先选倒班表")
    unit = plan.post.unit_id if plan.post is not None else plan.unit_id
    if plan.completer == Completer.EACH and not system_of(row).is_crew(unit):
        raise Invalid("每班每人做一份，只能用在跟着倒班的班组", hint="或者改成：在岗的人，谁做都行。")


@db.action
def switch_off(plan: Plan, *, by: UUID | None) -> None:
    """A plan demands nothing from now on; what had closed stays demanded."""
    if not plan.on:
        return
    freeze_plans([plan], now())
    plan.on, plan.switched_at = False, now()
    db.session().flush()
    _note("plan.off", plan, by)


def _note(act: str, plan: Plan, by: UUID | None, **payload: object) -> None:
    audit.record(act, "plan", plan.id, enterprise_id=plan.enterprise_id, by=by, **payload)
