"""Two texts cut into what is the same and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from app.cards.desk.changes import pieces

LINES = st.lists(st.text("甲乙丙丁，。", max_size=8), max_size=3)


@given(LINES, LINES)
def test_the_pieces_make_up_both_texts(was: list[str], now: list[str]) -> None:
    before, after = pieces(was, now)
    assert "".join(text for _, text in before) == "\n".join(was)
    assert "".join(text for _, text in after) == "\n".join(now)
    assert [one for one in before if one[0] == "same"] == [one for one in after if one[0] == "same"]


def test_one_changed_word_is_marked_by_itself() -> None:
    assert pieces(["每班看一次"], ["每班看两次"]) == (
        [("same", "每班看"), ("out", "一"), ("same", "次")],
        [("same", "每班看"), ("in", "两"), ("same", "次")],
    )


def test_another_text_is_marked_as_a_whole() -> None:
    assert pieces(["停机挂牌"], ["打扫地面"]) == ([("out", "停机挂牌")], [("in", "打扫地面")])
