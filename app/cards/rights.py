"""Who may sign what on a version (S3, S26): the crew of the post, and the roles that the enterprise has set."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.access.models import Account, Grant
from app.cards.models import CardVersion, Stage, State
from app.cards.settings import MAY_ASSESS, MAY_ASSIGN, MAY_DETERMINE
from app.core import db
from app.org.models import Assignment, Post
from app.org.queries import today
from app.settings.queries import value_of
from app.settings.registry import Setting

STAGE_NAMES = {Stage.IDENTIFY: "辨", Stage.ASSESS: "评", Stage.DETERMINE: "定", Stage.ASSIGN: "责"}
STAGE_WORDS = {
    Stage.IDENTIFY: "在岗的人辨风险",
    Stage.ASSESS: "班组评风险",
    Stage.DETERMINE: "专家定风险",
    Stage.ASSIGN: "分级定责，批准",
    Stage.RETURN: "退回修改",
}
STATE_WORDS = {
    State.DRAFT: "草稿",
    State.TEAM_REVIEW: "班组评审中",
    State.EXPERT_REVIEW: "专家评审中",
    State.APPROVED: "批准了，等发布",
    State.PUBLISHED: "已经发布",
    State.SUPERSEDED: "被新版代替了",
}
OPEN_TO = {  # in which states a stage may be signed
    Stage.IDENTIFY: (State.TEAM_REVIEW, State.EXPERT_REVIEW, State.APPROVED),
    Stage.ASSESS: (State.TEAM_REVIEW,),
    Stage.DETERMINE: (State.EXPERT_REVIEW,),
    Stage.ASSIGN: (State.EXPERT_REVIEW,),
}
ROLES_FOR: dict[Stage, Setting[list[str]]] = {
    Stage.ASSESS: MAY_ASSESS,
    Stage.DETERMINE: MAY_DETERMINE,
    Stage.ASSIGN: MAY_ASSIGN,
}


def may_sign(
    account: Account, stage: Stage, version: CardVersion, crew: Collection[UUID] | None = None
) -> bool:
    """Whether somebody may sign a stage of a version now, as far as their roles and posts go.

    `crew` is who holds the post today, where that is known already.
    """
    if version.state not in OPEN_TO[stage] or account.closed_at is not None:
        return False
    post = version.card.post
    if stage is Stage.IDENTIFY:
        return holds(account.id, post) if crew is None else account.id in crew
    return holds_role(account, value_of(ROLES_FOR[stage], post.unit.path), post.unit.path)


def holds(account_id: UUID, post: Post) -> bool:
    """Whether somebody holds a post today."""
    return account_id in holders_on(post.id, today(post.unit.path))


def holds_role(account: Account, roles: list[str], path: str) -> bool:
    """Whether an account holds one of these roles on the unit at `path`."""
    return any(grant.role in roles and path.startswith(grant.unit_path) for grant in account.grants)


def holders_on(post_id: UUID, day: date) -> set[UUID]:
    """Who holds a post on a day, and is still here."""
    return {one.person_id for one in _assignments([post_id], day, day)}


def crews_on(posts: Sequence[Post]) -> dict[UUID, frozenset[UUID]]:
    """Post > who holds it today, where it stands."""
    days = {one.id: today(one.unit.path) for one in posts}
    found: dict[UUID, set[UUID]] = {one.id: set() for one in posts}
    for one in _assignments(list(days), max(days.values()), min(days.values())) if days else ():
        if one.from_on <= days[one.post_id] and (one.to_on is None or one.to_on >= days[one.post_id]):
            found[one.post_id].add(one.person_id)
    return {post_id: frozenset(people) for post_id, people in found.items()}


def _assignments(post_ids: Sequence[UUID], begun_by: date, ended_from: date) -> list[Assignment]:
    """Of people whose account is open: on their last day they may have left already."""
    asked = (
        select(Assignment)
        .join(Account, Assignment.person_id == Account.id)
        .where(
            Assignment.post_id.in_(post_ids),
            Assignment.from_on <= begun_by,
            or_(Assignment.to_on.is_(None), Assignment.to_on >= ended_from),
            Account.closed_at.is_(None),
        )
    )
    return list(db.session().scalars(asked))


def signers(stage: Stage, post: Post) -> set[UUID]:
    """Everybody who may sign a stage at a post."""
    path = post.unit.path
    if stage is Stage.IDENTIFY:
        return holders_on(post.id, today(path))
    asked = select(Grant.account_id, Grant.unit_path).where(
        Grant.role.in_(value_of(ROLES_FOR[stage], path)), Grant.ended_at.is_(None)
    )
    return {row.account_id for row in db.session().execute(asked) if path.startswith(row.unit_path)}
