"""Drafts and publication."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.cards import actions as cards
from app.cards import queries
from app.cards.models import CardVersion
from app.cards.schemas import DutyRow, Head, Kind
from app.core import db
from app.core.errors import Conflict
from app.org.queries import post as find_post
from tests.world import DAY, World


def states(world: World) -> list[tuple[int, str]]:
    world.forget()
    return sorted((one.number, one.state) for one in queries.cards_of(world.crusher.id)[0].versions)


def draft(world: World, duty: str = "班前检查") -> CardVersion:
    rows = [("r1", DutyRow(duty=duty))]
    return cards.write_draft(world.crusher, Kind.DUTY, Head(), rows, source="test", by=None)


def test_publishing_supersedes_the_version_before_in_the_same_commit(world: World) -> None:
    cards.put_in_force(draft(world), effective_on=DAY, by=None)
    cards.put_in_force(draft(world, "班后检查"), effective_on=DAY, by=None)
    assert states(world) == [(1, "superseded"), (2, "published")]


def test_when_publishing_fails_the_version_before_still_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.put_in_force(draft(world), effective_on=DAY, by=None)
    second = draft(world, "班后检查")
    monkeypatch.setattr(cards, "digest_of", lambda _version: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cards.put_in_force(second, effective_on=DAY, by=None)
    assert states(world) == [(1, "published"), (2, "draft")]


def test_a_new_draft_takes_the_place_of_the_old_one_and_leaves_the_published(world: World) -> None:
    cards.put_in_force(draft(world), effective_on=DAY, by=None)
    draft(world, "先写的")
    draft(world, "后写的")
    assert states(world) == [(1, "published"), (2, "draft")]
    assert queries.bodies_of(queries.draft(queries.cards_of(world.crusher.id)[0]))[0][1].duty == "后写的"


def test_a_version_is_published_once(world: World) -> None:
    version = draft(world)
    cards.put_in_force(version, effective_on=DAY, by=None)
    with pytest.raises(Conflict, match="已经发布"):
        cards.put_in_force(version, effective_on=DAY, by=None)


def test_the_digest_is_of_what_the_version_says_and_still_fits_when_read_again(world: World) -> None:
    version = draft(world)
    cards.put_in_force(version, effective_on=DAY, by=None)
    world.forget()
    assert version.digest == cards.digest_of(version)
    assert len(version.digest) == 64
    assert version.digest != cards.digest_of(draft(world, "别的"))


def test_draft_and_publication_are_in_the_audit_with_who_did_it(world: World) -> None:
    version = draft(world)
    cards.put_in_force(version, effective_on=DAY, by=world.admin.id)
    acts = list(db.session().scalars(select(AuditEntry).where(AuditEntry.subject_id == version.card_id)))
    assert [(one.act, one.by) for one in acts] == [("card.draft", None), ("card.publish", world.admin.id)]
    assert acts[1].payload == {"version": 1, "digest": version.digest}


def at_once(world: World, *jobs: Callable[[], None]) -> list[BaseException | None]:
    """Run jobs in threads that begin together, each as a request of its own; what each of them raised."""
    ready, raised = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number: int, job: Callable[[], None]) -> None:
        with world.as_request():
            ready.wait()
            try:
                job()
            except Exception as error:
                raised[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    db.session().rollback()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return raised


def test_of_two_who_publish_one_draft_at_once_one_is_told_so(world: World) -> None:
    identity = draft(world).id

    def publish() -> None:
        cards.put_in_force(queries.version(identity), effective_on=DAY, by=None)

    raised = at_once(world, publish, publish)
    assert sorted(type(one).__name__ for one in raised) == ["Conflict", "NoneType"]
    assert states(world) == [(1, "published")]


def test_many_who_write_and_publish_at_once_leave_one_published_and_no_gap(world: World) -> None:
    identity = world.crusher.id

    @db.action
    def write_and_publish() -> None:
        rows = [("r1", DutyRow(duty="班前检查"))]
        made = cards.write_draft(find_post(identity), Kind.DUTY, Head(), rows, source="t", by=None)
        cards.put_in_force(made, effective_on=DAY, by=None)

    assert at_once(world, *[write_and_publish] * 4) == [None] * 4
    assert states(world) == [(1, "superseded"), (2, "superseded"), (3, "superseded"), (4, "published")]


def test_the_database_itself_holds_one_published_version_a_card(world: World) -> None:
    cards.put_in_force(draft(world), effective_on=DAY, by=None)
    db.session().rollback()
    with pytest.raises(Exception, match=r"uq_card_versions_published|UNIQUE"), db.writing() as active:
        first = active.scalar(select(CardVersion))
        active.add(
            CardVersion(
                card_id=first.card_id, enterprise_id=first.enterprise_id, number=2, state="published", head={}
            )
        )
    assert db.session().scalar(select(func.count()).select_from(CardVersion)) == 1
