"""What was found for a phone's manifest the last time, while nothing has changed: in this process, per account.

Nothing here is trusted for long. A memory holds only under the mark it was made with: the ends of the audit
chains of every enterprise whose rows it may show (every write adds a link), the account's latest notice, and
the quarter of an hour. The mark is read before what it stands for, so a write in between only makes it too old.
"""

import threading
import zlib
from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import g
from sqlalchemy import func, select

from app.access.models import Account
from app.audit.models import AuditHead
from app.core import db
from app.notify.models import Notice
from app.org.models import Unit
from app.settings.queries import units_of

MOST = 500  # accounts; at most some 30 KB each
Mark = tuple[object, ...]


class Kept(NamedTuple):
    """A manifest's bundles, and the account's own one."""

    mark: Mark
    bundles: dict[str, str]
    packed: bytes

    @property
    def own(self) -> bytes:
        """The bytes of the account's own bundle."""
        return zlib.decompress(self.packed)


_kept: OrderedDict[UUID, Kept] = OrderedDict()
_lock = threading.Lock()


def mark_of(account: Account, at: datetime) -> Mark:
    """What changes whenever something has changed that this account's manifest may show."""
    active = db.session()
    scope: db.Scope = g.scope or frozenset({account.enterprise_id})
    paths = active.scalars(select(Unit.path).where(Unit.id.in_(scope)))
    lineage = {one for path in paths for one in units_of(path)} | scope  # a park's settings hold below it
    heads = select(AuditHead.enterprise_id, AuditHead.hash).where(AuditHead.enterprise_id.in_(lineage))
    notices = select(func.max(Notice.made_at), func.count()).where(Notice.account_id == account.id)
    ends = sorted((str(row[0]), row[1]) for row in active.execute(heads))
    return (at, *ends, *active.execute(notices).one(), *sorted(str(grant.id) for grant in account.grants))


def recall(account_id: UUID, mark: Mark) -> Kept | None:
    """What was kept for an account under exactly this mark."""
    with _lock:
        found = _kept.get(account_id)
        if found is None or found.mark != mark:
            return None
        _kept.move_to_end(account_id)
        return found


def keep(account_id: UUID, mark: Mark, bundles: dict[str, str], own: bytes) -> Kept:
    """Keep what was found for an account in the place of what was kept before; the oldest makes room."""
    made = Kept(mark, bundles, zlib.compress(own, 1))
    with _lock:
        _kept[account_id] = made
        _kept.move_to_end(account_id)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
