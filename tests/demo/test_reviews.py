"""Cards on their way in the demo's month: everybody finds one to sign, one is published and learnt, a change is under way."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.cards import renewals, reviewing
from app.cards.models import Card, CardRenewal, CardSignoff, CardVersion, Stage, State
from app.cards.queries import published_of
from app.cards.schemas import Kind
from app.cards.signing.waiting import approved, waiting
from app.changes.models import Change
from app.changes.queries import renewals_of
from app.core import db
from app.demo.month.reviews import reviews
from app.learning.models import CardLearning
from app.org.models import Post
from app.reports.five import queries as five
from app.reports.five.asker import Asker
from tests.demo.test_month import account

SIGNERS = ["1001", "1003", "1004", "1101", "1201", "1301", "1401", "1501"]
CREWS = [
    *("1102", "1103", "1104", "1105", "1106", "1107", "1108", "1202", "1203", "1204", "1205"),
    *("1302", "1303", "1304", "1402", "1403", "1404", "1405", "1502", "1503"),
]


def post(title: str) -> Post:
    return db.session().scalars(select(Post).where(Post.title == title)).one()


@pytest.mark.parametrize("no", [*SIGNERS, *CREWS])
def test_whoever_may_sign_finds_a_card_that_waits_for_them(month: datetime, no: str) -> None:
    assert waiting(account(no))


def test_what_waits_for_somebody_can_be_signed_by_them(month: datetime) -> None:
    for no in (*SIGNERS, *CREWS):
        who = account(no)
        for turn in waiting(who):
            for stage in turn.stages:
                reviewing.refuse_to_sign(turn.version, stage, who, digest=turn.version.digest or "")


def test_a_card_that_all_have_signed_waits_to_be_published(month: datetime) -> None:
    (turn,) = approved(account("1003"))
    assert turn.version.card.post.title == "成品发运岗"
    assert reviewing.keeping_from_publication(turn.version) == []


def test_the_published_one_was_signed_in_order_by_who_may(month: datetime) -> None:
    version = published_of(post("潜孔钻操作岗").id)[Kind.OPERATION]
    assert (version.number, version.state) == (2, State.PUBLISHED)
    signed = sorted(version.signoffs, key=lambda one: one.at)
    stages = [Stage.IDENTIFY, Stage.ASSESS, Stage.DETERMINE, Stage.ASSIGN]
    assert [one.stage for one in signed] == [one.value for one in stages]
    assert [one.account.employee_no for one in signed] == ["1103", "1101", "1004", "1001"]
    assert version.published_at is not None and signed[-1].at < version.published_at <= month


def test_the_new_one_was_learnt_by_one_of_its_two_people(month: datetime) -> None:
    asked = select(CardLearning.account_id).where(
        CardLearning.post_id == post("潜孔钻操作岗").id,
        CardLearning.kind == Kind.OPERATION,
        CardLearning.number == 2,
    )
    assert list(db.session().scalars(asked)) == [account("1103").id]


def test_who_learnt_it_is_not_said_to_have_never_seen_it(month: datetime) -> None:
    said = [one.reason for one in five.found(Asker(account("1102"), month)) if "潜孔钻" in one.reason]
    assert any("宋金山没看过" in one for one in said) and not any("罗大勇" in one for one in said)


def test_one_change_is_done_and_one_is_under_way(month: datetime) -> None:
    done, open_ = db.session().scalars(select(Change).order_by(Change.made_at)).all()
    assert [(one.outcome, one.kinds) for one in renewals_of(done.id)] == [("published", ["operation"])]
    (task,) = renewals_of(open_.id)
    assert (task.post.title, task.owner_id) == ("二号胶带巡检岗", account("1202").id)
    assert renewals.in_review(task) == {Kind.OPERATION} and task.due_on > month.date()
    assert renewals.revising([task.post_id]) == {task.post_id: {Kind.RISK, Kind.OPERATION}}
    assert renewals.revising([post("潜孔钻操作岗").id]) == {}
    assert len(db.session().scalars(select(CardRenewal)).all()) == 2


def test_each_says_something_else_than_the_card_in_force(month: datetime) -> None:
    told = reviews().reviews
    asked = (
        select(CardVersion)
        .join(Card)
        .where(CardVersion.source == "console", CardVersion.submitted_at.is_not(None))
    )
    made = list(db.session().scalars(asked))
    assert len(made) == len(told)
    said = {row.body.get("standard") for one in made for row in one.rows}
    assert said >= {one.says for one in told}


def test_nobody_signed_before_it_was_sent_in(month: datetime) -> None:
    for one in db.session().scalars(select(CardSignoff)):
        version = db.session().get_one(CardVersion, one.version_id)
        assert version.submitted_at is not None and version.submitted_at < one.at <= month
