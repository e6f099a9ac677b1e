"""Emergency cards: tables, forms and lists; who does what; telephone numbers."""

import pytest

from app.cards.schemas import Kind, ScenarioRow
from app.exchange.reading.contacts import contacts_of
from app.exchange.reading.emergencies import step_of
from tests.exchange.reading.builders import codes, kinds, one_card, reading, rows

FORM = """
皮带工岗位应急处置卡|<|<|<
岗位名称|皮带工|所在部门|破碎车间
事故类型|机械伤害|<|<
应急处置措施|1.当班人员立即拉绳停机。\\n2.班长：组织救人，拨打120。\\n3.保护现场，等待救援|<|<
应急物资|急救箱、担架|<|<
注意事项|不要硬拉|<|<
联系电话|调度室 0471-8112345，火警119|<|<
"""


def test_a_form_with_its_headings_on_the_left() -> None:
    card = one_card(FORM)
    assert (card.post, card.unit) == ("皮带工", "破碎车间")
    body = card.rows[0].body
    assert isinstance(body, ScenarioRow)
    assert (body.name, body.supplies, body.notes) == ("机械伤害", ["急救箱", "担架"], ["不要硬拉"])
    assert [(one.who, one.act, one.how) for one in body.steps] == [
        ("当班人员", "立即拉绳停机", ""),
        ("班长", "组织救人，拨打120", ""),
        ("皮带工", "保护现场，等待救援", ""),
    ]
    assert [(one.name, one.number, one.inside) for one in card.head.contacts] == [
        ("调度室", "0471-8112345", True),
        ("火警", "119", False),
    ]


def test_steps_that_name_nobody_are_for_the_post_and_told_once() -> None:
    found = reading(FORM)
    assert codes(found) == ["who"]


def test_one_step_a_row_under_a_merged_situation() -> None:
    drawn = """
事故类型|步骤|处置措施|责任人
车辆伤害|1|立即停车，拉手刹|司机
^|2|拨打120|班长
火灾|1|用灭火器灭火|司机
"""
    first, second = rows("装载机司机应急处置卡", drawn)
    assert first["事故情形"] == "车辆伤害"
    assert first["处置步骤"] == [
        {"做什么": "立即停车，拉手刹", "谁去做": "司机"},
        {"做什么": "拨打120", "谁去做": "班长"},
    ]
    assert second["处置步骤"] == [{"做什么": "用灭火器灭火", "谁去做": "司机"}]


def test_a_table_within_a_form() -> None:
    drawn = """
现场处置卡|<|<|<
岗位|锅炉工|<|<
事故类型|锅炉爆炸|<|<
应急处置|步骤|处置措施|负责人
^|发现异常|立即停炉，打开排气阀|司炉工
^|现场处置|疏散人员|班长
注意事项|不得进水|<|<
应急联系电话|班长：13800001111|调度：8110|消防：119
"""
    card = one_card(drawn)
    body = card.rows[0].body
    assert isinstance(body, ScenarioRow)
    assert (card.post, body.name, body.notes) == ("锅炉工", "锅炉爆炸", ["不得进水"])
    assert [(one.who, one.act, one.how) for one in body.steps] == [
        ("司炉工", "发现异常", "立即停炉，打开排气阀"),
        ("班长", "现场处置", "疏散人员"),
    ]
    assert [one.number for one in card.head.contacts] == ["13800001111", "8110", "119"]


def test_two_situations_side_by_side() -> None:
    drawn = "岗位应急处置卡（皮带工）|<|<\n事故类型|触电|火灾\n处置措施|1.断电\\n2.救人|1.报警\\n2.灭火\n应急物资|绝缘杆|灭火器"
    first, second = rows(drawn)
    assert (first["事故情形"], first["应急物资"]) == ("触电", ["绝缘杆"])
    assert [one["做什么"] for one in second["处置步骤"]] == ["报警", "灭火"]


def test_situations_beside_one_label() -> None:
    drawn = "岗位名称|电工|<\n应急处置措施|触电|切断电源\n^|火灾|用干粉灭火器\n应急电话|119|<"
    first, second = rows("岗位应急处置卡", drawn)
    assert (first["事故情形"], second["事故情形"]) == ("触电", "火灾")
    assert second["处置步骤"] == [{"做什么": "用干粉灭火器", "谁去做": "电工"}]


def test_an_event_apart_from_its_type() -> None:
    drawn = "装置/单元|事故类型|风险事件|处置措施\n皮带机|机械伤害|胶带卷人|拉绳停机\n皮带机|机械伤害|托辊掉落|停机"
    first, second = rows("皮带工应急处置卡", drawn)
    assert (first["事故情形"], second["事故情形"]) == ("胶带卷人", "托辊掉落")
    assert (first["事故类型"], first["装置/单元"]) == ("机械伤害", "皮带机")


def test_a_list_without_a_table() -> None:
    found = reading(
        "电工岗位",
        "应急处置措施",
        "（一）触电",
        "1. 切断电源，拉下总闸",
        "2. 拨打120",
        "（二）火灾",
        "1. 用干粉灭火器灭火",
        "注意事项：",
        "1. 不要用水",
        "应急电话：调度室 8110",
    )
    assert kinds(found) == [("电工", Kind.EMERGENCY)]
    first, second = [row.body for row in found.cards[0].rows]
    assert isinstance(first, ScenarioRow)
    assert isinstance(second, ScenarioRow)
    assert (first.name, [one.act for one in first.steps]) == ("触电", ["切断电源，拉下总闸", "拨打120"])
    assert second.name == "火灾"
    assert [one.number for one in found.cards[0].head.contacts] == ["8110"]


def test_a_list_of_situations_with_their_steps_in_a_line() -> None:
    first, second = rows(
        "皮带工岗位", "应急处置措施", "1、机械伤害：立即停机；救出伤员。", "2、火灾：用灭火器灭火。"
    )
    assert (first["事故情形"], [one["做什么"] for one in first["处置步骤"]]) == (
        "机械伤害",
        ["立即停机", "救出伤员"],
    )
    assert second["事故情形"] == "火灾"


def test_a_list_of_numbers_below_is_the_cards_and_one_under_no_card_is_everybodys() -> None:
    card = "事故情形|处置措施\n触电|断电"
    numbers = "序号|姓名|职务|电话\n1|张三|班长|13900002222"
    found = reading(
        "一、电工", "岗位应急处置卡", card, "二、焊工", "岗位应急处置卡", card, "应急联系电话", numbers
    )
    assert [len(one.head.contacts) for one in found.cards] == [0, 1]
    found = reading("应急电话：119", "电工岗位应急处置卡", card, "焊工岗位应急处置卡", card)
    assert sum(len(one.head.contacts) for one in found.cards) >= 1


def test_a_card_that_names_no_situation_says_so() -> None:
    assert "no_situation" in codes(reading("电工岗位应急处置卡", "序号|处置措施\n1|断电"))


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("班长：组织救人", ("班长", "组织救人", "")),
        (
            "当班人员立即切断电源，挂牌上锁，并通知调度室派人",
            ("当班人员", "立即切断电源", "挂牌上锁，并通知调度室派人"),
        ),
        ("通知班长立即赶到", ("", "通知班长立即赶到", "")),
        ("断电：拉下总闸", ("", "断电：拉下总闸", "")),
        ("停工后立即撤离到安全地点去等待", ("", "停工后立即撤离到安全地点去等待", "")),
        ("第一发现人应大声呼救", ("第一发现人", "应大声呼救", "")),
    ],
)
def test_who_does_what_and_how(text: str, step: tuple[str, str, str]) -> None:
    assert step_of(text) == step


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("119（火警）、120（急救）", [("火警", "119", False), ("急救", "120", False)]),
        ("班长张三 13800001111", [("班长张三", "13800001111", True)]),
        ("区医院：0471-6666666", [("区医院", "0471-6666666", False)]),
        ("2024年3月检查3000米", []),
    ],
)
def test_telephone_numbers(text: str, numbers: list[tuple[str, str, bool]]) -> None:
    assert [(one.name, one.number, one.inside) for one in contacts_of(text)[0]] == numbers
