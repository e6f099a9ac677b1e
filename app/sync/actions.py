"""Keeping stored bundles in step with what they are made from."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core import db
from app.core.ids import new_id
from app.org.models import Post
from app.sync.bundles import fingerprints, hash_of, make
from app.sync.models import Bundle


@db.action
def refresh(posts: Sequence[Post]) -> None:
    """Make the bundles of these posts anew and store them."""
    active = db.session()
    asked = select(Bundle).where(Bundle.post_id.in_([post.id for post in posts]))
    stored = {row.post_id: row for row in active.scalars(asked)}
    prints = fingerprints(posts)
    for post, content in zip(posts, make(posts), strict=True):
        row = stored.get(post.id)
        if row is None:
            row = Bundle(id=new_id(), post_id=post.id, enterprise_id=post.enterprise_id)
            active.add(row)
        row.content, row.hash, row.fingerprint = content, hash_of(content), prints[post.id]
