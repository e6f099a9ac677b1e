"""Changing posts, and who holds them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.audit import actions as audit
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.org.actions.units import refuse_closed
from app.org.models import Assignment, Membership, Person, Post, Unit, UnitKind
from app.org.queries import holders, path_of, today


def refuse_future(on: date, path: str) -> None:
    """Raise Invalid where a day has not come yet: what is entered here holds at once."""
    if on > today(path):
        raise Invalid("日期不能晚于今天", hint="到了那天再来办。")


def end_on(row: Membership | Assignment, on: date) -> None:
    """Let a stay end on a day; it never ends before it began."""
    row.to_on = max(on, row.from_on)


@db.action
def add_post(*, unit: Unit, title: str, key_post: bool = False, by: UUID | None) -> Post:
    """A new post in a unit. Raises Conflict where the title is taken there."""
    if unit.kind == UnitKind.PARK:
        raise Invalid("岗位要放在企业里")
    refuse_closed(unit)
    _refuse_same_title(unit.id, title, None)
    place = db.session().scalar(select(func.max(Post.place)).where(Post.unit_id == unit.id)) or 0
    made = Post(
        id=new_id(),
        unit_id=unit.id,
        enterprise_id=unit.enterprise_id,
        title=title,
        key_post=key_post,
        place=place + 1,
    )
    db.session().add(made)
    db.session().flush()
    audit.record("post.add", "post", made.id, enterprise_id=made.enterprise_id, by=by, title=title)
    return made


def _refuse_same_title(unit_id: UUID, title: str, own: UUID | None) -> None:
    taken = db.session().scalar(
        select(Post).where(Post.unit_id == unit_id, Post.title == title, Post.closed_on.is_(None))
    )
    if taken is not None and taken.id != own:
        raise Conflict(f"这里已经有岗位“{title}”了", hint="换一个名称。")


def _refuse_closed_post(post: Post) -> None:
    if post.closed_on is not None:
        raise Conflict(f"岗位“{post.title}”已经停用了")


@db.action
def amend_post(post: Post, *, title: str, key_post: bool, unit: Unit, by: UUID) -> None:
    """Rename a post, mark it as 重点岗位, or move it to another unit of the same enterprise."""
    _refuse_closed_post(post)
    if unit.enterprise_id != post.enterprise_id:
        raise Invalid("只能在同一个企业里移动")
    refuse_closed(unit)
    _refuse_same_title(unit.id, title, post.id)
    before = {"title": post.title, "unit": str(post.unit_id), "key_post": post.key_post}
    post.title, post.key_post, post.unit_id = title, key_post, unit.id
    after = {"title": title, "unit": str(unit.id), "key_post": key_post}
    audit.record(
        "post.amend", "post", post.id, enterprise_id=post.enterprise_id, by=by, before=before, after=after
    )


@db.action
def close_post(post: Post, *, by: UUID) -> None:
    """Close a post; those who hold it stop holding it today. Its records stay."""
    _refuse_closed_post(post)
    post.closed_on = today(path_of(post))
    for held in holders(post.id):
        end_assignment(held, on=max(post.closed_on, held.from_on), by=by)
    audit.record("post.close", "post", post.id, enterprise_id=post.enterprise_id, by=by)


@db.action
def assign(person: Person, post: Post, *, on: date, by: UUID | None) -> Assignment:
    """A person takes a post from day `on`. Raises Conflict where they hold it already."""
    if post.enterprise_id != person.enterprise_id:
        raise Invalid("岗位和人不在同一个企业")
    if post.closed_on is not None or person.left_on is not None:
        raise Invalid("岗位停用了，或者人已经离职", hint="换一个。")
    refuse_future(on, path_of(post))
    if person.joined_on is not None and on < person.joined_on:
        raise Invalid("上岗日期不能早于入职日期")
    held = db.session().scalar(
        select(Assignment).where(
            Assignment.person_id == person.id, Assignment.post_id == post.id, Assignment.to_on.is_(None)
        )
    )
    if held is not None:
        raise Conflict(f"{person.account.name}已经在这个岗位上了")
    made = assign_new(person, post, on=on, by=by)
    db.session().flush()
    db.session().expire(person, ["assignments"])
    return made


def assign_new(person: Person, post: Post, *, on: date, by: UUID | None) -> Assignment:
    """Give a post to somebody who is known to be free for it. Part of a larger write, which flushes."""
    made = Assignment(
        id=new_id(), person_id=person.id, post_id=post.id, enterprise_id=post.enterprise_id, from_on=on
    )
    db.session().add(made)
    _note("post.assign", made, on, by)
    return made


@db.action
def end_assignment(held: Assignment, *, on: date, by: UUID) -> None:
    """A person gives a post up after day `on`."""
    if held.to_on is not None:
        raise Conflict("早就不在这个岗位上了")
    refuse_future(on, path_of(held.post))
    if on < held.from_on:
        raise Invalid("下岗日期不能早于上岗日期", hint=f"他是 {held.from_on} 上岗的。")
    end_on(held, on)
    _note("post.unassign", held, on, by)


def _note(act: str, held: Assignment, on: date, by: UUID | None) -> None:
    payload = {"person": str(held.person_id), "on": str(on)}
    audit.record(act, "post", held.post_id, enterprise_id=held.enterprise_id, by=by, **payload)
