"""Keeping stored bundles in step with what they are made from."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.core import db
from app.core.ids import new_id
from app.sync.bundles import hash_of
from app.sync.kinds import MAKERS, key_of
from app.sync.models import Bundle


@db.action
def refresh(kind: str, ids: Collection[UUID]) -> None:
    """Make the bundles of these rows anew and store them."""
    active, maker = db.session(), MAKERS[kind]
    rows = list(active.scalars(select(maker.model).where(maker.model.id.in_(ids)).options(*maker.along)))
    asked = select(Bundle).where(Bundle.key.in_([key_of(kind, row) for row in rows]))
    stored = {bundle.key: bundle for bundle in active.scalars(asked)}
    prints = maker.fingerprints(rows)
    for row, content in zip(rows, maker.make(rows), strict=True):
        key = key_of(kind, row)
        bundle = stored.get(key)
        if bundle is None:
            bundle = Bundle(id=new_id(), key=key, enterprise_id=row.enterprise_id)
            active.add(bundle)
        bundle.content, bundle.hash, bundle.fingerprint = content, hash_of(content), prints[row.id]
