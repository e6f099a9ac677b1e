"""Importing a document: everything or nothing, nothing twice, nothing merged, nothing overwritten."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.cards import actions as cards
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, cards_of
from app.cards.schemas import DutyRow, Head, Kind
from app.core import db
from app.core.errors import Conflict, Invalid, Problem
from app.exchange import queries
from app.exchange.actions import carry_out, settle, settle_department
from app.exchange.plan import Fate, plan, read
from app.org import actions as org
from app.org.models import Post, Unit, UnitKind
from app.org.queries import posts
from tests.exchange.documents import CHECK, LIST, LOCK, document, paste
from tests.exchange.test_pasted_properties import GROUPS, TABLES
from tests.world import DAY, World

TABLE = [("电工", [CHECK, LOCK])]


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    tables = db.Base.metadata.sorted_tables
    return {one.name: db.session().scalar(select(func.count()).select_from(one)) for one in tables}


def post(world: World, title: str) -> Post:
    return next(one for one in posts([world.mine.path]) if one.title == title)


def duties(of: Post) -> list[CardVersion]:
    """The versions of a post's duty list, newest first."""
    found = [card for card in cards_of(of.id) if card.kind == Kind.DUTY]
    return found[0].versions if found else []


def draft_of(of: Post) -> list[tuple[str, DutyRow]]:
    return bodies_of(next(one for one in duties(of) if one.state == "draft"))


def test_departments_posts_and_duties_come_in_where_they_stand(world: World) -> None:
    made = carry_out(document(LIST, TABLE), world.mine, by=world.admin.id)
    assert (made.new_departments, len(made.new_posts)) == (["机电科"], 4)
    assert post(world, "主任").unit_id == world.crushing.id
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == [CHECK[0], LOCK[0]]
    assert duties(post(world, "电工"))[0].head["rights"] == ["1.有权停止作业。"]


def test_it_is_never_published_by_itself(world: World) -> None:
    carry_out(document(LIST, TABLE), world.mine, by=None)
    assert [one.state for one in duties(post(world, "电工"))] == ["draft"]


def test_a_second_time_changes_nothing_at_all(world: World) -> None:
    whole = document(LIST, [*TABLE, ("没有的岗", [CHECK]), ("机电科", [LOCK])])
    carry_out(whole, world.mine, by=None)
    before, identities = counts(), [name for name, _ in draft_of(post(world, "电工"))]
    again = carry_out(whole, world.mine, by=None)
    assert not again.changes
    assert counts() == before
    assert [name for name, _ in draft_of(post(world, "电工"))] == identities


def test_a_second_time_after_publication_changes_nothing_either(world: World) -> None:
    carry_out(document(LIST, TABLE), world.mine, by=None)
    cards.put_in_force(duties(post(world, "电工"))[0], effective_on=DAY, by=None)
    before = counts()
    assert not carry_out(document(LIST, TABLE), world.mine, by=None).changes
    assert counts() == before


def test_one_more_post_adds_one_post_only(world: World) -> None:
    carry_out(document(LIST), world.mine, by=None)
    before = counts()
    carry_out(document([*LIST[:1], ("机电科", ["科长", "电工", "焊工"])]), world.mine, by=None)
    assert {name for name, count in counts().items() if count != before[name]} == {
        "posts",
        "audit_entries",
        "audit_links",
    }


def test_titles_are_never_merged(world: World) -> None:
    near = [("破碎车间", ["巡检工", "巡检工1", "巡检工（一）"]), ("机电科", ["巡检工"])]
    carry_out(document(near), world.mine, by=None)
    found = [(one.unit.name, one.title) for one in posts([world.mine.path]) if one.title.startswith("巡检工")]
    assert sorted(found) == sorted((unit, title) for unit, titles in near for title in titles)


def test_a_table_for_several_posts_of_one_name_waits(world: World) -> None:
    made = carry_out(
        document([("甲科", ["巡检工"]), ("乙科", ["巡检工"])], [("巡检工", [CHECK])]), world.mine, by=None
    )
    assert made.tables[0].fate is Fate.WAITS
    assert [sheet.title for sheet in queries.sheets(world.mine.id)] == ["巡检工"]
    assert all(not duties(one) for one in posts([world.mine.path]))


def test_a_table_near_a_title_is_proposed_and_not_put_there(world: World) -> None:
    made = carry_out(document(LIST, [("高压电工", [CHECK])]), world.mine, by=None)
    assert (made.tables[0].fate, made.tables[0].proposals[:1]) == (Fate.WAITS, ["电工"])
    assert not duties(post(world, "电工"))


def test_what_a_person_has_chosen_is_followed(world: World) -> None:
    carry_out(document(LIST, [("高压电工", [CHECK])]), world.mine, chosen={"高压电工": "电工"}, by=None)
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == [CHECK[0]]


def test_two_tables_for_one_post_in_one_paste_are_both_kept(world: World) -> None:
    twice = document(LIST, [("电工", [CHECK]), ("电工", [LOCK])])
    made = carry_out(twice, world.mine, by=None)
    assert [one.fate for one in made.tables] == [Fate.DRAFT, Fate.KEPT]
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == [CHECK[0]]
    assert queries.table_of(queries.sheets(world.mine.id)[0]).duties[0].duty == LOCK[0]
    assert not carry_out(twice, world.mine, by=None).changes


@pytest.mark.parametrize("title", ["电工", "没有的岗"])
def test_one_table_pasted_twice_comes_in_once(world: World, title: str) -> None:
    twice = document(LIST, [(title, [CHECK])] * 2)
    assert carry_out(twice, world.mine, by=None).tables[1].fate in {Fate.SAME, Fate.KNOWN}
    assert not carry_out(twice, world.mine, by=None).changes


def test_two_tables_chosen_for_one_post_are_both_kept(world: World) -> None:
    both = document(LIST, [("低压电工", [CHECK]), ("高压电工", [LOCK])])
    chosen = {"低压电工": "电工", "高压电工": "电工"}
    carry_out(both, world.mine, chosen=chosen, by=None)
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == [CHECK[0]]
    assert [sheet.title for sheet in queries.sheets(world.mine.id)] == ["高压电工"]


def test_another_draft_is_not_overwritten(world: World) -> None:
    carry_out(document(LIST), world.mine, by=None)
    mine = [("r1", DutyRow(duty="自己写的"))]
    cards.write_draft(post(world, "电工"), Kind.DUTY, Head(), mine, source="hand", by=None)
    made = carry_out(document(LIST, TABLE), world.mine, by=None)
    assert made.tables[0].fate is Fate.KEPT
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == ["自己写的"]
    assert queries.sheets(world.mine.id)[0].title == "电工"


def test_rows_that_say_the_same_keep_their_identity_in_a_new_version(world: World) -> None:
    carry_out(document(LIST, TABLE), world.mine, by=None)
    cards.put_in_force(duties(post(world, "电工"))[0], effective_on=DAY, by=None)
    old = {row.duty: name for name, row in bodies_of(duties(post(world, "电工"))[0])}
    new = ("新的职责。", "", "", "")
    carry_out(document(LIST, [("电工", [LOCK, new, CHECK])]), world.mine, by=None)
    found = {row.duty: name for name, row in draft_of(post(world, "电工"))}
    assert (found[LOCK[0]], found[CHECK[0]]) == (old[LOCK[0]], old[CHECK[0]])
    assert found[new[0]] not in old.values()


def test_a_row_once_reworded_shares_its_identity_with_nobody(world: World) -> None:
    carry_out(document(LIST), world.mine, by=None)
    for duty in (CHECK[0], LOCK[0]):  # the same row, in other words
        row = [("r1", DutyRow(duty=duty))]
        made = cards.write_draft(post(world, "电工"), Kind.DUTY, Head(), row, source="hand", by=None)
        cards.put_in_force(made, effective_on=DAY, by=None)
    carry_out(document(LIST, [("电工", [CHECK, LOCK])]), world.mine, by=None)
    names = [name for name, _ in draft_of(post(world, "电工"))]
    assert names[1] == "r1"
    assert names[0] != "r1"


def test_the_same_duty_twice_in_a_table_is_two_rows(world: World) -> None:
    carry_out(document(LIST, [("电工", [LOCK, LOCK])]), world.mine, by=None)
    assert len({name for name, _ in draft_of(post(world, "电工"))}) == 2


def test_a_team_called_like_a_department_is_not_that_department(world: World) -> None:
    team = org.add_unit(kind=UnitKind.TEAM, name="机电科", parent=world.crushing, by=None)
    theirs = org.add_post(unit=team, title="电工", by=None)
    made = carry_out(document(LIST, TABLE), world.mine, by=None)
    assert len(made.new_posts) == 4
    assert made.tables[0].fate is Fate.WAITS, "two posts are called so now"
    assert not duties(theirs)


def test_nothing_of_another_enterprise_is_touched_or_matched(world: World) -> None:
    carry_out(document([("熔铸车间", ["班长"])], [("熔炼炉操作岗", [CHECK])]), world.mine, by=None)
    assert not duties(world.furnace)
    assert len(posts([world.plant.path])) == 1
    assert queries.sheets(world.plant.id) == []


FAULTS = {
    "a post without a title": paste() + "\n\t9\n\t\n",
    "one post twice": paste([("机电科", ["电工", "电工"])]),
    "a title too long": paste([("机电科", ["长" * 201])]),
    "a department too long": paste([("部" * 201, ["电工"])]),
    "a table without a name": paste() + "\n\t序号\n\t安全职责\n\t到位标准\n\n\t1\n\t检查。\n\t每班。\n\n",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_bad_row_stops_the_whole(world: World, fault: str) -> None:
    before = counts()
    bad = read(FAULTS[fault], 10)
    assert plan(bad, world.mine).faults
    with pytest.raises(Invalid, match=r"第 [0-9]+ 行"):
        carry_out(bad, world.mine, by=None)
    assert counts() == before


def test_one_bad_row_anywhere_in_any_document_changes_nothing(world: World) -> None:
    before = counts()

    @given(GROUPS, TABLES, st.data())
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(groups: list, tables: list, data: st.DataObject) -> None:
        good = document(groups, [(title, duties) for title, _, duties in tables])
        bad = data.draw(st.sampled_from(good.posts))
        good.posts.insert(data.draw(st.integers(0, len(good.posts))), bad)  # one post twice, wherever
        with pytest.raises(Problem):
            carry_out(good, world.mine, by=None)
        assert counts() == before

    check()


def test_a_failure_half_way_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()
    monkeypatch.setattr(cards, "write_draft", lambda *_args, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry_out(document(LIST, TABLE), world.mine, by=None)
    assert counts() == before


def waiting(world: World, of: str = "post") -> object:
    carry_out(document(LIST, [("没有的岗", [CHECK])]), world.mine, by=None)
    sheet = queries.sheets(world.mine.id)[0]
    world.change(sheet, of=of)
    return sheet


def test_a_waiting_table_becomes_the_draft_of_the_post_that_a_person_names(world: World) -> None:
    sheet = waiting(world)
    settle(sheet, post(world, "电工"), by=world.admin.id)
    assert [row.duty for _, row in draft_of(post(world, "电工"))] == [CHECK[0]]
    assert (sheet.settled_by, sheet.post_id) == (world.admin.id, post(world, "电工").id)


def test_it_is_settled_once_and_within_its_enterprise(world: World) -> None:
    sheet = waiting(world)
    with pytest.raises(Invalid):
        settle(sheet, world.furnace, by=world.admin.id)
    org.close_post(world.truck, by=world.admin.id)
    with pytest.raises(Invalid):
        settle(sheet, world.truck, by=world.admin.id)
    settle(sheet, world.crusher, by=world.admin.id)
    with pytest.raises(Conflict):
        settle(sheet, post(world, "电工"), by=world.admin.id)


def test_a_departments_table_is_put_to_a_department_once(world: World) -> None:
    sheet = waiting(world, of="department")
    with pytest.raises(Invalid):
        settle(sheet, world.crusher, by=world.admin.id)
    with pytest.raises(Invalid):
        settle_department(sheet, world.casting, by=world.admin.id)
    settle_department(sheet, world.crushing, by=world.admin.id)
    assert sheet.unit_id == world.crushing.id
    with pytest.raises(Conflict):
        settle_department(sheet, world.hauling, by=world.admin.id)


def test_a_closed_post_may_be_imported_anew(world: World) -> None:
    carry_out(document(LIST), world.mine, by=None)
    org.close_post(post(world, "电工"), by=world.admin.id)
    assert [one.title for one in carry_out(document(LIST), world.mine, by=None).new_posts] == ["电工"]
    assert db.session().scalar(select(func.count()).select_from(Unit).where(Unit.name == "机电科")) == 1
