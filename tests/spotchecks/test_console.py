"""The pages of 抽背: the figure with its definition, everybody behind it, and one 抽背 as it was."""

from app.access import actions as access
from app.access.phone_actions import end_keys
from app.access.phones import End
from app.access.policy import Role
from tests.spotchecks.builders import body, hold, worker
from tests.sync.phones import Phone, ops_of
from tests.world import World


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
