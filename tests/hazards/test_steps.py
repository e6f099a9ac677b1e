"""From found to closed: who may do which step, when, and in which order they may arrive."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.access import actions as access
from app.access.policy import Role
from app.access.queries import grant_held
from app.audit.queries import entries
from app.core.capture import Waits
from app.core.clock import now
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.ids import new_id
from app.hazards import actions
from app.hazards.models import Hazard, State
from app.hazards.schemas import HazardActed
from tests.hazards.stories import AFTER, PHOTO, Site, by, told
from tests.world import mine_day

HOUR = timedelta(hours=1)
MAJOR = {"grade": "major", "measures": "换新护罩", "due_on": date(2026, 12, 1)}


def test_the_whole_way(site: Site) -> None:
    found = site.report()
    assert site.register(found, measures="拧紧", interim="先拉警戒") == []
    assert (found.state, found.grade, found.owner_id) == (State.REGISTERED, "general", site.worker.id)
    assert (found.measures, found.interim) == ("拧紧", "先拉警戒")
    site.act(site.worker, found, "rectify", photos=[AFTER], note="拧紧了")
    assert (found.state, found.at_once) == (State.RECTIFIED, False)
    site.act(site.leader, found, "verify")
    site.act(site.head, found, "close")
    assert found.state == State.CLOSED
    acts = ["report", "register", "rectify", "verify", "close"]
    assert site.steps(found) == [(act, []) for act in acts]
    written = entries(site.world.mine_id, subject_id=found.id, page=1)
    assert [one.act for one in reversed(written)] == [f"hazard.{act}" for act in acts]


def test_what_is_not_mended_well_goes_back(site: Site) -> None:
    found = site.rectified()
    site.act(site.leader, found, "send_back", note="还松")
    assert found.state == State.REGISTERED
    at_once = site.report(fixed=True, photos_after=[AFTER])
    site.act(site.leader, at_once, "send_back")
    assert (at_once.state, at_once.at_once) == (State.FOUND, False)


def test_mended_before_it_was_registered_is_at_once(site: Site) -> None:
    found = site.report()
    site.act(site.leader, found, "rectify")
    assert (found.state, found.at_once) == (State.RECTIFIED, True)


def test_a_limit_that_was_not_given_follows_from_the_level(site: Site) -> None:
    found = site.report()
    site.register(found)
    assert found.due_on is not None
    assert timedelta(days=6) <= found.due_on - mine_day() <= timedelta(days=8)


@pytest.mark.parametrize("lack", ["owner", "measures", "due_on"])
def test_a_major_one_is_registered_with_owner_measures_and_limit(site: Site, lack: str) -> None:
    found, given = site.report(), MAJOR | {"owner": str(site.worker.id)}
    with pytest.raises(Invalid) as refused:
        site.act(site.leader, found, "register", **{key: given[key] for key in given if key != lack})
    assert refused.value.code == "incomplete"
    assert (found.state, site.steps(found)) == (State.FOUND, [("report", [])])


def test_a_major_one_is_never_mended_at_once(site: Site) -> None:
    found = site.report(fixed=True, photos_after=[AFTER])
    site.register(found, **MAJOR)
    assert (found.state, found.at_once, found.grade) == (State.REGISTERED, False, "major")
    plain = site.report(fixed=True, photos_after=[AFTER])
    assert site.register(plain) == []
    assert (plain.state, plain.at_once, plain.grade) == (State.RECTIFIED, True, "general")


def test_the_owner_is_somebody_who_works_here(site: Site) -> None:
    gone = site.world.person("走了的", site.world.crew, "1999")
    access.close_account(gone.account, by=site.world.admin.id)
    for owner in (site.world.stranger.id, gone.id, new_id(), "谁"):
        with pytest.raises(Invalid) as refused:
            site.register(site.report(), owner=str(owner))
        assert refused.value.code == "bad_owner"


def test_nobody_verifies_their_own_work(site: Site) -> None:
    found = site.report(site.leader, fixed=True, photos_after=[AFTER])
    with pytest.raises(Forbidden) as refused:
        site.act(site.leader, found, "verify")
    assert refused.value.code == "same_person" and "不能自己验收" in refused.value.message
    site.act(site.head, found, "verify")
    site.act(site.head, found, "close")
    assert found.state == State.CLOSED


def test_nor_work_that_they_mended_beside_another(site: Site) -> None:
    found = site.rectified()
    assert site.act(site.leader, found, "rectify") == ["extra"]
    with pytest.raises(Forbidden):
        site.act(site.leader, found, "verify")


def test_after_it_was_sent_back_an_earlier_rectifier_may_verify_anothers_work(site: Site) -> None:
    found = site.report()
    site.act(site.leader, found, "rectify")
    site.act(site.head, found, "send_back")
    site.act(site.officer, found, "rectify")
    site.act(site.leader, found, "verify")
    assert found.state == State.VERIFIED


@pytest.mark.parametrize("act", ["register", "verify", "send_back", "close"])
def test_without_the_right_a_step_is_refused(site: Site, act: str) -> None:
    found = site.report()
    for who in (site.worker, site.world.driver):
        with pytest.raises(Forbidden) as refused:
            site.act(who, found, act)
        assert refused.value.code == "no_right"
    assert site.steps(found) == [("report", [])]


def test_a_team_leader_does_not_close(site: Site) -> None:
    found = site.rectified()
    site.act(site.leader, found, "verify")
    with pytest.raises(Forbidden):
        site.act(site.leader, found, "close")


def test_who_rectifies(site: Site) -> None:
    found = site.report(site.world.driver, post=str(site.world.crusher_id))
    with pytest.raises(Forbidden):
        site.act(site.worker, found, "rectify")
    site.register(found)
    with pytest.raises(Forbidden):  # no longer on the spot
        site.act(site.world.driver, found, "rectify")
    assert site.act(site.worker, found, "rectify") == []


def test_the_reporter_mended_it_before_it_was_registered(site: Site) -> None:
    found = site.report(site.world.driver)
    site.register(found)
    assert site.act(site.world.driver, found, "rectify", ago=HOUR) == []
    assert found.state == State.RECTIFIED


def _took_role(site: Site, *, ended_ago: timedelta) -> None:
    held = grant_held(site.leader.id, Role.TEAM_LEADER, site.world.crew.id)
    assert held is not None
    site.world.change(held, granted_at=now() - timedelta(days=90), ended_at=now() - ended_ago)


def test_the_right_is_judged_as_of_then(site: Site) -> None:
    found = site.report()
    _took_role(site, ended_ago=timedelta(days=5))
    assert site.register(found, ago=timedelta(days=6)) == []
    with pytest.raises(Forbidden):
        site.register(found, ago=timedelta(days=3))


def test_doubt_about_a_role_is_a_flag(site: Site) -> None:
    _took_role(site, ended_ago=HOUR)
    found = site.report()
    assert site.register(found) == ["no_role"]
    assert found.state == State.REGISTERED and site.steps(found)[-1] == ("register", ["no_role"])


@pytest.mark.parametrize("offset_ms", [None, 3 * 3_600_000])
def test_a_doubtful_clock_is_no_proof_against_a_role(site: Site, offset_ms: int | None) -> None:
    _took_role(site, ended_ago=timedelta(days=5))
    assert site.register(site.report(), offset_ms=offset_ms) == ["no_role"]
    with pytest.raises(Forbidden):
        site.act(site.world.driver, site.report(), "register", offset_ms=offset_ms)


def test_a_clock_that_begins_anew_is_no_proof_either(site: Site) -> None:
    _took_role(site, ended_ago=timedelta(days=5))
    assert site.register(site.report(), ago=timedelta(days=365 * 56)) == ["no_role"]
    assert site.register(site.report(), ago=now() - datetime.min.replace(tzinfo=UTC)) == ["no_role"]


def test_a_step_waits_for_its_hazard(site: Site) -> None:
    missing = str(new_id())
    with pytest.raises(Waits) as waits:
        actions.act(HazardActed(id=str(new_id()), hazard=missing, act="verify"), by(site.leader))
    assert waits.value.what == missing


def test_a_hazard_of_another_enterprise_is_as_if_it_had_not_arrived(site: Site) -> None:
    found = site.report()
    with pytest.raises(Waits):
        site.act(site.world.stranger, found, "verify")


@pytest.mark.parametrize(
    ("act", "says"), [("verify", "不能验收"), ("close", "不能销号"), ("send_back", "没有可退")]
)
def test_what_has_never_been_mended_is_not_verified(site: Site, act: str, says: str) -> None:
    found = site.report()
    with pytest.raises(Conflict) as refused:
        site.act(site.head, found, act)
    assert refused.value.code == "wrong_state" and says in refused.value.message
    assert found.state == State.FOUND


def _to(site: Site, state: State) -> Hazard:
    found = site.rectified()
    for act in {State.RECTIFIED: [], State.VERIFIED: ["verify"], State.CLOSED: ["verify", "close"]}[state]:
        site.act(site.head, found, act)
    return found


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (State.RECTIFIED, ["register", "rectify"]),
        (State.VERIFIED, ["register", "rectify", "verify", "send_back"]),
        (State.CLOSED, ["register", "rectify", "verify", "send_back", "close"]),
    ],
)
def test_a_step_that_comes_too_late_is_kept_and_changes_nothing(
    site: Site, state: State, late: list[str]
) -> None:
    found = _to(site, state)
    owner, heard = found.owner_id, told([site.worker])
    for act in late:
        # The officer has not rectified; whoever comes second with each step is another person.
        who = site.leader if act == "rectify" else site.officer
        assert site.act(who, found, act, owner=str(site.head.id), photos=[PHOTO]) == ["extra"]
        assert (found.state, found.owner_id) == (state, owner)
    assert site.steps(found)[-len(late) :] == [(act, ["extra"]) for act in late]
    assert told([site.worker]) == heard


def test_two_verify_apart_from_each_other_and_one_sent_it_back(site: Site) -> None:
    found = site.rectified()
    site.act(site.head, found, "send_back")
    assert site.act(site.leader, found, "verify") == ["extra"]
    assert found.state == State.REGISTERED


def test_a_step_speaks_of_what_was_there_when_it_was_made(site: Site) -> None:
    found = site.rectified()
    site.act(site.head, found, "send_back")
    assert site.act(site.worker, found, "rectify", ago=HOUR) == ["extra"]  # mended before it was looked at
    site.act(site.worker, found, "rectify")
    assert site.act(site.officer, found, "verify", ago=HOUR) == ["extra"]  # saw the first mending only
    assert found.state == State.RECTIFIED
    assert site.act(site.officer, found, "verify", ago=HOUR, offset_ms=None) == []  # who knows when


def test_a_taken_id_is_refused(site: Site) -> None:
    found, body = site.report(), None
    body = HazardActed(id=str(new_id()), hazard=str(found.id), act="register")
    actions.act(body, by(site.leader))
    with pytest.raises(Conflict) as refused:
        actions.act(body, by(site.leader))
    assert refused.value.code == "id_taken"


def test_who_is_told_of_the_steps(site: Site) -> None:
    found = site.report(site.world.driver, post=str(site.world.crusher_id))
    site.register(found, due_on=date(2026, 12, 1), measures="拧紧")
    site.act(site.worker, found, "rectify")
    site.act(site.leader, found, "send_back")
    site.act(site.worker, found, "rectify")
    site.act(site.head, found, "verify")
    site.act(site.head, found, "close")
    heard = told([*site.world.people.values(), site.world.driver, site.world.stranger])
    assert heard.pop("driver") == [
        "你报的隐患：护罩松动，team_leader登记了",
        "你报的隐患：护罩松动，worker改好了",
        "你报的隐患：护罩松动，team_leader看过，没改好，退回了",
        "你报的隐患：护罩松动，worker改好了",
        "你报的隐患：护罩松动，department_head验收通过了",
        "你报的隐患：护罩松动，department_head销号了",
    ]
    assert heard.pop("worker") == ["交给你改：护罩松动", "没改好，退回了：护罩松动"]
    wait = "等验收：护罩松动"
    assert heard.pop("team_leader") == ["新隐患：护罩松动", wait, wait]
    assert heard.pop("department_head") == [wait, wait]
    above = [heard.pop(who) for who in ("safety_officer", "principal", "administrator")]
    assert above == [[wait, wait, "等销号：护罩松动"]] * 3
    assert not any(heard.values())
