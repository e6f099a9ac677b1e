"""Writing a draft row by row: rows keep who they are, and nobody's words are overwritten in silence."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.cards import editing, reviewing
from app.cards.editing import Overtaken, mark_of
from app.cards.models import CardVersion
from app.cards.queries import published_of
from app.cards.schemas import DutyRow, Head, Kind
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org import actions as org
from tests.cards.review import again, draft, in_force, sent
from tests.world import World


def duties(version: CardVersion) -> list[tuple[str, str]]:
    """(identity, duty) as the database has them, in order."""
    return [(row.identity, row.body["duty"]) for row in again(version).rows]


def mark(version: CardVersion, identity: str) -> str:
    return next(mark_of(row.body) for row in version.rows if row.identity == identity)


def three(world: World) -> tuple[CardVersion, UUID]:
    made = draft(world, DutyRow(duty="甲"), DutyRow(duty="乙"), DutyRow(duty="丙"))
    return made, world.people["team_leader"].id


def test_a_new_draft_holds_the_published_rows_as_themselves(world: World) -> None:
    first = in_force(world, DutyRow(duty="甲"), DutyRow(duty="乙"))
    made = editing.begin(world.crusher, Kind.DUTY, by=world.admin.id)
    assert duties(made) == duties(first)
    assert (made.number, made.head, made.state) == (2, first.head, "draft")
    assert editing.begin(world.crusher, Kind.DUTY, by=world.admin.id).id == made.id
    assert {row.id for row in made.rows} & {row.id for row in first.rows} == set()


def test_a_post_without_the_card_gets_an_empty_draft(world: World) -> None:
    assert editing.begin(world.truck, Kind.RISK, by=world.admin.id).rows == []


def test_what_is_written_on_a_row_leaves_it_the_same_row_in_the_next_version(world: World) -> None:
    in_force(world, DutyRow(duty="甲"))
    made = editing.begin(world.crusher, Kind.DUTY, by=world.admin.id)
    editing.save_row(made, "r1", DutyRow(duty="改"), base=mark(made, "r1"), by=world.admin.id)
    assert duties(made) == [("r1", "改")]
    assert [row.body["duty"] for row in published_of(world.crusher.id)[Kind.DUTY].rows] == ["甲"]


def test_the_second_of_two_who_write_is_asked_and_nothing_is_overwritten(world: World) -> None:
    made, by = three(world)
    base = mark(made, "r1")
    editing.save_row(made, "r1", DutyRow(duty="张三写的"), base=base, by=by)
    with pytest.raises(Overtaken) as raised:
        editing.save_row(made, "r1", DutyRow(duty="李四写的"), base=base, by=world.admin.id)
    assert duties(made)[0] == ("r1", "张三写的")
    assert raised.value.theirs == {"duty": "张三写的"}
    editing.save_row(made, "r1", DutyRow(duty="李四写的"), base=raised.value.mark, by=world.admin.id)
    assert duties(made)[0] == ("r1", "李四写的")
    assert again(made).authors == [str(by), str(world.admin.id)]


def test_the_same_words_again_are_no_conflict_and_no_writing(world: World) -> None:
    made, by = three(world)
    base = mark(made, "r1")
    first = editing.save_row(made, "r1", DutyRow(duty="改"), base=base, by=by)
    assert editing.save_row(made, "r1", DutyRow(duty="改"), base=base, by=world.admin.id) == first
    assert again(made).authors == [str(by)]
    asked = select(AuditEntry.act).where(AuditEntry.subject_id == made.card_id, AuditEntry.act == "card.row")
    assert len(db.session().scalars(asked).all()) == 1


def test_a_row_that_somebody_took_out_is_told_as_gone(world: World) -> None:
    made, by = three(world)
    base = mark(made, "r2")
    editing.remove_row(made, "r2", base=base, by=by)
    editing.remove_row(made, "r2", base=base, by=by)  # a second tap
    with pytest.raises(Overtaken) as raised:
        editing.save_row(made, "r2", DutyRow(duty="改"), base=base, by=by)
    assert (raised.value.theirs, raised.value.mark) == (None, editing.GONE)
    with pytest.raises(Overtaken):
        editing.move_row(made, "r2", to=1, by=by)
    assert duties(made) == [("r1", "甲"), ("r3", "丙")]


def test_a_row_that_was_changed_meanwhile_is_not_taken_out(world: World) -> None:
    made, by = three(world)
    base = mark(made, "r2")
    editing.save_row(made, "r2", DutyRow(duty="改"), base=base, by=by)
    with pytest.raises(Overtaken):
        editing.remove_row(made, "r2", base=base, by=by)
    assert len(duties(made)) == 3


def test_a_new_row_stands_behind_the_one_that_was_named_and_a_double_tap_adds_one(world: World) -> None:
    made, by = three(world)
    new = str(new_id())
    for _ in range(2):
        editing.add_row(made, new, DutyRow(duty="新"), after="r1", by=by)
    assert [duty for _, duty in duties(made)] == ["甲", "新", "乙", "丙"]
    editing.add_row(made, str(new_id()), DutyRow(duty="末"), after="nowhere", by=by)
    assert duties(made)[-1][1] == "末"
    with pytest.raises(Invalid):
        editing.add_row(made, "my-own-name", DutyRow(duty="新"), by=by)


def test_no_card_grows_without_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made, by = three(world)
    monkeypatch.setattr(editing, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match="最多 3 行"):
        editing.add_row(made, str(new_id()), DutyRow(duty="新"), by=by)


@pytest.mark.parametrize(
    ("to", "order"), [(1, "丙甲乙"), (2, "甲丙乙"), (3, "甲乙丙"), (99, "甲乙丙"), (-5, "丙甲乙")]
)
def test_a_row_is_moved_to_a_place(world: World, to: int, order: str) -> None:
    made, by = three(world)
    editing.move_row(made, "r3", to=to, by=by)
    assert "".join(duty for _, duty in duties(made)) == order
    assert [row.place for row in again(made).rows] == [1, 2, 3]


def test_a_row_that_is_split_stays_itself_in_its_first_half(world: World) -> None:
    made, by = three(world)
    new, base = str(new_id()), mark(made, "r2")
    halves = DutyRow(duty="乙一"), DutyRow(duty="乙二")
    for _ in range(2):  # a double tap splits once
        editing.split_row(made, "r2", *halves, new=new, base=base, by=by)
    assert duties(made) == [("r1", "甲"), ("r2", "乙一"), (new, "乙二"), ("r3", "丙")]


def test_splitting_what_changed_meanwhile_changes_nothing(world: World) -> None:
    made, by = three(world)
    base = mark(made, "r2")
    editing.save_row(made, "r2", DutyRow(duty="改"), base=base, by=by)
    with pytest.raises(Overtaken):
        editing.split_row(
            made, "r2", DutyRow(duty="一"), DutyRow(duty="二"), new=str(new_id()), base=base, by=by
        )
    assert [duty for _, duty in duties(made)] == ["甲", "改", "丙"]


def test_the_head_is_guarded_like_a_row(world: World) -> None:
    made, by = three(world)
    base = mark_of(made.head)
    editing.save_head(made, Head(owner="张三"), base=base, by=by)
    with pytest.raises(Overtaken) as raised:
        editing.save_head(made, Head(owner="李四"), base=base, by=by)
    assert raised.value.theirs == {"owner": "张三"}
    assert again(made).head == {"owner": "张三"}


def test_what_is_in_review_stands_still(world: World) -> None:
    made = sent(world)
    by, base, body = world.admin.id, mark(made, "r1"), DutyRow(duty="改")
    before = made.digest
    for act in (
        lambda: editing.save_row(made, "r1", body, base=base, by=by),
        lambda: editing.add_row(made, str(new_id()), body, by=by),
        lambda: editing.move_row(made, "r1", to=1, by=by),
        lambda: editing.remove_row(made, "r1", base=base, by=by),
        lambda: editing.split_row(made, "r1", body, body, new=str(new_id()), base=base, by=by),
        lambda: editing.save_head(made, Head(owner="改"), base=mark_of(made.head), by=by),
        lambda: editing.discard(made, by=by),
        lambda: editing.begin(world.crusher, Kind.DUTY, by=by),
    ):
        with pytest.raises(Conflict):
            act()
    assert reviewing.digest_of(again(made)) == before == again(made).digest


def test_a_closed_posts_cards_are_not_written(world: World) -> None:
    org.close_post(world.crusher, by=world.admin.id)
    with pytest.raises(Conflict, match="停用"):
        editing.begin(world.crusher, Kind.DUTY, by=world.admin.id)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "out", "split", "say"]), st.integers(0, 9), st.integers(0, 9))
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_rows_stay_who_they_are_and_in_order_whatever_is_done(
    world: World, steps: list[tuple[str, int, int]]
) -> None:
    """Held against a plain list, that does the same."""
    made, by = three(world)
    plain = [("r1", "甲"), ("r2", "乙"), ("r3", "丙")]
    for number, (act, one, two) in enumerate(steps):
        new, word = str(new_id()), f"字{number}"
        at = one % len(plain) if plain else 0
        identity = plain[at][0] if plain else ""
        if act == "add":
            editing.add_row(made, new, DutyRow(duty=word), after=identity, by=by)
            plain.insert(at + 1 if plain else 0, (new, word))
        elif not plain:
            continue
        elif act == "move":
            editing.move_row(made, identity, to=two + 1, by=by)
            row = plain.pop(at)
            plain.insert(min(two, len(plain)), row)
        elif act == "out":
            editing.remove_row(made, identity, base=mark(made, identity), by=by)
            plain.pop(at)
        elif act == "say":
            editing.save_row(made, identity, DutyRow(duty=word), base=mark(made, identity), by=by)
            plain[at] = (identity, word)
        else:
            halves = DutyRow(duty=word), DutyRow(duty=word + "二")
            editing.split_row(made, identity, *halves, new=new, base=mark(made, identity), by=by)
            plain[at : at + 1] = [(identity, word), (new, word + "二")]
    assert duties(made) == plain
    assert [row.place for row in made.rows] == list(range(1, len(plain) + 1))
