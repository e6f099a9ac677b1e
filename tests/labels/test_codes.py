"""The code under a label's QR: typed by hand, so mistakes must show and never lead to another post."""

import random

import pytest
from flask import Flask

from app.core.ids import _ALPHABET, random_token
from app.core.throttle import count_miss
from app.labels import actions as labels
from app.labels import queries
from app.labels.models import Label
from app.labels.queries import TOKEN_LENGTH
from tests.world import World

LIMIT = "600/10 minutes"


@pytest.fixture
def hung(world: World) -> list[Label]:
    """Some labels of one post."""
    return [world.label(world.crusher) for _ in range(30)]


def test_no_single_wrong_digit_finds_a_label(hung: list[Label]) -> None:
    for label in hung[:5]:
        for place in range(9):
            for digit in set("0123456789") - {label.code[place]}:
                assert queries.by_code(label.code[:place] + digit + label.code[place + 1 :]) is None


def swaps(code: str) -> list[str]:
    """The code with two neighbours changed places, where that makes a difference."""
    made = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(8)]
    return [one for one in made if one != code]


def test_no_two_digits_changed_about_make_another_valid_code(hung: list[Label]) -> None:
    for label in hung:
        for swapped in swaps(label.code):
            assert not queries.is_code(swapped), f"{label.code} > {swapped}"


def test_a_code_that_luhn_can_not_guard_is_never_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["09111111", "11119011", "11111111"])
    monkeypatch.setattr(labels, "random_digits", lambda _length: next(drawn))
    assert world.label(world.crusher).code.startswith("11111111")


@pytest.mark.parametrize(
    "shape", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", " {0}\t{1}　{2} ", "{0}－{1}–{2}"]
)
def test_it_may_be_typed_with_gaps(world: World, shape: str) -> None:
    label = world.label(world.crusher)
    typed = shape.format(label.code[:3], label.code[3:6], label.code[6:])
    assert queries.by_code(typed).id == label.id


def test_it_may_be_typed_in_full_width_digits(world: World) -> None:
    label = world.label(world.crusher)
    assert queries.by_code("".join(chr(ord(digit) + 0xFEE0) for digit in label.code)).id == label.id


@pytest.mark.parametrize(
    "typed", ["", " ", "12345678", "1234567890", "abcdefghi", "٣" * 9, "1e8", "-12345678", "\0" * 9, "九" * 9]
)
def test_anything_else_is_no_code(world: World, typed: str) -> None:
    assert queries.by_code(typed) is None


def test_the_page_leads_from_a_code_to_the_card(world: World) -> None:
    label = world.label(world.crusher)
    asked = world.client(None).get("/c", query_string={"code": label.spoken_code})
    assert world.client(None).get(asked.location).location == f"/p/{label.token}"


def test_a_wrong_code_says_so_and_keeps_what_was_typed(world: World) -> None:
    answer = world.client(None).get("/c/123<b>")
    assert answer.status_code == 404
    assert "没有这个编号" in answer.text
    assert 'value="123&lt;b&gt;"' in answer.text


def test_guesses_are_limited_and_scanned_labels_open_all_the_same(world: World) -> None:
    label = world.label(world.crusher)
    world.app.config["LIMITS"] = {LIMIT: "3/10 minutes"}
    client = world.client(None)
    assert [client.get("/c/000000001").status_code for _ in range(4)] == [404, 404, 404, 429]
    assert client.get(f"/c/{label.code}").status_code == 429
    assert client.get(f"/p/{label.token}").status_code == 200


def test_the_limit_on_guesses_leaves_a_code_practically_safe(app: Flask) -> None:
    with app.app_context():
        for _ in range(599):
            count_miss(LIMIT, "codes")
    assert app.test_client().get("/c/000000001").status_code == 404
    assert app.test_client().get("/c/000000001").status_code == 429


def test_a_token_holds_at_least_96_random_bits() -> None:
    tokens = {random_token(TOKEN_LENGTH) for _ in range(2000)}
    assert len(tokens) == 2000
    assert len(_ALPHABET) == len(set(_ALPHABET)) == 31
    assert 31**TOKEN_LENGTH > 2**96
    for place in range(TOKEN_LENGTH):
        assert len({token[place] for token in tokens}) == 31


def test_a_token_has_no_letter_that_is_mistaken_for_another() -> None:
    assert not set("01oil") & set(_ALPHABET)


def test_a_million_guessed_tokens_open_nothing(world: World) -> None:
    hung = {world.label(post).token for post in (world.crusher, world.truck, world.furnace)}
    letters = "".join(random.choices(_ALPHABET, k=20_000_000))
    guesses = {letters[at : at + 20] for at in range(0, 20_000_000, 20)}
    assert len(guesses) == 1_000_000
    assert not guesses & hung
    assert [queries.by_token(token) for token in list(guesses)[:200]] == [None] * 200
