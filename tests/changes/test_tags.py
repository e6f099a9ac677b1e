"""Whether a text names an equipment's tag: whole, however it is written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.changes.touch import finder, texts_of

LETTERS, DIGITS = "PFTVLE", "0123456789"
FILLERS = ["开", "，再关 ", "\n", "（", "），", " 是好的。", "#泵 ", "； "]
JOINS = ["", "-", " ", "－", "—", " - "]


@pytest.mark.parametrize(
    "text",
    [
        "P-101",
        "p-101",
        "P101",
        "P 101",
        "Ｐ－１０１",
        "P–101",
        "P—101",
        "P_101",
        "开P-101泵",
        "关 P-101 ，再开 P-102",
        "P-101/P-102",
        "(P-101)",
        "P-101 DN50 阀",
        "P-100/101",
        "P-101、P-102",
    ],
)
def test_a_tag_is_found_however_it_is_written(text: str) -> None:
    assert named("P-101", text)
    assert named("ｐ １０１", text)


@pytest.mark.parametrize(
    "text", ["P-1010", "P-101A", "P-101-A", "XP-101", "10-P-101", "P-10", "P-102", "", "泵", "P-1\n01", "101"]
)
def test_a_part_of_a_longer_tag_is_another_one(text: str) -> None:
    assert not named("P-101", text)


def test_one_name_for_several_names_each() -> None:
    text = "P-101A/B、V-201/202/203，1/2 处"
    assert [tag for tag in ("P-101A", "P-101B", "V-201", "V-202", "V-203") if not named(tag, text)] == []
    assert [tag for tag in ("P-101", "P-101C", "P-101AB", "V-204", "101B", "12") if named(tag, text)] == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("P-101A、B 两台", "P-101A P-101B"),
        ("P-101A，B", "P-101A P-101B"),
        ("P-101A / B", "P-101A P-101B"),
        ("P-101A～C 泵", "P-101A P-101B P-101C"),
        ("P-101A至C", "P-101A P-101B P-101C"),
        ("V-201、202", "V-201 V-202"),
        ("V-098~101 阀", "V-101"),
        ("V-08～11", "V-08 V-09 V-10 V-11"),
        ("V-101/2", "V-101 V-102 V-2"),
        ("P-101、3 台", "P-101"),
        ("P-101A、B-202", "P-101A B-202"),
        ("P-101A/B-202", "P-101A B-202"),
    ],
)
def test_several_tags_in_short(text: str, tags: str) -> None:
    asked = "P-101 P-101A P-101B P-101C P-101D P-3 B-202 V-2 V-07 V-08 V-09 V-10 V-11 V-101 V-102 V-201 V-202"
    assert [tag for tag in asked.split() if named(tag, text)] == [
        tag for tag in asked.split() if tag in tags.split()
    ]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("P-1011", "P-101-1"),
        ("P-101-1", "P-1011"),
        ("1-12", "11-2"),
        ("V-12", "V-1 2 圈"),
        ("1-12", "1 12"),
    ],
)
def test_two_numbers_are_not_one(tag: str, text: str) -> None:
    assert not named(tag, text)


@pytest.mark.parametrize("text", ["1-12", "1 - 12", "1—12", "看 1-12 阀"])
def test_a_dash_between_two_numbers_is_found_however_it_is_drawn(text: str) -> None:
    assert named("1-12", text)


def test_a_long_range_is_no_list() -> None:
    assert named("P-0101", "P-0001～9999") and not named("P-0102", "P-0001～9999")


def test_a_tag_may_be_chinese() -> None:
    assert named("1号皮带", "开 1 号皮带") and not named("1号皮带", "开11号皮带")


@pytest.mark.parametrize("tag", ["", " ", "-", "——", "　"])
def test_nothing_is_no_tag(tag: str) -> None:
    assert finder(tag) is None


def test_signs_of_a_pattern_are_signs() -> None:
    assert not named("P.101", "P-101") and not named("(", "P-101") and named("P(1)", "P(1)")


@pytest.mark.parametrize("piece", ["1", "a ", "1/", "- ", "P-", "a1/", "1、", "a、b", "a1 ~ 2"])
def test_a_page_of_nothing_but_tags_is_read_like_any_other(piece: str) -> None:
    assert not named("P-101B", piece * 100_000)


def test_what_people_do_not_read_names_nothing() -> None:
    row = {
        "point": "泵房",
        "measures": [{"id": "P-101", "text": "看 P-102"}],
        "steps": [{"id": "P-101", "icon": "P-101"}],
        "before": {"matrix": "P-101"},
        "extra": {"位号": "P-103"},
    }
    assert set(texts_of(row)) == {"泵房", "看 P-102", "P-103"}


TAGS = st.builds(
    lambda letters, digits, end: (letters, digits, end),
    st.text(LETTERS, min_size=1, max_size=2),
    st.text(DIGITS, min_size=1, max_size=3),
    st.sampled_from(["", "A", "B"]),
)
WRITTEN = st.tuples(TAGS, st.sampled_from(JOINS), st.booleans())


@given(said=st.lists(st.tuples(WRITTEN, st.sampled_from(FILLERS)), max_size=5), asked=TAGS)
def test_exactly_the_tags_that_a_text_is_made_of_are_found(
    said: list[tuple[tuple[tuple[str, str, str], str, bool], str]], asked: tuple[str, str, str]
) -> None:
    text = "泵房：" + "".join(_write(*written) + filler for written, filler in said)
    keys = {"".join(tag) for (tag, _, _), _ in said}
    assert named("".join(asked), text) == ("".join(asked) in keys)
    for tag in keys:
        assert named(tag, text)


def _write(tag: tuple[str, str, str], join: str, small: bool) -> str:
    text = f"{tag[0]}{join}{tag[1]}{tag[2]}"
    return text.lower() if small else text


def named(tag: str, text: str) -> bool:
    found = finder(tag)
    assert found is not None, re.escape(tag)
    return found(text)
