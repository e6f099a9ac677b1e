"""Who learnt which version of a card: what counts, what is only kept, what is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.audit.queries import entries
from app.cards.models import CardVersion
from app.cards.schemas import Kind
from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.learning.models import CardLearning
from app.learning.queries import learnt_by
from tests.learning.builders import OLD, learn, publish, publish_new, publish_old
from tests.sync.phones import Phone, photo, sha_of
from tests.world import World

HOUR = timedelta(hours=1)
QUESTION = "a" * 16


def latest(world: World) -> tuple[int, str] | None:
    """What the worker has learnt of the crusher's emergency card."""
    world.forget()
    found = learnt_by(world.worker_id, [world.crusher_id])
    return (found[0].version, found[0].mark) if found else None


def kept(world: World) -> list[CardLearning]:
    """All that is kept."""
    world.forget()
    return list(db.session().scalars(select(CardLearning).order_by(CardLearning.learnt_at)))


def marks(version: CardVersion) -> tuple[int, str]:
    """Number and mark of a version."""
    return version.number, (version.digest or "")[:16]


def test_a_version_is_learnt_with_its_answers_and_signature(world: World) -> None:
    version = publish_old(world)
    answers = [{"question": QUESTION, "right": False, "given": ["喊人"]}]
    assert learn(world.people["worker"], version, answers=answers, heard=True, signature="f" * 64) == []
    (seen,) = kept(world)
    assert (seen.number, seen.heard, seen.answers, seen.signature) == (1, True, answers, "f" * 64)
    assert latest(world) == marks(version)
    acts = [one.act for one in entries(world.mine_id, subject_id=world.crusher_id, page=1)]
    assert acts.count("card.learn") == 1


def test_twice_is_kept_twice_and_counts_once(world: World) -> None:
    version = publish_old(world)
    for _ in range(2):
        assert learn(world.people["worker"], version) == []
    assert len(kept(world)) == 2
    assert len(learnt_by(world.worker_id, [world.crusher_id])) == 1


def test_the_order_in_which_they_come_in_does_not_matter(world: World) -> None:
    old, new = publish_old(world), publish_new(world)
    worker = world.people["worker"]
    learn(worker, new, ago=HOUR)
    learn(worker, old, ago=3 * HOUR)
    assert latest(world) == marks(new)


def test_a_superseded_version_may_still_be_learnt(world: World) -> None:
    old, _ = publish_old(world), publish_new(world)
    assert learn(world.people["worker"], old) == []
    assert latest(world) == marks(old)


def test_other_words_under_the_same_number_do_not_count(world: World) -> None:
    version = publish_old(world)
    assert learn(world.people["worker"], version, mark="0" * 16) == ["other_words"]
    assert latest(world) is None
    (seen,) = kept(world)
    assert (seen.mark, seen.flags) == ("0" * 16, ["other_words"])


def test_after_a_restore_the_words_tell_which_version_was_read(world: World) -> None:
    """The phone learnt number 7 of a server that has forgotten it; the same words were published anew as number 2."""
    publish_new(world)
    again = publish_old(world)
    assert learn(world.people["worker"], again, version=7) == []
    assert latest(world) == marks(again)


def test_whoever_did_not_hold_the_post_that_day_is_flagged(world: World) -> None:
    version = publish_old(world)
    assert learn(world.people["team_leader"], version) == ["not_holder"]
    assert learn(world.people["worker"], version, ago=timedelta(days=4000)) == ["not_holder"]


def test_what_there_never_was_can_not_be_learnt(world: World) -> None:
    version = publish_old(world)
    furnace = publish(world.furnace, OLD)
    world.draft(world.crusher, Kind.EMERGENCY, mark="草稿")
    mine, theirs = marks(version)[1], marks(furnace)[1]
    assert mine == theirs  # the words alone are not enough: they must be this post's
    never: list[dict[str, Any]] = [
        {"version": 2, "mark": "0" * 16},  # only a draft
        {"version": 9, "mark": "0" * 16},
        {"kind": Kind.RISK},
        {"post": str(new_id())},
        {"post": "哪里"},
        {"post": str(world.furnace_id)},
    ]
    for one in never:
        with pytest.raises(Invalid) as refused:
            learn(world.people["worker"], version, **one)
        assert refused.value.code == "unknown_card"
    assert kept(world) == []


def test_an_id_stands_for_one_learning(world: World) -> None:
    version, taken = publish_old(world), str(new_id())
    learn(world.people["worker"], version, id=taken)
    with pytest.raises(Conflict) as refused:
        learn(world.people["team_leader"], version, id=taken)
    assert refused.value.code == "id_taken"
    with pytest.raises(Invalid):
        learn(world.people["worker"], version, id="seven")


def test_more_answers_than_there_are_questions_are_refused(world: World) -> None:
    answers = [{"question": QUESTION, "right": True, "given": []}] * 11
    with pytest.raises(Invalid) as refused:
        learn(world.people["worker"], publish_old(world), answers=answers)
    assert refused.value.code == "too_long"


def body(world: World, version: int = 1, **more: Any) -> dict[str, Any]:
    """What a phone sends."""
    return {
        "id": str(new_id()),
        "post": str(world.crusher_id),
        "kind": "emergency",
        "version": version,
        "mark": MARK,
        **more,
    }


MARK = "0123456789abcdef"


def test_a_phone_learns_of_what_its_person_learnt_elsewhere(world: World) -> None:
    said = marks(publish_old(world))[1]
    phone = Phone(world, "worker")
    answer = phone.send("card.learnt", body(world, mark=said))
    assert (answer.state, answer.flags) == ("applied", [])
    held = phone.client.get(f"/api/sync/bundles/me:{phone.account}").get_json()
    wanted = {"post": str(world.crusher_id), "kind": "emergency", "version": 1, "mark": said}
    assert held["learnt"] == [wanted]
    leader = world.client("team_leader")
    other = leader.get(f"/api/sync/bundles/me:{world.people['team_leader'].id}").get_json()
    assert other["learnt"] == []


def test_it_is_delivered_whole_once_its_signature_has_come(world: World) -> None:
    said, picture = marks(publish_old(world))[1], photo()
    phone = Phone(world, "worker")
    answer = phone.send("card.learnt", body(world, mark=said, signature=sha_of(picture)))
    assert (answer.state, answer.lacks) == ("applied", [sha_of(picture)])
    assert phone.put_photo(picture).status_code == 200
    learning_id = str(kept(world)[0].id)
    leader = world.client("team_leader")
    shown = leader.get(f"/console/learnings/{learning_id}/signature")
    assert (shown.status_code, shown.data) == (200, picture)
    assert world.client("worker").get(f"/console/learnings/{learning_id}/signature").status_code == 403


def test_a_correction_does_not_stand_beside_what_was_taken(world: World) -> None:
    said = marks(publish_old(world))[1]
    phone = Phone(world, "worker")
    first = phone.send("card.learnt", body(world, mark=said))
    second = phone.send("card.learnt", body(world, mark=said), corrects=first.id)
    assert (second.state, second.code) == ("rejected", "stands")
    assert len(kept(world)) == 1


def test_what_was_sent_back_is_put_right_by_the_next(world: World) -> None:
    said = marks(publish_old(world))[1]
    phone = Phone(world, "worker")
    first = phone.send("card.learnt", body(world, version=5))
    assert (first.state, first.code) == ("rejected", "unknown_card")
    assert phone.send("card.learnt", body(world, mark=said), corrects=first.id).state == "applied"
    assert latest(world) == (1, said)


@pytest.mark.parametrize("spoilt", [{"mark": "ABC"}, {"version": -1}, {"kind": "moon"}, {"signature": "me"}])
def test_what_is_no_learning_is_sent_back(world: World, spoilt: dict[str, object]) -> None:
    publish_old(world)
    answer = Phone(world, "worker").send("card.learnt", body(world, **spoilt))
    assert (answer.state, answer.code) == ("rejected", "malformed")


def test_the_same_op_twice_is_one(world: World) -> None:
    said = marks(publish_old(world))[1]
    phone = Phone(world, "worker")
    op = phone.op("card.learnt", body(world, mark=said))
    first, second = (phone.push(None, op).answers[0] for _ in range(2))
    assert first.receipt == second.receipt
    assert [one.account_id for one in kept(world)] == [UUID(phone.account)]
