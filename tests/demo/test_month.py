"""The demo's month: whole, signed, in the past, and with the problems in it that a supervisor should find."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.access.models import Account
from app.access.phone_crypto import fits
from app.access.phones import PhoneKey
from app.audit import actions as audit
from app.audit.models import AuditEntry
from app.checks.due import windows_for
from app.checks.models import CheckRecord, Cycle
from app.core import db
from app.core.blobs import Blob
from app.demo import month as demo
from app.demo.month.story import story
from app.hazards.models import Hazard, HazardStep, State, StopWork
from app.learning.models import CardOpening
from app.learning.standing import standings
from app.org import queries as org
from app.org.actions import install
from app.recite.models import ReciteAnswer
from app.reports.five import queries as five
from app.reports.five.asker import Asker
from app.reports.items import Mark
from app.reports.queries import Wanted, items
from app.spotchecks.models import SpotCheck
from app.sync.models import Op
from tests.demo.conftest import AT, ZONE, fresh, looked_at, played


def account(no: str) -> Account:
    return db.session().scalars(select(Account).where(Account.employee_no == no)).one()


def count(model: type) -> int:
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def test_its_audit_chains_are_whole_and_lie_in_the_past(month: datetime) -> None:
    assert [audit.first_bad(unit.id) for unit in org.tenants()] == [None, None]
    first, last = db.session().execute(select(func.min(AuditEntry.at), func.max(AuditEntry.at))).one()
    assert last <= month and (month - first).days == 30


def test_every_record_is_signed_by_the_phone_of_whoever_made_it(month: datetime) -> None:
    keys = {key.id: key for key in db.session().scalars(select(PhoneKey))}
    ops = list(db.session().scalars(select(Op)))
    assert len({key.account_id for key in keys.values()}) == 30
    for one in ops:
        assert fits(keys[one.key_id].public_key, one.signature, one.payload.encode())
        assert (one.author_id, one.verified) == (keys[one.key_id].account_id, True)
        assert one.captured_at <= one.received_at <= month
    assert len(ops) > 1500


def test_every_record_was_taken_and_has_its_receipt(month: datetime) -> None:
    ops = {one.op_id: one for one in db.session().scalars(select(Op))}
    assert {one.state for one in ops.values()} == {"applied"}
    receipts = [one.receipt for one in ops.values()]
    assert None not in receipts and len(set(receipts)) == len(receipts)
    records = list(db.session().scalars(select(CheckRecord)))
    assert len(records) > 300 and all(one.op_id in ops for one in records)
    assert Counter(one.kind for one in ops.values()).keys() == {
        "check.submitted",
        "hazard.reported",
        "hazard.acted",
        "stopwork.declared",
        "card.opened",
        "card.learnt",
        "recite.answered",
        "spotcheck.held",
    }


def test_every_photo_that_it_names_is_there_and_small(month: datetime) -> None:
    named = {sha for photos in db.session().scalars(select(Op.photos)) for sha in photos}
    kept = {one.sha256: one.size for one in db.session().scalars(select(Blob))}
    assert named == kept.keys() and len(named) >= 8
    assert max(kept.values()) < 40 * 1024


def test_checks_went_in_every_way_that_a_board_shows(month: datetime) -> None:
    paths = [unit.path for unit in org.tenants()]
    today = month.astimezone(ZONE).date()
    wanted = Wanted(
        paths=paths,
        first=today - timedelta(days=30),
        last=today,
        ends_at=month + timedelta(days=1),
        cycles=frozenset(Cycle),
    )
    marks = Counter(one.mark for one in items(wanted, month))
    assert marks.keys() == set(Mark)
    assert marks[Mark.DONE] > 10 * marks[Mark.MISSED]


def test_what_is_doubtful_about_a_check_is_flagged(month: datetime) -> None:
    flags = Counter(flag for flags in db.session().scalars(select(CheckRecord.flags)) for flag in flags)
    assert flags == {"late": 5, "no_scan": 1, "delivered_late": 1}
    corrected = (
        db.session().scalars(select(CheckRecord).where(CheckRecord.corrected_by_id.is_not(None))).one()
    )
    again = db.session().get_one(CheckRecord, corrected.corrected_by_id)
    assert (again.corrects_id, again.window_key) == (corrected.id, corrected.window_key)


def test_there_is_a_hazard_in_every_state(month: datetime) -> None:
    found = list(db.session().scalars(select(Hazard)))
    assert {one.state for one in found} == {one.value for one in State}
    assert any(one.at_once for one in found)
    major = next(one for one in found if one.grade == "major")
    assert major.funds_fen and major.plan and major.measures and major.interim and major.owner_id
    acts = Counter(db.session().scalars(select(HazardStep.act)))
    assert acts["send_back"] == 1
    stop = db.session().scalars(select(StopWork)).one()
    assert stop.lifted_at and stop.lifted_at > stop.at


def test_people_read_learnt_practised_and_recited(month: datetime) -> None:
    cards = standings([one.path for one in org.tenants()])
    assert 0.02 < sum(one.lacking for one in cards) / sum(one.people for one in cards) < 0.2
    newer = {one.title: (one.lacking, one.overdue) for one in cards if one.number == 2}
    assert newer == {"二号胶带巡检岗": (2, 0), "潜孔钻操作岗": (1, 0)}
    assert count(CardOpening) > 90 and count(ReciteAnswer) > 1000 and count(SpotCheck) == 12
    held = list(db.session().scalars(select(SpotCheck)))
    assert {flag for one in held for flag in one.flags} == {"not_drawn"}
    assert {one.confirmed for one in held} == {"agreed", "disputed"}


FOUND = [
    ("1202", "missed", "一号破碎机", ""),
    ("1202", "overdue", "仓口护栏开焊", ""),
    ("1202", "waiting", "护罩螺栓少两颗", ""),
    ("1202", "unread", "应急卡", "二号胶带"),
    ("1202", "weak", "破碎甲班", ""),
    ("1302", "gap", "曹立民", ""),
    ("1501", "silent", "余小龙", ""),
    ("1106", "quiet", "挖掘机", ""),
    ("1106", "spot", "铲装班", ""),
    ("1401", "waiting", "电缆沟有积水", ""),
    ("1302", "waiting", "倒车影像黑屏", ""),
]


@pytest.mark.parametrize(("no", "rule", "title", "reason"), FOUND)
def test_a_problem_is_found_by_whoever_should_see_to_it(
    month: datetime, no: str, rule: str, title: str, reason: str
) -> None:
    found = five.found(Asker(account(no), month))
    assert any(one.rule == rule and title in one.title and reason in one.reason for one in found)


@pytest.mark.parametrize("no", ["1202", "1201", "1003", "1001"])
def test_supervisors_have_five_things_to_do_of_several_kinds(month: datetime, no: str) -> None:
    things = five.five(account(no), month).things
    assert len(things) == 5 and len({one.rule for one in things}) >= 3
    assert things[0].rule == "missed"


def test_the_phone_that_lost_a_record_says_so(month: datetime) -> None:
    missing = {key.account.name: key.missing for key in db.session().scalars(select(PhoneKey)) if key.missing}
    assert missing == {"曹立民": 1}


def test_the_check_of_this_shift_is_left_for_a_visitor(month: datetime) -> None:
    crusher = [one for one in windows_for(account("1203"), month) if one.opens <= month < one.closes]
    assert crusher and not any(one.done for one in crusher)


class Shape(NamedTuple):
    """How much of what there is in a month, where it does not hang on the calendar."""

    hazards: int
    steps: int
    held: int
    shifts: int
    late: int
    opened: int


def shape_of(at: datetime) -> Shape:
    names = select(Hazard.id).where(Hazard.name != "上山路土挡矮了")
    records = list(db.session().scalars(select(CheckRecord).where(CheckRecord.period.contains("/day"))))
    midnight = at.replace(hour=0, minute=0)
    return Shape(
        len(db.session().scalars(names).all()),
        len(db.session().scalars(select(HazardStep.id).where(HazardStep.hazard_id.in_(names))).all()),
        count(SpotCheck),
        len([one for one in records if one.done_at < midnight]),
        len([one for one in records if "late" in one.flags and one.done_at < midnight]),
        count(CardOpening),
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story without practice, which makes most of its records and hangs on no calendar."""
    told = msgspec.structs.replace(story(), practice={})
    monkeypatch.setattr(demo, "story", lambda: told)


def looks_the_same(lived: Flask, app: Flask, at: datetime) -> None:
    """Play the month before a moment, and find in it what there is in the other one."""
    with looked_at(lived, AT):
        shape = shape_of(AT)
    with app.app_context():
        said = played(app, at)
        assert said[-1].startswith("演到今天，送到") and not demo.was_broken_off()
    with looked_at(app, at):
        assert shape_of(at) == shape
        assert {one.state for one in db.session().scalars(select(Hazard))} == {one.value for one in State}
        assert db.session().scalar(select(func.max(Op.received_at))) <= at
        assert five.five(account("1202"), at).things[0].rule == "missed"
        mine = [one for one in windows_for(account("1203"), at) if one.opens <= at < one.closes]
        assert mine and not any(one.done for one in mine)
        assert [audit.first_bad(unit.id) for unit in org.tenants()] == [None, None]


@pytest.mark.usefixtures("quick")
def test_it_is_the_same_month_on_a_leap_day_that_has_just_begun(lived: Flask, app: Flask) -> None:
    looks_the_same(lived, app, datetime(2028, 2, 29, 0, 30, tzinfo=ZONE))


@pytest.mark.usefixtures("quick")
def test_it_is_the_same_month_on_a_months_first_day_that_is_nearly_over(
    lived: Flask, sqlite_template: Path, tmp_path: Path
) -> None:
    app = fresh(sqlite_template, tmp_path)
    looks_the_same(lived, app, datetime(2027, 3, 1, 23, 50, tzinfo=ZONE))
    app.extensions["engine"].dispose()


def test_one_that_was_broken_off_is_not_taken_for_whole(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        (Path(app.config["DATA_DIR"]) / "demo-unfinished").touch()
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert (answer.exit_code, "没装完就断了" in answer.output) == (1, True)


def test_a_real_enterprise_never_gets_a_past(sqlite_template: Path, tmp_path: Path) -> None:
    app = fresh(sqlite_template, tmp_path)
    with app.app_context(), db.everywhere():
        with db.writing():
            install(demo=False)
        with pytest.raises(demo.NotEmpty):
            played(app, AT)
        assert not demo.was_broken_off()
