"""Text pasted from Word: what is read, what is warned of, and what is left unread."""

import os
from pathlib import Path

import msgspec
import pytest

from app.exchange.pasted import PastedError, read_pasted
from app.exchange.pasted_match import propose
from app.exchange.schemas import DutyTable, PastedDocument, PastedWarning, report

SEED = "000_ce3b3856d2c0813e.txt"

POSTS = """四、岗位清单

\t部门/单位
\t序号
\t岗位\x20

\t
\t1
\t矿长

\t机电科
\t2
\t科长

\t
\t3
\t区长

\t
\t4
\t区长1

\t运输队
\t5
\t队长兼安全员

"""

DUTIES = """5、 岗位安全生产责任制（举例）
1.矿领导（建议：考核周期为一年）

1.1组织构架图
1.2岗位安全生产责任制

1.2.1 矿长
矿长岗位安全生产责任制
矿长是本矿安全生产第一责任人，全面负责。

\t序号
\t
安全职责

\t到位标准
\t考核标准
\t法律赋予的

权限与义务

\t1
\t贯彻执行法律法规。
\t1.每年至少组织一次宣贯。
2.每年份组织一次评价。

3.每月检查一次。
\t未组织的，通报批评。
\t1.有权停止作业。
2.有义务接受培训。


\t2
\t建立安全生产责任制。
\t每年组织一次评估。
\t未评估的，通报批评。
\t

\t5
\t及时报告事故。
\t接到报告后1小时内上报。
\t迟报的，通报处分。
\t


2.综合办公室

2.1组织框架图（建议每季度考核一次）

2.2部门安全生产责任制

\t序号
\t安全生产职责

\t1
\t贯彻执行法律法规。

\t2
\t车辆的安全管理


2.3岗位安全生产责任制

2.3.1机、运队队长
机、运队队长岗位安全生产责任制
机、运队队长对本队的安全工作全面负责。
\t序号
\t安全职责
\t到位标准
\t考核标准
\t权限与义务

\t1
\t本队安全目标管理。
\t每年1月份确定目标。
\t未确定的，考核100-500元。\x20
"""


def seed() -> str:
    shared = Path(os.environ.get("GANGKA_SHARED") or Path(__file__).parents[2].parent / "shared")
    path = shared / "seeds" / SEED
    if not path.is_file():
        pytest.skip("the 283-post document is not on this machine")
    return path.read_bytes().decode()


def codes(warnings: list[PastedWarning]) -> list[tuple[str, str, int]]:
    return [(warning.code, warning.row, warning.line) for warning in warnings]


def rows(doc: PastedDocument) -> list[tuple[int | None, str, str]]:
    return [(post.number, post.department, post.title) for post in doc.posts]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def kept(doc: PastedDocument) -> str:
    """Every text of a document, one piece a line."""
    tables = doc.duty_tables + doc.department_tables
    pieces = [unread.text for unread in doc.unread]
    pieces += [piece for post in doc.posts for piece in (str(post.number), post.department, post.title)]
    pieces += [piece for table in tables for piece in [*table.headings, table.summary]]
    for table in tables:
        for duty in table.duties:
            pieces += [duty.number, duty.duty, duty.standard, duty.assessment, duty.rights]
    return "\n".join(pieces)


def lost(text: str, doc: PastedDocument) -> list[str]:
    """Non-blank lines of `text` that a document does not hold; names of columns aside."""
    columns = {"部门/单位", "序号", "岗位", "安全职责", "安全生产职责", "到位标准", "考核标准"}
    columns |= {"法律赋予的", "权限与义务"}
    have = {line.strip() for line in kept(doc).splitlines()}
    pieces = [piece.strip() for line in text.splitlines() for piece in line.split("\t")]
    return [piece for piece in pieces if piece and piece not in have | columns]


def only_table(text: str) -> DutyTable:
    doc = read_pasted(text)
    (table,) = doc.duty_tables + doc.department_tables
    return table


# A list of posts


def test_posts_stand_under_the_department_above() -> None:
    doc = read_pasted(POSTS)
    assert rows(doc) == [
        (1, "", "矿长"),
        (2, "机电科", "科长"),
        (3, "机电科", "区长"),
        (4, "机电科", "区长1"),
        (5, "运输队", "队长兼安全员"),
    ]
    assert doc.departments == ["机电科", "运输队"]
    assert [post.line for post in doc.posts] == [line_of(POSTS, f"\t{n}\n") for n in range(1, 6)]
    assert doc.unread == []


@pytest.mark.parametrize(
    "text",
    [
        "\t部门/单位\t序号\t岗位\n\t\t1\t矿长\n\t机电科\t2\t科长\n\t\t3\t电工\n",
        "部门\t序号\t岗位\n\t1\t矿长\n机电科\t2\t科长\n\t3\t电工",
        "部门\t序号\t岗位名称\n1\t矿长\n机电科\t2\t科长\n3\t电工\n",
        "\t部门／单位\n\t序号\u3000\n\t岗　位\n\n\t\n\t１\n\t矿长\u3000\n\n"
        "\t机电科 \n\t２、\n\t 科长\n\n\t\n\t３\n\t电工",
        "\ufeff部门\t序号\t岗位\r\n\t1\t矿长\t\r\n机电科\t2\t科长\t\t\r\n\t3\t电工\r\n",
        "\t部门/单位\n\t序号\n\t岗位\n\t\n\t1\n\t矿长\n\t机电科\n\t2\n\t科长\n"
        "\t部门/单位\n\t序号\n\t岗位\n\t\n\t3\n\t电工\n",
        "序号\t部门\t岗位\n1\t\t矿长\n2\t机电科\t科长\n3\t\t电工\n",
    ],
)
def test_other_pastes_of_the_same_list(text: str) -> None:
    doc = read_pasted(text)
    assert rows(doc) == [(1, "", "矿长"), (2, "机电科", "科长"), (3, "机电科", "电工")]
    assert doc.unread == []


def test_a_list_without_departments() -> None:
    assert rows(read_pasted("序号\t岗位\n1\t矿长\n2\t科长")) == [(1, "", "矿长"), (2, "", "科长")]


def test_old_mac_line_ends() -> None:
    doc = read_pasted(POSTS.replace("\n", "\r"))
    assert len(doc.posts) == 5
    assert doc.posts[0].line == 8


def test_a_title_may_go_on_in_the_next_line() -> None:
    doc = read_pasted("\t部门\n\t序号\n\t岗位\n\n\t贸易部\n\t1\n\t副部长\n（主持工作）\n\n\t\n\t2\n\t部长")
    assert [post.title for post in doc.posts] == ["副部长\n（主持工作）", "部长"]
    assert ("broken_title", "1", 6) in codes(doc.warnings)


def test_a_row_without_number_is_still_a_post() -> None:
    doc = read_pasted("部门\t序号\t岗位\n机电科\t1\t科长\n\t\t电工\n\t3\t钳工\n")
    assert rows(doc) == [(1, "机电科", "科长"), (None, "机电科", "电工"), (3, "机电科", "钳工")]
    assert ("no_number", "电工", 3) in codes(doc.warnings)


def test_a_row_without_title_is_unread() -> None:
    doc = read_pasted("\t部门\n\t序号\n\t岗位\n\n\t机电科\n\t1\n\t\n\n\t\n\t2\n\t电工\n")
    assert rows(doc) == [(2, "机电科", "电工")]
    (unread,) = doc.unread
    assert (unread.line, unread.text.split()) == (6, ["机电科", "1"])
    assert "没有岗位名称" in unread.reason


def test_cells_too_many_are_unread_and_join_no_other_row() -> None:
    doc = read_pasted("部门\t序号\t岗位\n机电科\t1\t科长\t暂缺\n\t2\t电工\n")
    assert rows(doc) == [(1, "机电科", "科长"), (2, "机电科", "电工")]
    assert [(one.line, one.text) for one in doc.unread] == [(2, "暂缺")]


def test_text_within_the_list_is_unread() -> None:
    doc = read_pasted("\t部门\n\t序号\n\t岗位\n\n\t\n\t1\n\t矿长\n\n第 2 页\n\n\t\n\t2\n\t科长\n")
    assert [post.title for post in doc.posts] == ["矿长", "科长"]
    assert [(one.line, one.text) for one in doc.unread] == [(9, "第 2 页")]


def test_text_below_the_list_is_unread() -> None:
    doc = read_pasted(POSTS + "注：以上为暂定。\n")
    assert len(doc.posts) == 5
    assert [one.text for one in doc.unread] == ["注：以上为暂定。"]


def listed(*titles: str) -> str:
    return "部门\t序号\t岗位\n" + "".join(f"甲\t{n}\t{title}\n" for n, title in enumerate(titles, 1))


@pytest.mark.parametrize("title", ["待定", "学员", "借调人员"])
def test_odd_titles(title: str) -> None:
    assert codes(read_pasted(listed(title)).warnings) == [("odd_title", "1", 2)]
    assert read_pasted(listed(title), odd_titles=()).warnings == []


@pytest.mark.parametrize("other", ["区长1", "区长２", "（区长）", "区（长）"])
def test_look_alikes(other: str) -> None:
    assert codes(read_pasted(listed("区长", other)).warnings) == [("look_alike", "2", 3)]


def test_a_note_in_brackets_makes_another_post() -> None:
    assert read_pasted(listed("综合班长", "综合班长（趋零）", "副区长", "区长")).warnings == []


def test_a_title_twice_in_one_department() -> None:
    assert codes(read_pasted(listed("电工", "电 工")).warnings) == [("title_repeated", "2", 3)]
    two = "部门\t序号\t岗位\n甲\t1\t电工\n乙\t2\t电工\n"
    assert read_pasted(two).warnings == []


def test_numbers_of_posts() -> None:
    text = "部门\t序号\t岗位\n甲\t1\t电工\n甲\t4\t钳工\n甲\t4\t焊工\n甲\t3\t瓦工\n"
    doc = read_pasted(text)
    assert codes(doc.warnings) == [
        ("number_skipped", "4", 3),
        ("number_repeated", "4", 4),
        ("number_order", "3", 5),
    ]
    assert "缺 2–3" in doc.warnings[0].message


def test_each_department_may_count_afresh() -> None:
    assert read_pasted("部门\t序号\t岗位\n甲\t1\t电工\n\t2\t钳工\n乙\t1\t电工\n").warnings == []


def test_posts_without_department() -> None:
    assert ("no_department", "1", 8) in codes(read_pasted(POSTS).warnings)


# Tables of duties


def test_the_tables_of_a_whole_document() -> None:
    doc = read_pasted(POSTS + DUTIES)
    assert [(t.title, t.of, t.section, len(t.duties)) for t in doc.duty_tables] == [
        ("矿长", "post", "矿领导", 3),
        ("机、运队队长", "post", "综合办公室", 1),
    ]
    assert [(t.title, t.of, len(t.duties)) for t in doc.department_tables] == [
        ("综合办公室", "department", 2)
    ]
    assert doc.unread == []
    assert len(doc.posts) == 5


def test_cells_are_kept_as_they_are_written() -> None:
    table = read_pasted(DUTIES).duty_tables[0]
    first = table.duties[0]
    assert first.number == "1"
    assert first.duty == "贯彻执行法律法规。"
    assert first.standard == "1.每年至少组织一次宣贯。\n2.每年份组织一次评价。\n\n3.每月检查一次。"
    assert first.assessment == "未组织的，通报批评。"
    assert first.rights == table.rights == "1.有权停止作业。\n2.有义务接受培训。"
    assert table.duties[2].rights == ""


def test_the_lines_above_a_table() -> None:
    doc = read_pasted(POSTS + DUTIES)
    table = doc.duty_tables[0]
    assert table.summary == "矿长是本矿安全生产第一责任人，全面负责。"
    assert table.headings[1] == "1.矿领导（建议：考核周期为一年）"
    assert table.headings[-1] == "矿长岗位安全生产责任制"
    assert table.line == line_of(POSTS + DUTIES, "矿长岗位安全")
    assert doc.department_tables[0].headings == [
        "2.综合办公室",
        "2.1组织框架图（建议每季度考核一次）",
        "2.2部门安全生产责任制",
    ]


def test_no_line_is_lost() -> None:
    assert lost(POSTS.split("\n", 1)[1] + DUTIES, read_pasted(POSTS + DUTIES)) == []


def test_the_last_row_may_lack_its_empty_cell() -> None:
    duty = read_pasted(DUTIES).duty_tables[-1].duties[-1]
    assert duty.assessment == "未确定的，考核100-500元。"
    assert duty.rights == ""


def test_warnings_of_duties() -> None:
    text = POSTS + DUTIES
    doc = read_pasted(text, duty_limit=2)
    skipped = line_of(text, "\t5\n\t及时")
    assert codes(doc.duty_tables[0].warnings) == [
        ("month_missing", "1", line_of(text, "2.每年份")),
        ("too_many_duties", "5", skipped),
        ("number_skipped", "5", skipped),
    ]
    unmatched = doc.duty_tables[1]
    assert codes(unmatched.warnings) == [("title_unmatched", "机、运队队长", unmatched.line)]
    department = line_of(text, "2.2部门安全")
    assert codes(doc.department_tables[0].warnings) == [("department_unmatched", "综合办公室", department)]


def test_ten_duties_are_not_too_many_and_eleven_are() -> None:
    head = "甲岗位安全生产责任制\n序号\t安全职责\n"
    ten = head + "".join(f"{n}\t职责{n}\n" for n in range(1, 11))
    assert only_table(ten).warnings == []
    assert codes(only_table(ten + "11\t又一条\n").warnings) == [("too_many_duties", "11", 13)]


def test_the_limit_is_for_posts_only() -> None:
    text = "1.甲部\n1.1部门安全生产责任制\n序号\t安全职责\n1\t乙\n2\t丙\n"
    doc = read_pasted(text, duty_limit=1)
    assert doc.department_tables[0].warnings == []


def test_titles_are_compared_only_with_a_list() -> None:
    assert [w.code for t in read_pasted(DUTIES).duty_tables for w in t.warnings] == [
        "month_missing",
        "number_skipped",
    ]


def test_a_title_listed_twice_is_asked_for() -> None:
    text = "部门\t序号\t岗位\n甲\t1\t主任\n乙\t2\t主任\n\n主任岗位安全生产责任制\n序号\t安全职责\n1\t丙\n"
    assert codes(read_pasted(text).duty_tables[0].warnings) == [("title_ambiguous", "主任", 5)]


HEAD = "甲岗位安全生产责任制\n\t序号\n\t安全职责\n\t到位标准\n\t考核标准\n\t权限与义务\n\n"


def test_rows_on_one_line_with_further_paragraphs() -> None:
    text = (
        "甲岗位安全生产责任制\n序号\t安全职责\t到位标准\t考核标准\t权限与义务\n"
        "1\t遵章守纪。\t1.每天一次。\n2.每月一次。\t1.未做的，批评。\n2.再犯的，停工。\t有权停工。\n"
        "2\t参加培训。\t每年一次。\t未参加的，批评。\t\n"
    )
    first, second = only_table(text).duties
    assert first.standard == "1.每天一次。\n2.每月一次。"
    assert first.assessment == "1.未做的，批评。\n2.再犯的，停工。"
    assert (first.rights, first.line) == ("有权停工。", 3)
    assert (second.duty, second.assessment, second.line) == ("参加培训。", "未参加的，批评。", 6)


def test_trimmed_rows_on_one_line() -> None:
    text = "甲岗位安全生产责任制\n序号\t安全职责\t到位标准\t考核标准\n1\t乙\t丙\n3\t丁\t戊\t己\n"
    table = only_table(text)
    assert [(d.number, d.duty, d.standard, d.assessment) for d in table.duties] == [
        ("1", "乙", "丙", ""),
        ("3", "丁", "戊", "己"),
    ]
    assert codes(table.warnings) == [("empty_cell", "1", 3), ("number_skipped", "3", 4)]


@pytest.mark.parametrize(
    "rest",
    ["\t\n\t\n\t每周一次。\n\t\n\t\n", "\t\t\t每周一次。\t\t\n"],
    ids=["a cell a line", "one line"],
)
def test_merged_cells_continue_the_row_above(rest: str) -> None:
    table = only_table(HEAD + "\t1\n\t乙\n\t每天一次。\n\t丙\n\t丁\n\n" + rest)
    (duty,) = table.duties
    assert (duty.standard, duty.assessment, duty.rights) == ("每天一次。\n每周一次。", "丙", "丁")


def test_merged_cells_where_the_number_stands_first() -> None:
    text = "序号\t安全职责\t到位标准\t考核标准\n1\t乙\t每天一次。\t丙\n\t\t每周一次。\t丁\n"
    (duty,) = only_table("甲岗位安全生产责任制\n" + text).duties
    assert (duty.standard, duty.assessment) == ("每天一次。\n每周一次。", "丙\n丁")


def test_a_duty_without_number_is_unread() -> None:
    doc = read_pasted(
        HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t\n\n\t\n\t没有号\n\t戊\n\t己\n\t\n\n\t2\n\t庚\n\t辛\n\t壬\n\t\n"
    )
    assert [duty.duty for duty in doc.duty_tables[0].duties] == ["乙", "庚"]
    (unread,) = doc.unread
    assert unread.text.split() == ["没有号", "戊", "己"]
    assert unread.line == 15
    assert "没有序号" in unread.reason


@pytest.mark.parametrize("number", ["十一", "A", "1.1"])
def test_what_is_no_number_is_unread(number: str) -> None:
    doc = read_pasted(HEAD + f"\t1\n\t乙\n\t丙\n\t丁\n\t\n\n\t{number}\n\t戊\n\t己\n\t庚\n\t\n")
    assert len(doc.duty_tables[0].duties) == 1
    assert doc.unread[0].text.split()[0] == number


def test_a_cell_too_many_is_unread() -> None:
    doc = read_pasted(HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t戊\n\t多出\n\n\t2\n\t庚\n\t辛\n\t壬\n\t\n")
    assert [duty.rights for duty in doc.duty_tables[0].duties] == ["戊", ""]
    assert [(one.line, one.text) for one in doc.unread] == [(13, "多出")]
    assert "5 列" in doc.unread[0].reason


def test_a_number_may_be_what_a_cell_says() -> None:
    (duty,) = only_table(HEAD + "\t1\n\t乙\n\t100\n\t500\n\t丙\n").duties
    assert (duty.standard, duty.assessment, duty.rights) == ("100", "500", "丙")


def test_numbers_of_duties() -> None:
    table = only_table("甲岗位安全生产责任制\n序号\t安全职责\n１\t乙\n3.\t丙\n3\t丁\n2\t戊\n")
    assert codes(table.warnings) == [
        ("number_skipped", "3", 4),
        ("number_repeated", "3", 5),
        ("number_order", "2", 6),
    ]
    assert [duty.number for duty in table.duties] == ["１", "3.", "3", "2"]


def test_a_header_repeated_on_the_next_page() -> None:
    head = "\t序号\n\t安全职责\n\t到位标准\n\n"
    text = "甲岗位安全生产责任制\n" + head + "\t1\n\t乙\n\t丙\n\n" + head + "\t2\n\t丁\n\t戊\n"
    assert [duty.duty for duty in only_table(text).duties] == ["乙", "丁"]


def test_two_tables_with_nothing_between_stay_two() -> None:
    head = "\t序号\n\t安全职责\n\t到位标准\n\n"
    doc = read_pasted("甲岗位安全生产责任制\n" + head + "\t1\n\t乙\n\t丙\n\n" + head + "\t1\n\t丁\n\t戊\n")
    first, second = doc.duty_tables
    assert (first.title, second.title) == ("甲", "")
    assert codes(second.warnings) == [("no_title", "", 10)]


def test_a_repeated_heading() -> None:
    table = only_table(
        "1.1 甲\n甲岗位安全生产责任制\n\n甲岗位安全生产责任制\n甲负责。\n"
        + HEAD.split("\n", 1)[1]
        + "\t1\n\t乙\n"
    )
    assert (table.title, table.summary, table.line) == ("甲", "甲负责。", 4)
    assert table.headings == ["1.1 甲", "甲岗位安全生产责任制", "甲岗位安全生产责任制"]


@pytest.mark.parametrize(
    ("above", "title", "of"),
    [
        ("1.2.1 甲长\n甲长负责。", "甲长", "post"),
        ("2.3岗位安全生产责任制\n2.3.1 甲长", "甲长", "post"),
        ("4.1甲长岗位安全生产责任制（试行）", "甲长", "post"),
        ("3. 甲部（每月）\n3.1组织框架图\n3.2部门安全生产责任制", "甲部", "department"),
        ("甲部部门安全生产责任制", "甲部", "department"),
        ("甲长", "甲长", "post"),
        ("以下是职责。", "", "post"),
        ("2.3岗位安全生产责任制", "", "post"),
    ],
)
def test_where_a_title_is_taken_from(above: str, title: str, of: str) -> None:
    table = only_table(f"{above}\n\n序号\t安全职责\t到位标准\n1\t乙\t丙\n")
    assert (table.title, table.of) == (title, of)


def test_a_table_without_its_header_is_unread() -> None:
    text = HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t\n\n\n1.2 戊\n戊岗位安全生产责任制\n戊负责。\n\n\t1\n\t己\n\t庚\n"
    doc = read_pasted(text)
    assert [duty.duty for duty in doc.duty_tables[0].duties] == ["乙"]
    (unread,) = doc.unread
    assert unread.line == line_of(text, "1.2 戊")
    assert unread.text.split() == ["1.2", "戊", "戊岗位安全生产责任制", "戊负责。", "1", "己", "庚"]
    assert "没有表头" in unread.reason


def test_an_opening_paragraph_behind_a_tab() -> None:
    rest = HEAD.split("\n", 1)[1]
    text = HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t\n\n\n戊岗位安全生产责任制\n\t戊负责。\n" + rest + "\t1\n\t己\n"
    first, second = read_pasted(text).duty_tables
    assert (second.title, second.summary) == ("戊", "戊负责。")
    assert [duty.duty for duty in first.duties] == ["乙"]


def test_numbered_items_of_the_last_cell_are_no_headings() -> None:
    text = HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t1.有权停工\n\n2.有权报告\n\n3.有义务学习\n"
    doc = read_pasted(text)
    assert doc.duty_tables[0].rights == "1.有权停工\n\n2.有权报告\n\n3.有义务学习"
    assert doc.unread == []


def test_text_below_the_last_table_is_unread() -> None:
    doc = read_pasted(HEAD + "\t1\n\t乙\n\t丙\n\t丁\n\t\n\n\n附则\n本制度自发布之日起执行。\n")
    assert [(one.line, one.text) for one in doc.unread] == [(15, "附则\n本制度自发布之日起执行。")]


def test_a_table_without_rows_says_so() -> None:
    assert codes(only_table(HEAD).warnings) == [("no_duties", "甲", 1)]


def test_a_note_within_the_header_is_unread_and_harms_no_row() -> None:
    doc = read_pasted("\t部门\n\t序号\n\t岗位\n\n注：按部门排列\n\n\t\n\t1\n\t矿长\n")
    assert rows(doc) == [(1, "", "矿长")]
    assert [(one.line, one.text) for one in doc.unread] == [(5, "注：按部门排列")]


def test_a_table_without_rows_leaves_the_headings_to_the_next() -> None:
    first, second = read_pasted(HEAD + "\n乙岗位安全生产责任制\n序号\t安全职责\n1\t丙\n").duty_tables
    assert (first.title, first.duties) == ("甲", [])
    assert (second.title, len(second.duties)) == ("乙", 1)


def test_a_list_with_an_unknown_header_before_a_table_is_unread() -> None:
    doc = read_pasted("各位：\n\t科室\t岗位\n\t机电科\t电工\n\n" + HEAD + "\t1\n\t乙\n")
    assert (doc.posts, doc.duty_tables[0].title) == ([], "甲")
    (unread,) = doc.unread
    assert (unread.line, unread.text.split()) == (2, ["科室", "岗位", "机电科", "电工"])


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\ufeff"])
def test_an_empty_paste(text: str) -> None:
    with pytest.raises(PastedError, match="没有粘贴任何文字"):
        read_pasted(text)


def test_a_paste_without_tables_says_what_is_needed() -> None:
    with pytest.raises(PastedError, match="表头") as caught:
        read_pasted("\n\n各位领导：\n安全第一。\n")
    assert caught.value.line == 3
    assert "序号" in caught.value.reason


# Proposals


LISTED = ["技术顾问兼电厂厂长", "铝厂副厂长", "综合部部长兼总经理助理", "安全环保中心主任兼总经理助理"]
LISTED += ["总工程师兼发电部主任", "发电部副主任", "电工", "总经理"]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("铝、电厂厂长", "技术顾问兼电厂厂长"),
        ("总经理助理兼综合办公室主任", "综合部部长兼总经理助理"),
        ("总经理助理兼安全环保中心主任", "安全环保中心主任兼总经理助理"),
        ("安环中心主任", "安全环保中心主任兼总经理助理"),
        ("发电部主任", "总工程师兼发电部主任"),
    ],
)
def test_proposals(title: str, first: str) -> None:
    assert propose(title, LISTED)[0] == first


def test_a_deputy_is_proposed_after_the_head() -> None:
    assert propose("发电部主任", LISTED) == ["总工程师兼发电部主任", "发电部副主任"]


@pytest.mark.parametrize("title", ["爆破工", "", "　", "（）", "长" * 5000])
def test_nothing_near(title: str) -> None:
    assert propose(title, LISTED) == []


def test_at_most_as_many_as_asked_for() -> None:
    assert len(propose("主任", [f"主任{n}" for n in range(9)], limit=2)) == 2
    assert propose("主任", []) == []


# The report


def test_the_report() -> None:
    doc = read_pasted(POSTS + DUTIES + "\n\n附则\n")
    seen = msgspec.json.decode(msgspec.json.encode(report(doc)))
    assert list(seen) == ["posts", "departments", "duty_tables", "department_tables", "warnings"]
    assert (seen["posts"], seen["departments"]) == (5, 2)
    assert [(t["title"], t["duties"]) for t in seen["duty_tables"]] == [("矿长", 3), ("机、运队队长", 1)]
    assert seen["warnings"][-1]["code"] == "unread"
    assert seen["warnings"][-1]["row"] == "附则"
    assert set(seen["warnings"][0]) == {"code", "line", "row", "message"}


# The 283-post document


def test_seed_posts() -> None:
    doc = read_pasted(seed())
    assert len(doc.posts) == 283
    assert [post.number for post in doc.posts] == list(range(1, 284))
    assert doc.departments == [
        "公司部门领导（正职）",
        "技术开发部",
        "监察审计部",
        "安全环保中心",
        "财务管理中心",
        "贸易部",
        "综合部",
        "综合调度中心",
        "电厂",
        "铝厂",
    ]
    assert rows(doc)[0] == (1, "", "董事长")
    assert rows(doc)[-1] == (283, "铝厂", "组装工")
    assert rows(doc)[90] == (91, "电厂", "安环部副主任")
    assert (doc.posts[0].line, doc.posts[-1].line) == (178, 1307)


def test_seed_tables() -> None:
    doc = read_pasted(seed())
    assert [(table.title, len(table.duties)) for table in doc.duty_tables] == [
        ("总经理", 15),
        ("铝、电厂厂长", 13),
        ("总经理助理兼综合办公室主任", 9),
        ("总经理助理兼安全环保中心主任", 14),
        ("发电部主任", 13),
    ]
    assert [(table.title, len(table.duties)) for table in doc.department_tables] == [
        ("综合办公室", 11),
        ("安环中心", 15),
    ]
    assert doc.unread == []
    assert all(table.rights == table.duties[0].rights != "" for table in doc.duty_tables)
    assert all(duty.duty and duty.standard and duty.assessment for t in doc.duty_tables for duty in t.duties)


def test_seed_opening_and_sections() -> None:
    tables = read_pasted(seed()).duty_tables
    sections = ["公司领导班子", "公司领导班子", "综合办公室", "安环中心", "电厂"]
    assert [table.section for table in tables] == sections
    assert tables[1].summary.startswith("铝电厂厂长是本厂安全生产第一责任人")
    assert tables[0].summary.endswith("落实企业主体责任。")
    assert all(table.summary.count("\n") == 0 for table in tables)


def test_seed_titles() -> None:
    doc = read_pasted(seed())
    unmatched = [t.title for t in doc.duty_tables if any(w.code == "title_unmatched" for w in t.warnings)]
    assert unmatched == [table.title for table in doc.duty_tables[1:]]
    titles = [post.title for post in doc.posts]
    assert [propose(title, titles, 1) for title in unmatched] == [
        ["技术顾问兼电厂厂长"],
        ["综合部部长兼总经理助理"],
        ["安全环保中心主任兼总经理助理"],
        ["总工程师兼发电部主任"],
    ]


def test_seed_warnings() -> None:
    doc = read_pasted(seed())
    assert codes(doc.warnings) == [
        *(("no_department", str(n), 174 + 4 * n) for n in range(1, 8)),
        ("odd_title", "24", 270),
        ("odd_title", "33", 306),
        ("odd_title", "42", 342),
        ("look_alike", "126", 678),
        ("look_alike", "205", 994),
        ("look_alike", "241", 1138),
    ]
    own = {"too_many_duties", "number_skipped", "month_missing"}
    found = [(t.title, *c) for t in doc.duty_tables for c in codes(t.warnings) if c[0] in own]
    assert found == [
        ("总经理", "too_many_duties", "11", 1418),
        ("铝、电厂厂长", "too_many_duties", "11", 1596),
        ("总经理助理兼安全环保中心主任", "month_missing", "2", 1865),
        ("总经理助理兼安全环保中心主任", "too_many_duties", "11", 1965),
        ("总经理助理兼安全环保中心主任", "number_skipped", "14", 1977),
        ("发电部主任", "too_many_duties", "11", 2135),
    ]
    assert [[w.code for w in t.warnings] for t in doc.department_tables] == [["department_unmatched"]] * 2


def test_seed_loses_no_line() -> None:
    text = seed()
    assert lost(text[text.index("\t部门/单位") :], read_pasted(text)) == []


def test_seed_with_windows_line_ends() -> None:
    text = seed()
    assert read_pasted("\ufeff" + text.replace("\n", "\r\n")) == read_pasted(text)
