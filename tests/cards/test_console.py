"""A post's cards in the console: looking, publishing a draft, publishing a file."""

import re
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from app.cards import actions as cards
from app.cards.queries import cards_of, published_of
from app.cards.schemas import DutyRow, Head, Kind, ScenarioRow
from app.exchange.actions import carry_out
from app.exchange.plan import read
from app.org.queries import posts
from tests.exchange.documents import CHECK, LIST, paste
from tests.exchange.test_cardfile import FILE
from tests.world import World

EVIL = "<script>alert(1)</script>"


def address(world: World, more: str = "") -> str:
    return f"/console/posts/{world.crusher_id}/cards{more}"


def held(page: str) -> str:
    return re.search(r'name="version" value="([^"]+)"', page).group(1)


def upload(world: World, text: str, who: str = "safety_officer", **more: str) -> TestResponse:
    form = {"file": (BytesIO(text.encode()), "cards.yaml"), **more}
    return world.client(who).post(address(world, "/file"), data=form)


def test_an_imported_draft_is_seen_published_and_then_on_the_label(world: World) -> None:
    carry_out(read(paste(LIST, [("电工", [CHECK])]), 10), world.mine, by=None)
    post = next(one for one in posts([world.mine.path]) if one.title == "电工")
    token, at = world.label(post).token, f"/console/posts/{post.id}/cards"
    officer = world.client("safety_officer")
    assert at in officer.get(f"/console/posts/{post.id}").text
    assert "有草稿，还没发布" in officer.get(at).text
    page = officer.get(f"{at}/duty").text
    assert CHECK[1] in page
    assert "不能再改" in page
    assert CHECK[1] not in world.client(None).get(f"/p/{token}/duty").text
    answer = officer.post(f"{at}/duty/publication", data={"version": held(page)}, follow_redirects=True)
    assert "岗位职责清单第 1 版发布了" in answer.text
    assert "第 1 版，" in answer.text
    assert CHECK[1] in world.client(None).get(f"/p/{token}/duty").text


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_shown_as_published_and_as_draft(world: World, kind: Kind) -> None:
    assert "还没有" in world.client("team_leader").get(address(world, f"/{kind}")).text
    world.publish(world.crusher, kind)
    world.draft(world.crusher, kind)
    page = world.client("team_leader").get(address(world, f"/{kind}")).text
    assert "已经发布：第 1 版" in page
    assert "草稿，还没发布" in page
    assert 'name="version"' not in page, "a team leader only looks"


def test_what_is_published_is_the_draft_that_was_looked_at(world: World) -> None:
    world.draft(world.crusher, Kind.DUTY)
    officer, to = world.client("safety_officer"), address(world, "/duty/publication")
    seen = held(officer.get(address(world, "/duty")).text)
    cards.write_draft(
        world.crusher, Kind.DUTY, Head(), [("r1", DutyRow(duty=EVIL))], source="import", by=None
    )
    answer = officer.post(to, data={"version": seen})
    assert (answer.status_code, "草稿刚刚换过了" in answer.text) == (409, True)
    assert EVIL not in answer.text
    assert published_of(world.crusher_id) == {}
    assert officer.post(to, data={"version": held(answer.text)}).status_code == 302
    assert officer.post(to, data={"version": held(answer.text)}).status_code == 409
    assert len(cards_of(world.crusher_id)[0].versions) == 1


def test_an_emergency_card_without_a_step_is_not_published(world: World) -> None:
    row = ("r1", ScenarioRow(name="着火"))
    made = cards.write_draft(world.crusher, Kind.EMERGENCY, Head(), [row], source="test", by=None)
    to = address(world, "/emergency/publication")
    answer = world.client("administrator").post(to, data={"version": str(made.id)})
    assert (answer.status_code, "还没有步骤" in answer.text) == (422, True)
    assert published_of(world.crusher_id) == {}


def test_a_file_is_published_after_a_confirmation(world: World) -> None:
    asked = upload(world, FILE)
    assert (asked.status_code, "还没勾选" in asked.text, published_of(world.crusher_id)) == (422, True, {})
    assert upload(world, FILE, confirm="on").status_code == 302
    assert set(published_of(world.crusher_id)) == {Kind.EMERGENCY, Kind.RISK}


def test_a_file_that_does_not_fit_comes_back_with_the_reason(world: World) -> None:
    answer = upload(world, FILE.replace("[机械伤害]", "机械伤害"), confirm="on")
    assert (answer.status_code, "风险清单第 1 行：accidents 不对" in answer.text) == (422, True)
    assert published_of(world.crusher_id) == {}
    assert "还没选文件" in world.client("administrator").post(address(world, "/file")).text


def test_the_cards_of_another_enterprise_are_not_there_and_a_worker_has_no_console(world: World) -> None:
    world.draft(world.crusher, Kind.DUTY)
    for more in ("", "/duty"):
        assert world.client(world.stranger).get(address(world, more)).status_code == 404
        assert world.client("worker").get(address(world, more)).status_code == 403
    assert world.client("administrator").get(address(world, "/other")).status_code == 404
    for more in ("/duty/publication", "/file"):
        assert world.client(world.stranger).post(address(world, more)).status_code == 404
        assert world.client("worker").post(address(world, more)).status_code == 403
        assert world.client("team_leader").post(address(world, more)).status_code == 403
