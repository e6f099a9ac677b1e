"""What a file is says its content; whatever is not read is turned away with words that say what to do."""

import io

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook

from app.core.errors import Problem
from tests.exchange.office.files import (
    OPEN,
    STRICT,
    changed,
    excel,
    p,
    packed,
    read,
    relations,
    sheet,
    tables,
    texts,
    word,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
WORD, EXCEL = word(p("班前查油位")), excel({"风险": sheet({"A1": "风险点"})})
TYPES = f'<Types xmlns="{OPEN}package/2006/content-types"><Override PartName="/%s" ContentType="application/%s"/></Types>'


def ole(part: str) -> bytes:
    return OLE + part.encode("utf-16-le") + b"\0" * 100


def typed(raw: bytes, part: str, kind: str) -> bytes:
    return changed(raw, {"[Content_Types].xml": TYPES % (part, kind)})


REFUSED = {
    "nothing": (b"", 422, "空"),
    "only zeros": (b"\0" * 100, 422, "空"),
    "old word": (ole("WordDocument"), 415, ".docx"),
    "old excel": (ole("Workbook"), 415, ".xlsx"),
    "with a password": (ole("EncryptedPackage"), 415, "密码"),
    "other old file": (OLE, 415, ".docx"),
    "pdf": (b"%PDF-1.7\n", 415, "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", 415, "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0", 415, "图片"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", 415, "图片"),
    "heic": (b"\0\0\0\x18ftypheic", 415, "图片"),
    "rtf": (b"{\\rtf1\\ansi", 415, ".docx"),
    "web page": (b"\xef\xbb\xbf\n<html><table>", 415, "网页"),
    "text": ("岗位,风险".encode("gb18030"), 415, ".xlsx"),
    "rar": (b"Rar!\x1a\x07", 415, "解压"),
    "zip of files": (packed({"卡片.docx": "x"}), 415, "解压"),
    "open document": (packed({"mimetype": "x", "content.xml": "<x/>"}), 415, "ods"),
    "macros": (changed(EXCEL, {"xl/vbaProject.bin": b"x"}), 415, "宏"),
    "macros by type": (
        typed(WORD, "word/document.xml", "vnd.ms-word.document.macroEnabled.main+xml"),
        415,
        "宏",
    ),
    "slides": (
        typed(EXCEL, "xl/workbook.xml", "vnd.openxmlformats-officedocument.presentationml.x+xml"),
        415,
        "PPT",
    ),
    "xlsb": (
        packed(
            {
                "_rels/.rels": relations({"xl/workbook.bin": "officeDocument"}),
                "xl/workbook.bin": b"x",
                "[Content_Types].xml": TYPES % ("xl/workbook.bin", "vnd.ms-excel.sheet.binary"),
            }
        ),
        415,
        ".xlsb",
    ),
    "half": (WORD[: len(WORD) // 2], 422, "坏"),
    "only its beginning": (b"PK\x03\x04", 422, "坏"),
    "no xml": (changed(WORD, {"word/document.xml": "班前查油位"}), 422, "坏"),
    "no body": (changed(WORD, {"word/document.xml": "<a/>"}), 422, "坏"),
    "no sheets": (changed(EXCEL, {"xl/workbook.xml": "<a/>"}), 422, "坏"),
    "a sheet is missing": (changed(EXCEL, {"xl/worksheets/sheet1.xml": None}), 422, "坏"),
    "no document": (packed({"[Content_Types].xml": "<a/>"}), 422, "坏"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_turned_away_in_words(name: str) -> None:
    raw, status, word_in_it = REFUSED[name]
    with pytest.raises(Problem) as refused:
        read(raw)
    assert refused.value.status == status
    assert refused.value.hint
    assert word_in_it in refused.value.message + refused.value.hint


def test_word_files_of_libraries_are_read() -> None:
    made = WordDocument()
    made.add_heading("电工安全职责", 1)
    made.add_paragraph("班前查油位。")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "应急"
    table.cell(1, 0).text = "断电"
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert texts(document) == ["电工安全职责", "班前查油位。"]
    assert document.blocks[0].heading == 1
    assert tables(document) == [[["应急", "应急"], ["断电", ""]]]


def test_excel_files_of_libraries_are_read() -> None:
    made = Workbook()
    page = made.worksheets[0]
    page.title = "风险"
    page.append(["风险点", "可能性"])
    page.append(["皮带", 3])
    page.merge_cells("A2:A3")
    page["B3"] = 0.1 + 0.2
    out = io.BytesIO()
    made.save(out)
    assert tables(read(out.getvalue())) == [[["风险点", "可能性"], ["皮带", "3"], ["皮带", "0.3"]]]


def test_the_strict_edition_is_read() -> None:
    strict_word = (
        f'<w:document xmlns:w="{STRICT}wordprocessingml/main"><w:body>{p("班前查油位")}</w:body></w:document>'
    )
    raw = changed(WORD, {"_rels/.rels": None, "word/document.xml": strict_word})
    assert texts(read(raw)) == ["班前查油位"]
    inner = f'<worksheet xmlns="{STRICT}spreadsheetml/main">{sheet({"A1": "皮带"})}</worksheet>'
    book = f'<workbook xmlns="{STRICT}spreadsheetml/main" xmlns:r="{STRICT}officeDocument/relationships"><sheets><sheet name="风险" r:id="r1"/></sheets></workbook>'
    strict = packed(
        {
            "_rels/.rels": relations(
                {"xl/workbook.xml": "officeDocument"}, STRICT + "officeDocument/relationships"
            ),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations(
                {"worksheets/sheet1.xml": "worksheet"}, STRICT + "officeDocument/relationships"
            ),
            "xl/worksheets/sheet1.xml": inner,
        }
    )
    assert tables(read(strict)) == [[["皮带"]]]


def test_a_document_under_another_name_is_found() -> None:
    raw = packed(
        {
            "_rels/.rels": relations({"/word/document2.xml": "officeDocument"}),
            "[Content_Types].xml": TYPES
            % ("word/document2.xml", "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            "word\\document2.xml": f'<w:document xmlns:w="{OPEN}wordprocessingml/2006/main"><w:body>{p("皮带")}</w:body></w:document>',
        }
    )
    assert texts(read(raw)) == ["皮带"]
