"""Whatever is in a file: it is read, or turned away in words. Nothing else ever happens."""

import io
import zipfile
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Problem
from app.exchange.office.blocks import Document, Table
from app.exchange.office.opening import open_office
from tests.exchange.office.files import changed, excel, p, r, sheet, tbl, tc, tr, word
from tests.exchange.office.test_numbering import item, level, lists
from tests.exchange.office.test_word import BOX, LOCKED_LIST, code, field

unhurried = settings(deadline=None, max_examples=150)  # a busy machine is no failure

WORD = word(
    item("总则")
    + p(field("begin") + code("eq \\o\\ac(○,3)") + field("end") + r(BOX.format(p("框"))))
    + tbl(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>")),
    )
    + p(LOCKED_LIST.format("", r("重大"))),
    numbering=lists(level(0, "japaneseCounting", "%1、")),
    styles='<w:style w:styleId="s"><w:name w:val="heading 1"/></w:style>',
)
EXCEL = excel(
    {
        "风险": sheet(
            {
                "A1": "甲",
                "B2": '<c r="B2" t="s" s="1"><v>0</v></c>',
                "C3": '<c r="C3" s="1"><f>1</f><v>46086.5</v></c>',
            },
            '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        )
    },
    sharedStrings="<si><t>皮带_x000D_</t></si>",
    styles='<numFmts><numFmt numFmtId="176" formatCode="yyyy-mm-dd h:mm"/></numFmts><cellXfs><xf/><xf numFmtId="176"/></cellXfs>',
)
VALUES = [
    "-1",
    "0",
    "1",
    "99999999999",
    "1e999",
    "nan",
    "continue",
    "none",
    "x",
    "",
    "A1:XFD1048576",
    "\u0000",
    "ä",
]


def is_read_or_refused(raw: bytes) -> None:
    try:
        document = open_office(raw)
    except Problem as problem:
        assert problem.message and problem.hint
        return
    assert isinstance(document, Document)
    for block in document.blocks:
        if isinstance(block, Table):
            assert len({len(row.cells) for row in block.rows}) == 1
            for at, row in enumerate(block.rows):
                for to, cell in enumerate(row.cells):
                    assert cell.at <= (at, to)
                    assert block.rows[cell.at[0]].cells[cell.at[1]].text == cell.text


@unhurried
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes(tail: bytes, start: bytes) -> None:
    is_read_or_refused(start + tail)


@unhurried
@given(
    st.sampled_from([WORD, EXCEL]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_a_file_with_some_bytes_changed(raw: bytes, changes: list[tuple[float, int]]) -> None:
    made = bytearray(raw)
    for place, value in changes:
        made[int(place * len(made))] = value
    is_read_or_refused(bytes(made))


@unhurried
@given(st.sampled_from([WORD, EXCEL]), st.floats(0, 1), st.floats(0, 1))
def test_a_file_with_a_piece_missing(raw: bytes, start: float, end: float) -> None:
    is_read_or_refused(raw[: int(start * len(raw))] + raw[int(end * len(raw)) :])


def parts(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _pieces(draw: Callable, text: str) -> str:
    """The part with some of its tags or values swapped, doubled, left out or spoiled."""
    tokens = text.replace("<", "\n<").replace('"', '\n"').split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at, to = draw(st.integers(0, len(tokens) - 1)), draw(st.integers(0, len(tokens) - 1))
        how = draw(st.sampled_from(["swap", "double", "drop", "spoil"]))
        if how == "swap":
            tokens[at], tokens[to] = tokens[to], tokens[at]
        elif how == "double":
            tokens.insert(to, tokens[at])
        elif how == "drop":
            tokens[at] = ""
        else:
            tokens[at] = tokens[at][:1] + draw(st.sampled_from(VALUES))
    return "".join(tokens)


@unhurried
@given(st.data(), st.sampled_from([WORD, EXCEL]))
def test_a_file_with_its_xml_spoiled(data: st.DataObject, raw: bytes) -> None:
    known = parts(raw)
    name = data.draw(st.sampled_from(sorted(known)))
    is_read_or_refused(changed(raw, {name: _pieces(data.draw, known[name])}))


@unhurried
@given(st.data(), st.sampled_from([WORD, EXCEL]))
def test_a_file_with_odd_values(data: st.DataObject, raw: bytes) -> None:
    """Well-formed throughout, so that it is read to its end."""
    known = parts(raw)
    name = data.draw(st.sampled_from(sorted(known)))
    pieces = known[name].split('"')
    at = 2 * data.draw(st.integers(0, max((len(pieces) - 1) // 2 - 1, 0))) + 1
    if at < len(pieces) and not pieces[at].startswith("http"):
        pieces[at] = data.draw(st.sampled_from(VALUES)).replace("\u0000", "")
    is_read_or_refused(changed(raw, {name: '"'.join(pieces)}))
