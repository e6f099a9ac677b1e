"""Tables as they lie on the page: side by side, one within the other, words written downwards, labels that come again."""

from typing import Any

import pytest

from app.cards.schemas import Kind
from app.exchange.reading.fields import told
from app.exchange.reading.reader import read
from tests.exchange.reading.builders import (
    asked,
    codes,
    document,
    kinds,
    one_card,
    reading,
    rows,
    sheet,
    table,
)

SIDE_BY_SIDE = """
两单两卡（岗位：铲车司机）|<|<|<|<|<|<
岗位风险清单|<|<||岗位应急处置卡|<|<
风险点|危险因素|管控措施||事故情形|处置措施|责任人
铲车|碾压|限速||翻车|熄火|司机
充电|氢气|通风||||
编制：张三|<|<|<|审核：李四|<|<
"""


def steps(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["做什么"], one["谁去做"]) for one in row["处置步骤"]]


def test_two_cards_side_by_side_are_two_cards() -> None:
    found = reading(*sheet("Sheet1", SIDE_BY_SIDE))
    assert kinds(found) == [("铲车司机", Kind.RISK), ("铲车司机", Kind.EMERGENCY)]
    risk, emergency = map(told, found.cards)
    assert [row["风险点"] for row in risk["rows"]] == ["铲车", "充电"]
    assert [(row["事故情形"], steps(row)) for row in emergency["rows"]] == [("翻车", [("熄火", "司机")])]
    assert (codes(found), asked(found)) == ([], [])


def test_two_cards_without_a_gap_are_parted_where_numbers_begin_again() -> None:
    drawn = "序号|风险点|危险因素|管控措施|序号|事故类型|处置措施|责任人\n1|皮带|卷入|护罩|1|触电|断电|电工\n2|电机|漏电|接地||||"
    found = reading(*sheet("巡检工", drawn))
    assert [len(card.rows) for card in found.cards] == [2, 1]
    assert kinds(found) == [("巡检工", Kind.RISK), ("巡检工", Kind.EMERGENCY)]


@pytest.mark.parametrize("spare", ["", "备查"])
def test_one_table_with_a_column_without_heading_stays_one(spare: str) -> None:
    (row,) = rows(
        "巡检工岗位风险清单",
        f"序号|风险点|危险因素||事故类型|应急处置措施|责任人\n1|皮带|卷入|{spare}|机械伤害|停机|班长",
    )
    assert (row["风险点"], row["管控措施"], row["责任人"]) == ("皮带", ["应急处置：停机"], "班长")


def test_words_written_downwards_are_one_word() -> None:
    found = reading(
        "岗位风险清单", "岗位|风险点|危险因素|管控措施\n装\\n车\\n工|顶\\n板|冒顶|支护\n^|平台|坠落|系安全带"
    )
    assert kinds(found) == [("装车工", Kind.RISK)]
    assert [row["风险点"] for row in told(found.cards[0])["rows"]] == ["顶板", "平台"]


def test_a_post_spaced_out_to_fill_its_line_is_one_word() -> None:
    card = one_card(
        "两单两卡", "岗位：电  工    部门：机 电 队", "岗位风险清单", "风险点|管控措施\n配电柜|挂牌"
    )
    assert (card.post, card.unit) == ("电工", "机电队")


def test_a_heading_of_three_rows() -> None:
    drawn = """
        风险点|<|危险源或潜在事件|风险评价|<|<|<|管控措施|<
        编号|名称|^|可能性|频次|后果严重性|分值|工程技术措施|管理措施
        ^|^|^|L|E|C|D|^|^
        1|球磨机|卷入|1|6|15|90|防护罩|挂牌
        """
    (card,) = read(document("磨矿工岗位风险清单", drawn)).cards
    (row,) = told(card)["rows"]
    assert (row["风险点"], row["危险和有害因素"]) == ("球磨机", "卷入")
    assert row["评价"] == {"方法": "LEC", "L": 1, "E": 6, "C": 15, "值": 90}
    assert row["管控措施"] == ["工程技术：防护罩", "管理：挂牌"]


def test_a_form_whose_labels_come_again_holds_several_situations() -> None:
    first, second = rows(
        "焊工岗位应急处置卡",
        """
        事故情形|触电|<
        处置措施|1.断电\\n2.急救|<
        注意事项|不得徒手拉人|<
        事故情形|火灾|<
        处置措施|灭火|<
        注意事项|不得用水|<
        应急物资|灭火器|<
        """,
    )
    assert (first["事故情形"], steps(first)) == ("触电", [("断电", "焊工"), ("急救", "焊工")])
    assert (second["事故情形"], steps(second)) == ("火灾", [("灭火", "焊工")])
    assert (first["注意事项"], second["注意事项"]) == (["不得徒手拉人"], ["不得用水"])
    assert first["应急物资"] == second["应急物资"] == ["灭火器"]


def test_a_notice_whose_labels_come_again_holds_several_points() -> None:
    found = rows(
        "叉车工岗位风险告知卡",
        "风险点|行驶\n管控措施|限速\n风险等级|一般风险\n风险点|充电\n管控措施|通风\n风险等级|低风险",
    )
    assert [(row["风险点"], row["等级"], row["管控措施"]) for row in found] == [
        ("行驶", "3 黄 一般", ["限速"]),
        ("充电", "4 蓝 低", ["通风"]),
    ]


def test_hazards_of_one_point_each_with_its_controls() -> None:
    found = rows(
        "配电工岗位风险告知卡",
        "风险点|配电柜\n危险因素|触电\n管控措施|挂牌\n危险因素|电弧\n管控措施|防护服",
    )
    assert [(row["风险点"], row["危险和有害因素"], row["管控措施"]) for row in found] == [
        ("配电柜", "触电", ["挂牌"]),
        ("配电柜", "电弧", ["防护服"]),
    ]


def test_a_table_within_a_cell_is_of_the_post_of_the_table_around_it() -> None:
    made = document("电工岗位风险清单", "风险点|危险因素|管控措施\n变电站|触电|见内表")
    inner = table("风险点|危险因素|管控措施\n母线|电弧|穿防护服", "第 2 个表")
    for within, question in ((True, []), (False, ["post:第 2 个表第 1 行"])):
        found = read(type(made)([*made.blocks, type(inner)(inner.rows, inner.where, within)]))
        assert asked(found) == question


def test_a_line_of_a_form_that_sounds_like_a_heading_is_none() -> None:
    (row,) = rows(
        "通风工岗位应急处置卡",
        """
        风险事件|炮烟中毒|事故类型|中毒和窒息
        处置阶段|处置步骤|<|执行人
        发现|报告调度室|<|发现者
        注意事项|未佩戴自救器严禁进入|<|<
        """,
    )
    assert (row["事故情形"], steps(row)) == ("炮烟中毒", [("报告调度室", "发现者")])
    assert row["注意事项"] == ["未佩戴自救器严禁进入"]


def test_roles_under_the_heading_of_steps_are_doers() -> None:
    (row,) = rows(
        "破碎工岗位应急处置卡",
        "事故类型|应急处置程序|<\n机械伤害|破碎工|立即停机\n^|班长|组织救援",
    )
    assert steps(row) == [("立即停机", "破碎工"), ("组织救援", "班长")]


def test_labels_of_the_form_s_own_beside_those_that_all_know() -> None:
    line = "装置：合成氨|<|岗位：合成操作工|<"
    card = one_card("岗位操作卡", f"{line}\n操作步骤|操作标准|风险|位号\n开阀|缓慢|超压|HV-1")
    assert (card.post, card.head.extra["装置"]) == ("合成操作工", "合成氨")
    card = one_card(
        "岗位操作卡",
        "岗位名称|化验工|适用设备|原子吸收仪\n操作步骤|操作标准|风险|位号\n点火|先开空气|爆炸|A1",
    )
    assert (card.post, card.head.extra["适用设备"]) == ("化验工", "原子吸收仪")
