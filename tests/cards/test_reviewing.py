"""The way of a version: who may sign what when, what counts, what is told, and what is written down."""

import pytest
from sqlalchemy import select

from app.access.policy import ROLES, Role
from app.audit.models import AuditEntry
from app.cards import editing, queries, reviewing
from app.cards.models import CardVersion, Stage, State
from app.cards.schemas import DutyRow, Kind
from app.cards.settings import MAY_ASSIGN, MAY_DETERMINE
from app.core import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.notify.models import Notice
from app.org import actions as org
from app.settings.actions import override
from tests.cards.review import WAY, account, again, draft, in_force, publish, sent, sign, signed
from tests.world import DAY, World

STAGES = [stage for stage, _ in WAY]


def acts(version: CardVersion) -> list[str]:
    asked = select(AuditEntry.act).where(AuditEntry.subject_id == version.card_id)
    return [one.removeprefix("card.") for one in db.session().scalars(asked.order_by(AuditEntry.id))]


def told(world: World, kind: str) -> dict[str, list[str]]:
    """Role > the titles of what they were told of a kind."""
    names = {person.id: role for role, person in world.people.items()}
    found: dict[str, list[str]] = {}
    for one in db.session().scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id)):
        found.setdefault(names.get(one.account_id, "?"), []).append(one.title)
    return found


def give_back(world: World, version: CardVersion, who: str, words: str = "第 1 行再具体些") -> None:
    reviewing.give_back(version, account(world, who), words=words, digest=version.digest or "")


def reword(world: World, version: CardVersion, duty: str, by: str = "team_leader") -> None:
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", DutyRow(duty=duty), base=base, by=world.people[by].id)


def test_the_whole_way(world: World) -> None:
    version = draft(world)
    states = [version.state]
    reviewing.submit(version, by=world.people["team_leader"].id)
    for stage, role in WAY:
        states.append(version.state)
        sign(world, version, stage, role)
    states.append(version.state)
    publish(world, version)
    assert states == ["draft", "team_review", "team_review", "expert_review", "expert_review", "approved"]
    kept = again(version)
    assert (kept.state, kept.effective_on, kept.published_by) == (
        "published",
        DAY,
        world.people["safety_officer"].id,
    )
    assert [(one.stage, one.account.name, one.digest) for one in kept.signoffs] == [
        (stage.value, role, kept.digest) for stage, role in WAY
    ]
    assert acts(kept) == ["draft", "submit", *["sign"] * 4, "publish"]


def test_publishing_supersedes_the_version_before(world: World) -> None:
    first = in_force(world)
    second = in_force(world, DutyRow(duty="班后检查"))
    assert (again(first).state, again(second).state, again(second).number) == ("superseded", "published", 2)


@pytest.mark.parametrize("role", [one.value for one in Role])
@pytest.mark.parametrize("stage", STAGES)
def test_who_may_sign_what(world: World, stage: Stage, role: str) -> None:
    """Every role at every stage, where it is the stage's turn; the crew's is the post's, not a role's."""
    allowed = {
        Stage.IDENTIFY: {"worker"},
        Stage.ASSESS: {"team_leader", "department_head"},
        Stage.DETERMINE: {"safety_officer"},
        Stage.ASSIGN: {"principal"},
    }
    version = sent(world, by="department_head")
    for earlier, who in WAY[: STAGES.index(stage)]:
        sign(world, version, earlier, who)
    offered = stage in reviewing.stages_for(account(world, role), version)
    assert offered == (role in allowed[stage])
    if role in allowed[stage]:
        sign(world, version, stage, role)
        assert account(world, role).id in {one.account_id for one in reviewing.signed_by(version, [stage])}
    else:
        with pytest.raises(Forbidden, match="不归你签"):
            sign(world, version, stage, role)


def test_a_role_on_another_unit_signs_nothing_here(world: World) -> None:
    elsewhere = world.person("运输班长", world.hauling, "1301", Role.TEAM_LEADER, world.hauling)
    version = signed(world, sent(world), Stage.IDENTIFY)
    with pytest.raises(Forbidden):
        sign(world, version, Stage.ASSESS, elsewhere)
    with pytest.raises(Forbidden):
        reviewing.give_back(version, elsewhere.account, words="不行", digest=version.digest or "")


def test_who_signs_is_a_setting(world: World) -> None:
    mine = {"unit_id": world.mine.id, "enterprise_id": world.mine.id, "by": world.admin.id}
    override(MAY_DETERMINE, [Role.DEPARTMENT_HEAD.value], **mine)
    override(MAY_ASSIGN, [Role.SAFETY_OFFICER.value], **mine)
    version = signed(world, sent(world), Stage.ASSESS)
    with pytest.raises(Forbidden):
        sign(world, version, Stage.DETERMINE, "safety_officer")
    sign(world, version, Stage.DETERMINE, "department_head")
    with pytest.raises(Forbidden):
        sign(world, version, Stage.ASSIGN, "principal")
    sign(world, version, Stage.ASSIGN, "safety_officer")
    assert version.state == State.APPROVED


@pytest.mark.parametrize(("stage", "role"), WAY[1:])
def test_no_stage_comes_before_its_turn(world: World, stage: Stage, role: str) -> None:
    version = sent(world)
    with pytest.raises(Conflict):
        sign(world, version, stage, role)
    assert again(version).state == "team_review"
    assert again(version).signoffs == []


def test_assigning_waits_for_the_experts(world: World) -> None:
    version = signed(world, sent(world), Stage.ASSESS)
    with pytest.raises(Conflict, match="要先签“定”"):
        sign(world, version, Stage.ASSIGN, "principal")


def test_the_crew_may_sign_until_it_is_published(world: World) -> None:
    mate = world.person("工友", world.crew, "1302")
    org.assign(mate, world.crusher, on=DAY, by=None)
    version = signed(world, sent(world))
    sign(world, version, Stage.IDENTIFY, mate)
    publish(world, version)
    with pytest.raises(Conflict):
        sign(world, version, Stage.IDENTIFY, world.driver)


def test_signing_twice_is_once(world: World) -> None:
    version = sent(world)
    for _ in range(2):
        sign(world, version, Stage.IDENTIFY, "worker")
    for _ in range(2):
        sign(world, version, Stage.ASSESS, "team_leader")
    assert len(again(version).signoffs) == 2
    assert acts(version).count("sign") == 2
    assert version.state == State.EXPERT_REVIEW


def test_a_signature_is_for_the_words_that_were_looked_at(world: World) -> None:
    version = sent(world)
    looked_at = version.digest or ""
    give_back(world, version, "team_leader")
    reword(world, version, "班前、班中检查")
    reviewing.submit(version, by=world.people["team_leader"].id)
    with pytest.raises(Conflict, match="刚刚变了"):
        reviewing.sign(version, Stage.IDENTIFY, account(world, "worker"), digest=looked_at)
    with pytest.raises(Conflict, match="不在评审"):
        reviewing.give_back(version, account(world, "team_leader"), words="不行", digest=looked_at)


def test_mended_words_are_signed_anew_by_everybody(world: World) -> None:
    version = signed(world, sent(world))
    give_back(world, version, "safety_officer")
    assert (version.state, version.digest) == ("draft", None)
    reword(world, version, "班前、班中检查")
    reviewing.submit(version, by=world.people["team_leader"].id)
    assert reviewing.counting(version) == []
    assert reviewing.participants_lacking(version) == 1
    with pytest.raises(Conflict, match="还差 1 个在岗的人"):
        sign(world, version, Stage.ASSESS, "team_leader")
    publish(world, signed(world, version))
    assert len(again(version).signoffs) == 9  # four, one back, four


def test_the_same_words_sent_in_again_are_not_signed_anew_by_the_crew_but_go_through_every_stage(
    world: World,
) -> None:
    version = signed(world, sent(world), Stage.DETERMINE)
    give_back(world, version, "principal")
    reviewing.submit(version, by=world.people["team_leader"].id)
    assert version.state == State.TEAM_REVIEW
    assert reviewing.participants_lacking(version) == 0
    assert reviewing.stages_for(account(world, "team_leader"), version) == [Stage.ASSESS]
    assert reviewing.stages_for(account(world, "worker"), version) == []
    sign(world, version, Stage.ASSESS, "team_leader")
    assert version.state == State.EXPERT_REVIEW
    sign(world, version, Stage.ASSIGN, "principal")
    publish(world, version)
    assert again(version).state == "published"


def test_who_gives_words_back_takes_their_own_signature_from_them(world: World) -> None:
    version = signed(world, sent(world))
    give_back(world, version, "principal")
    reviewing.submit(version, by=world.people["team_leader"].id)
    sign(world, version, Stage.ASSESS, "team_leader")
    assert Stage.ASSIGN not in {one.stage for one in reviewing.counting(version)}
    assert reviewing.stages_for(account(world, "principal"), version) == []
    with pytest.raises(Conflict, match="签过，又退回了"):
        sign(world, version, Stage.ASSIGN, "principal")
    assert again(version).state == "expert_review"


def test_words_changed_and_changed_back_are_the_same_words(world: World) -> None:
    version = signed(world, sent(world), Stage.IDENTIFY)
    said = DutyRow(duty="班前检查设备", number="1", standard="每班一次")
    give_back(world, version, "team_leader")
    reword(world, version, "别的")
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", said, base=base, by=world.people["team_leader"].id)
    reviewing.submit(version, by=world.people["team_leader"].id)
    assert reviewing.participants_lacking(version) == 0


def test_giving_back_wants_a_reason_and_somebody_whose_turn_it_is(world: World) -> None:
    version = sent(world)
    with pytest.raises(Invalid, match="原因没写"):
        give_back(world, version, "team_leader", "  ")
    for who in ("park_overseer", world.driver, world.stranger):
        with pytest.raises(Forbidden):
            reviewing.give_back(version, account(world, who), words="不行", digest=version.digest or "")
    give_back(world, version, "worker")  # who works there says that it is not so
    kept = again(version)
    assert [(one.stage, one.words) for one in kept.signoffs] == [("return", "第 1 行再具体些")]
    assert acts(kept)[-1] == "return"


def test_once_the_team_has_signed_the_crew_gives_nothing_back(world: World) -> None:
    version = signed(world, sent(world), Stage.ASSESS)
    with pytest.raises(Forbidden):
        give_back(world, version, "worker")
    give_back(world, version, "principal")


def test_everybody_is_told_once_when_their_turn_comes(world: World) -> None:
    card = "“一号破碎机操作岗：岗位职责清单”"
    version = sent(world)
    assert told(world, "card.turn") == {"worker": [f"请看一看{card}，签“辨”"]}
    sign(world, version, Stage.IDENTIFY, "worker")
    after_crew = told(world, "card.turn")
    assert after_crew["team_leader"] == after_crew["department_head"] == [f"{card}轮到你签“评”"]
    for stage, role in WAY[1:]:
        sign(world, version, stage, role)
    end = told(world, "card.turn")
    assert end["safety_officer"] == [f"{card}轮到你签“定”", f"{card}批准了，可以发布"]
    assert end["principal"] == [f"{card}轮到你签“责”", f"{card}批准了，可以发布"]
    assert end["worker"] == [f"请看一看{card}，签“辨”"]
    assert "park_overseer" not in end and "?" not in end
    publish(world, version)
    assert told(world, "card.new") == {"worker": [f"{card}有新的一版，打开看看哪里变了"]}


def test_a_second_expert_does_not_ask_the_principal_again(world: World) -> None:
    other = world.person("安全员乙", world.mine, "1303", Role.SAFETY_OFFICER, world.mine)
    version = signed(world, sent(world), Stage.DETERMINE)
    sign(world, version, Stage.DETERMINE, other)
    assert len(told(world, "card.turn")["principal"]) == 1


def test_the_authors_hear_why_it_came_back_and_who_gave_it_back_does_not(world: World) -> None:
    version = sent(world, by="department_head")
    give_back(world, version, "team_leader", "第 1 行说的是哪台设备")
    notices = list(db.session().scalars(select(Notice).where(Notice.kind == "card.back")))
    assert [(one.account_id, one.body, one.about) for one in notices] == [
        (world.people["department_head"].id, "第 1 行说的是哪台设备", version.id)
    ]


def test_every_role_has_a_name_that_the_setting_offers_but_the_parks(world: World) -> None:
    assert set(MAY_ASSIGN.choices) == {one.value for one in ROLES} - {"park_overseer"}


def test_a_draft_that_was_signed_once_is_not_thrown_away(world: World) -> None:
    version = signed(world, sent(world), Stage.IDENTIFY)
    give_back(world, version, "team_leader")
    with pytest.raises(Conflict, match="有人签过字"):
        editing.discard(version, by=world.admin.id)
    fresh = draft(world, kind=Kind.OPERATION)
    editing.discard(fresh, by=world.admin.id)
    world.forget()
    assert {one.kind: len(one.versions) for one in queries.cards_of(world.crusher.id)} == {
        "duty": 1,
        "operation": 0,
    }
