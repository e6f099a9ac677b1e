"""Writing a draft in the console: forms for a browser without a script, JSON for the page's own."""

import re
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.audit.models import AuditEntry
from app.cards import editing, reviewing
from app.cards.actions import write_draft
from app.cards.queries import bodies_of, head_of, published_of
from app.cards.schemas import DutyRow, Head, Kind, RiskRow, ScenarioRow
from app.core import db
from app.core.ids import new_id
from tests.cards.desk.pages import begun, desk, form_of, order, row_at, said, stands, words
from tests.world import World, sample_row


def form_at(world: World, identity: str, kind: Kind = Kind.RISK, **typed: str) -> MultiDict[str, str]:
    return form_of(world.client("team_leader").get(row_at(world, identity, kind)).text, **typed)


def test_a_draft_begins_as_a_copy_of_what_is_published_and_leaves_it_alone(world: World) -> None:
    world.publish(world.crusher, Kind.DUTY)
    leader = world.client("team_leader")
    answer = leader.post(desk(world, "/duty/draft"), follow_redirects=True)
    assert "班前检查设备" in answer.text
    leader.post(row_at(world, "r1", Kind.DUTY), data=form_at(world, "r1", Kind.DUTY, duty="班前看三样"))
    assert words(world, Kind.DUTY)[0]["duty"] == "班前看三样"
    assert published_of(world.crusher_id)[Kind.DUTY].rows[0].body["duty"] == "班前检查设备"
    assert stands(world, Kind.DUTY).authors == [str(world.people["team_leader"].id)]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_form_that_is_sent_as_it_came_changes_nothing(world: World, kind: Kind) -> None:
    version = begun(world, kind)
    before = [bodies_of(version), head_of(version)]
    leader = world.client("team_leader")
    assert leader.post(row_at(world, "r1", kind), data=form_at(world, "r1", kind)).status_code == 302
    at = desk(world, f"/{kind}/draft/head")
    assert leader.post(at, data=form_of(leader.get(at).text)).status_code == 302
    now = stands(world, kind)
    assert [bodies_of(now), head_of(now)] == before


def test_the_script_hears_the_new_mark_when_and_what_could_be_plainer(world: World) -> None:
    begun(world)
    form = form_at(world, "r1", hazard="注意安全")
    answer = world.client("team_leader").put(row_at(world, "r1"), data=form)
    told = answer.get_json()
    assert answer.status_code == 200
    assert told["mark"] == editing.mark_of(words(world)[0]) != form["base"]
    assert told["at"].count(":") == 1
    assert [one["field"] for one in told["advice"]] == ["危险和有害因素"]


def test_the_same_words_again_are_the_same_answer_and_one_audit_row(world: World) -> None:
    begun(world)
    leader, form = world.client("team_leader"), form_at(world, "r1", hazard="人手卷进滚筒")
    answers = [leader.put(row_at(world, "r1"), data=form) for _ in range(2)]
    assert [one.get_json()["mark"] for one in answers] == [editing.mark_of(words(world)[0])] * 2
    assert _audited("card.row") == 1


def test_a_new_row_is_made_once_and_behind_the_row_it_was_asked_for(world: World) -> None:
    begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    last = leader.get(desk(world, "/duty/draft/new?after=r1")).location
    first = leader.get(desk(world, "/duty/draft/new?after=r1")).location
    for at, duty in ((last, "后写的"), (first, "先写的")):
        form = form_of(leader.get(at).text, duty=duty)
        assert [leader.put(at, data=form).status_code for _ in range(2)] == [200, 200]
    assert [one["duty"] for one in words(world, Kind.DUTY)] == ["班前检查设备", "先写的", "后写的"]


def test_a_new_row_without_a_word_is_not_made(world: World) -> None:
    begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    at = leader.get(desk(world, "/duty/draft/new")).location
    answer = leader.post(at, data=form_of(leader.get(at).text))
    assert (answer.status_code, "什么也没写" in answer.text) == (422, True)
    assert order(world, Kind.DUTY) == ["r1"]


def test_a_row_whose_first_save_had_no_answer_is_not_made_again_from_later_words(world: World) -> None:
    begun(world, Kind.DUTY)
    leader = world.client("team_leader")
    at = leader.get(desk(world, "/duty/draft/new")).location
    form = form_of(leader.get(at).text, duty="一")
    leader.put(at, data=form)
    form["duty"] = "一二"
    answer = leader.put(at, data=form)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "overtaken")
    assert [one["duty"] for one in words(world, Kind.DUTY)] == ["班前检查设备", "一"]


@pytest.mark.parametrize("method", ["put", "post"])
def test_what_does_not_fit_is_told_and_stays_in_the_form(world: World, method: str) -> None:
    begun(world)
    form = form_at(world, "r1", before__method="LEC", hazard="没存上的话")
    answer = getattr(world.client("team_leader"), method)(row_at(world, "r1"), data=form)
    assert answer.status_code == 422
    if method == "put":
        told = answer.get_json()
        assert (told["field"], told["message"]) == ("before", "固有风险还差 L、E、C 没选")
    else:
        assert "固有风险还差 L、E、C 没选" in answer.text
        assert "没存上的话" in answer.text
    assert words(world)[0]["hazard"] == "防护罩缺失，人手卷入"


def test_a_button_of_the_steps_without_a_script_keeps_what_was_typed_and_saves_nothing(world: World) -> None:
    begun(world, Kind.EMERGENCY)
    form = form_at(world, "r1", Kind.EMERGENCY, name="改了的名", do="steps:out:0")
    page = world.client("team_leader").post(row_at(world, "r1", Kind.EMERGENCY), data=form).text
    assert "改了的名" in page
    assert "拉绳，停机" not in page
    assert words(world, Kind.EMERGENCY)[0]["name"] == "胶带卷住人"
    world.client("team_leader").post(row_at(world, "r1", Kind.EMERGENCY), data=form_of(page))
    body = bodies_of(stands(world, Kind.EMERGENCY))[0][1]
    assert isinstance(body, ScenarioRow)
    assert (body.name, [one.id for one in body.steps]) == ("改了的名", ["s2", "s3"])


def test_rows_are_moved_up_and_down(world: World) -> None:
    version = begun(world, Kind.DUTY)
    new = str(new_id())
    editing.add_row(version, new, DutyRow(duty="二"), by=world.admin.id)
    leader = world.client("team_leader")
    assert leader.post(row_at(world, new, Kind.DUTY, "/place"), data={"to": "1"}).status_code == 302
    assert order(world, Kind.DUTY) == [new, "r1"]
    leader.post(row_at(world, new, Kind.DUTY, "/place"), data={"to": "2"})
    assert order(world, Kind.DUTY) == ["r1", new]
    assert leader.post(row_at(world, new, Kind.DUTY, "/place"), data={"to": "x"}).status_code == 422


def test_a_row_that_was_taken_out_comes_back_as_itself_where_it_was(world: World) -> None:
    version = begun(world)
    for _ in range(2):
        editing.add_row(version, str(new_id()), RiskRow(point="别处", hazard="滑倒"), by=world.admin.id)
    before = [(row.identity, row.body) for row in stands(world).rows]
    leader, middle = world.client("team_leader"), before[1]
    page = leader.post(
        row_at(world, middle[0], more="/removal"), data={"base": editing.mark_of(middle[1])}
    ).text
    assert "拿掉了：别处" in page
    assert middle[0] not in order(world)
    token = page.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        leader.post(row_at(world, middle[0], more="/return"), data={"token": token})
        assert [(row.identity, row.body) for row in stands(world).rows] == before


def test_only_what_was_taken_out_comes_back_by_its_token(world: World) -> None:
    version = begun(world)
    mark = editing.mark_of(version.rows[0].body)
    leader = world.client("team_leader")
    page = leader.post(row_at(world, "r1", more="/removal"), data={"base": mark}).text
    token = page.split('name="token" value="')[1].split('"')[0]
    for at, held in (("r2", token), ("r1", token[:-2]), ("r1", "x")):
        assert leader.post(row_at(world, at, more="/return"), data={"token": held}).status_code == 422
    assert order(world) == []


def test_a_row_of_the_published_card_can_be_put_back_from_what_changed(world: World) -> None:
    version = begun(world)
    was, mark = published_of(world.crusher_id)[Kind.RISK], editing.mark_of(version.rows[0].body)
    leader = world.client("team_leader")
    leader.post(row_at(world, "r1", more="/removal"), data={"base": mark})
    page = leader.get(desk(world, f"/risk/changes?was={was.id}&now={version.id}")).text
    assert row_at(world, "r1", more="/return") in page
    leader.post(row_at(world, "r1", more="/return"))
    assert bodies_of(stands(world)) == bodies_of(was)
    assert leader.post(row_at(world, str(new_id()), more="/return")).status_code == 409


def test_a_row_becomes_two_and_the_first_stays_itself(world: World) -> None:
    version = begun(world, Kind.EMERGENCY)
    leader, at = world.client("team_leader"), row_at(world, "r1", Kind.EMERGENCY, "/split")
    page = leader.get(at).text
    assert "断电，挂牌" in page
    held = {"base": editing.mark_of(version.rows[0].body), "new": str(new_id()), "at": "steps:2"}
    for _ in range(2):
        assert leader.post(at, data=held).status_code == 302
    rows = bodies_of(stands(world, Kind.EMERGENCY))
    assert [identity for identity, _ in rows] == ["r1", held["new"]]
    assert [[s.act for s in body.steps] for _, body in rows if isinstance(body, ScenarioRow)] == [
        ["拉绳，停机", "大声喊人"],
        ["断电，挂牌"],
    ]


def test_a_row_is_not_split_without_a_choice_nor_over_somebody_else_s_words(world: World) -> None:
    version = begun(world, Kind.EMERGENCY)
    mark, by = editing.mark_of(version.rows[0].body), world.admin.id
    leader, at = world.client("team_leader"), row_at(world, "r1", Kind.EMERGENCY, "/split")
    assert leader.post(at, data={"base": mark, "new": str(new_id())}).status_code == 422
    changed = sample_row(Kind.EMERGENCY, mark="！")
    editing.save_row(version, "r1", changed, base=mark, by=by)
    answer = leader.post(at, data={"base": mark, "new": str(new_id()), "at": "steps:1"})
    assert (answer.status_code, "拉绳，停机！" in answer.text) == (409, True)
    assert order(world, Kind.EMERGENCY) == ["r1"]


def test_the_list_says_what_could_be_plainer_and_that_there_are_many_duties(world: World) -> None:
    version = begun(world, Kind.DUTY)
    for number in range(10):
        duty = DutyRow(duty=f"第 {number} 件：看一遍水泵")
        editing.add_row(version, str(new_id()), duty, by=world.admin.id)
    page = said(world.client("team_leader").get(desk(world, "/duty/draft")).text)
    assert "有11条职责，最多写10条" in page
    assert "不改也能送审" in page


def test_a_draft_in_review_is_not_written_on(world: World) -> None:
    version = begun(world, Kind.DUTY)
    form = form_at(world, "r1", Kind.DUTY, duty="晚了一步")
    reviewing.submit(version, by=world.admin.id)
    leader = world.client("team_leader")
    answer = leader.put(row_at(world, "r1", Kind.DUTY), data=form)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")
    assert leader.post(row_at(world, "r1", Kind.DUTY), data=form).status_code == 409
    for more in ("", "/rows/r1", "/head"):
        assert leader.get(desk(world, f"/duty/draft{more}")).location == desk(world, "/duty")
    assert leader.post(desk(world, "/duty/draft")).status_code == 409


def test_nobody_writes_who_may_not(world: World) -> None:
    begun(world, Kind.DUTY)
    form = form_at(world, "r1", Kind.DUTY, duty="不该写的")
    for who, status in (("worker", 403), ("park_overseer", 403), (world.stranger, 404)):
        assert world.client(who).put(row_at(world, "r1", Kind.DUTY), data=form).status_code == status
    assert words(world, Kind.DUTY)[0]["duty"] == "班前检查设备"


@pytest.mark.parametrize("identity", ["机尾/1", "new", "r 1?&#", "100%"])
def test_a_row_of_a_file_may_be_called_anything(world: World, identity: str) -> None:
    row = (identity, DutyRow(duty="文件里的"))
    write_draft(world.crusher, Kind.DUTY, Head(), [row], source="file", by=None)
    leader = world.client("team_leader")
    page = leader.get(desk(world, "/duty/draft")).text
    at = unescape(re.findall(r'class="gk-rowlink" href="([^"]+)"', page)[0])
    assert leader.put(at, data=form_of(leader.get(at).text, duty="改过的")).status_code == 200
    assert words(world, Kind.DUTY)[0]["duty"] == "改过的"
    for act in re.findall(r'formaction="([^"]+)"', page):
        assert leader.post(unescape(act), data={"to": "1", "base": "x"}).status_code in {302, 409}
    assert leader.get(f"{at}/split").status_code == 200


def test_a_row_that_is_none_is_not_found(world: World) -> None:
    begun(world)
    assert world.client("team_leader").get(row_at(world, "r9")).status_code == 404
    assert world.client("team_leader").get(row_at(world, "r9", more="/split")).status_code == 404


def _audited(act: str) -> int:
    return len(db.session().scalars(select(AuditEntry).where(AuditEntry.act == act)).all())
