"""What is read of an Excel file: what its cells show, its merged cells, and a note of what was left out."""

import pytest

from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.excel_values import form_of, shown
from tests.exchange.office.files import (
    OPEN,
    changed,
    codes,
    excel,
    read,
    relations,
    sheet,
    tables,
    texts,
)

DRAWING = f'xmlns:xdr="{OPEN}drawingml/2006/spreadsheetDrawing" xmlns:a="{OPEN}drawingml/2006/main"'


def cell(reference: str, value: str, kind: str = "n", style: int = 0, formula: str = "") -> str:
    worked = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{reference}" t="{kind}" s="{style}">{worked}<v>{value}</v></c>'


def read_sheet(cells: dict[str, str], after: str = "", before: str = "", **parts: str) -> Document:
    return read(excel({"风险": sheet(cells, after, before=before)}, **parts))


def merges(*references: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in references) + "</mergeCells>"


def notes(document: Document) -> dict[str, str]:
    return {note.code: note.message for note in document.notes}


def test_each_sheet_is_its_name_and_a_table() -> None:
    document = read(
        excel({"风险": sheet({"B3": "皮带", "C5": "断电"}), "空": sheet({}), "应急": sheet({"A1": "火灾"})})
    )
    assert texts(document) == ["风险", "应急"]
    assert tables(document) == [[["皮带", ""], ["", ""], ["", "断电"]], [["火灾"]]]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.where == "工作表“风险”"
    assert [row.where for row in table.rows] == [f"工作表“风险”第 {n} 行" for n in (3, 4, 5)]
    assert not document.notes


def test_cells_without_places_follow_each_other() -> None:
    row = '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row>'
    assert tables(read(excel({"风险": f"<sheetData>{row}{row}</sheetData>"}))) == [[["甲", "2"], ["甲", "2"]]]


def test_merged_cells_have_their_text_in_each_place() -> None:
    document = read_sheet(
        {"A1": "风险点", "B1": "评价", "D2": "值", "A3": "皮带", "D4": "低"},
        merges("A1:A2", "B1:D1", "A3:A9"),
    )
    assert tables(document) == [
        [
            ["风险点", "评价", "评价", "评价"],
            ["风险点", "", "", "值"],
            ["皮带", "", "", ""],
            ["皮带", "", "", "低"],
        ]
    ]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [row.cells[0].at for row in table.rows] == [(0, 0), (0, 0), (2, 0), (2, 0)]


def test_text_that_a_merge_hides_is_named() -> None:
    document = read_sheet({"A1": "甲", "A2": "藏", "B2": "乙"}, merges("A1:A2"))
    assert tables(document) == [[["甲", ""], ["甲", "乙"]]]
    assert "第 2 行" in notes(document)["hidden_text"]


def test_long_empty_stretches_are_left_out() -> None:
    document = read_sheet({"A1": "甲", "A900": "乙", "H900": "丙"})
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert [row.where[-7:].strip() for row in table.rows][-1].endswith("第 900 行")
    assert tables(document) == [[["甲", "", "", ""], [""] * 4, [""] * 4, ["乙", "", "", "丙"]]]


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("3", "General", "3"),
        ("3.0", "", "3"),
        ("0.30000000000000004", "0.00", "0.3"),
        ("1E-3", "0.000", "0.001"),
        ("-0", "0", "0"),
        ("100000", "#,##0", "100000"),
        ("0.855", "0%", "85.5%"),
        ("0.29", "0.00%", "29%"),
        ("7", "000", "007"),
        ("5", '0"米"', "5米"),
        ("5", '"第"0"条"', "第5条"),
        ("5", "[$¥-804]0.00", "¥5"),
        ("46086", "yyyy-mm-dd", "2026-03-05"),
        ("46086", 'yyyy"年"m"月"d"日"', "2026-03-05"),
        ("46086", 'yyyy"年"m"月"', "2026-03"),
        ("46086", "[$-804]m/d", "2026-03-05"),
        ("46086.354166666664", "yyyy-m-d h:mm", "2026-03-05 08:30"),
        ("0.354166666666667", "h:mm", "08:30"),
        ("0.354180", "h:mm:ss", "08:30:01"),
        ("1.25", "[h]:mm", "30:00"),
        ("59", "yyyy-m-d", "1900-02-28"),
        ("61", "yyyy-m-d", "1900-03-01"),
        ("-5", "yyyy-m-d", "-5"),
        ("1e300", "yyyy-m-d", "1" + "0" * 300),
        ("nan", "0", "nan"),
        ("1e999", "0", "1e999"),
        ("一", "0", "一"),
        ("5", "[Red]0;[Blue]-0", "5"),
        ("5", '"' * 400, "5"),
    ],
)
def test_a_number_is_shown_by_its_format(raw: str, code: str, text: str) -> None:
    assert shown(raw, form_of(200, code)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "46086"), (9, "4608600%"), (14, "2026-03-05"), (31, "2026-03-05"), (57, "2026-03"), (20, "00:00")],
)
def test_excels_own_formats_are_known(number: int, text: str) -> None:
    assert shown("46086", form_of(number, None)) == text


def test_days_may_be_counted_from_1904() -> None:
    assert shown("44624", form_of(14, None), from_1904=True) == "2026-03-05"


def test_formats_belong_to_cells_by_their_style() -> None:
    styles = """<numFmts><numFmt numFmtId="176" formatCode="yyyy-mm-dd"/></numFmts>
    <fonts><font><name val="宋体"/></font><font><name val="Wingdings 2"/></font></fonts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="0" fontId="1"/></cellXfs>"""
    document = read_sheet(
        {
            "A1": cell("A1", "46086", style=1),
            "B1": cell("B1", "R", "str", 2),
            "C1": cell("C1", "5", style=99),
        },
        styles=styles,
    )
    assert tables(document) == [[["2026-03-05", "☑", "5"]]]


def test_strings_are_shared_rich_and_without_reading_aids() -> None:
    strings = "<si><t>皮带_x000D_\n机_x005F_</t></si><si><r><t>断</t></r><r><rPr><rFont val='Wingdings 2'/></rPr><t>R</t></r><rPh><t>duan</t></rPh></si>"
    document = read_sheet({"A1": cell("A1", "0", "s"), "B1": cell("B1", "1", "s")}, sharedStrings=strings)
    assert tables(document) == [[["皮带\n\n机_".replace("\n\n", "\n"), "断☑"]]]


def test_yes_and_no_and_iso_days() -> None:
    document = read_sheet({"A1": cell("A1", "1", "b"), "B1": cell("B1", "2026-03-05T00:00:00", "d")})
    assert tables(document) == [[["TRUE", "2026-03-05"]]]


def test_formulas_are_read_by_their_result_and_named_without_one() -> None:
    document = read_sheet(
        {
            "A1": cell("A1", "12", formula="3*4"),
            "B1": cell("B1", "低", "str", formula="x"),
            "A2": cell("A2", "", formula="3*4"),
            "B2": cell("B2", "", "str", formula="x"),
            "A3": cell("A3", "#REF!", "e", formula="x"),
            "B3": "丙",
        }
    )
    assert tables(document) == [[["12", "低"], ["", ""], ["", "丙"]]]
    assert "第 2 行" in notes(document)["formula"]
    assert "第 3 行" in notes(document)["error_value"]


def test_hidden_sheets_are_not_read_and_named() -> None:
    raw = excel(
        {"风险": sheet({"A1": "甲"}), "旧": sheet({"A1": "乙"}), "底": sheet({"A1": "丙"})},
        states={"旧": "hidden", "底": "veryHidden"},
    )
    document = read(raw)
    assert texts(document) == ["风险"]
    assert [(note.code, note.where) for note in document.notes] == [
        ("hidden_sheet", "工作表“旧”"),
        ("hidden_sheet", "工作表“底”"),
    ]


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    rows = '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="1"><c r="A2"><v>3</v></c></row><row r="9" hidden="1"/></sheetData>'
    document = read(excel({"风险": '<cols><col min="2" max="5" hidden="1"/></cols>' + rows}))
    assert tables(document) == [[["1", "2"], ["3", ""]]]
    assert notes(document) == {
        "hidden_row": "第 2 行是隐藏的，也读了。",
        "hidden_column": "B 列是隐藏的，也读了。",
    }


def test_what_lies_over_a_sheet_is_named_and_text_boxes_are_read() -> None:
    drawing = f"<xdr:wsDr {DRAWING}><xdr:sp><xdr:txBody><a:p><a:r><a:t>一级为</a:t></a:r><a:r><a:t>最高</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:pic/><xdr:graphicFrame/></xdr:wsDr>"
    comments = f'<comments xmlns="{OPEN}spreadsheetml/2006/main"><commentList><comment ref="B7"/></commentList></comments>'
    beside = relations(
        {
            "../comments1.xml": "comments",
            "../drawings/drawing1.xml": "drawing",
            "../ctrlProps/c.xml": "ctrlProp",
        }
    )
    document = read(
        changed(
            excel({"风险": sheet({"A1": "甲"})}),
            {
                "xl/worksheets/_rels/sheet1.xml.rels": beside,
                "xl/drawings/drawing1.xml": drawing,
                "xl/comments1.xml": comments,
            },
        )
    )
    assert [(one.text, one.where) for one in document.blocks if isinstance(one, Para)] == [
        ("风险", "工作表“风险”"),
        ("一级为最高", "工作表“风险”的文本框"),
    ]
    assert codes(document) == {"comments", "picture", "chart", "control", "text_box"}
    assert notes(document)["comments"] == "第 7 行有批注，没有读。"


def test_pictures_in_cells_are_named() -> None:
    document = read_sheet({"A1": "甲", "B1": cell("B1", '=DISPIMG("ID_1",1)', "str", formula="x")})
    assert tables(document) == [[["甲"]]]
    assert codes(document) == {"picture"}


def test_the_edges_of_a_printed_page_are_read() -> None:
    edges = '<headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;12大青山矿业&amp;R表 &amp;A</oddHeader><oddFooter>&amp;C第 &amp;P 页</oddFooter></headerFooter>'
    document = read_sheet({"A1": "甲"}, edges)
    assert texts(document) == ["风险", "大青山矿业", "表"]


def test_a_sheet_of_charts_is_named() -> None:
    raw = excel({"风险": sheet({"A1": "甲"}), "图": sheet({})})
    listed = relations({"worksheets/sheet1.xml": "worksheet", "worksheets/sheet2.xml": "chartsheet"})
    assert codes(read(changed(raw, {"xl/_rels/workbook.xml.rels": listed}))) == {"chart"}


def test_only_so_many_notes_are_told() -> None:
    states = {f"表{n}": "hidden" for n in range(400)}
    document = read(excel(dict.fromkeys(states, sheet({})), states=states))
    assert len(document.notes) == 301
    assert document.notes[-1].code == "more_notes"
