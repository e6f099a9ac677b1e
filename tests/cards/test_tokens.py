"""Addresses that are no live label: never another post's card, always what to do instead."""

import pytest

from app.core.ids import random_token
from tests.world import World

BAD = {
    "unknown": lambda token: random_token(20),
    "truncated": lambda token: token[:-1],
    "halved": lambda token: token[:10],
    "one more": lambda token: token + "2",
    "overlong": lambda token: token * 500,
    "uppercase": lambda token: token.upper() if token.upper() != token else "A" * 20,
    "one letter other": lambda token: ("2" if token[0] != "2" else "3") + token[1:],
    "another tail": lambda token: token[:10] + random_token(10),
    "another head": lambda token: random_token(10) + token[10:],
    "reversed": lambda token: token[::-1] if token[::-1] != token else "2" * 20,
    "percent": lambda token: "%25" * 20,
    "underscores": lambda token: "_" * 20,
    "SQL": lambda token: "' OR '1'='1' --      ",
    "SQL with a like": lambda token: token[:-1] + "%25",
    "unicode": lambda token: "一号破碎机操作岗" * 2,
    "full-width": lambda token: "".join(chr(ord(one) + 0xFEE0) for one in token),
    "zero byte": lambda token: token + "%00",
    "line end": lambda token: token + "%0A",
    "broken utf-8": lambda token: "%ff%fe" * 10,
    "markup": lambda token: "<script>alert(1)<",
}


@pytest.mark.parametrize("bad", BAD)
def test_it_says_what_to_do_and_shows_no_card(world: World, bad: str) -> None:
    world.publish_all(world.crusher)
    answer = world.client(None).get(f"/p/{BAD[bad](world.label(world.crusher).token)}")
    assert answer.status_code == 404
    assert "这张码没用了" in answer.text
    assert "tel:120" in answer.text
    assert 'href="/c"' in answer.text
    assert "拉绳" not in answer.text
    assert "<script>alert" not in answer.text


def test_a_wrong_address_is_not_kept_and_sets_no_cookie(world: World) -> None:
    answer = world.client("worker").get(f"/p/{random_token(20)}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["emergency", "Risk", "all", "risk/x", "../console"])
def test_other_kinds_are_no_pages(world: World, kind: str) -> None:
    world.publish_all(world.crusher)
    assert world.client(None).get(f"/p/{world.label(world.crusher).token}/{kind}").status_code == 404


def test_each_label_opens_its_own_post_only(world: World) -> None:
    posts = [world.crusher, world.truck, world.furnace]
    tokens = {post.title: world.label(post).token for post in posts}
    for title, token in tokens.items():
        page = world.client("administrator").get(f"/p/{token}").text
        assert [one.title for one in posts if one.title in page] == [title]


def test_another_method_changes_nothing(world: World) -> None:
    world.publish_all(world.crusher)
    address = f"/p/{world.label(world.crusher).token}"
    assert world.client(None).post(address).status_code == 405
    assert world.client(None).head(address).data == b""
