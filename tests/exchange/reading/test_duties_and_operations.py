"""Duty lists and operation cards: tables, blocks of rights, phases, numbered paragraphs."""

from app.cards.schemas import DutyRow, Kind
from app.exchange.reading.fields import told
from app.exchange.reading.reader import read
from tests.exchange.reading.builders import codes, document, kinds, one_card, reading, rows

DUTIES = "序号|安全职责|完成标准|考核标准|法律赋予的权限与义务\n1|班前检查|每班|扣分|1.有权停工\\n2.有义务报告\n2|挂牌|每次|扣分|^"


def test_a_block_of_rights_belongs_to_the_whole_post() -> None:
    card = one_card("总经理岗位安全生产责任制", "总经理对安全负全面责任。", DUTIES)
    assert (card.post, card.kind) == ("总经理", Kind.DUTY)
    assert card.head.rights == ["有权停工", "有义务报告"]
    assert card.head.summary == "总经理对安全负全面责任。"
    assert told(card)["rows"][1] == {"序号": "2", "安全职责": "挂牌", "到位标准": "每次", "考核标准": "扣分"}


def test_rights_of_each_row_stay_with_it() -> None:
    drawn = "序号|岗位职责|履职标准|权利与义务\n1|检查|每班|有权停工\n2|挂牌|每次|有义务报告"
    card = one_card("电工岗位职责清单", drawn)
    assert [row.body.rights for row in card.rows if isinstance(row.body, DutyRow)] == [
        "有权停工",
        "有义务报告",
    ]


def test_columns_of_the_forms_own_are_kept_under_their_headings() -> None:
    (row,) = rows("电工岗位职责清单", "序号|工作职责|到位标准|标准分|依据条款\n1|检查|每班|10|第5条")
    assert (row["标准分"], row["依据条款"]) == ("10", "第5条")


def test_numbers_that_skip_and_repeat_and_too_many_duties_are_named() -> None:
    drawn = "序号|安全职责\n" + "\n".join(f"{number}|职责{number}" for number in (1, 1, 3))
    assert codes(reading("电工岗位职责清单", drawn)) == ["number", "number"]
    many = "序号|安全职责\n" + "\n".join(f"{number}|职责{number}" for number in range(1, 13))
    assert codes(reading("电工岗位职责清单", many)) == ["too_many_duties"]
    assert codes(read(document("电工岗位职责清单", many), duty_limit=12)) == []


def test_a_cell_that_is_too_long_is_named() -> None:
    assert codes(reading("电工岗位职责清单", "序号|安全职责\n1|" + "检查设备" * 126)) == ["too_long"]


def test_duties_as_numbered_paragraphs_with_sub_items() -> None:
    first, second = rows("电工岗位安全职责", "1. 遵守制度：", "（1）停电；", "（2）挂牌。", "2. 每班检查。")
    assert first["序号"] == "1"
    assert "停电" in first["安全职责"]
    assert "挂牌" in first["安全职责"]
    assert second["安全职责"] == "每班检查。"


def test_a_heading_repeated_after_a_page_break_and_a_table_that_goes_on_below() -> None:
    head = "序号|安全职责|到位标准\n"
    one = head + "1|检查|每班\n" + head + "2|清扫|每班"
    first, second, third = rows("磨矿工岗位职责", one, "3|巡检|每小时")
    assert [row["安全职责"] for row in (first, second, third)] == ["检查", "清扫", "巡检"]


def test_phases_over_the_rows_of_an_operation_card() -> None:
    drawn = """
步骤|作业内容|作业标准|注意事项|严禁
作业前|<|<|<|<
1|检查护罩|齐全|戴手套|严禁带电作业
作业中|<|<|<|<
2|启动|先响铃|站稳|
"""
    first, second = rows("破碎工岗位操作卡", drawn)
    assert first == {
        "作业顺序": "1",
        "阶段": "作业前",
        "作业程序": "检查护罩",
        "作业标准及注意事项": "齐全\n注意事项：戴手套",
        "禁止": ["严禁带电作业"],
    }
    assert (second["作业顺序"], second["阶段"]) == ("2", "作业中")


def test_a_column_of_phases_tags_and_ticks_to_make() -> None:
    drawn = "阶段|操作步骤|操作标准|存在风险|设备位号|内操/外操|确认\n开机前|送电|挂牌|触电|P-101|外操|□\n^|巡视|完好|卷入|P-102|内操|□"
    first, second = rows("泵工岗位操作卡", drawn)
    assert (first["设备位号"], first["谁做"], first["风险"], first["确认"]) == ("P-101", "外操", "触电", "□")
    assert (second["阶段"], second["作业程序"]) == ("作业前", "巡视")


def test_steps_of_the_work_as_numbered_paragraphs() -> None:
    card = one_card(
        "破碎工岗位操作卡",
        "一、作业前",
        "1.检查油位。",
        "2.检查护罩。",
        "二、作业后",
        "1.清扫",
        "注意事项：严禁开机检修",
    )
    made = told(card)
    assert [(row["阶段"], row["作业程序"]) for row in made["rows"]] == [
        ("作业前", "检查油位。"),
        ("作业前", "检查护罩。"),
        ("作业后", "清扫"),
    ]
    assert made["注意事项"] == "严禁开机检修"


def test_a_hazard_analysis_by_steps_is_a_risk_list() -> None:
    found = reading("爆破工", "序号|作业步骤|危害因素|可能后果|控制措施\n1|装药|静电|火药爆炸|穿防静电服")
    assert kinds(found) == [("爆破工", Kind.RISK)]


def test_all_four_cards_in_one_form() -> None:
    drawn = "皮带工岗位“两单两卡”|<\n岗位职责|1.检查皮带。2.清扫\n主要风险|机械伤害\n操作要点|1.停机挂牌 2.验电\n应急处置|1.拉绳 2.打120"
    found = reading(drawn)
    assert {kind for _, kind in kinds(found)} == set(Kind)
    assert {post for post, _ in kinds(found)} == {"皮带工"}
