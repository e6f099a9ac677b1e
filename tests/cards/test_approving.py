"""What stands between a signature and a publication: people, posts, authors, and what can never be taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.cards import editing, reviewing
from app.cards.models import CardSignoff, CardVersion, PublishedIsFinal, Stage
from app.cards.schemas import DutyRow, Kind
from app.cards.settings import PARTICIPANTS
from app.core import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.notify.models import Notice
from app.org import actions as org
from app.org.queries import today
from app.settings.actions import override
from tests.cards.review import WAY, account, again, draft, publish, sent, sign, signed
from tests.world import DAY, World

STAGES = [stage for stage, _ in WAY]

STAGES = [stage for stage, _ in WAY]


def told(world: World, kind: str) -> dict[str, list[str]]:
    """Role > the titles of what they were told of a kind."""
    names = {person.id: role for role, person in world.people.items()}
    found: dict[str, list[str]] = {}
    for one in db.session().scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id)):
        found.setdefault(names.get(one.account_id, "?"), []).append(one.title)
    return found


def reword(world: World, version: CardVersion, duty: str, by: str = "team_leader") -> None:
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", DutyRow(duty=duty), base=base, by=world.people[by].id)


def test_the_only_author_does_not_approve(world: World) -> None:
    version = signed(world, sent(world, by="principal"), Stage.DETERMINE)
    assert reviewing.stages_for(account(world, "principal"), version) == []
    with pytest.raises(Conflict, match="你一个人写的"):
        sign(world, version, Stage.ASSIGN, "principal")
    assert again(version).state == "expert_review"


def test_who_only_opened_the_draft_is_no_author(world: World) -> None:
    """Otherwise a colleague's look would let somebody approve what they wrote alone."""
    version = draft(world, by="principal")
    editing.begin(world.crusher, Kind.DUTY, by=world.people["team_leader"].id)
    assert again(version).authors == [str(world.people["principal"].id)]


def test_who_replaces_all_words_is_their_only_author(world: World) -> None:
    draft(world, by="team_leader")
    version = draft(world, by="principal")
    assert version.authors == [str(world.people["principal"].id)]


def test_one_of_several_authors_may_approve(world: World) -> None:
    version = draft(world, by="principal")
    reword(world, version, "班前、班中检查", by="team_leader")
    reviewing.submit(version, by=world.people["principal"].id)
    assert publish(world, signed(world, version)).state == "published"


def test_nothing_is_published_without_the_crew(world: World) -> None:
    override(PARTICIPANTS, 2, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    version = signed(world, sent(world))
    mate = world.person("工友", world.crew, "1302")
    org.assign(mate, world.crusher, on=DAY, by=None)  # one more came after the approval
    with pytest.raises(Conflict, match="还差 1 个在岗的人签“辨”"):
        publish(world, version)
    assert again(version).state == "approved"
    sign(world, version, Stage.IDENTIFY, mate)
    assert publish(world, version).state == "published"


def test_a_post_without_people_waits_for_them(world: World) -> None:
    empty = org.add_post(unit=world.crew, title="新岗", by=None)
    version = sent(world, post=empty)
    with pytest.raises(Conflict, match="还差 1 个"):
        sign(world, version, Stage.ASSESS, "team_leader")
    asked = told(world, "card.turn")["team_leader"]
    assert asked == ["“新岗：岗位职责清单”轮到你签“评”"]  # and the message says that nobody works there


def test_who_left_signed_while_they_were_here_and_is_not_waited_for(world: World) -> None:
    override(PARTICIPANTS, 2, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)
    mate = world.person("工友", world.crew, "1302")
    org.assign(mate, world.crusher, on=DAY, by=None)
    version = signed(world, sent(world), Stage.IDENTIFY)
    assert reviewing.participants_lacking(version) == 1
    org.leave(mate, on=today(world.crew.path), by=world.admin.id)
    assert reviewing.participants_lacking(version) == 0  # on the very day, too
    with pytest.raises(Forbidden):
        sign(world, version, Stage.IDENTIFY, mate)
    org.leave(world.people["worker"], on=today(world.crew.path), by=world.admin.id)
    assert publish(world, signed_from(world, version, Stage.ASSESS)).state == "published"


def signed_from(world: World, version: CardVersion, first: Stage) -> CardVersion:
    for stage, role in WAY[STAGES.index(first) :]:
        sign(world, version, stage, role)
    return version


def test_somebody_whose_time_at_the_post_is_over_or_has_not_begun_does_not_sign(world: World) -> None:
    day = today(world.crew.path)
    mate = world.person("工友", world.crew, "1302")
    held = org.assign(mate, world.crusher, on=DAY, by=None)
    org.end_assignment(held, on=day - timedelta(days=1), by=None)
    version = sent(world)
    with pytest.raises(Forbidden):
        sign(world, version, Stage.IDENTIFY, mate)


def test_a_closed_account_signs_nothing(world: World) -> None:
    version = signed(world, sent(world), Stage.IDENTIFY)
    access.close_account(world.people["team_leader"].account, by=world.admin.id)
    with pytest.raises(Forbidden):
        sign(world, version, Stage.ASSESS, "team_leader")


@pytest.mark.parametrize("state", ["team_review", "expert_review", "approved", "published"])
def test_what_is_not_a_draft_is_not_sent_in(world: World, state: str) -> None:
    version = sent(world)
    for stage, role in WAY:
        if again(version).state != state and state != "team_review":
            sign(world, version, stage, role)
    if state == "published":
        publish(world, version)
    assert version.state == state
    with pytest.raises(Conflict, match="已经送审"):
        reviewing.submit(version, by=world.people["team_leader"].id)


def test_what_could_not_be_published_is_not_sent_in(world: World) -> None:
    empty = draft(world)
    editing.remove_row(empty, "r1", base=editing.mark_of(empty.rows[0].body), by=world.admin.id)
    with pytest.raises(Invalid, match="一行也没有"):
        reviewing.submit(empty, by=world.admin.id)
    closed = draft(world, kind=Kind.OPERATION)
    org.close_post(world.crusher, by=world.admin.id)
    with pytest.raises(Conflict, match="岗位停用了"):
        reviewing.submit(closed, by=world.admin.id)


@pytest.mark.parametrize("upto", [None, *STAGES[:3]])
def test_nothing_is_published_before_it_is_approved(world: World, upto: Stage | None) -> None:
    version = signed(world, sent(world), upto) if upto else sent(world)
    with pytest.raises(Conflict, match="还没批准"):
        publish(world, version)


def test_publishing_wants_the_words_that_were_looked_at(world: World) -> None:
    version = signed(world, sent(world))
    with pytest.raises(Conflict, match="刚刚变了"):
        reviewing.publish(version, digest="0" * 64, effective_on=DAY, by=world.admin.id)
    publish(world, version)
    with pytest.raises(Conflict, match="已经发布过"):
        publish(world, version)


def test_a_signature_can_not_be_changed_or_taken_away(world: World) -> None:
    version = signed(world, sent(world))

    def spoil() -> None:
        with db.writing():
            db.session().scalars(select(CardSignoff)).first().words = "别的"  # type: ignore[union-attr]

    with pytest.raises(PublishedIsFinal):
        spoil()
    with pytest.raises(PublishedIsFinal), db.writing():
        db.session().delete(version.signoffs[0])
    assert len(again(version).signoffs) == 4


def test_after_the_same_words_come_back_the_next_one_asked_is_whose_signature_is_lacking(
    world: World,
) -> None:
    version = signed(world, sent(world), Stage.DETERMINE)
    reviewing.give_back(version, account(world, "principal"), words="再想想", digest=version.digest or "")
    reviewing.submit(version, by=world.people["team_leader"].id)
    before = told(world, "card.turn")
    sign(world, version, Stage.ASSESS, "team_leader")
    now = told(world, "card.turn")
    assert now["principal"] == [*before["principal"], "“一号破碎机操作岗：岗位职责清单”轮到你签“责”"]
    assert now["safety_officer"] == before["safety_officer"]
