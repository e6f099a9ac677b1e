"""A 抽背 that was held is kept as it was; what is doubtful is flagged, what makes no sense refused."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.access import actions as access
from app.access.policy import Role
from app.audit.queries import entries
from app.cards.schemas import Kind
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.ids import new_id
from app.notify.models import Notice
from app.org import actions as org
from app.settings import actions as settings
from app.spotchecks.models import SpotCheck
from app.spotchecks.schemas import SpotcheckHeld
from app.spotchecks.settings import ASKS_SIGNATURE, PASS_PERCENT
from tests.spotchecks.builders import SIGNED, answers, body, hold, publish, worker
from tests.sync.phones import Phone, photo, sha_of
from tests.world import World, mine_day

DAY = timedelta(days=1)


def passed(check: SpotCheck) -> set[str]:
    return {one.ability for one in check.answers if one.passed}


def test_it_is_kept_with_what_was_asked_and_said(crew: World) -> None:
    found = hold(crew, misses=["duty"], note=" 没背熟 ", draws=2)
    assert (found.account_id, found.author_id) == (crew.worker_id, crew.people["team_leader"].id)
    assert (found.unit_id, found.post_id) == (crew.crew.id, crew.crusher_id)
    assert (found.place, found.draws, found.confirmed, found.note) == (1, 2, "agreed", "没背熟")
    assert found.flags == []
    assert passed(found) == {"risk", "operation", "emergency"}
    duty = next(one for one in found.answers if one.ability == "duty")
    assert [one["text"] for one in duty.asked["points"]] == ["班前查设备", "随时报隐患", "交接班说清"]
    assert "班前查设备" in duty.asked["line"]
    assert (duty.said, duty.missed, duty.version) == (["2", "3"], ["1"], 1)
    assert found.started_at == found.held_at - timedelta(minutes=4)


def test_one_of_the_four_is_about_life(crew: World) -> None:
    found = hold(crew)
    assert [one.ability for one in found.answers if one.critical] == ["emergency"]


def test_a_critical_point_may_not_be_missed_whatever_the_share(crew: World) -> None:
    settings.override(PASS_PERCENT, 50, unit_id=crew.mine.id, enterprise_id=crew.mine.id, by=crew.admin.id)
    found = hold(crew, misses=["duty", "emergency"])
    assert passed(found) == {"risk", "operation", "duty"}


def test_the_person_hears_of_it_and_nobody_else(crew: World) -> None:
    found = hold(crew, misses=["duty"])
    (told,) = db.session().scalars(select(Notice))
    assert (told.account_id, told.kind, told.about) == (crew.worker_id, "spotcheck", found.id)
    assert told.title == "抽背结果"
    assert "知风险、会操作、能应急都会了，明职责再背一背。" in told.body


def test_it_is_audited(crew: World) -> None:
    found = hold(crew)
    (entry,) = entries(crew.mine_id, subject_id=found.id, page=1)
    assert (entry.act, entry.by) == ("spotcheck.hold", crew.people["team_leader"].id)


@pytest.mark.parametrize("who", ["department_head", "safety_officer", "principal", "administrator"])
def test_whoever_leads_them_may(crew: World, who: str) -> None:
    assert hold(crew, by=who).flags == []


@pytest.mark.parametrize("who", ["worker", "driver"])
def test_nobody_else_may(crew: World, who: str) -> None:
    other = worker(crew, "工友", "1301", crew.crusher)
    person = crew.driver if who == "driver" else crew.people[who]
    with pytest.raises(Forbidden) as refused:
        hold(crew, other, by=person)
    assert refused.value.code == "no_right"


def test_another_departments_leader_may_not(crew: World) -> None:
    access.grant_role(
        crew.driver.account, Role.TEAM_LEADER, unit_id=crew.hauling.id, unit_path=crew.hauling.path, by=None
    )
    with pytest.raises(Forbidden) as refused:
        hold(crew, by=crew.driver)
    assert refused.value.code == "no_right"


def test_a_role_lost_shortly_before_is_a_doubt_and_one_lost_long_ago_is_none(crew: World) -> None:
    leader = crew.people["team_leader"]
    access.end_grant(next(one for one in leader.account.grants if one.role == Role.TEAM_LEADER), by=None)
    assert hold(crew).flags == ["no_role"]
    assert hold(crew, at=now() - DAY).flags == []
    with pytest.raises(Forbidden):
        hold(crew, at=now() + 3 * DAY)


def test_nobody_examines_themselves(crew: World) -> None:
    org.assign(crew.people["team_leader"], crew.crusher, on=mine_day() - 9 * DAY, by=None)
    with pytest.raises(Forbidden) as refused:
        hold(crew, crew.people["team_leader"])
    assert refused.value.code == "same_person"


def test_who_is_asked_by_name_is_told_apart(crew: World) -> None:
    found = hold(crew, candidates=[])
    assert (found.place, found.flags) == (None, ["not_drawn"])
    assert passed(found) == {"risk", "duty", "operation", "emergency"}


def test_a_draw_that_takes_another_first_is_no_draw(crew: World) -> None:
    other = worker(crew, "工友", "1301", crew.crusher)
    both = [str(crew.worker_id), str(other.id)]
    found = {who.id: hold(crew, who, candidates=both) for who in (crew.people["worker"], other)}
    assert sorted(one.place or 0 for one in found.values()) == [1, 2]
    assert sorted(tuple(one.flags) for one in found.values()) == [(), ("not_drawn",)]


def test_a_draw_among_a_part_of_the_crew_is_told(crew: World) -> None:
    worker(crew, "工友", "1301", crew.crusher)
    assert hold(crew).flags == ["other_crew"]
    stranger = [str(crew.worker_id), str(crew.driver.id)]
    assert "other_crew" in hold(crew, candidates=stranger).flags


def test_the_leader_need_not_stand_in_the_own_draw(crew: World) -> None:
    org.assign(crew.people["team_leader"], crew.crusher, on=mine_day() - 9 * DAY, by=None)
    assert hold(crew).flags == []


def test_a_post_that_the_person_does_not_hold_is_a_doubt(crew: World) -> None:
    other = worker(crew, "工友", "1301")
    assert "not_assigned" in hold(crew, other).flags


def test_somebody_of_another_unit_than_the_chosen_one(crew: World) -> None:
    assert "not_in_scope" in hold(crew, by="safety_officer", unit=str(crew.hauling.id)).flags


def test_an_older_card_is_a_doubt_and_one_nobody_knows_is_judged_as_it_stood(crew: World) -> None:
    before = body(crew)["answers"]
    publish(crew.crusher, Kind.DUTY, mark="，签字")
    assert hold(crew, answers=before).flags == ["old_version"]
    assert hold(crew, answers=before, at=now() - DAY).flags == []
    unknown = [one | {"version": 9} if one["ability"] == "duty" else one for one in before]
    found = hold(crew, answers=unknown)
    assert found.flags == ["unknown_version"]
    assert len(passed(found)) == 4
    assert next(one for one in found.answers if one.ability == "duty").asked["line"] == ""


def test_a_question_that_no_card_asks(crew: World) -> None:
    found = hold(crew, answers=[body(crew)["answers"][0] | {"recital": "0" * 16}])
    assert found.flags == ["unknown_question"]


def test_another_question_than_the_drawn_one(crew: World) -> None:
    seeds = [f"seed{n}" for n in range(40)]
    drawn = {
        one: answers(crew.crusher_id, str(crew.worker_id), seed=one, only=["emergency"]) for one in seeds
    }
    other = next(one for one in drawn.values() if one[0]["recital"] != drawn["seed0"][0]["recital"])
    assert hold(crew, seed="seed0", answers=other).flags == ["other_question"]


def test_a_signature_that_is_asked_for_and_missing(crew: World) -> None:
    settings.override(
        ASKS_SIGNATURE, True, unit_id=crew.mine.id, enterprise_id=crew.mine.id, by=crew.admin.id
    )
    assert hold(crew).flags == ["no_signature"]
    assert hold(crew, signature=SIGNED).flags == []
    assert hold(crew, confirmed="left").flags == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "哪个"}, "bad_id"),
        ({"account": str(new_id())}, "unknown_person"),
        ({"account": "谁"}, "unknown_person"),
        ({"post": str(new_id())}, "unknown_post"),
        ({"unit": str(new_id())}, "unknown_unit"),
        ({"candidates": ["谁"]}, "bad_id"),
        ({"candidates": [str(new_id())] * 1001}, "too_long"),
        ({"answers": []}, "incomplete"),
        ({"signature": "A" * 64}, "bad_photo"),
    ],
)
def test_what_makes_no_sense_is_refused(crew: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        hold(crew, **changes)
    assert refused.value.code == code
    assert db.session().scalars(select(SpotCheck)).all() == []


def test_another_enterprises_person_post_and_unit_are_none(crew: World) -> None:
    for changes in (
        {"account": str(crew.stranger.id)},
        {"post": str(crew.furnace_id)},
        {"unit": str(crew.casting_id)},
    ):
        with pytest.raises(Invalid):
            hold(crew, **changes)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one | {"said": one["said"][1:]},
        lambda one: one | {"missed": one["said"][:1]},
        lambda one: one | {"said": [*one["said"], "9"]},
        lambda one: one | {"said": one["said"][:1] * len(one["said"])},
        lambda one: one | {"points": [], "said": []},
    ],
)
def test_every_point_is_ticked_once(crew: World, spoil: Any) -> None:
    with pytest.raises(Invalid) as refused:
        hold(crew, answers=[spoil(answers(crew.crusher_id, str(crew.worker_id))[0])])
    assert refused.value.code == "incomplete"


def test_an_ability_is_asked_once(crew: World) -> None:
    one = answers(crew.crusher_id, str(crew.worker_id))[0]
    with pytest.raises(Invalid) as refused:
        hold(crew, answers=[one, one])
    assert refused.value.code == "incomplete"


def test_points_that_are_not_the_cards_are_refused(crew: World) -> None:
    one = answers(crew.crusher_id, str(crew.worker_id))[0]
    short = one | {"points": one["points"][:1], "said": one["said"][:1]}
    with pytest.raises(Invalid) as refused:
        hold(crew, answers=[short])
    assert refused.value.code == "unknown_points"


def test_what_is_critical_the_card_says_and_not_the_phone(crew: World) -> None:
    (one,) = answers(crew.crusher_id, str(crew.worker_id), only=["emergency"], misses=["emergency"])
    mild = one | {"points": [point | {"critical": False} for point in one["points"]]}
    settings.override(PASS_PERCENT, 50, unit_id=crew.mine.id, enterprise_id=crew.mine.id, by=crew.admin.id)
    assert passed(hold(crew, answers=[mild])) == set()


def test_an_id_is_taken_once(crew: World) -> None:
    kept = hold(crew)
    with pytest.raises(Conflict) as refused:
        hold(crew, id=str(kept.id))
    assert refused.value.code == "id_taken"


@pytest.mark.parametrize(
    "odd",
    [
        {"confirmed": "yes"},
        {"seed": ""},
        {"draws": 0},
        {"started_at": "2026-11-21T08:00:00"},
    ],
)
def test_a_body_that_does_not_fit_is_not_read(crew: World, odd: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body(crew, **odd), SpotcheckHeld)


def test_it_comes_through_the_push_with_its_signature_and_stands(crew: World) -> None:
    phone, picture = Phone(crew, "team_leader"), photo("white")
    op = phone.op("spotcheck.held", body(crew, signature=sha_of(picture)))
    (answer,) = phone.push(None, op).answers
    assert (answer.state, answer.lacks) == ("applied", [sha_of(picture)])
    assert phone.put_photo(picture).status_code == 200
    again = phone.send("spotcheck.held", body(crew), corrects=msgspec.json.decode(op["payload"])["id"])
    assert (again.state, again.code) == ("rejected", "stands")
