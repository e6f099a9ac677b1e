"""Bringing a file in from the console: send it, look, answer, carry it out once, take it back."""

import io
import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from app.cards import editing
from app.cards.queries import cards_of, draft
from app.cards.schemas import Kind
from app.exchange import queries
from app.exchange.models import OfficeImport
from app.exchange.office.limits import MAX_BYTES
from tests.exchange.bringing.builders import risk_file, workbook
from tests.exchange.test_importing import counts
from tests.world import World

ADDRESS = "/console/import/office"
EVIL = "<script>alert(1)</script>"
FILE = risk_file(("出料胶带", "人手卷入", "1.护罩装好\n2.拉绳灵"), ("滚筒", "衣服卷入", "扎紧袖口"))


class Endless(io.RawIOBase):
    """A request's body of 100 MB, which counts how much of it is read."""

    SIZE = 100 * 1024 * 1024

    def __init__(self) -> None:
        self.at = self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.SIZE if whence == io.SEEK_END else 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: bytearray) -> int:
        self.read_so_far += len(buffer)
        return len(buffer)


def send(world: World, raw: bytes, who: str = "administrator", name: str = "风险.xlsx") -> TestResponse:
    """Send a file; the form is written out, as the test client leaves large ones open."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + raw + b"\r\n--x--\r\n"
    client = world.client(who)
    return client.post(ADDRESS, data=body, content_type="multipart/form-data; boundary=x")


def brought(world: World, raw: bytes = FILE, **more: str) -> OfficeImport:
    answer = send(world, raw, **more)
    assert answer.status_code == 302, answer.text
    world.forget()
    return queries.office_imports(world.mine.id)[0]


def page(world: World, found: OfficeImport) -> str:
    return unescape(world.client("administrator").get(f"{ADDRESS}/{found.id}").text)


def carry(world: World, found: OfficeImport) -> TestResponse:
    return world.client("administrator").post(f"{ADDRESS}/{found.id}/carry")


def answers(text: str, value: str) -> dict[str, str]:
    """The form of a page with one answer to each of its questions."""
    keys = re.findall(r'name="key-([a-z0-9]+)" value="([^"]*)"', text)
    return {f"key-{number}": key for number, key in keys} | {f"answer-{number}": value for number, _ in keys}


def test_a_file_is_looked_at_first_and_nothing_is_written(world: World) -> None:
    before = counts()
    found = brought(world)
    told = page(world, found)
    assert ("可以导入" in told, "出料胶带" in told, "新加 2 行" in told) == (True, True, True)
    now = counts()
    changed = {name for name in now if now[name] != before.get(name)}
    assert not changed & {"cards", "card_versions", "card_rows", "posts"}


def test_it_is_carried_out_once(world: World) -> None:
    found = brought(world)
    assert carry(world, found).status_code == 302
    told = page(world, found)
    assert ("1 张卡写成了草稿" in told, "一号破碎机操作岗：岗位风险清单" in told) == (True, True)
    after = counts()
    assert carry(world, found).status_code == 302
    world.forget()
    done = counts()
    assert {name for name in done if done[name] != after[name]} <= {
        "sign_ins",
        "audit_entries",
        "audit_links",
    }
    assert (done["card_versions"], done["card_rows"]) == (1, 2)


def test_questions_come_first_and_answers_are_kept(world: World) -> None:
    found = brought(world, risk_file(("胶带", "卷入", "护罩"), post="一号破碎机岗"))
    told = page(world, found)
    assert "先回答 1 个问题" in told
    assert told.index("这些卡是哪个岗位的") < told.index("每张卡会怎么样")
    refused = carry(world, found)
    assert (refused.status_code, "还有 1 个问题没回答" in refused.text) == (409, True)
    form = answers(told, str(world.crusher_id))
    world.client("administrator").post(f"{ADDRESS}/{found.id}/answers", data=form)
    assert "可以导入" in page(world, found)
    carry(world, found)
    world.forget()
    assert len(draft(cards_of(world.crusher_id)[0]).rows) == 1


def test_an_answer_to_what_was_not_asked_is_not_kept(world: World) -> None:
    found = brought(world)
    form = {"key-0": "plan:post:x", "answer-0": "new", "key-1": queries.DONE, "answer-1": "x"}
    world.client("administrator").post(f"{ADDRESS}/{found.id}/answers", data=form)
    world.forget()
    assert queries.office_import(found.id).answers == {}


def test_drafts_that_nobody_touched_are_taken_back_together(world: World) -> None:
    found = brought(world)
    carry(world, found)
    assert "丢掉这 1 份草稿" in page(world, found)
    world.client("administrator").post(f"{ADDRESS}/{found.id}/undo")
    world.forget()
    assert draft(cards_of(world.crusher_id)[0]) is None
    assert "草稿丢掉了" in page(world, found)


def test_a_draft_that_somebody_wrote_on_is_not_taken_back(world: World) -> None:
    found = brought(world)
    carry(world, found)
    world.forget()
    version = draft(cards_of(world.crusher_id)[0])
    editing.remove_row(
        version, version.rows[0].identity, base=editing.mark_of(version.rows[0].body), by=world.admin.id
    )
    answer = world.client("administrator").post(f"{ADDRESS}/{found.id}/undo")
    assert (answer.status_code, "有人改过" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("raw", "status", "told"),
    [
        (b"", 422, "空的"),
        (b"%PDF-1.7", 415, "PDF"),
        (b"PK\x03\x04 no zip", 422, "坏了"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415, "老格式"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_on_the_form(
    world: World, raw: bytes, status: int, told: str
) -> None:
    answer = send(world, raw)
    assert (answer.status_code, told in answer.text, 'id="office"' in answer.text) == (status, True, True)
    assert queries.office_imports(world.mine.id) == []


def test_without_a_file_it_says_so(world: World) -> None:
    answer = world.client("administrator").post(ADDRESS, data={})
    assert (answer.status_code, "还没选文件" in answer.text) == (422, True)


def test_as_much_as_is_allowed_comes_in_and_more_is_refused_before_it_is_read(world: World) -> None:
    assert send(world, FILE + b"\0" * (13 * 1024 * 1024)).status_code != 413
    assert send(world, b"PK\x03\x04" + b"\0" * MAX_BYTES).status_code == 413


def test_a_hundred_megabytes_are_refused_by_what_they_say_of_themselves(world: World) -> None:
    body = Endless()
    client = world.client("administrator")
    answer = client.post(ADDRESS, input_stream=body, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "太大" in answer.text) == (413, True)
    assert body.read_so_far < 1024 * 1024


def test_hostile_text_stays_text(world: World) -> None:
    found = brought(world, risk_file((EVIL, EVIL, EVIL), post=f"岗{EVIL}"), name="风险.xlsx")
    text = world.client("administrator").get(f"{ADDRESS}/{found.id}").text
    assert ("&lt;script&gt;" in text, "<script>alert" in text) == (True, False)


def test_who_may_bring_a_file_in(world: World) -> None:
    found = {who: send(world, FILE, who).status_code for who in world.people}
    assert {who for who, status in found.items() if status == 302} == {
        "safety_officer",
        "principal",
        "administrator",
    }
    assert set(found.values()) == {302, 403}


def test_a_file_of_another_enterprise_is_not_there(world: World) -> None:
    found = brought(world)
    client = world.client(world.stranger)
    assert client.get(f"{ADDRESS}/{found.id}").status_code == 404
    for verb in ("answers", "carry", "undo"):
        assert client.post(f"{ADDRESS}/{found.id}/{verb}").status_code == 404


def test_a_changed_row_shows_what_stood_and_what_comes(world: World) -> None:
    carry(world, brought(world))
    changed = brought(world, risk_file(("出料胶带", "人手卷入", "1.护罩装好\n2.加光幕")))
    told = page(world, changed)
    assert "用文件里的（1 行）换掉草稿" in told
    assert re.search(r"<del>1?.*拉绳灵.*</del>", told, re.DOTALL)
    assert re.search(r"<ins>.*加光幕.*</ins>", told, re.DOTALL)
    assert Kind.RISK in {Kind(one.kind) for one in cards_of(world.crusher_id)}


def test_a_scale_that_the_file_does_not_explain_is_asked_and_the_answer_read_with_it(world: World) -> None:
    heads = ["岗位", "风险点", "危险有害因素", "风险等级", "管控措施"]
    raw = workbook(
        风险=[
            heads,
            ["自卸车司机岗", "料仓口", "坠落", "4级", "系好带"],
            ["自卸车司机岗", "坡道", "翻车", "1级", "慢行"],
        ]
    )
    found = brought(world, raw)
    told = page(world, found)
    assert "先回答 1 个问题" in told
    world.client("administrator").post(f"{ADDRESS}/{found.id}/answers", data=answers(told, "first4"))
    carry(world, found)
    world.forget()
    levels = [row.body["before"]["level"] for row in draft(cards_of(world.truck.id)[0]).rows]
    assert levels[1] == 1


def test_a_table_without_a_post_takes_the_title_that_somebody_types(world: World) -> None:
    raw = workbook(表=[["风险点", "危险有害因素", "管控措施"], ["料仓口", "坠落", "系好带"]])
    found = brought(world, raw)
    told = page(world, found)
    form = answers(told, "?") | {"typed-o0": "自卸车司机岗"}
    world.client("administrator").post(f"{ADDRESS}/{found.id}/answers", data=form)
    assert "可以导入" in page(world, found)
    assert carry(world, found).status_code == 302
    world.forget()
    assert len(cards_of(world.truck.id)) == 1


def test_an_answer_whose_question_another_made_needless_is_no_fault(world: World) -> None:
    found = brought(world, risk_file(("胶带", "卷入", "护罩"), post="一号破碎机岗"))
    world.change(found, answers={"plan:draft:risk:一号破碎机岗": "replace"})
    assert "没有用上" not in page(world, found)
