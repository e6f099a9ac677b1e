"""Levels: clear words are read, the file's own legend is followed, everything else is asked."""

import pytest

from tests.exchange.reading.builders import asked, one_card, reading, rows

BARE = "风险点|危险因素|风险等级|管控措施\n电机|漏电|{}|接地\n皮带|卷入|{}|护罩"
TITLE = "电工岗位风险清单"


def levels(*blocks: str, answers: dict[str, str] | None = None) -> list[str]:
    return [row.get("等级", "") for row in rows(*blocks, answers=answers)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("重大风险", "1 红 重大"),
        ("较大", "2 橙 较大"),
        ("黄色", "3 黄 一般"),
        ("低风险/蓝", "4 蓝 低"),
        ("Ⅱ级（较大）", "2 橙 较大"),
        ("显著危险", "3 黄 一般"),
    ],
)
def test_clear_words(text: str, level: str) -> None:
    assert levels(TITLE, BARE.format(text, text)) == [level, level]


def test_dark_blue_makes_blue_the_fifth_level() -> None:
    assert levels(TITLE, BARE.format("深蓝", "蓝")) == ["4 蓝 低", "5 蓝 低"]


@pytest.mark.parametrize(("one", "other"), [("Ⅰ级", "Ⅳ级"), ("1", "4"), ("A级", "D级"), ("一级", "四级")])
def test_a_bare_scale_is_asked_once_and_either_answer_holds(one: str, other: str) -> None:
    blocks = (TITLE, BARE.format(one, other))
    found = reading(*blocks)
    assert found.outcome == "import_with_questions"
    (question,) = found.questions
    assert levels(*blocks) == ["", ""]
    assert levels(*blocks, answers={question.key: "first4"}) == ["1 红 重大", "4 蓝 低"]
    assert levels(*blocks, answers={question.key: "last4"}) == ["4 蓝 低", "1 红 重大"]
    assert levels(*blocks, answers={question.key: "none"}) == ["", ""]
    assert reading(*blocks, answers={question.key: "none"}).outcome == "import"


@pytest.mark.parametrize(
    "legend",
    [
        "注：Ⅳ级为重大风险，Ⅲ级为较大风险，Ⅱ级为一般风险，Ⅰ级为低风险",
        "注：Ⅳ级（红）、Ⅲ级（橙）、Ⅱ级（黄）、Ⅰ级（蓝）",
        "注：Ⅰ、Ⅱ、Ⅲ、Ⅳ级分别为低、一般、较大、重大风险",
        "备注：重大风险（Ⅳ级）；较大风险（Ⅲ级）；一般风险（Ⅱ级）；低风险（Ⅰ级）。",
        "风险等级|风险程度|颜色\nⅣ级|重大风险|红\nⅢ级|较大风险|橙\nⅡ级|一般风险|黄\nⅠ级|低风险|蓝",
    ],
)
def test_the_files_own_legend_is_followed(legend: str) -> None:
    assert levels(TITLE, BARE.format("Ⅳ级", "Ⅰ"), legend) == ["1 红 重大", "4 蓝 低"]


def test_a_legend_that_leaves_a_level_out_leaves_it_open() -> None:
    found = reading(TITLE, BARE.format("Ⅱ级", "Ⅲ级"), "注：Ⅰ级为重大风险，Ⅱ级为较大风险")
    assert asked(found) == ["scale:roman"]


def test_a_legend_that_contradicts_itself_is_asked() -> None:
    found = reading(
        TITLE, BARE.format("Ⅰ级", "Ⅱ级"), "注：Ⅰ级为重大风险，Ⅱ级为较大风险", "注：Ⅰ级为低风险，Ⅱ级为一般风险"
    )
    assert asked(found) == ["scale:roman"]


def test_a_colour_beside_the_number_settles_it() -> None:
    drawn = "风险点|危险因素|风险等级|颜色\n电机|漏电|2级|橙\n皮带|卷入|1级|红\n灯|坠落|2级|"
    assert levels(TITLE, drawn) == ["2 橙 较大", "1 红 重大", "2 橙 较大"]


def test_scores_beside_the_numbers_settle_them() -> None:
    drawn = "风险点|危险因素|L|S|R|等级\n钻|落石|5|5|25|5级\n灯|暗|1|1|1|1级"
    found = reading(TITLE, drawn)
    assert asked(found) == []
    assert levels(TITLE, drawn) == ["1 红 重大", "5 蓝 低"]


def test_numbers_that_fit_no_scale_of_the_scores_are_asked() -> None:
    drawn = "风险点|危险因素|L|S|R|等级\n钻|落石|5|5|25|5级\n灯|暗|5|4|20|1级"
    assert asked(reading(TITLE, drawn)) == ["scale:digit"]


def test_a_range_is_asked_beside_its_scale() -> None:
    blocks = (TITLE, BARE.format("2-3级", "1级"))
    found = reading(*blocks)
    assert asked(found) == ["scale:digit", "range:2-3级"]
    answers = {"scale:digit": "first4", "range:2-3级": "2"}
    assert levels(*blocks, answers=answers) == ["2 橙 较大", "1 红 重大"]


def test_an_unknown_word_is_asked_and_kept() -> None:
    blocks = (TITLE, BARE.format("中等", "低"))
    assert asked(reading(*blocks)) == ["word:中等"]
    assert one_card(*blocks).rows[0].body.extra == {"原文等级": "中等"}
    assert levels(*blocks, answers={"word:中等": "3"}) == ["3 黄 一般", "4 蓝 低"]


def test_questions_offer_no_scale_that_is_too_short() -> None:
    (question,) = reading(TITLE, BARE.format("1级", "5级")).questions
    assert [one.value for one in question.options] == ["first5", "last5", "none"]


def test_a_scheme_with_a_level_above_the_national_worst_is_asked() -> None:
    blocks = (TITLE, BARE.format("巨大", "重大"))
    assert asked(reading(*blocks)) == ["word:巨大", "word:重大"]
    assert levels(*blocks, answers={"word:巨大": "1", "word:重大": "2"}) == ["1 红 重大", "2 橙 较大"]
