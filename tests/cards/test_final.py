"""A published version and its rows can't be changed or deleted, whichever way it is tried."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm.attributes import flag_modified

from app.cards import actions as cards
from app.cards import queries
from app.cards.models import Card, CardRow, CardVersion, PublishedIsFinal
from app.cards.schemas import Head, Kind
from app.core import db
from app.core.ids import new_id
from tests.world import DAY, World, sample_row

Way = Callable[[CardVersion, CardVersion], object]


def _new_row(version: CardVersion) -> CardRow:
    return CardRow(
        id=new_id(), enterprise_id=version.enterprise_id, identity="extra", place=9, body={"duty": "假"}
    )


def _expired_then_a_draft(version: CardVersion, _draft: CardVersion) -> None:
    db.session().expire(version)
    version.state = "draft"
    version.head = {"owner": "假"}


def _changed_in_place(version: CardVersion, _draft: CardVersion) -> None:
    version.rows[0].body["duty"] = "假"
    flag_modified(version.rows[0], "body")


def _row_moved_away(version: CardVersion, draft: CardVersion) -> None:
    row = version.rows[0]
    db.session().expire(row)
    row.version_id, row.identity, row.place = draft.id, "stolen", 9


def _emptied_and_deleted(version: CardVersion, _draft: CardVersion) -> None:
    for row in version.rows:
        db.session().expunge(row)
    version.rows = []
    db.session().delete(version)


def _merged(version: CardVersion, _draft: CardVersion) -> None:
    db.session().merge(CardVersion(id=version.id, head={"owner": "假"}))


def _bulk_rows(version: CardVersion, _draft: CardVersion) -> None:
    db.session().bulk_update_mappings(CardRow, [{"id": version.rows[0].id, "body": {"duty": "假"}}])


WAYS: dict[str, Way] = {
    "another head": lambda version, _: setattr(version, "head", {"owner": "假"}),
    "another number": lambda version, _: setattr(version, "number", 99),
    "another day": lambda version, _: setattr(version, "effective_on", None),
    "another digest": lambda version, _: setattr(version, "digest", "0"),
    "back to draft": lambda version, _: setattr(version, "state", "draft"),
    "expired, then a draft": _expired_then_a_draft,
    "on another card": lambda version, _: setattr(version, "card_id", new_id()),
    "another row body": lambda version, _: setattr(version.rows[0], "body", {"duty": "假"}),
    "a row body in place": _changed_in_place,
    "another place": lambda version, _: setattr(version.rows[0], "place", 7),
    "a row more": lambda version, _: version.rows.append(_new_row(version)),
    "a row less": lambda version, _: version.rows.clear(),
    "a row deleted": lambda version, _: db.session().delete(version.rows[0]),
    "a row moved to a draft": _row_moved_away,
    "deleted": lambda version, _: db.session().delete(version),
    "deleted without rows": _emptied_and_deleted,
    "merged over": _merged,
    "bulk update": lambda version, _: db.session().execute(update(CardVersion).values(head={})),
    "bulk update of rows": lambda version, _: db.session().execute(update(CardRow).values(body={})),
    "bulk delete of rows": lambda version, _: db.session().execute(delete(CardRow)),
    "bulk insert of rows": lambda version, _: db.session().execute(
        insert(CardRow), [{"version_id": version.id}]
    ),
    "table update": lambda version, _: db.session().execute(CardRow.__table__.update().values(body={})),
    "bulk mappings": _bulk_rows,
    "card of another post": lambda version, _: setattr(version.card, "post_id", new_id()),
    "card of another kind": lambda version, _: setattr(version.card, "kind", "risk"),
    "card deleted": lambda version, _: db.session().delete(version.card),
    "bulk update of cards": lambda version, _: db.session().execute(update(Card).values(kind="risk")),
}


def _two_versions(world: World) -> tuple[CardVersion, CardVersion]:
    world.publish(world.crusher, Kind.DUTY)
    published = queries.published_of(world.crusher.id)[Kind.DUTY]
    row = sample_row(Kind.DUTY)
    return published, cards.write_draft(world.crusher, Kind.DUTY, Head(), [("r1", row)], source="t", by=None)


@pytest.mark.parametrize("way", WAYS)
def test_a_published_version_refuses(world: World, way: str) -> None:
    version, draft = _two_versions(world)
    identity, said = version.id, cards.digest_of(version)
    with pytest.raises((PublishedIsFinal, db.ScopeMissing)), db.writing():
        WAYS[way](version, draft)
    world.forget()
    kept = queries.version(identity)
    assert (kept.state, kept.number, kept.card.kind, kept.card.post_id) == (
        "published",
        1,
        "duty",
        world.crusher.id,
    )
    assert kept.digest == said == cards.digest_of(kept)


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_superseded_version_never_comes_back(world: World, state: str) -> None:
    old, draft = _two_versions(world)
    cards.put_in_force(draft, effective_on=DAY, by=None)
    with pytest.raises(PublishedIsFinal), db.writing():
        old.state = state


def test_a_draft_can_still_be_changed_and_thrown_away(world: World) -> None:
    _, draft = _two_versions(world)
    with db.writing():
        draft.rows[0].body = {"duty": "改了"}
        draft.head = {"owner": "改了"}
    with db.writing():
        db.session().delete(draft)
    assert len(queries.cards_of(world.crusher.id)[0].versions) == 1
