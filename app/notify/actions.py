"""Telling people, and noting that they have read it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from app.access.models import Account
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.notify.models import Notice

TITLE, BODY = 200, 500  # characters, as the columns hold


@db.action
def tell(
    account_ids: Collection[UUID],
    *,
    enterprise_id: UUID,
    kind: str,
    title: str,
    body: str,
    about: UUID | None,
) -> None:
    """A message to each of these people: once each, to nobody of another enterprise, to nobody who left.

    Has no audit row of its own: what it tells of has one. Longer texts are cut, for the page tells all.
    """
    asked = select(Account.id).where(
        Account.id.in_(set(account_ids)), Account.enterprise_id == enterprise_id, Account.closed_at.is_(None)
    )
    db.session().add_all(
        Notice(
            id=new_id(),
            enterprise_id=enterprise_id,
            account_id=one,
            kind=kind,
            title=title[:TITLE],
            body=body[:BODY],
            about=about,
        )
        for one in (db.session().scalars(asked).all() if account_ids else ())
    )


@db.action
def mark_read(account_id: UUID, *, through: UUID) -> None:
    """The person has seen what they were told up to and with this notice; a later one stays unread.

    Nothing happens where the notice is another person's. Not audited: it is the person's own bookmark.
    """
    last = db.session().scalar(
        select(Notice.made_at).where(Notice.id == through, Notice.account_id == account_id)
    )
    if last is None:
        return
    mine = Notice.account_id == account_id, Notice.read_at.is_(None), Notice.made_at <= last
    db.session().execute(update(Notice).where(*mine).values(read_at=now()))
