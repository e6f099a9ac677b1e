"""The pages of 抽背: the figure with its definition, everybody behind it, and one 抽背 as it was."""

import re
from datetime import timedelta

from app.access import actions as access
from app.access.phone_actions import end_keys
from app.access.phones import End
from app.access.policy import Role
from app.core.clock import now
from app.settings import actions as settings
from app.spotchecks.settings import PASS_PERCENT, VALID_DAYS
from tests.spotchecks.builders import body, hold, worker
from tests.sync.phones import Phone, ops_of
from tests.world import World

A_DAY = timedelta(days=1)


def test_the_figure_stands_beside_its_definition(crew: World) -> None:
    worker(crew, "工友", "1301", crew.crusher)
    hold(crew)
    shown = crew.client("safety_officer").get("/console/spotchecks").text
    assert "应知应会率 50 %" in shown
    assert "现行的那一版，90 天内" in shown
    assert "还没背过" in shown and "工友" in shown
    lacking = crew.client("safety_officer").get(f"/console/spotchecks?show=lacking&unit={crew.crew.id}").text
    assert "工友" in lacking and "<b>worker</b>" not in lacking


def test_another_departments_people_are_not_shown(crew: World) -> None:
    hold(crew)
    crew.people["head"] = crew.person("运输主任", crew.hauling, "1401")
    access.grant_role(
        crew.people["head"].account,
        Role.DEPARTMENT_HEAD,
        unit_id=crew.hauling.id,
        unit_path=crew.hauling.path,
        by=None,
    )
    client = crew.client(crew.people["head"])
    for page in ("/console/spotchecks", "/console/spotchecks/held"):
        assert "<b>worker</b>" not in client.get(page).text
    assert client.get(f"/console/spotchecks?unit={crew.crew.id}").status_code == 403


def test_the_definition_names_what_was_reckoned_with(crew: World) -> None:
    """The days are the enterprise's; how much has to be said is judged by the unit of whoever recites."""
    mine, plant, by = crew.mine.id, crew.crew.id, crew.admin.id
    settings.override(VALID_DAYS, 30, unit_id=plant, enterprise_id=mine, by=by)  # counts nowhere
    settings.override(PASS_PERCENT, 70, unit_id=plant, enterprise_id=mine, by=by)
    hold(crew, at=now() - 40 * A_DAY)
    for address in ("/console/spotchecks", f"/console/spotchecks?unit={plant}"):
        shown = crew.client("safety_officer").get(address).text
        assert "90 天内" in shown and "30 天内" not in shown
        assert "应知应会率 100 %" in shown
        assert "一共说到 70 % 以上" in shown


def test_whoever_is_named_by_the_figure_is_found_behind_it(crew: World) -> None:
    held = hold(crew, at=now() - 60 * A_DAY)
    shown = crew.client("team_leader").get("/console/spotchecks").text
    (behind,) = re.findall(r'href="(/console/spotchecks/held\?person=[^"]*)"', shown)
    assert f"/spotchecks/{held.id}" in crew.client("team_leader").get(behind.replace("&amp;", "&")).text


def test_a_name_is_not_told_to_who_may_not_read_of_them(crew: World) -> None:
    other = crew.person("运输工", crew.hauling, "1402")
    shown = crew.client("team_leader").get(f"/console/spotchecks/held?person={other.id}").text
    assert "运输工" not in shown


def test_one_of_them_with_what_was_missed(crew: World) -> None:
    found = hold(crew, misses=["duty"], confirmed="disputed", note="我说了", candidates=[], draws=3)
    listed = crew.client("team_leader").get("/console/spotchecks/held").text
    assert "点名问" in listed and "明职责：再背背" in listed and "本人不同意" in listed
    shown = crew.client("team_leader").get(f"/spotchecks/{found.id}").text
    assert "班前查设备" in shown and "没说到" in shown and "要紧" in shown and "我说了" in shown
    assert "点名，不是抽的" in shown and "不算进应知应会率" in shown


def test_whoever_recited_reads_it_from_their_inbox_and_a_colleague_does_not(crew: World) -> None:
    found = hold(crew)
    other = worker(crew, "工友", "1301", crew.crusher)
    client = crew.client("worker")
    assert f"/spotchecks/{found.id}" in client.get("/inbox").text
    assert client.get(f"/spotchecks/{found.id}").status_code == 200
    assert crew.client(other).get(f"/spotchecks/{found.id}").status_code == 404


def test_what_is_set_aside_is_reviewed_without_its_results(crew: World) -> None:
    phone = Phone(crew, "team_leader")
    end_keys(phone.person.id, how=End.REVOKED, by=crew.admin.id)
    assert phone.send("spotcheck.held", body(crew, note="我说了")).state == "retry"
    shown = crew.client("administrator").get(f"/console/review/{ops_of(phone)[0].id}").text
    assert "worker" in shown and "只有本人和管这个班组的人看得到" in shown
    assert "我说了" not in shown and "班前查设备" not in shown
