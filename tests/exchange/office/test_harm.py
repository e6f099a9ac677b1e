"""Files made to do harm are turned away before they are unpacked, or while they are: never with much memory."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from app.core.errors import Problem
from app.exchange.office.limits import MAX_BYTES, MAX_CELL, MAX_ENTRIES, MAX_PART
from tests.exchange.office.files import (
    OPEN,
    changed,
    codes,
    excel,
    p,
    packed,
    read,
    sheet,
    tables,
    tbl,
    tc,
    tr,
    word,
)

LAUGHS = '<!DOCTYPE l [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
SECRET = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
NOISE = bytes(range(256)) * 40
MEGABYTE = 1024 * 1024


def document(text: str, before: str = "") -> str:
    return f'{before}<w:document xmlns:w="{OPEN}wordprocessingml/2006/main"><w:body>{p(text)}</w:body></w:document>'


def with_document(text: str, before: str = "") -> bytes:
    return changed(word(p("甲")), {"word/document.xml": document(text, before)})


def lying(raw: bytes, name: str, size: int) -> bytes:
    """The file, with another size stated for one of its parts."""
    made = bytearray(raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entry = archive.getinfo(name)
    at = raw.index(name.encode(), raw.index(b"PK\x01\x02"))
    made[at - 22 : at - 18] = struct.pack("<I", size)
    made[entry.header_offset + 22 : entry.header_offset + 26] = struct.pack("<I", size)
    return bytes(made)


def overlapping() -> bytes:
    """A zip in which two names share the same packed bytes."""
    raw = bytearray(packed({"word/document.xml": document("甲"), "word/document2.xml": document("甲")}))
    second = raw.rindex(b"PK\x01\x02")
    raw[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(raw)


def twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", document("甲"))
        archive.writestr("word/document.xml", document("乙"))
    return made.getvalue()


def odd_packing() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", document("甲"))
    return made.getvalue()


def nameless() -> bytes:
    raw = bytearray(word(p("甲")))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 46] = 0
    return bytes(raw)


def locked() -> bytes:
    raw = bytearray(word(p("甲")))
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 8] |= 1
    return bytes(raw)


def rows(count: int, row: str) -> bytes:
    return excel({"风险": f"<sheetData>{row * count}</sheetData>"})


HOSTILE: dict[str, tuple[Callable[[], bytes], int]] = {
    "100 MB": (lambda: b"PK\x03\x04" + bytes(100 * MEGABYTE), 413),
    "just too large": (lambda: bytes(MAX_BYTES + 1), 413),
    "a bomb": (lambda: with_document(" " * (MAX_PART - MEGABYTE)), 413),
    "a bomb beside the text": (
        lambda: changed(word(p("甲")), {"word/media/a.png": bytes(8 * MEGABYTE)}),
        413,
    ),
    "claims 4 GB": (lambda: lying(word(p("甲")), "word/document.xml", 2**32 - 2), 413),
    "claims less than it holds": (lambda: lying(with_document("甲" * 9999), "word/document.xml", 50), 422),
    "too many parts": (lambda: packed({f"a{n}": "" for n in range(MAX_ENTRIES + 1)}), 413),
    "overlapping parts": (overlapping, 422),
    "a part twice": (twice, 422),
    "an odd packing": (odd_packing, 422),
    "a part without a name": (nameless, 422),
    "a locked part": (locked, 415),
    "billion laughs": (lambda: with_document("&b;", LAUGHS), 422),
    "a file of ours": (lambda: with_document("&a;", SECRET), 422),
    "a document type": (lambda: with_document("甲", "<!DOCTYPE l>"), 422),
    "laughs among the strings": (
        lambda: changed(
            excel({"风险": sheet({"A1": "甲"})}), {"xl/worksheets/sheet1.xml": LAUGHS + "<a>&b;</a>"}
        ),
        422,
    ),
    "too deep": (lambda: word("<w:sdt>" * 5000 + "</w:sdt>" * 5000), 422),
    "too many elements": (lambda: word("<w:p/>" * 600_000), 413),
    "too many attributes": (
        lambda: word("<w:p " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
        413,
    ),
    "a row for every row of Excel": (lambda: rows(1_048_576, "<row/>"), 413),
    "beyond the last row": (lambda: excel({"风险": sheet({"A1048577": "甲"})}), 422),
    "100,000 merged ranges": (
        lambda: excel({"风险": sheet({"A1": "甲"}, '<mergeCell ref="A1:XFD1048576"/>' * 100_000)}),
        413,
    ),
    "one text in 100,000 cells": (
        lambda: excel(
            {"风险": "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 100_000 + "</sheetData>"},
            sharedStrings=f"<si><t>{'甲' * MAX_CELL}</t></si>",
        ),
        413,
    ),
    "one text merged over everything": (
        lambda: word(tbl(*[tr(tc("甲" * 3000, '<w:gridSpan w:val="200"/>'))] * 10)),
        413,
    ),
    "cells far apart": (
        lambda: excel(
            {
                "风险": sheet(
                    {f"{column}{n * 9}": "甲" for n in range(1, 9000) for column in ("A", "ZZ")}
                    | {f"{a}{b}1": "甲" for a in "ABCDEFG" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
                )
            }
        ),
        413,
    ),
    "a number that is no string's": (
        lambda: excel({"风险": sheet({"A1": '<c r="A1" t="s"><v>9</v></c>'})}),
        422,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_harm_is_turned_away(name: str) -> None:
    make, status = HOSTILE[name]
    with pytest.raises(Problem) as refused:
        read(make())
    assert refused.value.status == status
    assert refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    "name",
    [
        "100 MB",
        "a bomb",
        "a bomb beside the text",
        "claims 4 GB",
        "too many elements",
        "too many attributes",
        "too many parts",
    ],
)
def test_turning_away_takes_little_memory(name: str) -> None:
    raw = HOSTILE[name][0]()
    tracemalloc.start()
    try:
        with pytest.raises(Problem):
            read(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 48 * MEGABYTE


def test_a_sheet_that_claims_all_of_excel_is_its_cells() -> None:
    claims = '<dimension ref="A1:XFD1048576"/>'
    raw = excel({"风险": sheet({"A1": "甲", "XFD1048576": "乙"}, before=claims)})
    assert [row[0] + row[-1] for row in tables(read(raw))[0]] == ["甲", "", "", "乙"]


def test_a_cell_without_end_is_cut_and_named() -> None:
    long = "".join(chr(0x4E00 + at % 20000) for at in range(1_500_000))
    document = read(excel({"风险": sheet({"A1": long})}))
    assert tables(document) == [[[long[:MAX_CELL]]]]
    assert codes(document) == {"long_text"}
    document = read(word(tbl(tr(long))))
    assert tables(document) == [[[long[:MAX_CELL]]]]
    assert codes(document) == {"long_text"}


def test_spaces_without_end_are_read_at_once() -> None:
    document = read(word(tbl(tr("甲" + " " * 3_000_000 + "乙"))))
    assert tables(document)[0][0][0] == "甲"


def test_a_file_within_a_file_is_not_opened() -> None:
    bomb = with_document(" " * (MAX_PART - MEGABYTE))
    assert read(changed(word(p("甲")), {"word/embeddings/a.docx": bomb})).blocks


def test_what_is_left_over_of_overlapping_merges_is_left() -> None:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 19_000
    document = read(excel({"风险": sheet({"A1": "甲", "B2": "乙"}, merges)}))
    assert tables(document) == [[["甲", "甲"], ["甲", "甲"]]]
