"""What waits for somebody: the cards they can sign now, and those they can publish. Few queries, however many posts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager

from app.access.models import Account
from app.access.policy import Role
from app.cards.models import IN_REVIEW, Card, CardVersion, State
from app.cards.progress import progress
from app.cards.signing.parts import PUBLISH, Turn
from app.core import db
from app.org.models import Post, Unit
from app.org.queries import assignments_on, today, within


def waiting(account: Account) -> list[Turn]:
    """The versions that an account can sign now, longest waiting first."""
    day = today(f"/{account.enterprise_id}/")
    posts = [one.post_id for one in assignments_on(account.id, day)]
    paths = [one.unit_path for one in account.grants if one.role != Role.PARK_OVERSEER]
    found = _versions(IN_REVIEW, or_(Card.post_id.in_(posts), within(paths)))
    return [turn for turn in _turns(found, account) if turn.stages]


def approved(account: Account) -> list[Turn]:
    """The approved versions that an account may publish, in the order of the tree."""
    found = _versions([State.APPROVED], within(account.paths_for(PUBLISH)))
    return sorted(_turns(found, account), key=_in_tree)


def count_approved(account: Account) -> int:
    """How many versions wait to be published by an account."""
    asked = _asked([State.APPROVED], within(account.paths_for(PUBLISH))).with_only_columns(CardVersion.id)
    return len(db.session().scalars(asked).all())


def _in_tree(turn: Turn) -> tuple[str, int, str, str]:
    post = turn.version.card.post
    return post.unit.path, post.place, str(post.id), turn.version.card.kind


def _turns(versions: Sequence[CardVersion], account: Account) -> list[Turn]:
    return [Turn(one, account) for one in progress(versions)]


def _versions(states: Sequence[State], where: ColumnElement[bool]) -> list[CardVersion]:
    whole = contains_eager(CardVersion.card).contains_eager(Card.post).contains_eager(Post.unit)
    asked = _asked(states, where).options(whole).order_by(CardVersion.submitted_at, CardVersion.id)
    return list(db.session().scalars(asked))


def _asked(states: Sequence[State], where: ColumnElement[bool]) -> Select[CardVersion]:
    """Versions in these states, of posts that stand."""
    asked = select(CardVersion).join(Card, CardVersion.card_id == Card.id)
    asked = asked.join(Post, Card.post_id == Post.id).join(Unit, Post.unit_id == Unit.id)
    return asked.where(CardVersion.state.in_(states), Post.closed_on.is_(None), where)
