"""Made histories: plans of all sorts, checks done, late, corrected and forgotten, phones that are silent."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.phones import PhoneKey
from app.checks import actions
from app.checks.models import CheckRecord, Completer, Cycle, Expectation, Plan
from app.checks.queries import open_windows
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.org import actions as org
from app.org.models import Person
from tests.checks.builders import bad, begin, capture, check, plan_of
from tests.world import DAY, World

BACK = timedelta(days=11)


def plans(world: World) -> list[Plan]:
    """A plan of each cycle, at posts and of whole units, in two departments."""
    org.assign(world.driver, world.truck, on=DAY, by=None)
    made = [
        plan_of(world, title="班前检查", to_minute=600),
        plan_of(world, title="交接班检查", cycle=Cycle.SHIFT),
        plan_of(world, title="每人一份", completer=Completer.EACH, to_minute=900),
        plan_of(world, post=world.truck, title="班前检查", from_minute=300, to_minute=1500),
        plan_of(world, unit=world.crushing, title="部门周查", cycle=Cycle.WEEK),
        plan_of(world, unit=world.mine, title="矿长月查", cycle=Cycle.MONTH),
    ]
    for one in made:
        begin(world, one, now() - BACK)
    return made


def history(world: World, seed: int) -> list[Plan]:
    """All of it, by chance."""
    luck = random.Random(seed)
    made = plans(world)
    by_id = {one.id: one for one in made}
    actions.freeze(world.mine_id, now())
    for row in db.session().scalars(select(Expectation).order_by(Expectation.key)):
        _answer(world, luck, by_id[row.plan_id], row)
    for slot in open_windows([world.mine.path], now()):
        if luck.random() < 0.4:
            _submit(
                world,
                by_id[slot.plan.id],
                slot.window.period,
                slot.window.person,
                now() - timedelta(minutes=1),
            )
    _silence(world, luck)
    return made


def _answer(world: World, luck: random.Random, plan: Plan, row: Expectation) -> None:
    chance = luck.random()
    if chance < 0.3:
        if chance < 0.08:
            actions.excuse(row, "停产", by=None)
        return
    late = chance > 0.8
    at = row.deadline_at + timedelta(hours=1) if late else row.opens_at + timedelta(minutes=5)
    first = _submit(world, plan, row.period, row.person_id, min(at, now()), wrong=luck.random() < 0.2)
    if luck.random() < 0.2:
        _submit(world, plan, row.period, row.person_id, now(), corrects=first)
    if luck.random() < 0.1:
        _submit(world, plan, row.period, row.person_id, now(), wrong=True)


def _submit(
    world: World,
    plan: Plan,
    period: str,
    who: UUID | None,
    at: datetime,
    *,
    wrong: bool = False,
    corrects: UUID | None = None,
) -> UUID:
    person: Person = world.driver if plan.post_id == world.truck.id else world.people["worker"]
    body = check(plan, period, who=who, **({"results": bad()} if wrong else {}))
    said = capture(person, at, corrects=corrects)
    actions.submit(body, said)
    assert said.op_id is not None
    return said.op_id


def _silence(world: World, luck: random.Random) -> None:
    """The workers' phones have not been heard from for some days."""
    with db.writing() as active:
        for person in (world.people["worker"], world.driver):
            heard = now() - timedelta(days=luck.randint(0, 15))
            key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=person.id, public_key="x")
            key.agent, key.heard_at = "", heard
            active.add(key)


def upheaval(world: World, made: list[Plan], seed: int) -> None:
    """What a history has besides: a post that moved, one that was closed, checks that do not count or came twice."""
    luck = random.Random(seed)
    rows = list(db.session().scalars(select(Expectation).order_by(Expectation.key)))
    for row in luck.sample(rows, 8):
        plan = next(one for one in made if one.id == row.plan_id)
        first = _submit(world, plan, row.period, row.person_id, row.opens_at + timedelta(minutes=9))
        other = luck.choice([one for one in rows if one.plan_id == plan.id])
        if other.person_id == row.person_id:
            _submit(world, plan, other.period, row.person_id, now(), corrects=first)
    for record in luck.sample(list(db.session().scalars(select(CheckRecord).order_by(CheckRecord.id))), 8):
        world.change(record, flags=[*record.flags, "unplanned"])
    with db.writing() as active:
        key = PhoneKey(id=new_id(), enterprise_id=world.mine_id, account_id=world.driver.id, public_key="y")
        key.agent, key.top_n, key.seen = "", 5, 3
        active.add(key)
    world.change(world.truck, unit_id=world.crushing.id)
    actions.freeze(world.mine_id, now() + timedelta(hours=9))  # some of it belongs to its new unit already
    org.close_post(world.crusher, by=world.admin.id)
