"""A change opens renewals for exactly the posts it touches."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cards import actions as cards
from app.cards.schemas import DutyRow, Head, Kind
from app.changes.touch import Place, touched
from app.core.errors import Conflict
from app.org import actions as org
from app.org.models import Post, Unit, UnitKind
from tests.changes.builders import at, name_in_risk, name_tag, opened, posts_of, record
from tests.world import DAY, World

COUNT = count()


def tagged(world: World, tag: str) -> Place:
    return Place(world.mine_id, tag=tag)


def ids(place: Place) -> set[object]:
    return {one.post.id for one in touched(place)}


def test_a_unit_touches_all_that_lies_below_it(world: World) -> None:
    lower = org.add_post(unit=world.crew, title="二号破碎机操作岗", by=None)
    upper = org.add_post(unit=world.crushing, title="车间巡检岗", by=None)
    assert posts_of(record(world, at(world.crushing))) == {world.crusher_id, lower.id, upper.id}
    assert posts_of(record(world, at(world.crew))) == {world.crusher_id, lower.id}


def test_a_post_touches_itself_alone(world: World) -> None:
    assert posts_of(record(world, at(world.truck))) == {world.truck.id}


def test_a_closed_post_is_not_touched(world: World) -> None:
    other = org.add_post(unit=world.crew, title="二号破碎机操作岗", by=None)
    name_tag(other, "P-101")
    name_tag(world.crusher, "P-101")
    org.close_post(other, by=world.admin.id)
    for place in (at(world.crushing), tagged(world, "P-101")):
        assert ids(place) == {world.crusher_id}
    assert ids(at(other)) == set()


def test_a_tag_touches_posts_whose_cards_in_force_name_it(world: World) -> None:
    third, fourth = (org.add_post(unit=world.crew, title=title, by=None) for title in ("三号", "四号"))
    name_tag(world.crusher, "p 101")
    name_in_risk(world.truck, "P-101 进口阀")
    name_tag(third, "P-1010", "P-101A 先开")
    name_tag(fourth, "P-101", published=False)
    found = touched(tagged(world, "P-101"))
    assert [(one.post.id, one.named) for one in found] == sorted(
        [(world.crusher_id, ["operation"]), (world.truck.id, ["risk"])],
        key=lambda one: one[0] == world.truck.id,
    )


def test_a_version_that_was_replaced_names_nothing_any_more(world: World) -> None:
    name_tag(world.crusher, "P-101")
    name_tag(world.crusher, "P-102")
    assert ids(tagged(world, "P-101")) == set()
    assert ids(tagged(world, "P-102")) == {world.crusher_id}


def test_a_tag_in_the_head_of_a_card_is_found_too(world: World) -> None:
    head = Head(jingle=["P-101 响铃再开"])
    made = cards.write_draft(
        world.crusher, Kind.DUTY, head, [("d1", DutyRow(duty="看泵"))], source="test", by=None
    )
    cards.put_in_force(made, effective_on=DAY, by=None)
    assert [(one.post.id, one.named) for one in touched(tagged(world, "p101"))] == [
        (world.crusher_id, ["duty"])
    ]


def test_no_change_reaches_another_enterprise(world: World) -> None:
    name_tag(world.furnace, "P-101")
    name_tag(world.crusher, "P-101")
    assert posts_of(record(world, tagged(world, "P-101"))) == {world.crusher_id}
    assert ids(Place(world.mine_id, unit=world.park)) == {world.crusher_id, world.truck.id}


def test_what_touches_nothing_can_not_be_recorded(world: World) -> None:
    with pytest.raises(Conflict, match="没有岗位会受影响"):
        record(world, tagged(world, "P-101"))
    assert opened() == []


def test_a_post_that_came_meanwhile_is_shown_first(world: World) -> None:
    with pytest.raises(Conflict, match="现在是 1 个岗位"):
        record(world, at(world.crew), seen="0" * 16)
    assert opened() == []


# A tree: each unit hangs under one before it, each post in one of the units; some posts are closed.
TREES = st.lists(st.integers(0, 5), min_size=1, max_size=5)
POSTS = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from(["", "P-101", "P-1"])), max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=TREES, posts=POSTS, chosen=st.integers(0, 5))
def test_exactly_the_open_posts_below_a_unit_and_exactly_those_that_name_a_tag(
    world: World, parents: list[int], posts: list[tuple[int, bool, str]], chosen: int
) -> None:
    units, above = _tree(world, parents)
    made = [(_post(units[where % len(units)], tag), where % len(units), tag) for where, _, tag in posts]
    for (post, _, _), (_, is_closed, _) in zip(made, posts, strict=True):
        if is_closed:
            org.close_post(post, by=None)
    still = [one for one in made if one[0].closed_on is None]
    root = chosen % len(units)
    below = {post.id for post, where, _ in still if root in above[where]}
    assert ids(at(units[root])) == below
    # Those of earlier examples stand elsewhere.
    mine = {post.id for post, _, _ in made}
    assert ids(tagged(world, "p101")) & mine == {post.id for post, _, tag in still if tag == "P-101"}


def _tree(world: World, parents: list[int]) -> tuple[list[Unit], list[set[int]]]:
    """Departments, and for each the places of itself and all above it."""
    units: list[Unit] = []
    above: list[set[int]] = []
    for place, parent in enumerate(parents):
        over = parent % place if place else None
        top = units[over] if over is not None else world.mine
        units.append(org.add_unit(kind=UnitKind.DEPARTMENT, name=f"部门 {next(COUNT)}", parent=top, by=None))
        above.append({place} | (above[over] if over is not None else set()))
    return units, above


def _post(unit: Unit, tag: str) -> Post:
    made = org.add_post(unit=unit, title=f"岗 {next(COUNT)}", by=None)
    if tag:
        name_tag(made, tag)
    return made
