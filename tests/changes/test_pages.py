"""The console's pages of changes and renewals: what they show before anything is made, and to whom."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.cards import renewals
from app.changes.models import Change
from app.core import db
from app.core.blobs import Blob
from app.org import actions as org
from app.org.models import Unit
from app.org.queries import today
from tests.changes.builders import at, name_tag, opened, record
from tests.org.pages import ends_at, hidden
from tests.sync.phones import photo
from tests.world import World

EVIL = "<script>alert(1)</script>"
NEW = "/console/changes/new"


def address(kind: str = "equipment", **where: object) -> str:
    return f"{NEW}?kind={kind}&" + "&".join(f"{key}={value}" for key, value in where.items())


def unit(found: Unit) -> str:
    return f"unit:{found.id}"


def fill(world: World, where: str, *, who: str = "department_head", **more: Any) -> dict[str, Any]:
    """The form of a change, as its page offers it to somebody."""
    page = world.client(who).get(where).text
    day = today(world.mine.path)
    return {
        "id": hidden(page, "id"),
        "seen": hidden(page, "seen"),
        "what": "泵换成了变频的",
        "happened_on": day.isoformat(),
        "cards": re.findall(r'name="cards" value="(\w+)" checked', page),
        "owner": re.findall(r'<option value="([0-9a-f-]{36})" selected', page)[0],
        "due_on": (day + timedelta(days=9)).isoformat(),
        **more,
    }


def send(world: World, where: str, form: dict[str, Any], who: str = "department_head") -> TestResponse:
    mark, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={mark}"
    return world.client(who).post(where, data=body, content_type=kind)


def changes() -> list[Change]:
    return list(db.session().scalars(select(Change)))


def test_one_question_a_page_and_exactly_the_posts_before_anything_is_made(world: World) -> None:
    client = world.client("department_head")
    assert "装置、工艺" in client.get(NEW).text
    where = client.get(address()).text
    assert "破碎甲班" in where and "运输车间" not in where
    page = client.get(address(where=unit(world.crushing))).text
    assert "会开 1 个修订任务" in page
    assert world.crusher.title in page and world.truck.title not in page
    assert (changes(), opened()) == ([], [])


def test_what_is_offered_is_the_kinds_own_and_the_persons_own(world: World) -> None:
    made = fill(world, address(where=unit(world.crushing)))
    assert made["cards"] == ["emergency", "risk", "operation"]
    assert made["owner"] == str(world.people["department_head"].id)
    page = world.client("principal").get(address("accident", where=unit(world.mine))).text
    assert f'<option value="{world.people["principal"].id}" selected' in page
    assert "一般由主要负责人牵头" in page


def test_recording_it_opens_them_and_shows_them(world: World) -> None:
    where = address(where=unit(world.crushing))
    answer = send(world, where, fill(world, where, evidence="变更单 12 号", cards=["risk"]))
    (made,) = changes()
    assert ends_at(answer) == f"/console/changes/{made.id}"
    assert [one.kinds for one in opened(made)] == [["risk"]]
    page = world.client("team_leader").get(f"/console/changes/{made.id}").text
    for words in ("泵换成了变频的", "变更单 12 号", world.crusher.title, "1 个岗位，看完 0 个"):
        assert words in page
    assert "泵换成了变频的" in world.client("team_leader").get("/console/changes").text


def test_a_second_tap_makes_no_second_change(world: World) -> None:
    where = address(where=unit(world.crushing))
    form = fill(world, where)
    assert ends_at(send(world, where, dict(form))) == ends_at(send(world, where, dict(form)))
    assert (len(changes()), len(opened())) == (1, 1)


def test_a_post_that_came_meanwhile_is_shown_before_it_is_touched(world: World) -> None:
    where = address(where=unit(world.crushing))
    form = fill(world, where)
    org.add_post(unit=world.crew, title="二号破碎机操作岗", by=None)
    answer = send(world, where, form)
    assert answer.status_code == 409
    assert "现在是 2 个岗位" in answer.text and "二号破碎机操作岗" in answer.text
    assert "泵换成了变频的" in answer.text
    assert changes() == []
    again = {**form, "seen": hidden(answer.text, "seen")}
    assert send(world, where, again).status_code == 302
    assert len(opened()) == 2


def test_a_tag_finds_the_posts_that_name_it(world: World) -> None:
    name_tag(world.crusher, "P-101A/B")
    page = world.client("department_head").get(address(tag="p101b")).text
    assert "会开 1 个修订任务" in page
    assert "写着它的卡：操作卡" in page


def test_a_tag_typed_in_the_wrong_width_is_kept_in_the_right_one(world: World) -> None:
    name_tag(world.crusher, "P-101")
    where = address(tag="Ｐ－１０１")
    assert send(world, where, fill(world, where)).status_code == 302
    assert [one.tag for one in changes()] == ["P-101"]


def test_a_tag_that_nothing_names_is_told_and_a_place_offered(world: World) -> None:
    page = world.client("department_head").get(address(tag="P-999")).text
    assert "没有一张发布了的卡写着“P-999”" in page
    assert unit(world.crew) in page
    where = address(tag="P-999")
    form = {**fill(world, address(where=unit(world.crew)))}
    answer = send(world, where, form)
    assert (answer.status_code, changes()) == (409, [])


def test_a_tag_on_another_departments_card_is_for_somebody_above_both(world: World) -> None:
    name_tag(world.crusher, "P-101")
    name_tag(world.truck, "P-101")
    page = world.client("department_head").get(address(tag="P-101")).text
    assert "也写在别的部门的卡上" in page and "会开" not in page
    assert send(world, address(tag="P-101"), fill(world, address(where=unit(world.crew)))).status_code == 409
    assert changes() == []
    assert "会开 2 个修订任务" in world.client("safety_officer").get(address(tag="P-101")).text


@pytest.mark.parametrize("where", ["", "unit:", "unit:x", "post:", "什么", "unit:0"])
def test_a_place_that_is_none_is_told(world: World, where: str) -> None:
    assert world.client("department_head").get(address(where=where)).status_code in {200, 404}
    assert world.client("department_head").get(address(tag="a\x00b")).status_code == 200
    assert world.client("department_head").get(address(tag="P" * 300)).status_code == 200


def test_nobody_records_where_they_have_no_say(world: World) -> None:
    client = world.client("department_head")
    assert client.get(address(where=unit(world.hauling))).status_code == 403
    assert client.get(address(where=f"post:{world.furnace_id}")).status_code == 404
    form = fill(world, address(where=unit(world.crew)))
    assert send(world, address(where=unit(world.mine)), form).status_code == 403
    assert send(world, address(where=unit(world.crew)), form, who="team_leader").status_code == 403
    assert changes() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"what": "长" * 1001},
        {"happened_on": "昨天"},
        {"happened_on": "0001-01-01"},
        {"due_on": "2020-01-01"},
        {"due_on": "9999-12-31"},
        {"cards": []},
        {"cards": ["什么"]},
        {"owner": ""},
        {"id": ""},
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(world: World, wrong: dict[str, Any]) -> None:
    where = address(where=unit(world.crew))
    answer = send(world, where, {**fill(world, where, evidence="变更单 12 号"), **wrong})
    assert answer.status_code == 422
    assert "变更单 12 号" in answer.text
    assert changes() == []


@pytest.mark.parametrize("owner", ["worker", "park_overseer"])
def test_an_owner_is_somebody_who_may_write_there(world: World, owner: str) -> None:
    where = address(where=unit(world.crew))
    assert send(world, where, fill(world, where, owner=str(world.people[owner].id))).status_code == 422


def test_photos_are_kept_with_it_and_read_by_its_readers(world: World) -> None:
    where = address(where=unit(world.crew))
    files = [FileStorage(io.BytesIO(photo()), filename="1.jpg")]
    assert send(world, where, fill(world, where, photos=files)).status_code == 302
    (made,) = changes()
    seen = {
        who: world.client(who).get(f"/console/changes/{made.id}/photos/{made.photos[0]}").status_code
        for who in ("team_leader", "safety_officer", "worker", "park_overseer", world.stranger)
    }
    assert list(seen.values()) == [200, 200, 404, 404, 404]
    other = f"/console/changes/{made.id}/photos/{'0' * 64}"
    assert world.client("team_leader").get(other).status_code == 404


@pytest.mark.parametrize("data", [b"no photo", b"", photo()[:60]])
def test_what_is_no_photo_makes_nothing(world: World, data: bytes) -> None:
    where = address(where=unit(world.crew))
    files = [FileStorage(io.BytesIO(data), filename="1.jpg")]
    assert send(world, where, fill(world, where, photos=files)).status_code == 422
    assert (changes(), list(db.session().scalars(select(Blob)))) == ([], [])


def test_what_people_write_is_text(world: World) -> None:
    where = address(where=unit(world.crew))
    assert send(world, where, fill(world, where, what=EVIL, evidence=EVIL)).status_code == 302
    (made,), (task,) = changes(), opened()
    for page in ("/console/changes", f"/console/changes/{made.id}", "/console/renewals", _page(task.id)):
        assert EVIL not in world.client("team_leader").get(page).text
    assert EVIL not in world.client("department_head").get(address(tag=EVIL)).text


def _page(renewal_id: UUID) -> str:
    return f"/console/renewals/{renewal_id}"


def test_changes_elsewhere_are_not_there(world: World) -> None:
    made = record(world, at(world.hauling))
    (task,) = opened(made)
    for who in ("department_head", "team_leader", "worker", "park_overseer"):
        assert world.client(who).get(f"/console/changes/{made.id}").status_code == 404, who
        assert world.client(who).get(_page(task.id)).status_code == 404, who
    assert world.truck.title not in world.client("team_leader").get("/console/renewals").text
    assert world.truck.title in world.client("safety_officer").get("/console/renewals").text


def test_a_leader_sees_of_a_change_above_that_it_touches_them(world: World) -> None:
    made = record(world, at(world.mine))
    page = world.client("team_leader").get(f"/console/changes/{made.id}")
    assert page.status_code == 200
    assert "撤回这项变更" not in page.text
    answer = world.client("department_head").post(
        f"/console/changes/{made.id}/withdrawal", data={"words": "错"}
    )
    assert answer.status_code == 403  # it touches another department, too
    assert {one.closed_at for one in opened(made)} == {None}


def test_taking_it_back(world: World) -> None:
    made = record(world, at(world.crushing))
    client, where = world.client("department_head"), f"/console/changes/{made.id}/withdrawal"
    assert client.post(where, data={"words": ""}).status_code == 422
    assert client.post(where, data={"words": "记错了"}).status_code == 302
    assert [one.outcome for one in opened(made)] == [renewals.WITHDRAWN]
    assert client.post(where, data={"words": "再来"}).status_code == 409
    assert "记错了" in client.get(f"/console/changes/{made.id}").text
