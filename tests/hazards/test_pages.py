"""The console's pages of hazards: who sees what, and the step that comes next."""

from datetime import timedelta

import pytest

from app.core.ids import new_id
from app.hazards.models import Hazard, State
from app.org.queries import today
from tests.hazards.stories import AFTER, Site
from tests.org.pages import ends_at, hidden
from tests.world import World

EVIL = "<script>alert(1)</script>"


def _page(hazard: Hazard) -> str:
    return f"/console/hazards/{hazard.id}"


def test_the_list_holds_ones_own_units_only(site: Site) -> None:
    site.report()
    site.report(site.world.stranger, name="炉衬裂了", post=str(site.world.furnace_id))
    site.report(site.world.driver, name="刹车软", post=str(site.world.truck.id))
    of = {who: site.world.client(who).get("/console/hazards").text for who in ("team_leader", "principal")}
    assert "护罩松动" in of["team_leader"] and "刹车软" not in of["team_leader"]
    assert "刹车软" in of["principal"] and "炉衬裂了" not in of["principal"]
    assert "炉衬裂了" in site.world.client("park_overseer").get("/console/hazards").text


def test_the_list_is_narrowed_by_the_address(site: Site) -> None:
    red, done, late = site.report(name="红的"), site.report(name="了结的"), site.report(name="超期的")
    before = today(site.world.mine.path) - timedelta(days=2)
    site.world.change(red, risk_level=1)
    site.world.change(done, state=State.CLOSED.value)
    site.world.change(late, due_on=before, state=State.REGISTERED.value)
    site.report(site.world.driver, name="司机报的", post=None)
    seen = {
        "": {"红的", "超期的", "司机报的"},
        "?state=all": {"红的", "了结的", "超期的", "司机报的"},
        "?state=closed": {"了结的"},
        "?state=overdue": {"超期的"},
        "?level=1": {"红的"},
        f"?unit={site.world.hauling.id}": {"司机报的"},
        f"?unit={site.world.casting_id}": set(),
        f"?reporter={site.worker.id}": {"红的", "超期的"},
        "?q=的&state=registered": {"超期的"},
        "?state=什么": set(),
        "?level=9&unit=x&reporter=y&page=0": {"红的", "超期的", "司机报的"},
    }
    officer = site.world.client("safety_officer")
    for query, names in seen.items():
        page = officer.get(f"/console/hazards{query}").text
        assert {
            name for name in ("红的", "了结的", "超期的", "司机报的") if f"<b>{name}</b>" in page
        } == names, query
    assert "超期 2 天" in officer.get("/console/hazards?state=overdue").text


def test_the_list_has_pages_that_keep_the_filters(site: Site) -> None:
    for number in range(52):
        site.report(name=f"第 {number:02d} 条")
    first = site.world.client("principal").get("/console/hazards?state=found").text
    assert "第 1 页，共 2 页" in first and "state=found&amp;page=2" in first
    second = site.world.client("principal").get("/console/hazards?state=found&page=2").text
    assert "第 01 条" in second and "第 51 条" not in second


def test_what_people_wrote_is_shown_as_text(site: Site) -> None:
    found = site.report(name=EVIL, note=EVIL, category=EVIL)
    site.register(found, measures=EVIL, interim=EVIL, note=EVIL)
    for where in ("/console/hazards", _page(found), "/inbox"):
        page = site.world.client("team_leader").get(where).text
        assert EVIL not in page and "&lt;script&gt;" in page


def _form(site: Site, who: str, hazard: Hazard, act: str, **more: str) -> dict[str, str]:
    page = site.world.client(who).get(_page(hazard)).text
    assert f'name="act" value="{act}"' in page
    return {"act": act, "step": hidden(page, "step")} | more


def test_from_found_to_closed_with_one_button_at_a_time(site: Site) -> None:
    found, url = site.report(), None
    url = f"{_page(found)}/steps"
    leader, head = site.world.client("team_leader"), site.world.client("department_head")
    given = {"grade": "general", "owner": str(site.worker.id), "due_on": "2026-12-01", "measures": "拧紧"}
    assert ends_at(leader.post(url, data=_form(site, "team_leader", found, "register", **given))) == _page(
        found
    )
    page = site.world.client("worker").get(_page(found)).text
    assert "2026 年 12 月 1 日" in page and "拧紧" in page
    site.world.client("worker").post(url, data=_form(site, "worker", found, "rectify", note="拧紧了"))
    leader.post(url, data=_form(site, "team_leader", found, "verify"))
    assert 'name="act"' not in leader.get(_page(found)).text  # closing is the head's
    head.post(url, data=_form(site, "department_head", found, "close"))
    site.world.forget()
    assert site.hazard(found.id).state == State.CLOSED
    page = head.get(_page(found)).text
    assert "已销号" in page and "拧紧了" in page and 'name="act"' not in page


def test_registering_says_what_it_costs_and_what_to_do_until_then(site: Site) -> None:
    """资金 and 预案 of 五落实 (S16): asked for where they are known."""
    found = site.report()
    given = {"grade": "major", "owner": str(site.worker.id), "due_on": "2026-12-01", "measures": "换护罩"}
    given |= {"funds": "186000.5", "plan": "护罩再掉，全线停"}
    form = _form(site, "team_leader", found, "register", **given)
    site.world.client("team_leader").post(f"{_page(found)}/steps", data=form)
    site.world.forget()
    held = site.hazard(found.id)
    assert (held.funds_fen, held.plan) == (18_600_050, "护罩再掉，全线停")
    page = site.world.client("team_leader").get(_page(found)).text
    assert "186,000.50 元" in page and "护罩再掉，全线停" in page


def test_what_was_mended_by_oneself_waits_for_another(site: Site) -> None:
    found = site.report(site.leader, fixed=True, photos_after=[AFTER])
    leader = site.world.client("team_leader")
    assert "你改的，要别人验收" in leader.get(_page(found)).text
    answer = leader.post(f"{_page(found)}/steps", data={"act": "verify", "step": str(new_id())})
    assert answer.status_code == 403 and "不能自己验收" in answer.text


def test_a_tap_too_many_changes_nothing(site: Site) -> None:
    found = site.report()
    site.register(found)
    leader, url = site.world.client("team_leader"), f"{_page(found)}/steps"
    form = _form(site, "team_leader", found, "rectify")
    assert leader.post(url, data=form).status_code == 302
    assert leader.post(url, data=form).status_code == 409
    late = leader.post(url, data=form | {"step": str(new_id())}, follow_redirects=True)
    assert "别人已经先做了" in late.text
    assert site.steps(found)[-1] == ("rectify", ["extra"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": ""},
        {"act": "explode"},
        {"act": "register", "grade": "general"},
        {"act": "register", "grade": "x", "due_on": "2026-12-01"},
        {"act": "register", "grade": "major", "due_on": "2026-12-01"},
        {"act": "register", "grade": "general", "due_on": "明天"},
        {"act": "register", "grade": "general", "due_on": "2026-12-01", "funds": "三千"},
        {"act": "register", "grade": "general", "due_on": "2026-12-01", "funds": "-1"},
        {"act": "register", "grade": "general", "due_on": "2026-12-01", "funds": "1.234"},
        {"act": "register", "grade": "general", "due_on": "2026-12-01", "funds": "20000001"},
    ],
)
def test_a_form_that_does_not_fit_comes_back(site: Site, wrong: dict[str, str]) -> None:
    found = site.report()
    form = {"step": str(new_id()), "owner": str(site.worker.id), "measures": ""} | wrong
    answer = site.world.client("team_leader").post(f"{_page(found)}/steps", data=form)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert site.steps(found) == [("report", [])]


def test_the_reporter_and_the_owner_see_their_own(site: Site) -> None:
    found = site.report(site.world.driver, post=str(site.world.crusher_id))
    driver, worker = site.world.client(site.world.driver), site.world.client("worker")
    assert driver.get(_page(found)).status_code == 200
    assert worker.get(_page(found)).status_code == 404
    site.register(found)
    assert worker.get(_page(found)).status_code == 200
    assert worker.get("/console/hazards").status_code == 403


def test_a_major_one_mended_at_once_is_registered_from_its_page(site: Site) -> None:
    found = site.report(fixed=True, photos_after=[AFTER])
    assert "是重大隐患？登记" in site.world.client("team_leader").get(_page(found)).text


def test_people_to_choose_from_are_of_the_unit_and_its_leaders(site: Site, world: World) -> None:
    page = world.client("team_leader").get(_page(site.report())).text
    for name in ("worker", "team_leader", "department_head"):
        assert f">{name}" in page
    assert "driver" not in page and "stranger" not in page
