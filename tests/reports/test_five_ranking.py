"""Which five, and in what order; and that their words fit a phone."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.five.ranking import MOST, OF_A_RULE, ranked
from app.reports.five.rules import RULES
from app.reports.five.things import TITLE, Step, Thing, titled

unhurried = settings(deadline=None)  # a busy machine is no failure
names = st.text(min_size=1, max_size=40)
made = st.builds(
    Thing,
    rule=st.sampled_from(sorted(RULES)),
    key=st.uuids().map(str),
    place=st.integers(1, 4).map(lambda number: UUID(int=number)),
    weight=st.integers(0, 100),
    severity=st.floats(1, 4),
    age=st.floats(-3, 60),
    name=names,
    words=st.just("没检查"),
    reason=names,
    step=st.just(Step(word="去看看", href="/")),
    level=st.none(),
)


@unhurried
@given(st.lists(made, max_size=30), st.randoms())
def test_at_most_five_varied_and_by_score_whatever_the_order_they_come_in(
    things: list[Thing], luck: object
) -> None:
    found = ranked(things)
    assert len(found) <= MOST
    assert all(one.score > 0 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({(one.rule, one.place) for one in found}) == len(found)
    assert all([one.rule for one in found].count(rule) <= OF_A_RULE for rule in RULES)
    luck.shuffle(things)  # type: ignore[attr-defined]
    assert ranked(things) == found


@unhurried
@given(st.lists(made, max_size=30))
def test_nothing_that_is_left_out_would_have_fitted(things: list[Thing]) -> None:
    found = ranked(things)
    for one in things:
        if one in found or one.score <= 0:
            continue
        better = [other for other in found if (-other.score, other.key) < (-one.score, one.key)]
        crowded = sum(other.rule == one.rule for other in better) >= OF_A_RULE
        taken = any((other.rule, other.place) == (one.rule, one.place) for other in better)
        assert len(found) == MOST or crowded or taken


@unhurried
@given(st.lists(made, max_size=30))
def test_what_was_put_off_makes_room_for_what_comes_next(things: list[Thing]) -> None:
    first = ranked(things)[:1]
    later = {one.key for one in first}
    assert ranked(things, later) == ranked([one for one in things if one.key not in later])


def test_a_fortnight_weighs_threefold_and_no_more() -> None:
    more = {
        "rule": "gap",
        "key": "k",
        "place": UUID(int=1),
        "weight": 10,
        "severity": 2,
        "name": "",
        "words": "",
        "reason": "",
    }
    scores = [Thing(**more, step=Step(word="", href=""), age=age).score for age in (0, 7, 14, 60)]
    assert scores == [20, 40, 60, 60]


@unhurried
@given(made, st.sets(st.text(max_size=2), min_size=1, max_size=4), st.data())
def test_what_speaks_for_several_is_off_only_where_all_of_them_were_put_off(
    thing: Thing, more: set[str], data: st.DataObject
) -> None:
    whole = replace(thing, also=tuple(sorted(more)))
    off = data.draw(st.sets(st.sampled_from(whole.keys)))
    assert (ranked([replace(whole, weight=1)], off) == []) == (off == set(whole.keys))


@unhurried
@given(names, st.sampled_from(["没检查", "没改好", "手机有 12\u00a0条", "要登记"]))
def test_a_title_fits_and_keeps_what_is_the_matter(name: str, words: str) -> None:
    assert len(titled(name, words)) <= TITLE and titled(name, words).endswith(words)


def test_a_long_name_loses_what_says_least() -> None:
    assert titled("一号破碎机操作岗", "没检查") == "一号破碎机操作岗没检查"
    assert titled("一号反击式破碎机操作岗", "没检查") == "一号反击式破碎机没检查"
    assert titled("一号反击式移动破碎机操作岗", "没检查") == "一号反击式移动破…没检查"
