"""Importing in the console: look first, then decide."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from app.cards.queries import cards_of
from app.exchange import queries
from app.exchange.textfile import MAX_BYTES
from app.org.queries import posts
from tests.exchange.documents import CHECK, LIST, paste
from tests.exchange.test_files import word_file
from tests.exchange.test_importing import counts
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
        assert "gk-empty" in answer.text


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
