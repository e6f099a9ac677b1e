"""What phones hold of hazards."""

from datetime import timedelta

from app.core.clock import now
from app.hazards.bundles import hazard_bundle
from app.hazards.models import Hazard, State
from app.hazards.queries import held_by
from app.hazards.settings import PHONE_MOST
from app.org.models import Person
from app.settings.actions import override
from tests.hazards.stories import AFTER, PHOTO, Site


def _held(who: Person) -> list[Hazard]:
    return held_by(who.account)


def test_a_phone_holds_what_one_reported_is_to_mend_or_handles(site: Site) -> None:
    mine, theirs = site.report(), site.report(site.world.driver, post=str(site.world.truck.id))
    foreign = site.report(site.world.stranger, post=str(site.world.furnace_id))
    assert _held(site.worker) == [mine]
    assert _held(site.leader) == [mine]
    assert set(_held(site.officer)) == {mine, theirs}
    assert _held(site.world.driver) == [theirs]
    assert _held(site.world.people["park_overseer"]) == []
    assert _held(site.world.stranger) == [foreign]
    site.act(site.officer, theirs, "register", owner=str(site.worker.id))
    assert set(_held(site.worker)) == {mine, theirs}


def test_a_closed_one_stays_two_weeks(site: Site) -> None:
    found = site.report()
    site.world.change(found, state=State.CLOSED.value, changed_at=now() - timedelta(days=13))
    assert _held(site.worker) == [found]
    site.world.change(found, changed_at=now() - timedelta(days=15))
    assert _held(site.worker) == []


def test_where_there_are_too_many_ones_own_come_first(site: Site) -> None:
    own = site.report(site.leader)
    for _ in range(21):
        site.report()
    override(PHONE_MOST, 20, unit_id=site.world.mine_id, enterprise_id=site.world.mine_id, by=site.officer.id)
    held = _held(site.leader)
    assert len(held) == 20 and held[0] == own


def test_a_bundle_tells_the_whole_story(site: Site) -> None:
    found = site.rectified(photos=[PHOTO], category="机器防护")
    bundle = hazard_bundle(found)
    assert (bundle.name, bundle.state, bundle.unit) == ("护罩松动", "rectified", "破碎甲班")
    assert (bundle.post_title, bundle.reporter, bundle.owner) == ("一号破碎机操作岗", "worker", "worker")
    assert [(one.act, one.by, one.photos) for one in bundle.steps] == [
        ("report", "worker", [PHOTO]),
        ("register", "team_leader", []),
        ("rectify", "worker", [AFTER]),
    ]
    site.act(site.head, found, "verify")
    assert hazard_bundle(found).steps[-1].act == "verify"
