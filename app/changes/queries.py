"""Reading change records and the renewals (修订任务) that they, or the calendar, have opened."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.models import Account
from app.access.policy import ROLES, Role
from app.access.queries import grants_for, names_of
from app.cards.models import CardRenewal
from app.changes.models import Change
from app.core import db
from app.core.errors import Missing
from app.org.models import Post, Unit
from app.org.queries import within

PAGE = 50
WRITE, RECORD = "cards.write", "changes.write"
MINE, ALL = "mine", "all"
OPEN, CLOSED = "open", "closed"


class Candidate(NamedTuple):
    """Somebody who could own a change: who they are, and what they are there."""

    id: UUID
    name: str
    role: Role

    @property
    def words(self) -> str:
        """A name with what its bearer is."""
        return f"{self.name}（{ROLES[self.role].name}）"


class Tally(NamedTuple):
    """How many renewals a change has opened, and how many of them are done."""

    opened: int
    closed: int


def recorded(change_id: UUID) -> Change | None:
    """The change of this id, if somebody has recorded it."""
    with db.everywhere():  # an id is one over all enterprises, or it could be taken twice
        return db.session().scalar(select(Change).where(Change.id == change_id))


def change_for(account: Account, change_id: UUID) -> Change:
    """A change that an account may read. Raises Missing."""
    found = readable(account, change_id)
    if found is None:
        raise Missing("没有这项变更")
    return found


def readable(account: Account, change_id: UUID) -> Change | None:
    """The change, if there is one and the account may read it."""
    return db.session().scalar(_changes(account).where(Change.id == change_id))


def _changes(account: Account) -> Select[Change]:
    """Changes that touch a post at which the account may write cards, and those that it recorded or leads."""
    touching = select(CardRenewal.change_id).join(Post, CardRenewal.post_id == Post.id)
    touching = touching.join(Unit, Post.unit_id == Unit.id).where(within(account.paths_for(WRITE)))
    mine = or_(Change.owner_id == account.id, Change.made_by == account.id)
    return select(Change).where(or_(mine, Change.id.in_(touching)))


def changes(account: Account, kind: str = "", *, page: int) -> list[Change]:
    """The changes that an account may read, of one kind or of all, latest first."""
    asked = _of_kind(_changes(account), kind).options(
        joinedload(Change.unit), joinedload(Change.post), joinedload(Change.owner)
    )
    asked = asked.order_by(Change.made_at.desc(), Change.id.desc())
    return list(db.session().scalars(asked.limit(PAGE).offset((page - 1) * PAGE)))


def count_changes(account: Account, kind: str = "") -> int:
    """How many changes `changes` would give without a page."""
    return _count(_of_kind(_changes(account), kind).with_only_columns(Change.id))


def _of_kind(asked: Select[Change], kind: str) -> Select[Change]:
    return asked.where(Change.kind == kind) if kind else asked


def tallies(change_ids: Collection[UUID]) -> dict[UUID, Tally]:
    """Change > how far its renewals are."""
    asked = select(CardRenewal.change_id, func.count(), func.count(CardRenewal.closed_at))
    asked = asked.where(CardRenewal.change_id.in_(change_ids)).group_by(CardRenewal.change_id)
    rows = db.session().execute(asked)
    return {one: Tally(opened, closed) for one, opened, closed in rows if one is not None}


def renewals_of(change_id: UUID) -> list[CardRenewal]:
    """The renewals that a change has opened, those still open first, in the order of the tree."""
    asked = _with_post().where(CardRenewal.change_id == change_id)
    return list(
        db.session().scalars(
            asked.order_by(CardRenewal.closed_at.is_not(None), Unit.path, Post.place, Post.id)
        )
    )


def _with_post() -> Select[CardRenewal]:
    return (
        select(CardRenewal)
        .join(Post, CardRenewal.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .options(contains_eager(CardRenewal.post).contains_eager(Post.unit), joinedload(CardRenewal.owner))
    )


class Filter(NamedTuple):
    """Which renewals a list shows."""

    whose: str = ALL
    state: str = OPEN


def renewals(account: Account, asked: Filter, *, page: int) -> list[CardRenewal]:
    """The renewals that an account may read: open ones by the day they are due, closed ones the latest first."""
    order: tuple[ColumnElement[Any], ...] = (CardRenewal.due_on.asc(), CardRenewal.id.asc())
    if asked.state == CLOSED:
        order = (CardRenewal.closed_at.desc(), CardRenewal.id.desc())
    found = _renewals(account, asked).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session().scalars(found))


def count_renewals(account: Account, asked: Filter, *, before: date | None = None) -> int:
    """How many renewals `renewals` would give without a page; those due before a day only, where one is given."""
    found = _renewals(account, asked)
    if before is not None:
        found = found.where(CardRenewal.due_on < before)
    return _count(found.with_only_columns(CardRenewal.id))


def _renewals(account: Account, asked: Filter) -> Select[CardRenewal]:
    mine = CardRenewal.owner_id == account.id
    found = _with_post().where(mine if asked.whose == MINE else or_(mine, within(account.paths_for(WRITE))))
    closed = CardRenewal.closed_at.is_not(None) if asked.state == CLOSED else CardRenewal.closed_at.is_(None)
    return found.where(closed)


def open_renewals(enterprise_id: UUID) -> list[CardRenewal]:
    """All open renewals of an enterprise, with their posts; those of posts that are closed by now, too."""
    asked = _with_post().where(CardRenewal.enterprise_id == enterprise_id, CardRenewal.closed_at.is_(None))
    return list(db.session().scalars(asked.order_by(CardRenewal.due_on, CardRenewal.id)))


def leaders_of(change_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Change > who leads it."""
    rows = db.session().execute(select(Change.id, Change.owner_id).where(Change.id.in_(change_ids)))
    return {row.id: row.owner_id for row in rows} if change_ids else {}


def may_read(account: Account, renewal: CardRenewal) -> bool:
    """Whether somebody owns a renewal, or may write the cards of its post."""
    return account.id == renewal.owner_id or account.may(WRITE, renewal.post.unit.path)


def may_close(account: Account, renewal: CardRenewal) -> bool:
    """Whether somebody may say that its cards stay as they are: its owner, or whoever records changes there.

    An owner who may no longer write there has no say: the cards belong to those who answer for them today.
    """
    path = renewal.post.unit.path
    own = account.id == renewal.owner_id and account.may(WRITE, path)
    return own or account.may(RECORD, path)


def candidates(paths: Sequence[str]) -> list[Candidate]:
    """Who may write the cards of everything below each of these paths, the nearest first."""
    found = [_writers(path) for path in paths]
    all_of = [one for one in found[0] if all(one in each for each in found)] if found else []
    names = names_of(set(all_of))
    return [Candidate(one, names[one], found[0][one]) for one in all_of if one in names]


def _writers(path: str) -> dict[UUID, Role]:
    writers: dict[UUID, Role] = {}
    for grant in grants_for(WRITE, path):
        writers.setdefault(grant.account_id, Role(grant.role))
    return writers


def open_posts(post_ids: Sequence[UUID]) -> list[Post]:
    """Those of these posts that are open, with their units."""
    asked = select(Post).where(Post.id.in_(post_ids), Post.closed_on.is_(None)).options(joinedload(Post.unit))
    return list(db.session().scalars(asked.order_by(Post.id)))


def _count(asked: Select[UUID]) -> int:
    return db.session().scalar(select(func.count()).select_from(asked.subquery())) or 0
