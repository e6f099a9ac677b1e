"""Photos of hazards and stops: for whoever may read them, and for nobody else."""

from uuid import UUID

import pytest

from app.core import blobs, db
from app.core.ids import new_id
from app.hazards import actions
from app.hazards.schemas import StopWorkDeclared
from app.org import actions as org
from tests.hazards.stories import AFTER, PHOTO, Site, by
from tests.world import DAY


def _arrives(enterprise_id: UUID, sha256: str = PHOTO) -> None:
    blobs.save(enterprise_id, sha256, b"a photo")
    with db.writing():
        blobs.note(enterprise_id, sha256, media="image/jpeg", size=7)


def test_who_gets_a_photo_of_a_hazard(site: Site) -> None:
    _arrives(site.world.mine_id)
    found = site.report(site.world.driver, post=str(site.world.crusher_id), photos=[PHOTO])
    where = f"/hazards/{found.id}/photos/{PHOTO}"
    seen = {"team_leader": 200, "safety_officer": 200, "park_overseer": 200, "worker": 404}
    for who, status in seen.items():
        assert site.world.client(who).get(where).status_code == status, who
    answer = site.world.client(site.world.driver).get(where)
    assert (answer.data, answer.mimetype) == (b"a photo", "image/jpeg")
    assert site.world.client(site.world.stranger).get(where).status_code == 404
    site.register(found)
    assert site.world.client("worker").get(where).status_code == 200  # it is theirs to mend


def test_one_enterprise_never_gets_anothers_photo(site: Site) -> None:
    """The same name in two enterprises is two files: each gets its own, or none."""
    _arrives(site.world.plant_id)
    found = site.report(photos=[PHOTO])
    assert site.world.client("worker").get(f"/hazards/{found.id}/photos/{PHOTO}").status_code == 404


@pytest.mark.parametrize("name", [AFTER, "..%2f..%2fgangka.db", "x"])
def test_what_a_hazard_does_not_name_is_not_there(site: Site, name: str) -> None:
    _arrives(site.world.mine_id, AFTER)
    found = site.report(photos=[PHOTO])
    assert site.world.client("worker").get(f"/hazards/{found.id}/photos/{name}").status_code == 404


def test_a_photo_that_has_not_arrived_says_so(site: Site) -> None:
    _arrives(site.world.mine_id)
    found = site.report(photos=[PHOTO, AFTER])
    page = site.world.client("worker").get(f"/console/hazards/{found.id}").text
    assert page.count("照片还没送到") == 1
    assert f"/photos/{PHOTO}" in page and f"/photos/{AFTER}" not in page


def test_photos_and_page_of_a_stop(site: Site) -> None:
    _arrives(site.world.mine_id)
    org.assign(site.world.driver, site.world.crusher, on=DAY, by=None)
    stop_id = str(new_id())
    body = StopWorkDeclared(id=stop_id, why="顶板掉渣", post=str(site.world.crusher_id), photos=[PHOTO])
    actions.declare_stop(body, by(site.leader))
    for where in (f"/console/stops/{stop_id}", f"/stops/{stop_id}/photos/{PHOTO}"):
        for who in ("worker", site.world.driver, "principal", "park_overseer"):  # two hold the post
            assert site.world.client(who).get(where).status_code == 200
        assert site.world.client(site.world.stranger).get(where).status_code == 404
    assert site.world.client("principal").get(f"/stops/{stop_id}/photos/{AFTER}").status_code == 404
