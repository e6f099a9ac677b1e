"""The public page of a post: the same for everyone, at once, and for as long as the label holds."""

import pytest
from werkzeug.test import TestResponse

from app.access import queries as access
from app.cards.schemas import Kind
from app.cards.settings import PUBLIC_KINDS
from app.labels import actions as labels
from app.org import actions as org
from app.settings import actions as settings
from tests.world import PASSWORD, World

OTHERS = ["risk", "operation", "duty"]


def hang(world: World) -> str:
    """Publish all four cards of the crusher, hang a label there, and give its address."""
    world.publish_all(world.crusher)
    return f"/p/{world.label(world.crusher).token}"


def said(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.data, sorted(pair for pair in answer.headers if pair[0] != "Date")


@pytest.mark.parametrize("kind", ["", *(f"/{kind}" for kind in OTHERS)])
def test_it_is_the_same_to_the_byte_for_everyone(world: World, kind: str) -> None:
    address = hang(world) + kind
    nobody = said(world.client(None).get(address))
    assert nobody[0] == 200
    for who in [*world.people, world.stranger]:
        assert said(world.client(who).get(address)) == nobody


def test_it_is_the_same_for_someone_who_has_really_signed_in(world: World) -> None:
    address, client = hang(world), world.app.test_client()
    assert client.post("/signin", data={"who": "1001", "password": PASSWORD}).location == "/"
    assert said(client.get(address)) == said(world.client(None).get(address))


def test_it_is_the_same_for_someone_who_must_change_the_password_first(world: World) -> None:
    address, client = hang(world), world.client("worker")
    world.change(world.people["worker"].account, must_change=True)
    assert said(client.get(address)) == said(world.client(None).get(address))


def test_it_opens_while_nobody_can_be_looked_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    address, client = hang(world), world.client("worker")
    monkeypatch.setattr(access, "live_session", lambda _id: 1 / 0)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("who", [None, "worker", "park_overseer"])
def test_it_sets_no_cookie_and_depends_on_none(world: World, who: str | None) -> None:
    answer = world.client(who).get(hang(world))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_it_is_kept_and_asked_for_anew(world: World) -> None:
    address, client = hang(world), world.client(None)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    world.publish(world.crusher, Kind.EMERGENCY, mark="，喊人")
    newer = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert newer.status_code == 200
    assert newer.headers["ETag"] != first.headers["ETag"]


def test_the_compressed_forms_are_one_page_under_one_weak_tag(world: World) -> None:
    address, client = hang(world), world.client(None)
    tags = {
        client.get(address, headers={"Accept-Encoding": one}).headers["ETag"] for one in ("", "br", "gzip")
    }
    assert len(tags) == 1
    assert tags.pop().startswith("W/")  # a strong tag would promise the same bytes


def test_a_post_without_published_cards_says_whom_to_call(world: World) -> None:
    answer = world.client(None).get(f"/p/{world.label(world.truck).token}")
    assert answer.status_code == 200
    assert "还没发布" in answer.text
    assert 'href="tel:120"' in answer.text
    assert 'href="tel:119"' in answer.text


def test_a_draft_is_never_shown(world: World) -> None:
    address = hang(world)
    before = world.client(None).get(address).data
    world.draft(world.crusher, Kind.EMERGENCY, mark="，草稿里的话")
    assert world.client(None).get(address).data == before


def test_a_card_that_is_not_published_is_not_there(world: World) -> None:
    world.publish(world.truck, Kind.EMERGENCY)
    address = f"/p/{world.label(world.truck).token}"
    assert [world.client(None).get(f"{address}/{kind}").status_code for kind in OTHERS] == [404] * 3
    assert 'data-card="risk"' not in world.client(None).get(address).text


def test_a_closed_post_answers_like_an_unknown_label(world: World) -> None:
    address = hang(world)
    org.close_post(world.crusher, by=world.admin.id)
    answer = world.client(None).get(address)
    assert answer.status_code == 404
    assert "这张码没用了" in answer.text


def test_a_revoked_label_is_dead_and_the_new_one_opens(world: World) -> None:
    world.publish_all(world.crusher)
    old = world.label(world.crusher)
    new = labels.replace_label(old, by=world.admin.id)
    assert world.client(None).get(f"/p/{old.token}").status_code == 404
    assert world.crusher.title in world.client(None).get(f"/p/{new.token}").text


def keep_inside(world: World, shown: list[str]) -> None:
    mine = world.mine
    settings.override(PUBLIC_KINDS, shown, unit_id=mine.id, enterprise_id=mine.id, by=world.admin.id)


def test_the_enterprise_can_keep_three_cards_inside_and_never_the_emergency_card(world: World) -> None:
    address = hang(world)
    keep_inside(world, [])
    page = world.client(None).get(address)
    assert (page.status_code, "拉绳，停机" in page.text, "data-card" in page.text) == (200, True, False)
    for kind in OTHERS:
        answer = world.client(None).get(f"{address}/{kind}")
        assert answer.status_code == 404
        assert "看应急处置卡" in answer.text
        assert "护罩" not in answer.text


def test_a_card_kept_inside_is_kept_from_the_signed_in_at_this_address_too(world: World) -> None:
    address = hang(world)
    keep_inside(world, ["duty"])
    found = [world.client("administrator").get(f"{address}/{kind}").status_code for kind in OTHERS]
    assert found == [404, 404, 200]


def test_work_stops_above_the_first_step_at_level_1_after_controls(world: World) -> None:
    world.publish_all(world.crusher, residual={"L": 4, "S": 5})
    page = world.client(None).get(f"/p/{world.label(world.crusher).token}").text
    assert page.index("停止作业") < page.index("<b>1</b><strong>拉绳，停机</strong>")
    assert "红 重大" in page


@pytest.mark.parametrize("kind", OTHERS)
def test_the_other_cards_say_it_as_well(world: World, kind: str) -> None:
    world.publish_all(world.crusher, residual={"L": 4, "S": 5})
    assert "停止作业" in world.client(None).get(f"/p/{world.label(world.crusher).token}/{kind}").text


def test_below_level_1_nobody_is_told_to_stop(world: World) -> None:
    world.publish_all(world.crusher, residual={"L": 3, "S": 5})
    assert "停止作业" not in world.client(None).get(f"/p/{world.label(world.crusher).token}").text
