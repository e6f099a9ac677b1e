"""Risk lists: headings in many words and over several rows, merged cells, scores, controls by kind."""

import pytest

from app.cards.schemas import RiskRow
from tests.exchange.reading.builders import asked, codes, one_card, reading, rows

LEC = """
序号|风险点|危险和有害因素|可能事故类型|评价|<|<|<|风险等级|管控措施|责任人
^|^|^|^|L|E|C|D|^|^|^
1|皮带机|护罩缺失|机械伤害、触电|3|6|15|270|较大|1.停机挂牌；2.安装护罩|张三
2|^|胶带跑偏|火灾|1|6|7|42|低|每班检查|张三
3|电缆|绝缘破损|触电|1|3|15|45|低|同上|李四
"""


def test_a_merged_point_a_heading_over_two_rows_and_the_score_worked_out() -> None:
    first, second, third = rows("皮带工岗位风险清单", LEC)
    assert first == {
        "风险点": "皮带机",
        "危险和有害因素": "护罩缺失",
        "可能事故类型": ["机械伤害", "触电"],
        "评价": {"方法": "LEC", "L": 3, "E": 6, "C": 15, "值": 270},
        "等级": "2 橙 较大",
        "管控措施": ["停机挂牌", "安装护罩"],
        "责任人": "张三",
    }
    assert (second["风险点"], second["等级"]) == ("皮带机", "4 蓝 低")
    assert (third["管控措施"], third["责任人"]) == (["每班检查"], "李四")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("危险源", "风险点"),
        ("风险点名称", "风险点"),
        ("设备设施", "风险点"),
        ("主要危害", "危险和有害因素"),
        ("不安全因素", "危险和有害因素"),
        ("风 险 因 素", "危险和有害因素"),
        ("危险、有害因素", "危险和有害因素"),
    ],
)
def test_the_words_that_enterprises_use_for_a_risk(heading: str, field: str) -> None:
    (row,) = rows("电工岗位风险清单", f"序号|{heading}|控制措施|管控责任人\n1|电缆破损|每班检查|张三")
    assert row[field] == "电缆破损"
    assert (row["管控措施"], row["责任人"]) == (["每班检查"], "张三")


def test_a_hazard_beside_its_source() -> None:
    (row,) = rows("电工岗位风险清单", "风险点|危险源|防范措施\n配电室|母线裸露|加护栏")
    assert (row["风险点"], row["危险和有害因素"]) == ("配电室", "母线裸露")


def test_a_table_without_points_takes_the_hazard_and_says_so() -> None:
    found = reading("电工岗位风险清单", "序号|危险有害因素|管控措施\n1|漏电|接地")
    assert codes(found) == ["no_point"]


BOTH = """
序号|作业步骤|危险源|可能导致的事故类型|固有风险|<|<|<|管控措施|<|<|<|<|剩余风险|<|<|<|建议新增措施|管控层级|责任部门
^|^|^|^|L|S|R|等级|工程技术措施|管理措施|培训教育措施|个体防护措施|应急处置措施|L|S|R|等级|^|^|^
1|点火|回火|爆炸|4|5|20|重大|装回火器|办动火票|培训|护目镜|灭火器|2|5|10|一般|换新瓶|公司级|机电科
"""


def test_two_evaluations_in_a_row_and_controls_by_kind() -> None:
    card = one_card("焊工岗位风险分级管控清单", BOTH)
    body = card.rows[0].body
    assert isinstance(body, RiskRow)
    assert body.before is not None
    assert body.after is not None
    assert (body.before.level, body.after.level) == (1, 3)
    assert [(one.kind, one.text) for one in body.measures] == [
        ("工程技术", "装回火器"),
        ("管理", "办动火票"),
        ("培训教育", "培训"),
        ("个体防护", "护目镜"),
        ("应急处置", "灭火器"),
    ]
    assert body.extra == {"作业步骤": "点火", "建议新增措施": "换新瓶", "责任部门": "机电科"}
    assert body.tier == "公司级"


def test_controls_by_kind_within_a_cell() -> None:
    card = one_card(
        "焊工岗位风险清单",
        "风险点|危险因素|管控措施\n气瓶|漏气|工程技术：装阀；管理措施：每班查\\n个体防护：戴面罩",
    )
    body = card.rows[0].body
    assert isinstance(body, RiskRow)
    assert [(one.kind, one.text) for one in body.measures] == [
        ("工程技术", "装阀"),
        ("管理", "每班查"),
        ("个体防护", "戴面罩"),
    ]


def test_sub_scores_stay_beside_the_row() -> None:
    drawn = """
风险点|危险因素|可能性(L)|<|<|严重性(S)|风险值(R)
^|^|人员|设备|L值|^|^
炉子|烫伤|2|3|3|4|12
"""
    (row,) = rows("炉前工岗位风险清单", drawn)
    assert row["评价"] == {"方法": "LS", "L": 3, "S": 4, "值": 12}
    assert (row["可能性(L)-人员"], row["可能性(L)-设备"]) == ("2", "3")


def test_a_whole_score_in_one_cell() -> None:
    drawn = "风险点|危险因素|评价（LEC）\n气瓶|漏气|L=3,E=6,C=15,D=270\n烟尘|中毒|3×6×7=126"
    first, second = rows("焊工岗位风险清单", drawn)
    assert first["评价"] == {"方法": "LEC", "L": 3, "E": 6, "C": 15, "值": 270}
    assert second["评价"]["值"] == 126


def test_a_wrong_product_is_named_and_not_taken() -> None:
    found = reading("焊工岗位风险清单", "风险点|危险因素|L|S|R\n气瓶|漏气|3|4|15")
    assert "得分 15" in found.warnings[0].message
    assert "是 12" in found.warnings[0].message
    assert found.outcome == "import"


def test_a_level_that_is_not_what_its_score_comes_to_is_asked() -> None:
    blocks = ("焊工岗位风险清单", "风险点|危险因素|L|S|R|风险等级\n气瓶|漏气|3|4|12|重大风险")
    found = reading(*blocks)
    (question,) = found.questions
    assert [one.value for one in question.options] == ["computed", "file"]
    assert rows(*blocks, answers={question.key: "computed"})[0]["等级"] == "3 黄 一般"
    (row,) = rows(*blocks, answers={question.key: "file"})
    assert row["等级"] == "1 红 重大"
    assert "L=3，S=4" in row["评价原文"]


def test_a_score_that_no_matrix_has_is_kept_as_it_is_written() -> None:
    found = reading("焊工岗位风险清单", "风险点|危险因素|L|E|C|D\n气瓶|漏气|4|6|15|360")
    assert codes(found) == ["score"]
    assert found.cards[0].rows[0].body.extra == {"评价原文": "L=4，E=6，C=15，得分 360"}


def test_ticks_under_headings_are_read_as_them() -> None:
    drawn = """
风险点|危险因素|可能事故类型|<|<|风险等级|<|<|<
^|^|触电|火灾|机械伤害|红|橙|黄|蓝
钻机|漏电|√|√|||√||
边坡|落石|||√|√|||
"""
    first, second = rows("钻工岗位风险清单", drawn)
    assert (first["可能事故类型"], first["等级"]) == (["触电", "火灾"], "2 橙 较大")
    assert (second["可能事故类型"], second["等级"]) == (["机械伤害"], "1 红 重大")


def test_boxes_in_a_cell_are_read_by_their_ticks_and_named() -> None:
    found = reading(
        "水泵工岗位风险清单",
        "风险点|危险因素|风险等级\n水泵|漏电|□重大 ☑较大 □一般 □低\n阀|滴漏|重大□ 较大□ 一般☑ 低□",
    )
    levels = [
        row.body.before.level
        for row in found.cards[0].rows
        if isinstance(row.body, RiskRow) and row.body.before
    ]
    assert levels == [2, 3]
    assert codes(found) == ["tick", "tick"]


def test_codes_of_rows_are_kept_and_strange_accidents_are_named() -> None:
    found = reading(
        "钻工岗位风险清单", "编号|风险点|危险因素|可能事故类型\nFX-01|钻机|漏电|触电\nFX-02|空压机|超压|停产"
    )
    assert [row.body.extra for row in found.cards[0].rows] == [{"编号": "FX-01"}, {"编号": "FX-02"}]
    assert codes(found) == ["accident"]


def test_rows_that_only_go_on_with_the_controls_above() -> None:
    drawn = "序号|风险点|危险因素|管控措施|责任人\n1|球磨机|卷入|装护罩|张三\n||||\n|||停机挂牌|\n2|筛子|噪声|戴耳塞|李四"
    first, second = rows("磨矿工岗位风险清单", drawn)
    assert first["管控措施"] == ["装护罩", "停机挂牌"]
    assert second["风险点"] == "筛子"


def test_a_notice_of_risk_as_a_form() -> None:
    drawn = """
岗位安全风险告知卡|<|<|<
岗位名称|空压机工|风险等级|较大风险
风险点名称|空压机|责任人|王强
主要危险因素|超压|<|<
易发生事故类型|容器爆炸|<|<
管控措施|1.校验安全阀。2.巡检|<|<
应急处置措施|停机泄压|<|<
"""
    card = one_card(drawn)
    assert card.post == "空压机工"
    body = card.rows[0].body
    assert isinstance(body, RiskRow)
    assert (body.point, body.hazard, body.owner) == ("空压机", "超压", "王强")
    assert [one.kind for one in body.measures] == ["", "", "应急处置"]


def test_several_forms_below_each_other_are_several_cards() -> None:
    one = "岗位名称|{}|部门|机电科\n风险点|{}|<|<\n危险因素|漏电|<|<\n风险等级|一般|<|<\n"
    found = reading(one.format("电工", "配电柜") + one.format("焊工", "焊机"))
    assert [(card.post, card.unit) for card in found.cards] == [("电工", "机电科"), ("焊工", "机电科")]
    assert asked(found) == []
