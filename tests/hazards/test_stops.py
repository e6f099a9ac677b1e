"""Stopping work in direct danger, and letting it go on."""

from uuid import UUID

import pytest

from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.hazards import actions, queries
from app.hazards.models import StopWork
from app.hazards.schemas import StopWorkDeclared
from app.org import actions as org
from app.org.models import Person
from tests.hazards.stories import Site, by, told
from tests.world import DAY


def _stop(site: Site, who: Person | None = None, **more: object) -> tuple[StopWork, list[str]]:
    given = {"id": str(new_id()), "why": "顶板掉渣", "post": str(site.world.crusher_id)} | more
    body = StopWorkDeclared(**given)  # type: ignore[arg-type]
    flags = actions.declare_stop(body, by(who or site.worker))
    return queries.stop(UUID(body.id)), flags


def test_anybody_stops_work_anywhere_in_the_enterprise(site: Site) -> None:
    stop, flags = _stop(site, site.world.driver)
    assert (flags, stop.by_id, stop.post_id) == ([], site.world.driver.id, site.world.crusher_id)
    held = queries.stops_at([site.world.crusher_id, site.world.truck.id])
    assert [(one.id, one.why, one.by) for one in held[site.world.crusher_id]] == [
        (str(stop.id), "顶板掉渣", "driver")
    ]
    assert site.world.truck.id not in held


def test_all_leaders_up_the_tree_and_the_holders_hear_of_it(site: Site) -> None:
    org.assign(site.world.driver, site.world.crusher, on=DAY, by=None)
    _stop(site)
    heard = told([*site.world.people.values(), site.world.driver, site.world.stranger])
    silent = {name for name, titles in heard.items() if not titles}
    assert silent == {"worker", "park_overseer", "stranger"}
    assert heard["driver"] == heard["principal"] == ["停工：一号破碎机操作岗，顶板掉渣"]


def test_without_words_there_is_no_reason(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        _stop(site, why=" ")
    assert refused.value.code == "incomplete"


def test_at_a_place_that_nobody_knows_it_still_holds(site: Site) -> None:
    stop, flags = _stop(site, post=str(new_id()))
    assert (flags, stop.unit_id, stop.post_id) == (["place_unknown"], site.world.crew.id, None)
    assert told([site.leader])["team_leader"] == ["停工：破碎甲班，顶板掉渣"]


def test_lifting_needs_words_and_is_told_to_whoever_stopped_it(site: Site) -> None:
    stop, _ = _stop(site, site.world.driver)
    with pytest.raises(Invalid):
        actions.lift_stop(stop, note=" ", by=site.leader.id)
    actions.lift_stop(stop, note="撬了浮石", by=site.leader.id)
    assert (stop.lifted_by, stop.lifted_note) == (site.leader.id, "撬了浮石")
    assert queries.stops_at([site.world.crusher_id]) == {}
    heard = told([site.world.driver, site.worker, site.leader])
    assert heard["driver"] == ["复工：一号破碎机操作岗"]
    assert heard["worker"][-1] == "复工：一号破碎机操作岗"
    assert heard["team_leader"] == ["停工：一号破碎机操作岗，顶板掉渣"]
    with pytest.raises(Conflict):
        actions.lift_stop(stop, note="再来", by=site.leader.id)


def test_the_pages_of_stops(site: Site) -> None:
    stop, _ = _stop(site, site.world.driver, why="<b>顶板</b>")
    leader = site.world.client("team_leader")
    assert "1 处停工" in leader.get("/console/hazards").text
    assert "&lt;b&gt;顶板" in leader.get("/console/stops").text
    where = f"/console/stops/{stop.id}"
    unseen = leader.post(f"{where}/lifting", data={"note": "撬了浮石"})
    assert unseen.status_code == 422 and "先到现场看过" in unseen.text and "撬了浮石" in unseen.text
    assert leader.post(f"{where}/lifting", data={"seen": "on"}).status_code == 422
    site.world.forget()
    assert queries.stop(stop.id).lifted_at is None
    assert leader.post(f"{where}/lifting", data={"seen": "on", "note": "撬了浮石"}).status_code == 302
    page = leader.get(where).text
    assert "已复工" in page and "撬了浮石" in page and "lifting" not in page
    assert "处停工" not in leader.get("/console/hazards").text
    assert leader.post(f"{where}/lifting", data={"seen": "on", "note": "再来"}).status_code == 409


def test_whoever_stopped_it_can_not_lift_it_without_the_right(site: Site) -> None:
    stop, _ = _stop(site, site.world.driver)
    driver, where = site.world.client(site.world.driver), f"/console/stops/{stop.id}"
    assert "lifting" not in driver.get(where).text
    assert driver.post(f"{where}/lifting", data={"seen": "on", "note": "好了"}).status_code == 403
