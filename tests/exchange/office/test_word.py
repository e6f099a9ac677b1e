"""What is read of a Word file: its text in order, its tables as they look, and a note of what was left out."""

import pytest

from app.exchange.office.blocks import Document, Para, Table
from tests.exchange.office.files import (
    changed,
    codes,
    p,
    r,
    read,
    relations,
    tables,
    tbl,
    tc,
    texts,
    tr,
    word,
)

BOX = '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>'
PICTURE = "<w:drawing><a:blip/></w:drawing>"
LOCKED_LIST = "<w:sdt><w:sdtPr><w:dropDownList/>{0}</w:sdtPr><w:sdtContent>{1}</w:sdtContent></w:sdt>"


def field(kind: str, inner: str = "") -> str:
    return r(f'<w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar>')


def code(text: str) -> str:
    return r(f"<w:instrText>{text}</w:instrText>")


def one_cell(inner: str) -> str:
    """What is read of a cell with this in its only paragraph."""
    return tables(read(word(tbl(tr(tc(p(inner)))))))[0][0][0]


def notes(document: Document) -> dict[str, str]:
    return {note.code: note.where for note in document.notes}


def test_paragraphs_and_tables_keep_their_order_and_say_where_they_are() -> None:
    document = read(word(p("一") + tbl(tr("甲"), tr("乙")) + p() + p("二") + tbl(tr("丙"))))
    assert [one.where for one in document.blocks] == ["第 1 段", "第 1 个表", "第 2 段", "第 2 个表"]
    first = document.blocks[1]
    assert isinstance(first, Table)
    assert [row.where for row in first.rows] == ["第 1 个表第 1 行", "第 1 个表第 2 行"]
    assert not document.notes


def test_headings_are_known_by_style_and_by_outline() -> None:
    styles = """<w:style w:styleId="1"><w:name w:val="heading 2"/></w:style>
    <w:style w:styleId="x"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>"""
    body = p("甲", '<w:pStyle w:val="x"/>') + p("乙", '<w:outlineLvl w:val="0"/>') + p("丙")
    blocks = read(word(body, styles=styles)).blocks
    assert [one.heading for one in blocks if isinstance(one, Para)] == [2, 1, 0]


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = '<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>'
    assert texts(read(word(p("甲", '<w:pStyle w:val="a"/>'), styles=styles))) == ["甲"]


def test_merged_cells_have_their_text_in_each_place() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    document = read(
        word(tbl(tr("序号", tc("管控措施", wide)), tr(tc("1", down), "甲", "乙"), tr(tc("", on), "丙", "丁")))
    )
    assert tables(document) == [[["序号", "管控措施", "管控措施"], ["1", "甲", "乙"], ["1", "丙", "丁"]]]
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert [cell.at for cell in table.rows[0].cells] == [(0, 0), (0, 1), (0, 1)]
    assert table.rows[2].cells[0].at == (1, 0)


def test_old_merges_along_a_row_are_read() -> None:
    row = tr(tc("应急", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "电话")
    assert tables(read(word(tbl(row)))) == [[["应急", "应急", "电话"]]]


def test_a_merge_that_goes_on_from_nothing_is_a_cell_of_its_own() -> None:
    assert tables(read(word(tbl(tr(tc("", "<w:vMerge/>"), "甲"), tr(tc("", "<w:vMerge/>"), "乙"))))) == [
        [["", "甲"], ["", "乙"]]
    ]


def test_text_that_a_merge_hides_is_named() -> None:
    document = read(word(tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>')), tr(tc("藏", "<w:vMerge/>")))))
    assert tables(document) == [[["甲"], ["甲"]]]
    assert notes(document) == {"hidden_text": "第 1 个表第 2 行"}


def test_ragged_rows_are_filled_up() -> None:
    late = tr("丙", properties='<w:gridBefore w:val="1"/>')
    assert tables(read(word(tbl(tr("甲", "乙"), late, tr("丁"))))) == [[["甲", "乙"], ["", "丙"], ["丁", ""]]]


def test_repeated_heading_rows_are_marked() -> None:
    table = read(word(tbl(tr("甲", properties="<w:tblHeader/>"), tr("乙")))).blocks[0]
    assert isinstance(table, Table)
    assert [row.header for row in table.rows] == [True, False]


def test_lines_and_tabs_and_odd_spaces() -> None:
    inner = r("一") + r("<w:softHyphen/>") + r("二\u200b\u00ad") + r("<w:br/>")
    assert one_cell(inner + r("三") + r("<w:tab/>") + r("１２；\xa0四  ")) == "一二\n三\t１２； 四"


def test_several_paragraphs_of_a_cell_are_its_lines() -> None:
    assert tables(read(word(tbl(tr(tc(p("甲") + p() + p("乙"))))))) == [[["甲\n乙"]]]


def test_tracked_changes_are_read_as_accepted_and_named_once() -> None:
    body = p(
        r("禁止")
        + "<w:del><w:r><w:delText>可以</w:delText></w:r></w:del>"
        + "<w:ins>" + r("带电") + "</w:ins>"
        + "<w:moveFrom>" + r("旧处") + "</w:moveFrom><w:moveTo>" + r("作业") + "</w:moveTo>"
    )  # fmt: skip
    gone = tr("删掉的行", properties="<w:del/>")
    document = read(word(body + tbl(tr("甲"), gone)))
    assert texts(document) == ["禁止带电作业"]
    assert tables(document) == [[["甲"]]]
    assert [note.code for note in document.notes] == ["tracked_changes"]


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert texts(read(word(p("断电", deleted) + p("挂牌")))) == ["断电挂牌"]
    assert texts(read(word(p("断电", deleted)))) == ["断电"]


def test_comments_and_footnotes_are_named() -> None:
    body = p(r("甲") + r('<w:commentReference w:id="1"/>') + r('<w:footnoteReference w:id="2"/>'))
    document = read(word(body))
    assert texts(document) == ["甲"]
    assert codes(document) == {"comments", "footnotes"}


def test_a_nested_table_is_read_after_its_own() -> None:
    document = read(word(tbl(tr("号", tc(p("措施") + tbl(tr("内")) + p("完")))) + tbl(tr("后"))))
    assert tables(document) == [[["号", "措施\n完"]], [["内"]], [["后"]]]
    assert notes(document) == {"nested_table": "第 1 个表第 1 行"}


def test_content_controls_are_read_wherever_they_stand() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = (
        control(p("块"))
        + p(control(r("字里")))
        + tbl(control(tr("行")), tr(control(tc("格"))), tr(tc(control(p("段")))))
    )
    document = read(word(body))
    assert texts(document) == ["块", "字里"]
    assert tables(document) == [[["行"], ["格"], ["段"]]]
    assert not document.notes


def test_a_control_around_a_cell_keeps_the_cell() -> None:
    def around(properties: str, text: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{tc(text)}</w:sdtContent></w:sdt>"

    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    row = tr("火灾", around(ticked, "☒"), around("<w:showingPlcHdr/>", "选择一项。"), "甲")
    assert tables(read(word(tbl(row)))) == [[["火灾", "☑", "", "甲"]]]


def test_a_prompt_to_choose_is_no_content() -> None:
    prompt, choice = "<w:showingPlcHdr/>", ""
    assert one_cell(LOCKED_LIST.format(prompt, r("选择一项。"))) == ""
    assert one_cell(LOCKED_LIST.format(choice, r("重大"))) == "重大"


@pytest.mark.parametrize(("ticked", "shown"), [("1", "☑"), ("0", "☐")])
def test_ticked_boxes_are_seen(ticked: str, shown: str) -> None:
    box = f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{ticked}"/></w14:checkbox></w:sdtPr><w:sdtContent>{r("x")}</w:sdtContent></w:sdt>'
    assert one_cell(box + r("火灾")) == shown + "火灾"
    old = f'<w:ffData><w:checkBox><w:default w:val="0"/><w:checked w:val="{ticked}"/></w:checkBox></w:ffData>'
    assert one_cell(field("begin", old) + code("FORMCHECKBOX") + field("end") + r("火灾")) == shown + "火灾"


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0FC", "√"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "0050", "√"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "F06F", "☐"),
        ("Wingdings 2", "F0A3", "☐"),
        ("", "zz", "�"),
    ],
)
def test_picture_signs_are_seen(font: str, char: str, shown: str) -> None:
    assert one_cell(r(f'<w:sym w:font="{font}" w:char="{char}"/>')) == shown


def test_a_sign_of_a_newer_font_is_read_as_its_character() -> None:
    sign = '<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="x"/></mc:Choice><mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent>'
    assert one_cell(r(sign) + r("触电")) == "☑触电"


def test_letters_typed_in_a_picture_font_are_signs() -> None:
    wingdings = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    assert one_cell(r("R", wingdings) + r("触电") + r("£", wingdings)) == "☑触电☐"


def test_fields_show_their_results_and_not_their_codes() -> None:
    inner = field("begin") + code("REF x") + field("separate") + r("3") + field("end") + r("号")
    assert one_cell(inner) == "3号"
    listed = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="低"/><w:listEntry w:val="重大"/></w:ddList></w:ffData>'
    assert one_cell(field("begin", listed) + code("FORMDROPDOWN") + field("end")) == "重大"
    assert one_cell(field("begin") + code("eq \\o\\ac(○,3)") + field("end")) == "③"
    assert one_cell(field("begin") + code("eq \\o\\ac(□,√)") + field("end")) == "☑"
    assert one_cell(field("begin") + code("eq \\f(1,2)") + field("end")) == "\\f(1,2)"
    assert texts(read(word(p(field("begin") + code("REF x")) + p("后面")))) == ["后面"]


def test_text_boxes_are_read_once() -> None:
    document = read(word(p(r("前") + r(BOX.format(p("框里")))) + p("后")))
    assert [(one.text, one.where) for one in document.blocks if isinstance(one, Para)] == [
        ("前", "第 1 段"),
        ("框里", "文本框"),
        ("后", "第 2 段"),
    ]
    assert codes(document) == {"text_box"}


def test_pictures_and_embedded_files_are_named() -> None:
    document = read(word(tbl(tr("甲"), tr(tc(p(r(PICTURE) + r("<w:object><o:OLEObject/></w:object>")))))))
    assert notes(document) == {"picture": "第 1 个表第 2 行", "embedded": "第 1 个表第 2 行"}


def test_hidden_text_is_left_out_and_named() -> None:
    styles = '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    inner = (
        r("看得见")
        + r("看不见", "<w:vanish/>")
        + r("也不见", '<w:rStyle w:val="h"/>')
        + r("也看得见", '<w:vanish w:val="0"/>')
    )
    document = read(word(p(inner), styles=styles))
    assert texts(document) == ["看得见也看得见"]
    assert codes(document) == {"hidden_text"}
    document = read(word(tbl(tr("甲"), tr("乙", properties="<w:hidden/>"))))
    assert tables(document) == [[["甲"]]]
    assert notes(document) == {"hidden_row": "第 1 个表第 2 行"}


def test_struck_text_is_read_and_named() -> None:
    document = read(word(p(r("旧的", "<w:strike/>"))))
    assert texts(document) == ["旧的"]
    assert codes(document) == {"struck"}


def test_reading_aids_and_sums_are_read_by_their_base() -> None:
    ruby = r(f"<w:ruby><w:rt>{r('sān')}</w:rt><w:rubyBase>{r('三')}</w:rubyBase></w:ruby>")
    assert one_cell(ruby + "<m:oMath><m:r><m:t>R=L×S</m:t></m:r></m:oMath>") == "三R=L×S"


def test_the_table_of_contents_is_left_out_and_named() -> None:
    styles = '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    document = read(word(p("电工 3", '<w:pStyle w:val="t"/>') + p("电工"), styles=styles))
    assert texts(document) == ["电工"]
    assert codes(document) == {"contents"}


def test_page_edges_are_read_once_and_without_page_numbers() -> None:
    number = r("第 ") + '<w:fldSimple w:instr=" PAGE ">' + r("7") + "</w:fldSimple>" + r(" 页")
    raw = word(
        p("正文") + '<w:sectPr><w:headerReference r:id="r1"/><w:footerReference r:id="r2"/></w:sectPr>' * 2,
        header=p("大青山矿业有限公司") + tbl(tr("编号", "AQ-01")),
        footer=p(number) + p("大青山安环科"),
    )
    document = read(raw)
    assert [(one.text, one.where) for one in document.blocks if isinstance(one, Para)] == [
        ("大青山矿业有限公司", "页眉"),
        ("编号\tAQ-01", "页眉"),
        ("正文", "第 1 段"),
        ("大青山安环科", "页脚"),
    ]


def test_a_part_that_is_named_and_missing_is_done_without() -> None:
    raw = changed(word(p("甲")), {"word/_rels/document.xml.rels": relations({"styles.xml": "styles"})})
    assert texts(read(raw)) == ["甲"]


def test_a_table_that_only_frames_others_is_read_as_what_stands_in_it() -> None:
    document = read(word(tbl(*(tr(tc(p(post) + tbl(tr("内", post)))) for post in ("电工", "焊工")))))
    assert texts(document) == ["电工", "焊工"]
    assert [type(one) for one in document.blocks] == [Para, Table, Para, Table]
    assert notes(document) == {}
