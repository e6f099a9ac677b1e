"""What phones are asked for, and what the console sees of it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from app.access.phones import PhoneKey
from app.checks import actions, queries
from app.checks.bundles import plan_bundle
from app.checks.models import CheckRecord, Completer, Cycle, Expectation, Plan
from app.checks.schemas import Window
from app.checks.states import State
from app.core import db
from app.core.ids import new_id
from app.org import actions as org
from app.org.models import Person
from tests.checks.builders import ITEMS, bad, begin, capture, check, plan_of, utc
from tests.world import World

NOW = utc("2026-03-10 12:00")


def started(world: World, at: str = "2026-03-01 00:00", **more: object) -> Plan:
    made = plan_of(world, **{"asks_scan": False, **more})  # type: ignore[arg-type]
    begin(world, made, utc(at))
    return made


def windows(person: Person, now: datetime = NOW) -> list[Window]:
    return queries.windows_for(person.account, now)


def phone(world: World, person: Person, heard: datetime, **more: object) -> PhoneKey:
    made = PhoneKey(
        id=new_id(), enterprise_id=person.enterprise_id, account_id=person.id, public_key="x", agent="pytest"
    )
    with db.writing() as active:
        active.add(made)
    world.change(made, heard_at=heard, registered_at=heard, **more)
    return made


def outcomes(world: World, now: datetime = NOW) -> dict[str, State]:
    found = queries.expectations([world.mine.path], date(2026, 3, 1), date(2026, 3, 31), now=now)
    return {one.expectation.period: one.state for one in found}


def test_a_phone_holds_what_closed_lately_and_what_comes(world: World) -> None:
    plan = started(world)
    found = windows(world.people["worker"])
    assert (found[0].day, found[-1].day) == (date(2026, 3, 8), date(2026, 4, 24))
    assert len({one.key for one in found}) == len(found) == 48
    assert found[0] == Window(
        key=f"{plan.id}:2026-03-08:any",
        plan=str(plan.id),
        period="2026-03-08",
        day=date(2026, 3, 8),
        post=str(world.crusher_id),
        opens=utc("2026-03-08 00:00"),
        closes=utc("2026-03-09 00:00"),
    )


def test_freezing_changes_nothing_of_what_a_phone_holds(world: World) -> None:
    for more in ({}, {"cycle": Cycle.SHIFT}, {"completer": Completer.EACH}, {"cycle": Cycle.MONTH}):
        started(world, **more)
    before = windows(world.people["worker"])
    assert actions.freeze(world.mine_id, NOW) > 0
    assert windows(world.people["worker"]) == before


def test_a_phone_holds_nothing_of_other_posts_and_other_people(world: World) -> None:
    started(world)
    started(world, completer=Completer.EACH)
    assert windows(world.driver) == windows(world.people["principal"]) == windows(world.stranger) == []
    other = world.person("other", world.crew, "1200")
    org.assign(other, world.crusher, on=date(2026, 3, 2), by=None)
    keys = {one.key.rpartition(":")[2] for one in windows(other)}
    assert keys == {"any", str(other.id)}


def test_who_is_asked_follows_the_days_of_the_post(world: World) -> None:
    started(world)
    held = world.people["worker"].assignments[0]
    org.end_assignment(held, on=date(2026, 3, 9), by=world.admin.id)
    assert [one.day.day for one in windows(world.people["worker"])] == [8, 9]


def test_a_plan_of_a_unit_is_for_whoever_belongs_to_it_or_below(world: World) -> None:
    started(world, unit=world.crushing)
    assert windows(world.people["worker"]) != []
    assert windows(world.driver) == []


def test_a_plan_of_a_role_is_for_who_holds_it_there_or_above(world: World) -> None:
    started(world, unit=world.crushing, cycle=Cycle.WEEK, completer=Completer.ROLE, role="department_head")
    started(world, cycle=Cycle.WEEK, completer=Completer.ROLE, role="principal")
    for person in world.people.values():
        for grant in person.account.grants:
            world.change(grant, granted_at=utc("2026-01-01 00:00"))
    asked = {role for role, person in world.people.items() if windows(person)}
    assert asked == {"department_head", "principal"}


def test_a_draft_and_a_plan_that_is_off_ask_nobody(world: World) -> None:
    plan_of(world, on=False)
    world.change(started(world), on=False)
    assert windows(world.people["worker"]) == []


def test_a_window_says_who_has_done_it(world: World) -> None:
    plan, worker = started(world), world.people["worker"]
    body = check(plan, "2026-03-10", results=bad())
    actions.submit(body, capture(worker, NOW))
    (done,) = [one.done for one in windows(worker) if one.done]
    assert (done.by, done.by_id, done.at, done.late) == ("worker", str(worker.id), NOW, False)
    assert (done.record, done.abnormal) == (body.id, 1)


def test_another_hand_in_a_window_of_ones_own_leaves_it_open(world: World) -> None:
    plan, worker = started(world, completer=Completer.EACH), world.people["worker"]
    actions.submit(check(plan, "2026-03-10", who=worker.id), capture(world.driver, NOW))
    assert [one.done for one in windows(worker) if one.done] == []


def test_an_excused_window_leaves_the_phone(world: World) -> None:
    started(world)
    actions.freeze(world.mine_id, NOW)
    row = db.session().scalars(select(Expectation).where(Expectation.period == "2026-03-09")).one()
    actions.excuse(row, "停电", by=None)
    assert [one.day.day for one in windows(world.people["worker"])][:2] == [8, 10]
    assert outcomes(world)["2026-03-09"] == State.EXCUSED


def test_the_last_results_are_those_of_the_last_check_that_stands(world: World) -> None:
    plan, worker = started(world), world.people["worker"]
    first = capture(worker, NOW)
    actions.submit(check(plan, "2026-03-09"), capture(worker, NOW - timedelta(days=1)))
    actions.submit(check(plan, "2026-03-10"), first)
    actions.submit(
        check(plan, "2026-03-10", results=bad()),
        capture(worker, NOW + timedelta(minutes=5), corrects=first.op_id),
    )
    found = queries.last_results([plan])[str(plan.id)]
    assert [(one.item, one.result, one.value) for one in found] == [
        ("guard", "abnormal", None),
        ("heat", "normal", 60),
    ]
    assert queries.last_results([]) == {}


def test_the_console_sees_done_late_missed_and_unknown(world: World) -> None:
    plan, worker = started(world, at="2026-03-02 00:00"), world.people["worker"]
    actions.submit(check(plan, "2026-03-02"), capture(worker, utc("2026-03-02 12:00")))
    actions.submit(check(plan, "2026-03-03"), capture(worker, utc("2026-03-04 12:00")))
    phone(world, worker, utc("2026-03-05 12:00"))
    actions.freeze(world.mine_id, utc("2026-03-06 12:00"))
    assert outcomes(world) == {
        "2026-03-02": State.DONE,
        "2026-03-03": State.LATE,
        "2026-03-04": State.MISSED,
        "2026-03-05": State.UNKNOWN,
    }


def test_a_check_that_arrives_later_makes_an_unknown_one_done(world: World) -> None:
    plan, worker = started(world, at="2026-03-02 00:00"), world.people["worker"]
    key = phone(world, worker, utc("2026-03-05 12:00"), top_n=1)
    actions.freeze(world.mine_id, utc("2026-03-03 12:00"))
    assert outcomes(world) == {"2026-03-02": State.UNKNOWN}
    sent = capture(worker, utc("2026-03-02 12:00"), received_at=utc("2026-03-05 12:00"))
    actions.submit(check(plan, "2026-03-02"), sent)
    assert outcomes(world) == {"2026-03-02": State.DONE}
    world.change(key, seen=1)
    assert outcomes(world) == {"2026-03-02": State.DONE}


def test_a_phone_that_was_signed_out_before_is_not_waited_for(world: World) -> None:
    started(world, at="2026-03-02 00:00")
    ended = utc("2026-03-01 12:00")
    phone(world, world.people["worker"], ended, ended_at=ended, ended_how="signed_out", top_n=2)
    phone(world, world.driver, ended)
    actions.freeze(world.mine_id, utc("2026-03-03 12:00"))
    assert outcomes(world) == {"2026-03-02": State.MISSED}


def test_open_windows_are_those_that_are_open_or_not_frozen_yet(world: World) -> None:
    plan, worker = started(world, at="2026-03-09 00:00", cycle=Cycle.SHIFT), world.people["worker"]
    actions.submit(check(plan, "2026-03-10/day"), capture(worker, utc("2026-03-10 09:00")))
    found = queries.open_windows([world.mine.path], NOW, ahead=timedelta(hours=12))
    assert [(one.window.period, one.state) for one in found] == [
        ("2026-03-08/night", State.MISSED),
        ("2026-03-09/day", State.MISSED),
        ("2026-03-09/night", State.MISSED),
        ("2026-03-10/day", State.DONE),
        ("2026-03-10/night", State.WAITING),
    ]
    assert found[3].record is not None
    assert found[3].able == [worker.id]
    assert queries.open_windows([world.hauling.path], NOW) == []
    assert queries.open_windows([world.plant.path], NOW) == []


@pytest.mark.parametrize("path", ["hauling", "plant"])
def test_nobody_sees_what_became_of_other_units(world: World, path: str) -> None:
    started(world)
    actions.freeze(world.mine_id, NOW)
    place = getattr(world, path).path
    assert queries.expectations([place], date(2026, 3, 1), date(2026, 3, 31), now=NOW) == []


def test_what_became_of_many_windows_is_asked_in_few_questions(world: World) -> None:
    def questions(end: str) -> int:
        actions.freeze(world.mine_id, utc(end))
        world.forget()
        asked: list[str] = []
        engine = world.app.extensions["engine"]

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        try:
            outcomes(world)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    for _ in range(3):
        started(world, at="2026-03-02 00:00")
    phone(world, world.people["worker"], utc("2026-03-02 00:00"))
    assert questions("2026-03-04 12:00") == questions("2026-03-30 12:00")


def test_a_plans_bundle_says_what_to_look_at(world: World) -> None:
    label = world.label(world.crusher)
    plan = plan_of(world)
    found = plan_bundle(plan)
    assert (found.id, found.revision, found.unit, found.post_title) == (
        str(plan.id),
        1,
        "破碎甲班",
        "一号破碎机操作岗",
    )
    assert (found.items, found.level, found.tokens) == (ITEMS, 3, [label.token])
    assert found.asks_scan
    whole = plan_bundle(plan_of(world, unit=world.mine))
    assert (whole.post, whole.tokens, whole.asks_scan) == (None, [], False)


def test_records_keep_the_moment_of_their_correction(world: World) -> None:
    plan, worker = started(world, at="2026-03-02 00:00"), world.people["worker"]
    first = capture(worker, utc("2026-03-02 12:00"))
    actions.submit(check(plan, "2026-03-02"), first)
    later = capture(worker, utc("2026-03-04 12:00"), corrects=first.op_id)
    actions.submit(check(plan, "2026-03-02"), later)
    actions.freeze(world.mine_id, utc("2026-03-03 12:00"))
    assert outcomes(world) == {"2026-03-02": State.DONE}
    assert [
        one.done_at for one in db.session().scalars(select(CheckRecord).order_by(CheckRecord.done_at))
    ] == [
        first.at,
        later.at,
    ]
