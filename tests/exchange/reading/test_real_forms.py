"""Forms as enterprises fill them in: notices, four cards in one table, lines at the foot, examples, machines."""

import pytest

from app.cards.schemas import Kind
from app.exchange.reading.fields import told
from app.exchange.reading.reader import read
from tests.exchange.reading.builders import asked, codes, document, kinds, one_card, reading, rows, sheet

FOUR = """
岗位“两单两卡”|<|<|<
岗位名称|空压机工|部门：动力车间|责任人：赵六
一、岗位风险清单|<|<|<
序号|风险点|可能导致事故|管控措施
1|储气罐|容器爆炸|定期检验
二、岗位职责清单|<|<|<
序号|安全职责|到位标准|考核标准
1|开机前检查|每班1次|漏检扣50分
三、岗位应急处置卡|<|<|<
序号|事故情形|处置步骤|<
1|超压|1.紧急停机\\n2.打开放空阀|<
编制：张三|审核：李四|批准：王五|2024年5月
"""


def test_the_lines_above_four_cards_in_one_table_are_of_all_of_them() -> None:
    found = reading(*sheet("空压机工", FOUR))
    assert kinds(found) == [("空压机工", kind) for kind in (Kind.RISK, Kind.DUTY, Kind.EMERGENCY)]
    assert {(card.unit, card.head.owner) for card in found.cards} == {("动力车间", "赵六")}
    assert asked(found) == []


def test_a_line_of_approval_with_a_date_is_no_step_and_a_wide_heading_is_one_column() -> None:
    card = reading(*sheet("空压机工", FOUR)).cards[-1]
    (scenario,) = [row.body for row in card.rows]
    assert [step.act for step in scenario.steps] == ["紧急停机", "打开放空阀"]
    assert card.head.extra["批准"] == "王五 2024年5月"


def test_department_and_post_beside_each_other_under_a_title_that_names_its_method() -> None:
    card = one_card(
        """
        XX矿业有限公司工作危害分析（JHA+LEC）评价记录表|<|<
        单位：采矿车间|岗位：凿岩工|日期：2024.3.5
        作业步骤|危害或潜在事件|现有控制措施
        打眼|粉尘|湿式凿岩
        """
    )
    assert (card.post, card.unit, card.head.extra["企业"]) == ("凿岩工", "采矿车间", "XX矿业有限公司")


NOTICE = """
风险点名称|危化品库|风险等级|较大风险
责任部门|仓储部|责任人|王芳
主要危险有害因素|泄漏、静电|<|<
管控措施|工程技术措施|防爆通风|<
^|管理措施|双人双锁|<
^|应急处置|切断火源|<
警示标志|禁止烟火 当心爆炸|<|<
班组口号|安全第一|<|<
"""


def test_controls_by_kind_down_a_notice_are_lines_of_a_form_and_no_heading() -> None:
    (row,) = rows("保管员岗位安全风险告知卡", NOTICE)
    assert (row["风险点"], row["等级"]) == ("危化品库", "2 橙 较大")
    assert row["管控措施"] == ["工程技术：防爆通风", "管理：双人双锁", "应急处置：切断火源"]
    assert row["安全标志"] == ["禁止烟火", "当心爆炸"]
    assert row["班组口号"] == "安全第一"


def test_labels_that_stand_in_the_cells_of_their_values() -> None:
    (row,) = rows(
        "皮带工岗位风险告知卡",
        """
        风险点：皮带机|风险等级：一般
        主要风险：机械伤害|责任人：王五
        防范措施：1.停机挂牌 2.戴口罩|<
        应急措施：立即停机报告班长|<
        """,
    )
    assert (row["风险点"], row["等级"], row["责任人"]) == ("皮带机", "3 黄 一般", "王五")
    assert row["管控措施"] == ["停机挂牌", "戴口罩", "应急处置：立即停机报告班长"]


def test_phases_beside_their_steps() -> None:
    found = rows("数控车工安全操作规程", "作业前|1.扎紧袖口\\n2.检查卡盘\n作业后|1.切断电源")
    assert [(row["阶段"], row["作业程序"]) for row in found] == [
        ("作业前", "扎紧袖口"),
        ("作业前", "检查卡盘"),
        ("作业后", "切断电源"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("作业前：", "1.检查油位。", "作业后：", "1.拉手刹。"),
        ("1. 作业前", "1.1 检查油位。", "2. 作业后", "2.1 拉手刹。"),
    ],
)
def test_phases_over_their_steps_in_paragraphs(lines: tuple[str, ...]) -> None:
    found = rows("挖掘机司机安全操作规程", *lines)
    assert [(row["阶段"], row["作业程序"]) for row in found] == [
        ("作业前", "检查油位。"),
        ("作业后", "拉手刹。"),
    ]


def test_a_machine_in_the_title_is_no_post_and_is_asked() -> None:
    found = reading("和面机安全操作规程", "1.检查护罩。", "2.点动试机。")
    assert asked(found) == ["post:第 1 段"]
    assert one_card("和面机安全操作规程", "1. 适用岗位：和面工", "2. 检查护罩。").post == "和面工"
    assert one_card("和面机岗位操作卡", "1.检查护罩。").post == "和面机"
    assert one_card("挖掘机司机操作卡", "1.检查护罩。").post == "挖掘机司机"


def test_rows_for_every_post_are_asked() -> None:
    blocks = ("风险清单", "岗位|风险点|管控措施\n叉车工|平台|限速\n钳工|砂轮|护罩\n各岗位|道路|清扫")
    assert asked(reading(*blocks)) == ["all:各岗位"]
    answered = reading(*blocks, answers={"all:各岗位": "each"})
    assert [(card.post, len(card.rows)) for card in answered.cards] == [("叉车工", 2), ("钳工", 2)]


def test_examples_are_named_and_left_out() -> None:
    found = reading(
        *sheet("示例", "岗位|风险点|管控措施\n电工|配电柜|停电"),
        *sheet("清单", "岗位|风险点|管控措施\n例：焊工|焊机|接地\n钳工|砂轮机|戴护目镜"),
    )
    assert kinds(found) == [("钳工", Kind.RISK)]
    assert codes(found) == ["example", "example"]


def test_blank_lines_to_sign_and_page_numbers_are_no_lost_text() -> None:
    blank = ("责任人签名：＿＿＿＿  日期：____年__月__日", "共1页 第1页", "（续表）")
    found = read(document("装载机司机岗位安全职责", "序号|职责\n1|检查制动", *blank))
    assert codes(found) == []


def test_numbered_duties_in_one_cell_are_rows_where_their_standards_are_numbered_as_far() -> None:
    found = rows(
        "安全生产责任清单",
        "岗位|安全职责|到位标准\n电工|1.持证上岗\\n2.停电挂牌|1.证件有效\\n2.执行率100%",
    )
    assert [(row["安全职责"], row["到位标准"]) for row in found] == [
        ("持证上岗", "证件有效"),
        ("停电挂牌", "执行率100%"),
    ]


def test_duties_of_the_person_in_charge_as_a_list() -> None:
    card = one_card("主要负责人安全生产职责", "（一）建立责任制；", "（二）组织制定规章制度；")
    assert (card.post, len(card.rows)) == ("主要负责人", 2)


def test_posts_under_a_heading_for_those_responsible_are_owners() -> None:
    (row,) = rows(
        "钻机司机岗位风险清单",
        "风险点|危险源|管控措施|责任人|<\n^|^|^|岗位|班组\n钻机|倾倒|加固|司机|班长",
    )
    assert row["责任人"] == "司机、班长"


def test_a_number_before_a_title_and_two_words_for_the_post() -> None:
    assert one_card("1 电焊工岗位职责", "1.持证上岗").post == "电焊工"
    found = reading("安全责任清单", "职务/岗位|安全职责\n总经理|全面负责")
    assert kinds(found) == [("总经理", Kind.DUTY)]


def test_the_name_of_a_point_goes_before_its_type() -> None:
    heading_and_row = "风险点|<|危险源|管控措施\n类型|名称|^|^\n设备设施|主变压器|漏油|巡检"
    (card,) = read(document("电工岗位风险清单", heading_and_row)).cards
    (row,) = told(card)["rows"]
    assert (row["风险点"], row["风险点-类型"]) == ("主变压器", "设备设施")


def test_lines_behind_an_emergency_table_are_of_its_card() -> None:
    card = one_card(
        "中控员应急处置卡",
        "事故类型|处置措施|责任人|联系电话\n氯气泄漏|报告站长（电话：13900002222）|内操|8808",
        "注意：两人以上进入。",
        "外部电话：119、120",
    )
    body = card.rows[0].body
    assert ([step.act for step in body.steps], body.notes) == (
        ["报告站长（电话：13900002222）"],
        ["两人以上进入。"],
    )
    assert [(one.name, one.number) for one in card.head.contacts] == [
        ("内操", "8808"),
        ("火警", "119"),
        ("急救", "120"),
    ]


def test_a_situation_that_heads_steps_in_paragraphs() -> None:
    (row,) = rows("电焊工应急处置卡", "发生火灾时：", "（1）停止作业。", "（2）拨打119。")
    assert row["事故情形"] == "发生火灾时"
    (row,) = rows("一、电梯困人应急处置", "岗位：秩序维护员", "1.安抚乘客。", "2.通知维保。")
    assert row["事故情形"] == "电梯困人"


def test_numbered_notes_below_the_steps_are_no_steps() -> None:
    (row,) = rows(
        "值班员应急处置卡",
        """
        事故名称|油管着火|<|<
        处置程序|序号|处置措施|执行人
        ^|1|停机|主值
        ^|2|灭火|副值
        注意事项|1|防止复燃|<
        ^|2|禁止用水扑救|<
        """,
    )
    assert [(one["做什么"], one["谁去做"]) for one in row["处置步骤"]] == [("停机", "主值"), ("灭火", "副值")]
    assert row["注意事项"] == ["防止复燃", "禁止用水扑救"]


def test_a_legend_between_title_and_table_takes_no_post_away() -> None:
    found = reading(
        "压延工岗位风险清单",
        "风险等级|颜色\n1级|红\n2级|橙\n4级|蓝",
        "风险点|危险因素|风险等级\n压延机|卷入|2级",
    )
    assert kinds(found) == [("压延工", Kind.RISK)]
    assert asked(found) == []
