"""Importing in the console: look first, then decide."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.cards.queries import cards_of
from app.exchange import queries
from app.exchange.plan import plan, read
from app.exchange.textfile import MAX_BYTES
from app.org.queries import posts
from tests.exchange.documents import CHECK, LIST, document, paste
from tests.exchange.test_files import word_file
from tests.exchange.test_importing import counts
from tests.exchange.test_pasted_properties import GROUPS, TABLES
from tests.world import World

ADDRESS = "/console/import"
EVIL = "<script>alert(1)</script>\"'><img src=x>"


def send(
    world: World, text: str, to: str = ADDRESS, who: object = "administrator", **more: str
) -> TestResponse:
    return world.client(who).post(to, data={"text": text, **more})


def upload(world: World, raw: bytes, to: str = f"{ADDRESS}/preview") -> TestResponse:
    """Send a file; the form is written out here, as the test client leaves large ones open."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="posts.txt"\r\n\r\n'
    body = head + raw + b"\r\n--x--\r\n"
    return world.client("administrator").post(to, data=body, content_type="multipart/form-data; boundary=x")


def test_a_preview_tells_everything_and_writes_nothing(world: World) -> None:
    before = counts()
    answer = send(world, paste(LIST, [("电工", [CHECK]), ("高压电工", [CHECK])]), f"{ADDRESS}/preview")
    assert answer.status_code == 200
    assert "新增 4 个" in answer.text
    assert "新部门 1 个：机电科" in answer.text
    assert "做成职责清单草稿" in answer.text
    assert "先放着，等人选岗位" in answer.text
    world.forget()
    now = counts()
    assert {name for name in now if now[name] != before[name]} <= {"sign_ins", "audit_entries", "audit_links"}


def test_what_was_previewed_is_what_is_confirmed(world: World) -> None:
    page = send(world, paste(LIST, [("电工", [CHECK])]), f"{ADDRESS}/preview").text
    held = unescape(re.search(r'<textarea name="text" hidden>(.*?)</textarea>', page, re.DOTALL).group(1))
    assert send(world, held.replace("\n", "\r\n")).status_code == 302  # as browsers send it
    electrician = next(one for one in posts([world.mine.path]) if one.title == "电工")
    assert len(cards_of(electrician.id)) == 1
    assert len(posts([world.mine.path])) == 6


def test_a_chosen_post_is_taken_from_the_form(world: World) -> None:
    send(world, paste(LIST, [("高压电工", [CHECK])]), **{"match-0": "电工"})
    assert queries.sheets(world.mine.id) == []


def test_a_bad_document_is_refused_with_its_lines(world: World) -> None:
    bad = paste([("机电科", ["电工", "电工"])])
    preview, confirmed = send(world, bad, f"{ADDRESS}/preview"), send(world, bad)
    assert "整份先不导入" in preview.text
    assert (confirmed.status_code, "重复" in confirmed.text) == (422, True)
    assert len(posts([world.mine.path])) == 2


@pytest.mark.parametrize("text", ["", "   \n", "只是一句话", "\0", paste() + "\0"])
def test_what_is_no_table_is_refused_in_words(world: World, text: str) -> None:
    for to in (ADDRESS, f"{ADDRESS}/preview"):
        answer = send(world, text, to)
        assert answer.status_code in {415, 422}
        assert 'role="alert"' in answer.text
        assert '<textarea id="text"' in answer.text


def test_hostile_text_stays_text(world: World) -> None:
    hostile = paste([(f"科{EVIL}", [f"岗{EVIL}"])], [(f"别岗{EVIL}", [(EVIL, EVIL, EVIL, EVIL)])])
    pages = [send(world, hostile, f"{ADDRESS}/preview").text]
    assert send(world, hostile).status_code == 302
    client = world.client("administrator")
    sheet = queries.sheets(world.mine.id)[0]
    pages += [client.get(ADDRESS).text, client.get(f"{ADDRESS}/sheets/{sheet.id}").text]
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_text_can_not_break_out_of_the_hidden_field(world: World) -> None:
    page = send(world, paste() + "\n</textarea><b id=out>", f"{ADDRESS}/preview").text
    assert "<b id=out>" not in page


@pytest.mark.parametrize(
    ("raw", "status"), [(word_file(), 415), (b"a" * (MAX_BYTES + 1), 413), (b"\xff" * 9, 422)]
)
def test_a_file_that_is_no_text_is_turned_away(world: World, raw: bytes, status: int) -> None:
    answer = upload(world, raw)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_a_file_in_an_old_encoding_is_read(world: World) -> None:
    assert "新增 4 个" in upload(world, paste().encode("gb18030")).text


def test_more_than_the_server_takes_is_413_in_words(world: World) -> None:
    answer = upload(world, b"a" * (13 * 1024 * 1024))
    assert (answer.status_code, "文件太大" in answer.text) == (413, True)
    assert send(world, "字" * (5 * 1024 * 1024)).status_code == 413


def test_who_may_import(world: World) -> None:
    found = {who: world.client(who).get(ADDRESS).status_code for who in world.people}
    allowed = {"safety_officer", "principal", "administrator"}
    assert {who for who, status in found.items() if status == 200} == allowed
    assert set(found.values()) == {200, 403}
    assert world.client(None).get(ADDRESS).location == "/signin"


@pytest.mark.parametrize("who", ["worker", "team_leader", "department_head", "park_overseer", None])
def test_who_may_not_import_can_not_do_it_by_sending_it(world: World, who: str | None) -> None:
    sheet = waiting_sheet(world)
    for to in (ADDRESS, f"{ADDRESS}/preview", f"{ADDRESS}/sheets/{sheet}/place"):
        assert send(world, paste(), to, who).status_code in {401, 403}
    assert len(posts([world.mine.path])) == 2


def waiting_sheet(world: World) -> object:
    """A table that waits in 甲矿; its id."""
    send(world, paste([], [("没有的岗", [CHECK])]))
    return queries.sheets(world.mine.id)[0].id


def test_a_waiting_table_is_looked_at_and_settled(world: World) -> None:
    address = f"{ADDRESS}/sheets/{waiting_sheet(world)}"
    client = world.client("safety_officer")
    assert CHECK[0] in client.get(address).text
    assert client.post(f"{address}/place", data={"place": str(world.crusher_id)}).status_code == 302
    assert client.post(f"{address}/place", data={"place": str(world.crusher_id)}).status_code == 409


def test_a_table_of_another_enterprise_is_not_there(world: World) -> None:
    address = f"{ADDRESS}/sheets/{waiting_sheet(world)}"
    client = world.client(world.stranger)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/place", data={"place": str(world.furnace_id)}).status_code == 404


@pytest.mark.parametrize("place", ["", "x", "01900000-0000-7000-8000-000000000000", "furnace"])
def test_a_table_goes_to_no_place_that_is_not_ones_own(world: World, place: str) -> None:
    address = f"{ADDRESS}/sheets/{waiting_sheet(world)}/place"
    chosen = str(world.furnace_id) if place == "furnace" else place
    assert world.client("administrator").post(address, data={"place": chosen}).status_code == 404
    assert queries.sheets(world.mine.id)[0].settled_at is None


@pytest.mark.parametrize("to", [ADDRESS, f"{ADDRESS}/preview"])
def test_a_paste_that_can_not_be_read_comes_back_to_be_mended(world: World, to: str) -> None:
    answer = send(world, f"\n第一行\n{EVIL}", to)
    assert answer.status_code == 422
    held = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL).group(1)
    assert unescape(held) == f"\n第一行\n{EVIL}"
    assert answer.text.index('role="alert"') < answer.text.index("<textarea")
    assert "。。" not in answer.text


def test_a_file_that_can_not_be_read_is_told_on_the_form(world: World) -> None:
    answer = upload(world, b"\xff" * 9)
    assert (answer.status_code, "文件的文字编码看不懂" in answer.text) == (422, True)
    assert '<textarea id="text"' in answer.text


ODD = [("机电科", ["电工", "待定"]), ("破碎车间", ["学员"])]


def test_warnings_say_that_all_comes_in_and_an_odd_post_may_be_left_out(world: World) -> None:
    page = send(world, paste(ODD), f"{ADDRESS}/preview").text
    assert "都会照样导入，导好后在“单位和岗位”里改。" in page
    lines = re.findall(r'name="keep-([0-9]+)" value="1" checked', page)
    assert len(lines) == len(re.findall(r'name="skip-[0-9]+"', page)) == 2
    form = {f"skip-{line}": "1" for line in lines} | {f"keep-{lines[1]}": "1"}
    assert send(world, paste(ODD), **form).status_code == 302
    found = {one.title for one in posts([world.mine.path])}
    assert found == {"一号破碎机操作岗", "自卸车司机岗", "电工", "学员"}


def test_without_a_word_about_them_odd_posts_come_in(world: World) -> None:
    send(world, paste(ODD))
    assert len(posts([world.mine.path])) == 5


def test_only_an_odd_post_can_be_left_out(world: World) -> None:
    line = read(paste(ODD), 10).posts[0].line
    send(world, paste(ODD), **{f"skip-{line}": "1"})
    assert len(posts([world.mine.path])) == 5


def test_leaving_a_post_out_changes_no_other(world: World) -> None:
    @given(GROUPS, TABLES, st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(groups: list, tables: list, data: st.DataObject) -> None:
        whole = document(groups, [(title, duties) for title, _, duties in tables])
        out = data.draw(st.sets(st.sampled_from([one.line for one in whole.posts])))
        full, some = plan(whole, world.mine), plan(whole, world.mine, skip=out)
        assert some.new_posts == [one for one in full.new_posts if one.line not in out]
        assert some.new_departments == full.new_departments
        left = {(one.department, one.title) for one in some.skipped}
        for before, after in zip(full.tables, some.tables, strict=True):
            assert after.table is before.table
            if before.place not in left:
                assert (after.fate, after.place) == (before.fate, before.place)
            else:
                assert after.place is None

    check()


def test_a_table_of_a_post_left_out_waits(world: World) -> None:
    text = paste(ODD, [("待定", [CHECK])])
    line = next(one.line for one in read(text, 10).posts if one.title == "待定")
    assert send(world, text, **{f"skip-{line}": "1"}).status_code == 302
    assert [one.title for one in queries.sheets(world.mine.id)] == ["待定"]


def test_a_post_that_is_not_there_can_not_be_chosen(world: World) -> None:
    before = counts()
    answer = send(world, paste(LIST, [("高压电工", [CHECK])]), **{"match-0": "没有的岗"})
    assert (answer.status_code, "没有叫“没有的岗”的岗位" in answer.text) == (422, True)
    world.forget()
    assert {name for name, count in counts().items() if count != before[name]} <= {
        "sign_ins",
        "audit_entries",
        "audit_links",
    }


def test_a_waiting_table_offers_the_likely_posts_first_and_keeps_its_lines(world: World) -> None:
    send(world, paste(LIST, [("高压电工", [("1.查。\n2.修。", "每班。", "罚。", "")])]))
    sheet = queries.sheets(world.mine.id)[0]
    page = world.client("administrator").get(f"{ADDRESS}/sheets/{sheet.id}").text
    likely, everything = page.split('<optgroup label="可能是">')[1].split('<optgroup label="全部岗位">')
    assert "电工（机电科）" in likely
    assert "巡检工" not in likely
    assert "巡检工" in everything
    assert '<span class="gk-lines">1.查。\n2.修。</span>' in page
