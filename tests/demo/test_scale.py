"""The demo grown to any size: what is written at once is what phones, pushes and jobs would have written."""

import shutil
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import delete, func, select, update

from app.audit import actions as audit
from app.checks.actions import freeze
from app.checks.models import CheckRecord, Cycle, Expectation, Plan
from app.core import db
from app.core.tables import Base
from app.demo.load import PASSWORD
from app.demo.scale.load import Written, load_scaled
from app.demo.scale.people import sizes_of
from app.hazards.models import Hazard, HazardStep
from app.org import queries as org
from app.org.models import Person, Post, UnitKind
from app.reports.items import Mark
from app.reports.queries import Wanted, items
from app.sync.models import Awaited, Op
from app.sync.push import take
from app.sync.schemas import PushIn, SignedOp
from tests.conftest import make_app
from tests.test_cli import run
from tests.test_migrations import ROOT
from tests.world import Browser, World

PEOPLE, DAYS = 30, 20
MADE_ANEW = {"id", "frozen_at", "received_at", "receipt", "link_id"}


@pytest.fixture
def at() -> datetime:
    """A moment at which the history ends."""
    return datetime(2026, 3, 20, 10, 46, 20, tzinfo=UTC)


@pytest.fixture
def written(app: Flask, at: datetime) -> Written:
    """A small one, loaded."""
    with app.app_context():
        g.scope = db.EVERYWHERE
        yield load_scaled(PEOPLE, DAYS, at, lambda _share: None)


def count(model: type[Base]) -> int:
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def said(model: type[Base], *which: Any, but: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The rows as they stand, without what is another's each time it is made."""
    names = [one.name for one in model.__table__.columns if one.name not in MADE_ANEW | but]
    rows = db.session().scalars(select(model).where(*which).execution_options(populate_existing=True))
    return sorted(({name: getattr(row, name) for name in names} for row in rows), key=repr)


def mine() -> Any:
    return next(one for one in org.tenants() if one.kind == UnitKind.ENTERPRISE)


def test_it_is_whole(written: Written, at: datetime) -> None:
    assert [audit.first_bad(unit.id) for unit in org.tenants()] == [None, None]
    assert count(Person) == written.people == PEOPLE
    assert (count(Post), count(Expectation)) == (written.posts, written.demanded)
    assert (count(CheckRecord), count(Hazard), count(Op)) == (written.checks, written.hazards, written.ops)
    receipts = sorted(db.session().scalars(select(Op.receipt)))
    assert receipts == list(range(receipts[0], receipts[0] + written.ops))
    assert freeze(mine().id, at) == 0, "all that has closed is frozen already"


def test_the_board_counts_what_was_written(written: Written, at: datetime) -> None:
    today = at.date()
    wanted = Wanted(
        paths=[mine().path],
        first=today - timedelta(days=DAYS + 31),
        last=today + timedelta(days=1),
        ends_at=at + timedelta(days=2),
        cycles=frozenset(Cycle),
    )
    found = items(wanted, at)
    assert len({one.record for one in found if one.record}) == written.checks
    marks = Counter(one.mark for one in found if one.row)
    assert sum(marks.values()) == written.demanded
    share = {mark: number / written.demanded for mark, number in marks.items()}
    assert share[Mark.DONE] > 0.85
    assert 0.005 < share[Mark.LATE] < 0.07 and 0.005 < share[Mark.ABNORMAL] < 0.05
    assert 0.005 < share.get(Mark.MISSED, 0) + share.get(Mark.UNKNOWN, 0) < 0.08


def test_its_rows_are_those_that_phones_and_jobs_would_have_written(written: Written, at: datetime) -> None:
    day = day_with_hazards()
    windows = said(Expectation, Expectation.day == day)
    keys = [one["key"] for one in windows]
    records = said(CheckRecord, CheckRecord.window_key.in_(keys))
    assert {one["abnormal"] for one in records} == {0, 1} and len(records) > 10
    ids = [one["op_id"] for one in records]
    sent = sent_for(ids)
    ops, hazards = said(Op, Op.op_id.in_(ids)), found_in(records)
    take_back(day, keys, ids, records)
    for one in sent:
        with time_machine.travel(one.received_at, tick=False):
            answer = take(PushIn(ops=[SignedOp(payload=one.payload, signature=one.signature)]), one.author_id)
        assert answer.answers[0].state == "applied"
    assert freeze(mine().id, at) == len(windows)
    assert said(CheckRecord, CheckRecord.window_key.in_(keys)) == records
    assert said(Op, Op.op_id.in_(ids)) == ops
    assert said(Expectation, Expectation.day == day) == windows
    assert found_in(records) == hazards


def day_with_hazards() -> date:
    """A day on which one hazard was mended on the spot and one was not."""
    asked = select(Expectation.day, Hazard.at_once).join(
        CheckRecord, CheckRecord.window_key == Expectation.key
    )
    found: dict[date, set[bool]] = {}
    for day, at_once in db.session().execute(asked.join(Hazard, Hazard.record_id == CheckRecord.id)):
        found.setdefault(day, set()).add(at_once)
    return max(found, key=lambda one: (len(found[one]), one))


def sent_for(ids: list[Any]) -> list[Any]:
    """What phones sent for these ops."""
    asked = select(Op.payload, Op.signature, Op.author_id, Op.received_at).where(Op.op_id.in_(ids))
    return list(db.session().execute(asked.order_by(Op.key_id, Op.n)))


LATER = {"state", "changed_at", "grade", "owner_id", "measures", "due_on"}  # what became of a hazard since


def found_in(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hazards that these checks found, as they were reported."""
    ops = {one["op_id"] for one in records}
    which = Hazard.record_id.in_(select(CheckRecord.id).where(CheckRecord.op_id.in_(ops)))
    found = said(Hazard, which, but=frozenset(LATER))
    steps = said(HazardStep, HazardStep.number == 1, HazardStep.hazard_id.in_(select(Hazard.id).where(which)))
    return [*found, *steps]


def take_back(day: date, keys: list[str], ids: list[Any], records: list[dict[str, Any]]) -> None:
    """Forget a day, as if nothing of it had come in and none of its windows were frozen."""
    hazards = select(Hazard.id).where(
        Hazard.record_id.in_(select(CheckRecord.id).where(CheckRecord.op_id.in_(ids)))
    )
    named = list(db.session().scalars(hazards))
    with db.writing() as active:
        for model, which in (
            (HazardStep, HazardStep.hazard_id.in_(named)),
            (Hazard, Hazard.id.in_(named)),
            (CheckRecord, CheckRecord.window_key.in_(keys)),
            (Awaited, Awaited.op_row.in_(select(Op.id).where(Op.op_id.in_(ids)))),
            (Op, Op.op_id.in_(ids)),
            (Expectation, Expectation.day == day),
        ):
            active.execute(delete(model).where(which))
        start = datetime.combine(day - timedelta(days=1), time(), UTC)
        active.execute(update(Plan).values(frozen_through=start))
    assert records


def test_its_people_can_sign_in_and_see_their_board(app: Flask, written: Written) -> None:
    app.test_client_class = Browser
    client = app.test_client()
    client.post("/signin", data={"who": written.principal, "password": PASSWORD})
    for page in ("/console/board", "/console/checks", "/console/hazards", "/console/mastery", "/api/five"):
        assert client.get(page).status_code == 200, page


def test_the_same_seed_makes_the_same_history(sqlite_template: Path, tmp_path: Path, at: datetime) -> None:
    def history(name: str, seed: int) -> list[Any]:
        (tmp_path / name).mkdir()
        copy = shutil.copy(sqlite_template, tmp_path / name / "gangka.db")
        app = make_app(f"sqlite:///{copy}", tmp_path / name)
        with app.app_context(), db.everywhere():
            load_scaled(9, 5, at, lambda _share: None, seed=seed)
            asked = select(CheckRecord.period, CheckRecord.done_at, CheckRecord.flags, CheckRecord.abnormal)
            found = [tuple(row) for row in db.session().execute(asked)]
        app.extensions["engine"].dispose()
        return sorted(found, key=repr)

    first = history("a", 1)
    assert first and history("b", 1) == first
    assert history("c", 2) != first


@pytest.mark.parametrize("people", [1, 2, 3, 4, 30, 129, 131, 1000, 3333, 20_000])
def test_everybody_has_a_place(people: int) -> None:
    sizes = sizes_of(people)
    assert 1 + sizes.officer + sum(1 + sum(teams) for teams in sizes.departments) == people
    assert all(team <= 26 for teams in sizes.departments for team in teams)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--scale", "0"], "人数要在 1 到 20000 之间，0 不行"),
        (["--scale", "20001"], "人数要在 1 到 20000 之间，20001 不行"),
        (["--scale", "5", "--days", "0"], "天数要在 1 到 1000 之间，0 不行"),
    ],
)
def test_sizes_that_are_not_meant_are_refused_in_words(app: Flask, asked: list[str], told: str) -> None:
    answer = run(app, "demo", *asked)
    assert answer.exit_code == 1 and told in answer.output
    with app.app_context():
        assert org.installation() is None


def test_a_used_database_is_left_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    before = count(Person)
    answer = run(world.app, "demo", "--scale", "5")
    assert answer.exit_code == 1 and "数据库里已经有企业，不能再装演示" in answer.output
    assert count(Person) == before


@pytest.mark.parametrize("people", [1, 2, 4])
def test_the_smallest_can_be_made_and_its_progress_is_told(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    monkeypatch.chdir(ROOT)
    app = make_app(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'one.db')}", tmp_path)
    answer = run(app, "demo", "--scale", str(people), "--days", "3")
    assert answer.exit_code == 0, answer.output
    assert "100 %" in answer.output and f"装好了：{people} 人" in answer.output
    app.extensions["engine"].dispose()
