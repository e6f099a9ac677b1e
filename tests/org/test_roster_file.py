"""Reading the roster's file: what is no roster, or made to do harm, is refused in plain words."""

import io
import os
import zipfile

import pytest

from app.org.roster_file import MAX_ROWS, BadFile, read
from tests.org.sheets import HEAD, repacked, roster, row
from tests.world import World

ONE = row("赵小满", "3001", "", "破碎车间", "", "", "")
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
FAR = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<dimension ref="A1:XFD1048576"/><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\xa7\x93\xe5\x90\x8d</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData></worksheet>"""


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(600):
            packed.writestr(f"xl/{number}.xml", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是 .xlsx"),
        (b"name,number\n", "不是 .xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "不是 .xlsx"),  # the old .xls
        (b"PK\x03\x04" + bytes(60), "打不开"),
        (os.urandom(16).join([b"PK\x03\x04", bytes(5 * 1024 * 1024)]), "最多 5 MB"),
        (many_entries(), "展开以后太大"),
        (repacked(roster(ONE), "xl/media/a.bin", bytes(51 * 1024 * 1024)), "展开以后太大"),
        (repacked(roster(ONE), SHEET, BOMB), "读不了"),
        (repacked(roster(ONE), SHEET, b"<worksheet"), "读不了"),
        (repacked(roster(ONE), "xl/workbook.xml", b"<a/>"), "读不了"),
        (repacked(roster(ONE), SHEET, FAR), "没有这些列"),
        (roster(), "只有表头"),
        (roster(ONE, head=("名字", "号")), "没有这些列"),
        (roster(ONE, head=("姓名", "工号", "工号")), "这些列有两个"),
        (roster(*([ONE] * (MAX_ROWS + 1))), "一次最多"),
    ],
    ids=range(15),
)
def test_what_is_no_roster_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(data)
    assert words in caught.value.message


def test_a_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "hello")
    with pytest.raises(BadFile):
        read(out.getvalue())


def test_a_declared_size_that_lies_does_not_get_through() -> None:
    """The sheet unpacks to far more than the directory says; only what was declared is ever read."""
    data = bytearray(repacked(roster(ONE), SHEET, b"<worksheet>" + b" " * 60_000_000))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(BadFile):
        read(bytes(data))


def test_the_order_of_columns_and_their_other_names_do_not_matter() -> None:
    found = read(roster(row("13800000001", "车间", "3001", "甲"), head=("手机", "车间", "*工号", "姓 名")))
    assert (found[0].name, found[0].employee_no, found[0].phone, found[0].department) == (
        "甲",
        "3001",
        "13800000001",
        "车间",
    )


def test_empty_rows_and_the_example_are_passed_over_and_lines_counted() -> None:
    found = read(roster(row("例：张三", "1001"), row(), row("", ""), ONE))
    assert [one.line for one in found] == [5]


def test_formulas_are_not_evaluated() -> None:
    found = read(roster(row('=CONCAT("a","b")', "3001", "", "破碎车间", "", "", "")))
    assert found[0].problems == ("姓名是公式，没有算出结果，请直接填内容", "姓名没填")


def test_posts_are_split_and_strange_characters_dropped() -> None:
    found = read(roster(row(" 甲\u200b", "３００１", "138-0000 0001", "", "", "一岗、二岗，二岗", "")))
    assert found[0].name == "甲"
    assert found[0].employee_no == "3001"
    assert found[0].phone == "13800000001"
    assert found[0].posts == ("一岗", "二岗")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("", "3001"), "姓名没填"),
        (("甲", ""), "工号没填"),
        (("甲", "30 01"), "工号“30 01”不对"),
        (("甲", "3001", "1380000"), "手机号“1380000”不对"),
        (("甲", "3001", 1.38e10), ""),
        (("甲", "3001", "", "", "", "", "去年"), "入职日期“去年”看不懂"),
        (("甲", "3001", "", "", "", "", "2026-02-30"), "入职日期“2026-02-30”看不懂"),
        (("甲", "3001", "", "", "", "", "2026/3/1"), ""),
    ],
)
def test_what_is_wrong_with_cells(cells: tuple[object, ...], fault: str) -> None:
    found = read(roster(list(cells)))[0].problems
    assert [one.split("：")[0].split("，")[0] for one in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    "sent",
    [None, (b"", ""), (b"x", "a.exe")],
    ids=["none", "empty", "wrong"],
)
def test_the_page_says_it_in_plain_words(world: World, sent: tuple[bytes, str] | None) -> None:
    data = {"file": (io.BytesIO(sent[0]), sent[1])} if sent else {}
    answer = world.client("administrator").post("/console/roster/preview", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "再" in answer.text


def test_a_huge_upload_is_refused_before_it_is_read(world: World) -> None:
    answer = world.client("administrator").post(
        "/console/roster/preview",
        data=bytes(13 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "文件太大了" in answer.text


def test_only_an_administrator_of_the_whole_enterprise_imports(world: World) -> None:
    assert world.client("safety_officer").get("/console/roster").status_code == 403
    assert HEAD[0] == "姓名"
