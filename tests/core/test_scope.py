"""One enterprise never sees or touches another's rows, however it is asked."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import g
from sqlalchemy import Select, delete, exists, func, insert, select, text, update
from sqlalchemy.orm import aliased, selectinload

from app.access.models import Account
from app.core import db
from app.core.ids import new_id
from app.org.models import Assignment, Person, Post, Unit
from tests.world import DAY, World

ASKED = {
    "rows": lambda: select(Post),
    "columns": lambda: select(Post.id),
    "a count": lambda: select(func.count()).select_from(Post),
    "a count of a subquery": lambda: select(func.count()).select_from(select(Post).subquery()),
    "raw SQL": lambda: text("SELECT title FROM posts"),
    "the bare table": lambda: select(Post.__table__),
}


@pytest.fixture
def mine(world: World) -> World:
    """The world, looked at from 甲矿 only, with nothing loaded before."""
    world.forget()
    db.session().expunge_all()
    db.scope_to(frozenset({world.mine_id}))
    return world


@pytest.mark.parametrize("asked", ASKED)
def test_asking_before_anybody_said_whose_is_an_error(world: World, asked: str) -> None:
    g.pop("scope")
    with pytest.raises(db.ScopeMissing):
        db.session().execute(ASKED[asked]())


@pytest.mark.parametrize("asked", ["raw SQL", "the bare table"])
def test_what_no_scope_can_hold_is_refused_inside_one(mine: World, asked: str) -> None:
    with pytest.raises(db.ScopeMissing):
        db.session().execute(ASKED[asked]())


def test_a_statement_that_is_kept_shows_each_scope_its_own_rows(mine: World) -> None:
    kept = select(Post.title).order_by(Post.title)

    def seen(*enterprises: UUID) -> list[str]:
        db.scope_to(frozenset(enterprises))
        return list(db.session().scalars(kept))

    ours, theirs = seen(mine.mine_id), seen(mine.plant_id)
    assert (len(ours), theirs) == (2, ["熔炼炉操作岗"])
    assert seen(mine.mine_id, mine.plant_id) == sorted([*ours, *theirs])
    assert (seen(new_id()), seen(mine.mine_id), seen(mine.plant_id)) == ([], ours, theirs)


def test_columns_past_the_objects_are_held_to_each_scope_too(mine: World) -> None:
    kept = select(Post.title).join(Unit, Unit.id == Post.unit_id).order_by(Post.title)

    def seen(*enterprises: UUID) -> list[str]:
        db.scope_to(frozenset(enterprises))
        return [title for (title,) in db.rows(kept)]

    ours, theirs = seen(mine.mine_id), seen(mine.plant_id)
    assert (len(ours), theirs) == (2, ["熔炼炉操作岗"])
    assert seen(mine.mine_id, mine.plant_id) == sorted([*ours, *theirs])
    assert (seen(new_id()), seen(mine.mine_id)) == ([], ours)
    with db.everywhere():
        assert len(db.rows(kept)) == 3


UNHELD: dict[str, Callable[[], Select[object]]] = {
    "an alias": lambda: select(aliased(Post).title),
    "a subquery": lambda: select(select(Post.title).subquery().c.title),
    "one value of a subquery": lambda: select(select(func.count(Post.id)).scalar_subquery()),
    "what is in another's list": lambda: select(Unit.name).where(Unit.id.in_(select(Post.unit_id))),
}


@pytest.mark.parametrize("asked", UNHELD)
def test_columns_that_no_scope_can_hold_are_refused(mine: World, asked: str) -> None:
    with pytest.raises(db.ScopeMissing):
        db.rows(UNHELD[asked]())


def test_columns_are_refused_before_anybody_said_whose(world: World) -> None:
    g.pop("scope")
    with pytest.raises(db.ScopeMissing):
        db.rows(select(Post.title))


def test_columns_show_what_was_written_just_now(mine: World) -> None:
    with db.writing() as active:
        active.scalars(select(Post).order_by(Post.title)).first().title = "刚改的"
        assert "刚改的" in [title for (title,) in db.rows(select(Post.title))]


def test_whoever_may_see_no_enterprise_sees_nothing(mine: World) -> None:
    db.scope_to(frozenset())
    assert db.session().scalars(select(Post)).all() == []


def test_everywhere_sees_all_and_gives_the_scope_back(mine: World) -> None:
    with db.everywhere():
        assert db.session().scalar(select(func.count()).select_from(Post)) == 3
    assert db.session().scalar(select(func.count()).select_from(Post)) == 2


def test_everywhere_gives_the_scope_back_after_an_error(mine: World) -> None:
    with pytest.raises(ZeroDivisionError), db.everywhere():
        1 / 0  # noqa: B018
    assert g.scope == {mine.mine_id}


POST, OTHER = Post, aliased(Post)
COUNTS: dict[str, Callable[[], object]] = {
    "rows": lambda: select(POST.title),
    "an alias": lambda: select(OTHER.title),
    "a join": lambda: select(POST.title).join(Unit, POST.unit_id == Unit.id),
    "a join from the unit": lambda: select(POST.title).select_from(Unit).join(POST, POST.unit_id == Unit.id),
    "a subquery": lambda: select(select(POST.title).subquery()),
    "a common table": lambda: select(select(POST.title).cte()),
    "a union": lambda: select(POST.title).union(select(OTHER.title)),
    "a scalar subquery": lambda: select(select(func.max(POST.title)).scalar_subquery()),
}


@pytest.mark.parametrize("asked", COUNTS)
def test_other_enterprises_are_invisible_in(mine: World, asked: str) -> None:
    found = {row[0] for row in db.session().execute(COUNTS[asked]())}
    assert found
    assert found <= {"一号破碎机操作岗", "自卸车司机岗"}


def test_they_do_not_count_as_existing(mine: World) -> None:
    asked = select(Unit.name).where(exists().where(Post.title == "熔炼炉操作岗"))
    assert db.session().scalars(asked).all() == []


def test_they_can_not_be_got_by_id(mine: World) -> None:
    assert db.session().get(Post, mine.furnace_id) is None
    with db.everywhere():
        loaded = db.session().get(Post, mine.furnace_id)
    assert loaded is not None
    assert db.session().get(Post, mine.furnace_id) is None, "that it is loaded makes no difference"


def test_they_do_not_come_along_a_relationship(mine: World) -> None:
    with db.everywhere(), db.writing() as active:  # a row that a bug has left pointing across
        unit = active.scalars(select(Unit).where(Unit.name == "熔铸车间")).one()
        post = active.scalars(select(Post).where(Post.title == "自卸车司机岗")).one()
        post.unit_id = unit.id
    db.session().expunge_all()
    assert db.session().scalars(select(Post).where(Post.title == "自卸车司机岗")).one().unit is None


@pytest.mark.parametrize("load", [None, selectinload(Person.assignments)])
def test_collections_hold_their_own_rows_only(mine: World, load: object) -> None:
    with db.everywhere(), db.writing() as active:
        worker = active.scalars(select(Person).where(Person.id == mine.worker_id)).one()
        active.add(
            Assignment(person_id=worker.id, post_id=mine.furnace_id, enterprise_id=mine.plant_id, from_on=DAY)
        )
    db.session().expunge_all()
    asked = select(Person).where(Person.id == mine.worker_id)
    found = db.session().scalars(asked.options(load) if load else asked).one()
    assert [held.post.title for held in found.assignments] == ["一号破碎机操作岗"]


def test_they_are_not_changed_or_deleted_by_a_statement_over_many(mine: World) -> None:
    with db.writing() as active:
        active.execute(update(Post).values(key_post=True))
        active.execute(delete(Assignment))
        active.execute(update(Account).where(Account.employee_no == "2001").values(name="改了"))
    with db.everywhere():
        db.session().expire_all()
        assert db.session().get(Post, mine.furnace_id).key_post is False
        assert db.session().scalar(select(Account.name).where(Account.employee_no == "2001")) == "stranger"


def _stray(world: World) -> dict[str, object]:
    return {"id": new_id(), "enterprise_id": world.plant_id, "unit_id": world.casting_id, "title": "假岗"}


@pytest.mark.parametrize(
    "write",
    [
        lambda active, values: active.add(Post(**values)),
        lambda active, values: active.merge(Post(**values)),
        lambda active, values: active.execute(insert(Post), [values]),
        lambda active, values: active.execute(
            Post.__table__.insert().values(**values, key_post=False, place=1)
        ),
        lambda active, values: active.bulk_save_objects([Post(**values)]),
        lambda active, values: active.bulk_insert_mappings(Post, [values]),
    ],
)
def test_a_row_of_another_enterprise_can_not_be_written(mine: World, write: Callable) -> None:
    with pytest.raises(db.ScopeMissing), db.writing() as active:
        write(active, _stray(mine))
    with db.everywhere():
        assert db.session().scalar(select(func.count()).select_from(Post)) == 3


def test_a_row_can_not_be_given_to_another_enterprise(mine: World) -> None:
    with pytest.raises(db.ScopeMissing), db.writing() as active:
        active.get(Post, mine.crusher_id).enterprise_id = mine.plant_id


def test_a_park_sees_its_enterprises_and_an_enterprise_not_its_sister(world: World) -> None:
    from app.org.queries import scope_of

    overseer, worker = world.people["park_overseer"].account, world.people["worker"].account
    assert scope_of(overseer) == {world.park.id, world.mine.id, world.plant.id}
    assert scope_of(worker) == {world.mine.id}
