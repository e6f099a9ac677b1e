"""What holds for every paste: it reads back as it was written, and nothing breaks or stalls the reader."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.exchange.pasted import PastedError, read_pasted
from app.exchange.pasted_match import propose
from app.exchange.schemas import PastedDocument
from tests.exchange.endless import UNITS, endless

WORDS = "安全职责每年月检查设备人员培训记录上报落实隐患停工批评甲乙丙丁"
NAMES = st.text(WORDS, min_size=1, max_size=8)
SENTENCES = NAMES.map(lambda text: text + "。")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(
    lambda items: "\n".join(f"{n}.{item}" for n, item in enumerate(items, 1))
)
SPACED = st.lists(SENTENCES, min_size=1, max_size=3).map("\n\n".join)
CELLS = st.one_of(st.just(""), SENTENCES, PARAGRAPHS, SPACED)
DUTIES = st.tuples(SENTENCES, CELLS, CELLS, CELLS)
TITLES = NAMES.map(lambda text: text + "长")
TABLES = st.lists(
    st.tuples(TITLES, SENTENCES, st.lists(DUTIES, min_size=1, max_size=5)), min_size=1, max_size=4
)
GROUPS = st.lists(
    st.tuples(NAMES.map(lambda text: text + "部"), st.lists(TITLES, min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
    unique_by=lambda group: group[0],
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
HOSTILE = st.text(
    st.sampled_from(list("\t\t\t\n\n\r 1２.、。岗位安全生产责任制序号职门部（）兼\x0b\x00\ufeff\u3000")),
    max_size=300,
)

unhurried = settings(deadline=None)  # a busy machine is no failure

Group = tuple[str, list[str]]
Duty = tuple[str, str, str, str]
Table = tuple[str, str, list[Duty]]


def list_of_posts(groups: list[Group]) -> str:
    number = 0
    lines = ["四、岗位清单", "", "\t部门/单位", "\t序号", "\t岗位", ""]
    for department, titles in groups:
        for at, title in enumerate(titles):
            number += 1
            lines += ["\t" + department if at == 0 else "\t", f"\t{number}", "\t" + title, ""]
    return "\n".join([*lines, ""])


def duty_table(at: int, table: Table) -> str:
    title, summary, duties = table
    lines = [f"1.2.{at} {title}", f"{title}岗位安全生产责任制", summary, ""]
    lines += ["\t序号", "\t安全职责", "\t到位标准", "\t考核标准", "\t法律赋予的", "", "权限与义务", ""]
    for number, cells in enumerate(duties, 1):
        lines += [f"\t{number}", *("\t" + cell for cell in cells), ""]
    return "\n".join([*lines, "", ""])


def everything(doc: PastedDocument) -> str:
    pieces = [one.text for one in doc.unread] + [post.department + post.title for post in doc.posts]
    pieces += [str(post.number) for post in doc.posts]
    for table in doc.duty_tables + doc.department_tables:
        pieces += [*table.headings, table.summary]
        for duty in table.duties:
            pieces += [duty.number, duty.duty, duty.standard, duty.assessment, duty.rights]
    return "\n".join(pieces)


@unhurried
@given(GROUPS, TABLES, ENDS)
def test_a_document_reads_back_as_it_was_written(groups: list[Group], tables: list[Table], end: str) -> None:
    written = list_of_posts(groups) + "".join(duty_table(at, table) for at, table in enumerate(tables, 1))
    doc = read_pasted(written.replace("\n", end))
    assert [(post.department, post.title) for post in doc.posts] == [
        (department, title) for department, titles in groups for title in titles
    ]
    assert [post.number for post in doc.posts] == list(range(1, len(doc.posts) + 1))
    assert [
        (t.title, t.summary, [(d.duty, d.standard, d.assessment, d.rights) for d in t.duties])
        for t in doc.duty_tables
    ] == tables
    assert doc.unread == []


@unhurried
@given(GROUPS, TABLES)
def test_line_numbers_are_those_of_the_text(groups: list[Group], tables: list[Table]) -> None:
    written = list_of_posts(groups) + "".join(duty_table(at, table) for at, table in enumerate(tables, 1))
    lines = ["", *written.split("\n")]
    doc = read_pasted(written)
    for post in doc.posts:
        assert lines[post.line] == f"\t{post.number}"
        assert lines[post.line + 1] == "\t" + post.title
    for table in doc.duty_tables:
        assert lines[table.line] == f"{table.title}岗位安全生产责任制"
        for duty in table.duties:
            assert lines[duty.line] == f"\t{duty.number}"
            assert lines[duty.line + 1] == "\t" + duty.duty


@unhurried
@given(GROUPS)
def test_a_row_on_one_line_reads_the_same(groups: list[Group]) -> None:
    number = 0
    lines = ["部门\t序号\t岗位"]
    for department, titles in groups:
        for at, title in enumerate(titles):
            number += 1
            lines.append(f"{department if at == 0 else ''}\t{number}\t{title}")
    one, other = read_pasted("\n".join(lines)), read_pasted(list_of_posts(groups))
    assert [(p.number, p.department, p.title) for p in one.posts] == [
        (p.number, p.department, p.title) for p in other.posts
    ]


@unhurried
@given(HOSTILE)
@example("\t序号\t安全职责\r\t\t\t1\n")
@example("序号\t岗位")
@example("\t部门\n\t序号\n\t岗位\n\n\t1")
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        read_pasted(text)
    except PastedError as error:
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1


@unhurried
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(junk: bytes) -> None:
    for text in (junk.decode("utf-8", "replace"), junk.decode("latin-1"), junk.decode("gb18030", "replace")):
        for paste in (text, "\t序号\n\t安全职责\n\t1\n" + text, "部门\t序号\t岗位\n" + text):
            try:
                read_pasted(paste)
            except PastedError as error:
                assert error.reason


@unhurried
@given(GROUPS, TABLES, st.data())
def test_a_damaged_document_loses_no_text(
    groups: list[Group], tables: list[Table], data: st.DataObject
) -> None:
    lines = (list_of_posts(groups) + "".join(duty_table(at, t) for at, t in enumerate(tables, 1))).split("\n")
    start = lines.index("\t岗位") + 1
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(start, len(lines) - 1))
        if data.draw(st.booleans()):
            lines.insert(at, data.draw(st.sampled_from(["\t", "\t多余", "", "\t7", "旁注", "\t8\t另一格"])))
        elif len(lines) > start + 1:
            del lines[at]
    try:
        doc = read_pasted("\n".join(lines))
    except PastedError:
        return
    have = everything(doc)
    names = {"序号", "安全职责", "到位标准", "考核标准", "法律赋予的", "权限与义务"}
    pieces = {piece.strip() for line in lines[start:] for piece in line.split("\t")} - names
    assert [piece for piece in pieces if piece not in have] == []


@unhurried
@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=8), st.integers(0, 4))
def test_proposals_are_listed_and_few(title: str, listed: list[str], limit: int) -> None:
    found = propose(title, listed, limit)
    assert len(found) <= limit
    assert set(found) <= set(listed)
    assert found == list(dict.fromkeys(found))


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    def lines(size: int) -> int:
        text = endless(unit, size)
        return lines_run(lambda: read_pasted(text))

    assert lines(16_000) < lines(2_000) * 16


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python it takes: the same on every machine, however busy."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
