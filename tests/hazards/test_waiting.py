"""A hazard that waits for somebody: whoever may do the next step hears of it, and nobody else."""

from sqlalchemy import select

from app.core import db
from app.hazards.models import Hazard
from app.hazards.settings import LEADERS_TOLD
from app.notify.models import Notice
from app.settings import actions as settings
from tests.hazards.stories import AFTER, Site, told

VERIFY, CLOSE = "等验收：护罩松动", "等销号：护罩松动"


def hears(site: Site, title: str) -> set[str]:
    """Who has been told this, by name."""
    people = [*site.world.people.values(), site.world.driver, site.world.stranger]
    return {name for name, titles in told(people).items() if title in titles}


def test_who_may_verify_hears_of_what_was_mended(site: Site) -> None:
    found = site.report()
    site.register(found)
    assert hears(site, VERIFY) == set()
    site.act(site.worker, found, "rectify", photos=[AFTER], note="螺栓拧紧了")
    everyone = {"team_leader", "department_head", "safety_officer", "principal", "administrator"}
    assert hears(site, VERIFY) == everyone
    asked = select(Notice).where(Notice.title == VERIFY, Notice.account_id == site.leader.id)
    notice = db.session().scalars(asked).one()
    assert (notice.about, notice.body) == (found.id, "worker改好了。螺栓拧紧了")


def test_whoever_mended_it_is_not_asked_to_verify_it(site: Site) -> None:
    found = site.report()
    site.act(site.leader, found, "rectify")
    site.act(site.head, found, "rectify")  # beside the other; it changes nothing
    assert VERIFY not in told([site.leader])[site.leader.account.name]
    assert "department_head" in hears(site, VERIFY)  # who had not mended it when it was told
    site.act(site.officer, found, "send_back")
    site.act(site.officer, found, "rectify")
    assert {"team_leader", "department_head"} <= hears(site, VERIFY)  # what stands now is another's work


def test_a_leader_who_reported_it_hears_once_of_each_step(site: Site) -> None:
    found = site.report(site.leader)
    site.act(site.worker, _to_mend(site, found), "rectify")
    assert told([site.leader])["team_leader"] == [VERIFY]


def _to_mend(site: Site, found: Hazard) -> Hazard:
    site.register(found)
    return found


def test_who_may_close_hears_of_what_was_verified(site: Site) -> None:
    found = site.rectified()
    assert hears(site, CLOSE) == set()
    site.act(site.head, found, "verify")
    assert hears(site, CLOSE) == {"safety_officer", "principal", "administrator"}  # the verifier knows it


def test_a_step_that_changes_nothing_asks_nobody(site: Site) -> None:
    found = site.rectified()
    before = told([site.head, site.officer])
    assert site.act(site.worker, found, "rectify", photos=[AFTER]) == ["extra"]
    assert told([site.head, site.officer]) == before


def test_an_enterprise_says_how_many_hear_of_it(site: Site) -> None:
    mine = site.world.mine_id
    settings.override(LEADERS_TOLD, 1, unit_id=mine, enterprise_id=mine, by=site.world.admin.id)
    found = site.rectified()
    assert hears(site, VERIFY) == {"team_leader"}
    site.act(site.officer, found, "verify")
    assert hears(site, CLOSE) == {"department_head"}
