"""Hanging the same cards on many posts: published at once, as `cards.actions` publishes them one by one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from app.audit import actions as audit
from app.cards.models import Card, CardRow, CardVersion, State
from app.core.ids import new_id
from app.demo.scale.bulk import Batch
from app.demo.scale.sets import CardSet, Said
from app.org.models import Post

SOURCE = "demo"


def hang(pairs: Sequence[tuple[Post, CardSet]], since: date) -> None:
    """Publish the cards of these sets on their posts, in force from a day on. Part of a larger write."""
    batch = Batch(Card, CardVersion, CardRow)
    for post, cards in pairs:
        for one in cards.cards:
            _publish(batch, post, one, since)
    batch.write()


def _publish(batch: Batch, post: Post, said: Said, since: date) -> None:
    owned = {"enterprise_id": post.enterprise_id}
    card, version = new_id(), new_id()
    batch.add(Card, owned | {"id": card, "post_id": post.id, "kind": said.kind})
    batch.add(CardVersion, owned | _version(card, version, said, since))
    batch.extend(
        CardRow,
        [
            owned
            | {"id": new_id(), "version_id": version, "identity": identity, "place": place, "body": body}
            for place, (identity, body) in enumerate(said.rows, 1)
        ],
    )
    acts = {"card.draft": {"source": SOURCE}, "card.publish": {"digest": said.digest}}
    for act, more in acts.items():
        audit.record(act, "card", card, enterprise_id=post.enterprise_id, by=None, version=1, **more)


def _version(card: UUID, version: UUID, said: Said, since: date) -> dict[str, Any]:
    at = datetime.combine(since, time(), UTC)
    return {
        "id": version,
        "card_id": card,
        "number": 1,
        "state": State.PUBLISHED.value,
        "head": said.head,
        "source": SOURCE,
        "made_at": at,
        "made_by": None,
        "authors": [],
        "effective_on": since,
        "published_at": at,
        "published_by": None,
        "digest": said.digest,
    }
