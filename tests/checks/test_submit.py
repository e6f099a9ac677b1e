"""Checks as they come in from phones: kept, judged, and never counted for more than they are."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.checks import actions
from app.checks.models import CheckRecord, Completer, Cycle, Plan
from app.checks.schemas import ItemResult, Scan
from app.core import db
from app.core.capture import Waits
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.labels import actions as labels
from app.org import actions as org
from tests.checks.builders import ITEMS, bad, begin, capture, check, plan_of, said_by, utc
from tests.world import DAY, World

NOON = utc("2026-03-02 12:00")
TODAY = "2026-03-02"


@pytest.fixture
def plan(world: World) -> Plan:
    """A daily check of the crusher, asked for since the first of March."""
    made = plan_of(world, asks_scan=False)
    begin(world, made, utc("2026-03-01 00:00"))
    return made


def the_record() -> CheckRecord:
    return db.session().scalars(select(CheckRecord)).one()


def test_a_check_in_time_by_somebody_of_the_post_has_no_flag(world: World, plan: Plan) -> None:
    body = check(plan, TODAY)
    assert actions.submit(body, capture(world.people["worker"], NOON)) == []
    kept = the_record()
    assert str(kept.id) == body.id
    assert (kept.window_key, kept.period, kept.post_id) == (body.window, TODAY, world.crusher_id)
    assert (kept.author_id, kept.captured_at, kept.done_at) == (world.worker_id, NOON, NOON)
    assert kept.results[1] == {"item": "heat", "result": "normal", "value": 60}
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.act == "check.submit")).one()
    assert (entry.subject_id, entry.by) == (kept.id, world.worker_id)


def test_lateness_is_when_it_was_done_and_not_when_it_was_delivered(world: World, plan: Plan) -> None:
    days_later = NOON + timedelta(days=3)
    sent = capture(world.people["worker"], NOON, received_at=days_later)
    assert actions.submit(check(plan, TODAY), sent) == ["delivered_late"]
    late = capture(world.people["worker"], utc("2026-03-03 00:30"))
    assert "late" in actions.submit(check(plan, TODAY), late)


def test_the_grace_still_counts_as_in_time(world: World) -> None:
    made = plan_of(world, asks_scan=False, grace_minutes=60)
    begin(world, made, utc("2026-03-01 00:00"))
    worker = world.people["worker"]
    assert actions.submit(check(made, TODAY), capture(worker, utc("2026-03-03 01:00"))) == []
    flags = actions.submit(check(made, "2026-03-03"), capture(worker, utc("2026-03-04 01:01")))
    assert flags == ["late"]


def test_the_clock_of_the_phone_is_set_right_by_its_offset(world: World, plan: Plan) -> None:
    slow = utc("2026-02-28 12:00")
    sent = capture(world.people["worker"], slow, received_at=NOON, offset_ms=2 * 86_400_000)
    assert actions.submit(check(plan, TODAY), sent) == []
    assert (the_record().captured_at, the_record().done_at) == (slow, NOON)


def test_a_clock_that_fell_back_to_1970_is_set_right_too(world: World, plan: Plan) -> None:
    epoch = utc("1970-01-01 08:00")
    offset_ms = int(NOON.timestamp()) * 1000
    sent = capture(world.people["worker"], epoch, received_at=NOON, offset_ms=offset_ms)
    assert actions.submit(check(plan, TODAY), sent) == []
    assert (the_record().offset_ms, the_record().done_at) == (offset_ms, NOON)


def test_before_the_window_opens_is_early(world: World, plan: Plan) -> None:
    sent = capture(world.people["worker"], utc("2026-03-01 23:00"))
    assert actions.submit(check(plan, TODAY), sent) == ["early"]


@pytest.mark.parametrize("period", ["2026-02-27", "2026-W10", "2026-03", "2199-01-01", "2026-03-02/night"])
def test_a_window_that_was_never_asked_for_is_kept_and_flagged(world: World, plan: Plan, period: str) -> None:
    assert actions.submit(check(plan, period), capture(world.people["worker"], NOON)) == ["unplanned"]
    assert the_record().window_key.startswith(f"{plan.id}:{period}:")


def test_somebody_who_is_not_at_the_post_is_flagged_and_counts(world: World, plan: Plan) -> None:
    assert actions.submit(check(plan, TODAY), capture(world.driver, NOON)) == ["not_assigned"]


def test_who_is_at_the_post_is_judged_by_that_day(world: World, plan: Plan) -> None:
    held = world.people["worker"].assignments[0]
    org.end_assignment(held, on=DAY, by=world.admin.id)
    worker = world.people["worker"]
    assert actions.submit(check(plan, TODAY), capture(worker, NOON)) == []
    later = capture(worker, utc("2026-03-03 12:00"))
    assert actions.submit(check(plan, "2026-03-03"), later) == ["not_assigned"]


def test_a_second_check_of_one_window_is_extra(world: World, plan: Plan) -> None:
    actions.submit(check(plan, TODAY), capture(world.people["worker"], NOON))
    later = capture(world.people["worker"], NOON + timedelta(hours=1))
    assert actions.submit(check(plan, TODAY), later) == ["extra"]


def test_an_own_window_is_answered_by_its_own_person_only(world: World) -> None:
    made = plan_of(world, asks_scan=False, completer=Completer.EACH)
    begin(world, made, utc("2026-03-01 00:00"))
    body = check(made, TODAY, who=world.worker_id)
    assert actions.submit(body, capture(world.driver, NOON)) == ["unplanned", "not_assigned"]
    own = check(made, TODAY, who=world.worker_id)
    assert actions.submit(own, capture(world.people["worker"], NOON)) == []
    shared = check(made, TODAY)
    assert "unplanned" in actions.submit(shared, capture(world.people["worker"], NOON))


def test_a_role_is_judged_by_when_it_was_held(world: World) -> None:
    made = plan_of(
        world, unit=world.crushing, cycle=Cycle.WEEK, completer=Completer.ROLE, role="department_head"
    )
    begin(world, made, utc("2026-03-01 00:00"))
    head = world.people["department_head"]
    for grant in head.account.grants:
        world.change(grant, granted_at=utc("2026-03-04 00:00"))
    before, after = utc("2026-03-03 12:00"), utc("2026-03-04 12:00")
    assert actions.submit(check(made, "2026-W10"), capture(head, after)) == []
    principal = world.people["principal"]
    assert "not_assigned" in actions.submit(check(made, "2026-W10"), capture(principal, after))
    world.change(made, valid_from=DAY)
    assert "not_assigned" in actions.submit(check(made, "2026-W09"), capture(head, before))


def test_the_scan_of_the_posts_own_label_is_evidence(world: World) -> None:
    made = plan_of(world)
    begin(world, made, utc("2026-03-01 00:00"))
    worker, label = world.people["worker"], world.label(world.crusher)
    other = world.label(world.truck)

    def flags(day: int, token: str | None) -> list[str]:
        at = utc(f"2026-03-{day:02d} 12:00")
        scan = Scan(token=token, at=at) if token else None
        return actions.submit(check(made, f"2026-03-{day:02d}", scan=scan), capture(worker, at))

    assert flags(2, label.token) == []
    assert the_record().scanned
    assert flags(3, None) == ["no_scan"]
    assert flags(4, other.token) == ["wrong_scan"]
    assert flags(5, "nonsense") == ["wrong_scan"]


def test_a_label_that_was_revoked_after_the_scan_was_the_posts_own(world: World) -> None:
    made = plan_of(world)
    begin(world, made, utc("2026-03-01 00:00"))
    label = world.label(world.crusher)
    labels.revoke_label(label, by=world.admin.id)
    world.change(label, revoked_at=utc("2026-03-02 13:00"))
    worker = world.people["worker"]
    before = check(made, TODAY, scan=Scan(token=label.token, at=NOON))
    assert actions.submit(before, capture(worker, NOON)) == []
    later = utc("2026-03-03 12:00")
    after = check(made, "2026-03-03", scan=Scan(token=label.token, at=later))
    assert actions.submit(after, capture(worker, later)) == ["wrong_scan"]


def test_an_older_list_of_items_is_flagged_where_the_newer_was_in_force(world: World, plan: Plan) -> None:
    body = check(plan, TODAY)
    newer = actions.set_items(plan, ITEMS[:1], by=None)
    world.change(newer, made_at=NOON)
    before, after = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
    assert actions.submit(body, capture(world.people["worker"], before)) == []
    again = check(plan, TODAY, revision=1)
    assert "old_revision" in actions.submit(again, capture(world.people["worker"], after))


def test_what_the_server_does_not_know_yet_is_waited_for(world: World, plan: Plan) -> None:
    sent = capture(world.people["worker"], NOON)
    unknown = new_id()
    with pytest.raises(Waits) as waits:
        actions.submit(msgspec.structs.replace(check(plan, TODAY), plan=str(unknown)), sent)
    assert waits.value.what == str(unknown)
    with pytest.raises(Waits):
        actions.submit(check(plan, TODAY, revision=2), sent)
    elsewhere = capture(world.stranger, NOON)
    with pytest.raises(Waits):
        actions.submit(check(plan, TODAY), elsewhere)
    assert not list(db.session().scalars(select(CheckRecord)))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([], "第 1 项没有结果"),
        (
            [ItemResult(item="guard", result="normal"), ItemResult(item="heat", result="normal")],
            "第 2 项没填",
        ),
        (
            [ItemResult(item="guard", result="normal"), ItemResult(item="heat", result="normal", value=76)],
            "第 2 项测到的数超了",
        ),
        ([ItemResult(item="guard", result="abnormal")], "第 1 项差照片"),
    ],
)
def test_an_incomplete_check_is_refused_by_its_first_lack(
    world: World, plan: Plan, results: list[ItemResult], words: str
) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        actions.submit(check(plan, TODAY, results=results), capture(world.people["worker"], NOON))
    assert refused.value.code == "incomplete"


def test_results_of_items_that_were_not_asked_are_refused(world: World, plan: Plan) -> None:
    good = check(plan, TODAY).results
    for results in ([*good, ItemResult(item="new", result="normal")], [*good, good[0]]):
        with pytest.raises(Invalid) as refused:
            actions.submit(check(plan, TODAY, results=results), capture(world.people["worker"], NOON))
        assert refused.value.code == "unknown_item"


def test_an_id_is_taken_once(world: World, plan: Plan) -> None:
    body = check(plan, TODAY)
    actions.submit(body, capture(world.people["worker"], NOON))
    with pytest.raises(Conflict) as refused:
        actions.submit(body, capture(world.people["worker"], NOON))
    assert refused.value.code == "id_taken"


@pytest.mark.parametrize(
    "window", ["", "x", "{plan}:2026-03-02", "{plan}:2026-03-02:x", "{other}:2026-03-02:any"]
)
def test_a_key_that_is_none_is_refused(world: World, plan: Plan, window: str) -> None:
    body = check(plan, TODAY, window=window.format(plan=plan.id, other=new_id()))
    with pytest.raises(Invalid) as refused:
        actions.submit(body, capture(world.people["worker"], NOON))
    assert refused.value.code == "bad_id"


def test_what_is_abnormal_becomes_a_hazard_of_the_post(world: World, plan: Plan) -> None:
    hazard_id = new_id()
    actions.submit(check(plan, TODAY, results=bad(hazard_id)), capture(world.people["worker"], NOON))
    hazard = db.session().get_one(Hazard, hazard_id)
    assert (hazard.post_id, hazard.unit_id) == (world.crusher_id, world.crew.id)
    assert (hazard.record_id, hazard.card_row, hazard.risk_level) == (the_record().id, "r1", 3)
    assert (hazard.reporter_id, hazard.found_at) == (world.worker_id, NOON)
    assert the_record().abnormal == 1


def test_a_correction_takes_the_place_of_what_it_corrects(world: World, plan: Plan) -> None:
    worker, hazard_id = world.people["worker"], new_id()
    first = capture(worker, NOON)
    actions.submit(check(plan, TODAY, results=bad(hazard_id)), first)
    body = check(plan, TODAY, results=bad(hazard_id))
    tomorrow = capture(worker, utc("2026-03-03 09:00"), corrects=first.op_id)
    assert actions.submit(body, tomorrow) == []
    old, new = db.session().scalars(select(CheckRecord).order_by(CheckRecord.done_at)).all()
    assert (old.corrected_by_id, new.corrects_id, str(new.id)) == (new.id, old.id, body.id)
    assert db.session().scalars(select(Hazard)).one().id == hazard_id


def test_nobody_corrects_the_check_of_another(world: World, plan: Plan) -> None:
    first = capture(world.people["worker"], NOON)
    actions.submit(check(plan, TODAY), first)
    with pytest.raises(Invalid) as refused:
        actions.submit(check(plan, TODAY), capture(world.driver, NOON, corrects=first.op_id))
    assert refused.value.code == "not_yours"
    assert the_record().corrected_by_id is None


def test_a_correction_of_what_was_rejected_stands_for_itself(world: World, plan: Plan) -> None:
    sent = capture(world.people["worker"], NOON, corrects=new_id())
    assert actions.submit(check(plan, TODAY), sent) == []
    assert the_record().corrects_id is None


def test_a_frozen_window_is_judged_as_it_was_when_it_closed(world: World, plan: Plan) -> None:
    actions.freeze(world.mine_id, utc("2026-03-03 08:00"))
    actions.amend_plan(plan, said_by(plan, from_minute=13 * 60, to_minute=14 * 60), by=None)
    sent = capture(world.people["worker"], NOON, received_at=utc("2026-03-03 09:00"))
    assert actions.submit(check(plan, TODAY), sent) == []


def test_a_check_made_before_the_plan_was_switched_off_is_planned(world: World, plan: Plan) -> None:
    world.change(plan, on=False, switched_at=NOON + timedelta(hours=1))
    worker = world.people["worker"]
    assert actions.submit(check(plan, TODAY), capture(worker, NOON)) == []
    later = capture(worker, NOON + timedelta(hours=2))
    assert "unplanned" in actions.submit(check(plan, TODAY), later)


def test_a_clock_from_another_age_loses_nothing(world: World, plan: Plan) -> None:
    ages = capture(world.people["worker"], datetime(1970, 1, 1, tzinfo=UTC), received_at=NOON)
    assert set(actions.submit(check(plan, TODAY), ages)) == {"early", "delivered_late"}
    assert the_record().done_at == datetime(1970, 1, 1, tzinfo=UTC)
