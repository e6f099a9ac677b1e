"""What is doubtful about a check: its window, its author, its evidence. Each doubt is a flag, none a refusal."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.checks import grounds
from app.checks.freeze import still_asked
from app.checks.grounds import LONGEST_PERIOD_NAME, frozen_window, is_answered, is_near, rule_on
from app.checks.models import CheckRecord, Completer, Plan, PlanRevision
from app.checks.periods import key_of, parts_of, period_start
from app.checks.rules import unit_of
from app.checks.schemas import CheckSubmitted, PlanItem
from app.checks.settings import LATE_DELIVERY_HOURS
from app.checks.windows import Rule, able, window_of
from app.core import db
from app.core.capture import Capture
from app.core.clock import day_in
from app.core.errors import Invalid
from app.core.memo import is_hopeful
from app.labels.models import Label
from app.org.queries import zone_of
from app.settings.queries import value_of


@dataclass(frozen=True)
class Asked:
    """What of a window a check is held against: the frozen row's, else the derived one's."""

    key: str
    period: str
    opens_at: datetime | None = None  # None: no such window
    deadline_at: datetime | None = None
    able: bool = False  # its author is one of those it was meant for


@dataclass
class Check:
    """A check on its way in."""

    body: CheckSubmitted
    capture: Capture
    plan: Plan
    items: dict[str, PlanItem]
    flags: list[str] = field(default_factory=list)

    def flag(self, name: str, holds: bool) -> None:
        """Put a flag on it where that holds, once."""
        if holds and name not in self.flags:
            self.flags.append(name)


def judge(check: Check, replaced: CheckRecord | None) -> tuple[Asked, bool]:
    """Flag what is doubtful; the window that the check answers, and whether the post's own label was scanned.

    `replaced` is the record that this one corrects. Raises Invalid `bad_id` for a key that names no window.
    """
    asked = _window(check)
    _flag_window(check, asked, replaced)
    scanned = _is_of_post(check)
    if check.plan.asks_scan and check.plan.post_id is not None:
        check.flag("no_scan", check.body.scan is None)
        check.flag("wrong_scan", check.body.scan is not None and not scanned)
    hours = value_of(LATE_DELIVERY_HOURS, unit_of(check.plan).path)
    capture = check.capture
    check.flag("delivered_late", capture.received_at - capture.true_at > timedelta(hours=hours))
    return asked, scanned


def _window(check: Check) -> Asked:
    """The window that the check names, as it was when it closed, or as the plan has it while it is open."""
    parts = parts_of(check.body.window)
    if parts is None or parts[0] != check.plan.id or len(parts[1]) > LONGEST_PERIOD_NAME:
        raise Invalid("这项检查的时间对不上", code="bad_id")
    _, period, person = parts
    key, author = key_of(*parts), check.capture.by
    frozen = frozen_window(check.capture.enterprise_id, key)
    if frozen is None:
        return _derived(check, key, period, person)
    if person not in (None, author):
        return Asked(key, period)
    here = str(author) in frozen.able or _could_then(check)
    return Asked(key, period, frozen.opens_at, frozen.deadline_at, here)


def _derived(check: Check, key: str, period: str, person: UUID | None) -> Asked:
    """A window that is not frozen, by the plan's rule; one that the plan does not demand has no times."""
    author, plan = check.capture.by, check.plan
    start = period_start(plan.cycle, period)
    near = start is not None and is_near(start, check.capture.received_at)
    rule = rule_on(plan, start, author) if start is not None and near else None
    window = window_of(rule, period, person) if rule is not None else None
    meant = rule is not None and window is not None and author in able(rule, window)
    here = person in (None, author) and (meant or _could_then(check))
    if window is None or not (_was_on(plan, check.capture.true_at) and still_asked(plan, window)):
        return Asked(key, period, able=here)
    return Asked(key, period, window.opens_at, window.deadline_at, here)


def _day_of(check: Check) -> date:
    return day_in(zone_of(unit_of(check.plan).path), check.capture.true_at)


def _was_on(plan: Plan, at: datetime) -> bool:
    """Whether a plan was switched on at a moment, as far as its last switch tells."""
    return plan.on or (plan.switched_at is not None and at < plan.switched_at)


def _could_then(check: Check) -> bool:
    """Whether the author could do this plan's checks at the moment the check was made."""
    today = _day_of(check)
    return _could_at(rule_on(check.plan, today, check.capture.by), today, check.capture.true_at)


def _could_at(rule: Rule, day: date, at: datetime) -> bool:
    if rule.completer == Completer.ROLE:
        return any(one.from_at <= at and (one.to_at is None or at < one.to_at) for one in rule.held)
    return any(one.holds(day) for one in rule.stays)


def _flag_window(check: Check, asked: Asked, replaced: CheckRecord | None) -> None:
    at = check.capture.true_at
    check.flag("unplanned", asked.opens_at is None)
    check.flag("early", asked.opens_at is not None and at < asked.opens_at)
    check.flag(
        "late", asked.deadline_at is not None and at > asked.deadline_at and not _in_time(replaced, asked.key)
    )
    check.flag("not_assigned", not asked.able)
    check.flag("extra", asked.opens_at is not None and _is_answered(asked.key, check, replaced))
    check.flag("old_revision", _was_outdated(check))


def _in_time(replaced: CheckRecord | None, key: str) -> bool:
    """Whether this only corrects what was done in time for the same window."""
    return replaced is not None and replaced.window_key == key and "late" not in replaced.flags


def _is_answered(key: str, check: Check, replaced: CheckRecord | None) -> bool:
    """Whether another record answers the window already."""
    enterprise_id = check.capture.enterprise_id
    if replaced is not None:
        return grounds.is_answered_but_by(replaced.id, enterprise_id, key)
    return is_answered(enterprise_id, key)


def note_answer(check: Check, key: str, replaced: CheckRecord | None) -> None:
    """Let a hopeful write know what a new record does to what is known of its window."""
    enterprise_id = check.capture.enterprise_id
    if replaced is not None and is_hopeful():
        db.session().flush()
        grounds.forget_answer(enterprise_id, replaced.window_key)
        grounds.forget_answer(enterprise_id, key)
    elif "unplanned" not in check.flags:
        grounds.note_answer(enterprise_id, key)


def _was_outdated(check: Check) -> bool:
    """Whether a newer list of items was in force already when the check was made."""
    plan, number = check.plan, check.body.revision + 1
    if plan.revision < number:
        return False
    asked = select(PlanRevision.made_at).where(PlanRevision.plan_id == plan.id, PlanRevision.number == number)
    made_at = db.session().scalar(asked)
    return made_at is not None and made_at <= check.capture.true_at


def _is_of_post(check: Check) -> bool:
    """Whether what was scanned is a label of the plan's post that had not been revoked yet."""
    scan = check.body.scan
    if scan is None:
        return False
    asked = select(Label.post_id, Label.revoked_at).where(
        Label.token == scan.token[:200], Label.enterprise_id == check.capture.enterprise_id
    )
    found = db.session().execute(asked).first()
    at = set_right(scan.at, check.capture)
    return (
        found is not None
        and found.post_id == check.plan.post_id
        and (found.revoked_at is None or at is None or at < found.revoked_at)
    )


def set_right(at: datetime | None, capture: Capture) -> datetime | None:
    """A moment of the phone's clock, set right by its last known offset; None where it leads nowhere."""
    if at is None:
        return None
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    try:
        return min(aware + timedelta(milliseconds=capture.offset_ms or 0), capture.received_at)
    except OverflowError:
        return None
