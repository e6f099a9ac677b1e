"""Sending a draft to review, and throwing it away: first what will happen, then the act, for the words that were seen."""

import re

from app.cards import editing
from app.cards.actions import digest_of
from app.cards.models import State
from app.cards.queries import cards_of
from app.cards.schemas import DutyRow, Kind, RiskRow
from app.core.ids import new_id
from app.risk.matrices import grade
from tests.cards.desk.pages import begun, desk, said, stands
from tests.world import World

SEND, DISCARD = "/duty/draft/submission", "/duty/draft/discard"


def digest(page: str) -> str:
    found = re.search(r'name="digest" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_page_says_what_will_happen_and_who_is_asked(world: World) -> None:
    begun(world, Kind.DUTY)
    page = said(world.client("team_leader").get(desk(world, SEND)).text)
    assert "在岗的人签“辨”：worker" in page
    assert re.search("班组签“评”：department_head、team_leader", page)
    assert "和发布的一版一样，没有改" in page


def test_what_was_looked_at_is_sent_and_the_signers_are_told(world: World) -> None:
    version = begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    held = digest(leader.get(desk(world, SEND)).text)
    answer = leader.post(desk(world, SEND), data={"digest": held}, follow_redirects=True)
    assert "送审了，要签字的人已经收到消息" in answer.text
    assert "班组评审中" in answer.text
    world.forget()
    assert version.state == State.TEAM_REVIEW
    assert "签“辨”" in world.client("worker").get("/inbox").text
    assert leader.post(desk(world, SEND), data={"digest": held}).status_code == 409


def test_words_that_were_not_looked_at_are_not_sent(world: World) -> None:
    version = begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    held = digest(leader.get(desk(world, SEND)).text)
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", DutyRow(duty="别人刚改的"), base=base, by=world.admin.id)
    answer = leader.post(desk(world, SEND), data={"digest": held})
    assert (answer.status_code, "别人刚改的" in said(answer.text)) == (409, True)
    assert stands(world, Kind.DUTY).state == State.DRAFT
    assert leader.post(desk(world, SEND), data={"digest": digest(answer.text)}).status_code == 302


def test_all_that_is_lacking_is_told_at_once_with_what_to_do(world: World) -> None:
    version = begun(world)
    new = str(new_id())
    editing.add_row(version, new, RiskRow(point="", hazard=""), by=world.admin.id)
    red = RiskRow(point="机尾", hazard="卷手", before=grade("LS", {"L": 5, "S": 5}))
    editing.add_row(version, str(new_id()), red, by=world.admin.id)
    leader, at = world.client("team_leader"), desk(world, "/risk/draft/submission")
    page = leader.get(at).text
    for words in ("第 2 行的风险点没写", "第 2 行的危险和有害因素没写", "责任人没写"):
        assert words in page
    assert f"/rows/{new}" in page
    assert 'name="digest"' not in page
    assert leader.post(at, data={"digest": "x"}).status_code == 409


def test_a_row_that_says_nothing_keeps_the_draft_from_review(world: World) -> None:
    version = begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    editing.add_row(version, str(new_id()), DutyRow(duty="", standard="每班"), by=world.admin.id)
    answer = leader.post(desk(world, SEND), data={"digest": digest_of(stands(world, Kind.DUTY))})
    assert (answer.status_code, "第 2 行的安全职责没写" in answer.text) == (422, True)


def test_an_empty_draft_says_that_it_is_empty(world: World) -> None:
    editing.begin(world.crusher, Kind.DUTY, by=world.admin.id)
    assert "一行也没有" in world.client("team_leader").get(desk(world, SEND)).text


def test_a_post_without_people_is_told_before_it_is_sent(world: World) -> None:
    at = f"/console/posts/{world.truck.id}/cards/duty/draft"
    world.publish(world.truck, Kind.DUTY)
    officer = world.client("safety_officer")
    officer.post(at)
    assert "这个岗位现在没有人" in officer.get(f"{at}/submission").text


def test_a_draft_is_thrown_away_after_a_question_and_what_is_published_stays(world: World) -> None:
    begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    page = leader.get(desk(world, DISCARD)).text
    assert "发布的第 1 版还在" in page
    answer = leader.post(desk(world, DISCARD), data={"digest": digest(page)}, follow_redirects=True)
    assert "草稿丢掉了" in answer.text
    world.forget()
    assert [one.state for one in cards_of(world.crusher_id)[0].versions] == [State.PUBLISHED]


def test_words_that_were_not_looked_at_are_not_thrown_away(world: World) -> None:
    version = begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    held = digest(leader.get(desk(world, DISCARD)).text)
    editing.add_row(version, str(new_id()), DutyRow(duty="刚写的"), by=world.admin.id)
    assert leader.post(desk(world, DISCARD), data={"digest": held}).status_code == 409
    assert len(stands(world, Kind.DUTY).rows) == 2
