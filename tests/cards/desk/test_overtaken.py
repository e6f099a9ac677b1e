"""Two write at once: nothing is overwritten without a word, and each of the ways on does what it says."""

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.cards import editing
from app.cards.schemas import DutyRow, Head, Kind
from tests.cards.desk.pages import begun, desk, form_of, order, row_at, said, stands, words
from tests.world import World

AT = Kind.DUTY


def both_wrote(world: World, mine: str = "我写的职责") -> tuple[MultiDict[str, str], TestResponse]:
    """The principal saves while the team leader types; the leader's form, and the answer to it."""
    version = begun(world, AT)
    leader = world.client("team_leader")
    form = form_of(leader.get(row_at(world, "r1", AT)).text, duty=mine)
    theirs = DutyRow(number="1", duty="他写的职责", standard="每班一次")
    editing.save_row(version, "r1", theirs, base=form["base"], by=world.people["principal"].id)
    return form, leader.post(row_at(world, "r1", AT), data=form)


def choose(world: World, page: str, do: str) -> TestResponse:
    form = form_of(page)
    form["do"] = do
    return world.client("team_leader").post(row_at(world, "r1", AT), data=form)


def duties(world: World) -> list[str]:
    return [one["duty"] for one in words(world, AT)]


def test_both_texts_are_shown_with_what_differs_and_nothing_is_written(world: World) -> None:
    form, answer = both_wrote(world)
    page = said(answer.text)
    assert answer.status_code == 409
    assert "安全职责不一样我的我写的职责他的他写的职责" in page
    assert "到位标准" not in page, "what both say the same is not asked about"
    assert duties(world) == ["他写的职责"]
    told = world.client("team_leader").put(row_at(world, "r1", AT), data=form)
    assert (told.status_code, told.get_json()["code"]) == (409, "overtaken")
    assert duties(world) == ["他写的职责"]


def test_mine_stands_when_i_say_so(world: World) -> None:
    _, answer = both_wrote(world)
    assert choose(world, answer.text, "save").status_code == 302
    assert duties(world) == ["我写的职责"]


def test_mine_does_not_stand_over_a_third_text_that_nobody_showed_me(world: World) -> None:
    _, answer = both_wrote(world)
    version = stands(world, AT)
    mark, third = editing.mark_of(version.rows[0].body), DutyRow(duty="第三个人写的")
    editing.save_row(version, "r1", third, base=mark, by=world.admin.id)
    again = choose(world, answer.text, "save")
    assert (again.status_code, "第三个人写的" in said(again.text)) == (409, True)
    assert duties(world) == ["第三个人写的"]


def test_both_stay_when_i_say_so_and_a_double_tap_adds_one(world: World) -> None:
    _, answer = both_wrote(world)
    for _ in range(2):
        assert choose(world, answer.text, "both").status_code == 302
    assert duties(world) == ["他写的职责", "我写的职责"]
    assert order(world, AT)[0] == "r1"


def test_theirs_stands_when_i_go_back(world: World) -> None:
    _, answer = both_wrote(world)
    assert f'href="{row_at(world, "r1", AT)}" data-drop' in answer.text
    assert "他写的职责" in world.client("team_leader").get(row_at(world, "r1", AT)).text


def test_a_row_that_was_taken_out_meanwhile_comes_back_only_when_i_say_so(world: World) -> None:
    version = begun(world, AT)
    leader = world.client("team_leader")
    form = form_of(leader.get(row_at(world, "r1", AT)).text, duty="我写的职责")
    editing.remove_row(version, "r1", base=form["base"], by=world.people["principal"].id)
    answer = leader.post(row_at(world, "r1", AT), data=form)
    assert (answer.status_code, "别人把这一行拿掉了" in answer.text, "他的" in answer.text) == (
        409,
        True,
        False,
    )
    assert order(world, AT) == []
    for _ in range(2):
        assert choose(world, answer.text, "save").status_code == 302
    assert (order(world, AT), duties(world)) == (["r1"], ["我写的职责"])


def test_who_takes_a_row_out_is_shown_what_it_says_by_now(world: World) -> None:
    version = begun(world, AT)
    base = editing.mark_of(version.rows[0].body)
    editing.save_row(version, "r1", DutyRow(duty="刚改的"), base=base, by=world.admin.id)
    answer = world.client("team_leader").post(row_at(world, "r1", AT, "/removal"), data={"base": base})
    assert (answer.status_code, "刚改的" in answer.text) == (409, True)
    assert order(world, AT) == ["r1"]


def test_a_head_that_two_wrote_is_asked_about_too(world: World) -> None:
    version = begun(world, AT)
    leader, at = world.client("team_leader"), desk(world, "/duty/draft/head")
    form = form_of(leader.get(at).text, owner="我")
    editing.save_head(version, Head(owner="他"), base=form["base"], by=world.admin.id)
    answer = leader.post(at, data=form)
    assert (answer.status_code, "两份都留" in answer.text) == (409, False)
    assert leader.put(at, data=form).get_json()["code"] == "overtaken"
    assert stands(world, AT).head["owner"] == "他"
    chosen = form_of(answer.text)
    chosen["do"] = "save"
    assert leader.post(at, data=chosen).status_code == 302
    assert stands(world, AT).head["owner"] == "我"


def test_an_identity_that_no_version_holds_cannot_be_slipped_in(world: World) -> None:
    begun(world, AT)
    form = {"base": "gone", "duty": "塞进来的"}
    answer = world.client("team_leader").put(row_at(world, "whatever", AT), data=form)
    assert answer.status_code == 422
    assert order(world, AT) == ["r1"]
