"""Reporting a hazard: from anywhere, by anybody, and never lost."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from app.audit import actions as audit
from app.audit.queries import entries
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.hazards import actions
from app.hazards.models import State
from app.hazards.schemas import HazardReported, Position
from app.hazards.settings import LEADERS_TOLD
from app.labels.actions import revoke_label
from app.settings.actions import override
from tests.hazards.stories import AFTER, PHOTO, Site, by, told
from tests.world import World


@dataclass
class Item:
    """A hazard as a check names it."""

    id: str
    name: str = "护罩松动"
    category: str = "机器防护"
    dangerous: bool = False
    fixed: bool = False
    photos_after: list[str] = field(default_factory=list)


def test_a_report_keeps_what_was_said_and_who_said_it(site: Site) -> None:
    found = site.report(
        note="螺栓少两个",
        category="机器防护",
        photos=[PHOTO],
        position=Position(lat=1.5, lon=2.5, accuracy=9),
    )
    assert (found.state, found.at_once, found.source) == (State.FOUND, False, "scan")
    assert (found.name, found.note, found.category) == ("护罩松动", "螺栓少两个", "机器防护")
    assert (found.reporter_id, found.post_id) == (site.worker.id, site.world.crusher_id)
    assert found.unit_id == site.world.crew.id and found.place == {"lat": 1.5, "lon": 2.5, "accuracy": 9}
    assert [(one.act, one.photos) for one in found.steps] == [("report", [PHOTO])]
    latest = entries(site.world.mine_id, subject_id=found.id, page=1)[0]
    assert (latest.act, latest.by) == ("hazard.report", site.worker.id)
    assert audit.first_bad(site.world.mine_id) is None


def test_mended_on_the_spot_is_two_steps_at_once(site: Site) -> None:
    found = site.report(fixed=True, photos=[PHOTO], photos_after=[AFTER])
    assert (found.state, found.at_once) == (State.RECTIFIED, True)
    assert [(one.act, one.photos) for one in found.steps] == [("report", [PHOTO]), ("rectify", [AFTER])]


def test_mended_on_the_spot_needs_a_photo_of_it(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        site.report(fixed=True, photos=[PHOTO])
    assert refused.value.code == "incomplete" and "改好后的照片" in refused.value.message


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " \n"}, "incomplete"),
        ({"note": "长" * 2001}, "too_long"),
        ({"id": "不是编号"}, "bad_id"),
        ({"photos": ["../../etc/passwd"]}, "bad_photo"),
    ],
)
def test_what_can_not_be_kept_says_why(site: Site, more: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        site.report(**more)
    assert refused.value.code == code


def test_a_name_longer_than_a_title_stands_whole_in_the_note(site: Site) -> None:
    found = site.report(name="松" * 150 + "\x00", note="快修")
    assert len(found.name) == 100 and found.name.endswith("…")
    assert found.note == "松" * 150 + "\n快修"


def test_a_taken_id_is_refused_whoever_has_it(site: Site) -> None:
    first = site.report()
    for who in (site.worker, site.world.stranger):
        with pytest.raises(Conflict) as refused:
            site.report(who, id=str(first.id))
        assert refused.value.code == "id_taken"


def test_a_label_leads_to_its_post_even_after_it_was_torn_off(site: Site) -> None:
    label = site.world.label(site.world.crusher)
    revoke_label(label, by=site.world.admin.id)
    found = site.report(post=None, token=label.token)
    assert (found.post_id, found.unit_id) == (site.world.crusher_id, site.world.crew.id)


def test_an_unknown_place_loses_nothing(site: Site) -> None:
    foreign = site.world.label(site.world.furnace)
    for where in ({"post": str(new_id())}, {"post": "什么"}, {"post": None, "token": foreign.token}):
        body = HazardReported(id=str(new_id()), name="护罩松动", **({"post": None} | where))
        assert actions.report(body, by(site.worker)) == ["place_unknown"]
        found = site.hazard(body.id)
        assert (found.post_id, found.unit_id) == (None, site.world.crew.id)
        assert found.enterprise_id == site.world.mine_id


def test_without_a_post_it_is_in_the_reporters_unit_or_the_enterprise(site: Site) -> None:
    body = HazardReported(id=str(new_id()), name="路面塌了")
    assert actions.report(body, by(site.world.driver)) == []
    assert site.hazard(body.id).unit_id == site.world.hauling.id
    before = HazardReported(id=str(new_id()), name="早就塌了")
    actions.report(before, by(site.world.driver, ago=timedelta(days=3650)))
    assert site.hazard(before.id).unit_id == site.world.mine_id


def _from_check(site: Site, level: int | None = 3, **more: object) -> UUID:
    item, world = Item(str(new_id()), **more), site.world  # type: ignore[arg-type]
    flags = actions.report_from_check(
        hazard=item,
        unit=world.crew,
        post=world.crusher,
        photos=[PHOTO],
        note="少两个螺栓",
        record_id=new_id(),
        card_row="r1",
        risk_level=level,
        capture=by(site.worker),
    )
    assert flags == []
    return UUID(item.id)


def test_a_check_reports_with_the_row_whose_control_failed(site: Site) -> None:
    found = site.hazard(_from_check(site, fixed=True, photos_after=[AFTER]))
    assert (found.source, found.card_row, found.risk_level) == ("check", "r1", 3)
    assert found.record_id is not None and found.note == "少两个螺栓" and found.state == State.RECTIFIED


def test_a_yellow_one_is_told_to_the_nearest_leaders_only(site: Site) -> None:
    _from_check(site, 3)
    everybody = [*site.world.people.values(), site.world.stranger, site.world.driver]
    heard = told(everybody)
    assert heard.pop("team_leader") == ["新隐患：护罩松动"]
    assert not any(heard.values())


@pytest.mark.parametrize(("level", "dangerous"), [(1, False), (2, False), (4, True)])
def test_a_grave_one_is_told_up_the_tree(site: Site, level: int, dangerous: bool) -> None:
    _from_check(site, level, dangerous=dangerous)
    heard = told([*site.world.people.values(), site.world.stranger, site.world.driver])
    silent = {name for name, titles in heard.items() if not titles}
    assert silent == {"worker", "park_overseer", "stranger", "driver"}


def test_no_more_are_told_than_the_setting_says_and_not_the_reporter(site: Site, world: World) -> None:
    override(LEADERS_TOLD, 2, unit_id=world.mine_id, enterprise_id=world.mine_id, by=world.admin.id)
    site.report(site.leader, dangerous=True)
    heard = told(world.people.values())
    assert [name for name, titles in heard.items() if titles] == ["department_head", "safety_officer"]
