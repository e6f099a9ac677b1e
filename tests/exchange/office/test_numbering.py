"""Numbers that Word puts before paragraphs stand in no text; they are read as Word shows them."""

import pytest

from app.exchange.office.counting import counted
from tests.exchange.office.files import p, read, tables, tbl, tc, texts, tr, word


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def item(text: str, depth: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("japaneseCounting", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 3, "寅"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 1, "a"),
        ("none", 1, ""),
        ("neverHeardOf", 7, "7"),
        ("upperLetter", 99_999_999, "99999999"),
    ],
)
def test_a_number_is_written_as_its_form_has_it(form: str, number: int, shown: str) -> None:
    assert counted(number, form) == shown


def test_levels_count_on_and_begin_anew() -> None:
    numbering = lists(
        level(0, "japaneseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    )
    body = (
        item("总则")
        + item("人", 1)
        + item("甲", 2)
        + item("乙", 2)
        + item("机", 1)
        + item("丙", 2)
        + item("附则")
    )
    assert texts(read(word(body, numbering=numbering))) == [
        "一、总则", "（一）人", "1. 甲", "2. 乙", "（二）机", "1. 丙", "二、附则",
    ]  # fmt: skip


def test_a_number_of_several_levels_in_digits() -> None:
    numbering = lists(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert texts(read(word(item("总则") + item("范围", 1), numbering=numbering))) == [
        "第一章总则",
        "1.1 范围",
    ]


def test_lists_of_one_pattern_count_on_unless_told_to_begin() -> None:
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = item("甲") + item("乙", 0, 2) + item("丙", 0, 3) + item("丁", 0, 3)
    numbering = lists(level(0, "decimal", "%1."), more=more)
    assert texts(read(word(body, numbering=numbering))) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_a_style_may_number_its_paragraphs() -> None:
    styles = '<w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("甲", '<w:pStyle w:val="s"/>') + p(
        "乙", '<w:pStyle w:val="s"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    numbering = lists(level(0, "decimalEnclosedCircle", "%1"))
    assert texts(read(word(body, numbering=numbering, styles=styles))) == ["①甲", "乙"]


def test_a_list_style_is_found_by_its_link() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert texts(read(word(item("甲"), numbering=numbering))) == ["1) 甲"]


def test_a_column_of_numbers_alone_is_read() -> None:
    numbering = lists(level(0, "decimal", "%1"))
    rows = [tr(tc(item("")), text) for text in ("甲", "乙")]
    assert tables(read(word(tbl(*rows), numbering=numbering))) == [[["1", "甲"], ["2", "乙"]]]


def test_a_merged_cell_counts_once() -> None:
    numbering = lists(level(0, "decimal", "%1"))
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(tr(tc(item(""), down), "甲"), tr(tc(item(""), on), "乙"), tr(tc(item("")), "丙"))
    assert tables(read(word(body, numbering=numbering))) == [[["1", "甲"], ["1", "乙"], ["2", "丙"]]]


def test_empty_numbered_paragraphs_count_and_are_not_read() -> None:
    numbering = lists(level(0, "decimal", "%1."))
    assert texts(read(word(item("甲") + item("") + item("丙"), numbering=numbering))) == ["1. 甲", "3. 丙"]


def test_signs_of_lists_without_numbers_are_seen() -> None:
    numbering = lists(
        level(0, "bullet", "\uf06c"), level(1, "bullet", "\uf0fc"), level(2, "bullet", "\uf001")
    )
    body = item("甲") + item("乙", 1) + item("丙", 2)
    assert texts(read(word(body, numbering=numbering))) == ["● 甲", "√ 乙", "• 丙"]


def test_a_list_that_is_not_there_numbers_nothing() -> None:
    assert texts(read(word(item("甲", 3, 9), numbering=""))) == ["甲"]
