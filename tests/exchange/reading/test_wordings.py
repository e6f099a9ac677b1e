"""Wordings of real forms: who acts, what is noted of which situation, kinds of controls, phases, numbers to call."""

import pytest

from app.exchange.reading.fields import told
from tests.exchange.reading.builders import asked, codes, kinds, one_card, reading, rows

RISK = "岗位名称：叉车工"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("落实人", "责任人"),
        ("措施落实人", "责任人"),
        ("管控要求", "管控措施"),
        ("存在的危险", "危险和有害因素"),
        ("风险定级", "等级"),
        ("警示牌", "安全标志"),
        ("危险物料", "危险介质"),
    ],
)
def test_headings_of_risk_lists(heading: str, field: str) -> None:
    value = "较大" if field == "等级" else "李四"
    (row,) = rows(RISK, "岗位风险清单", f"风险点|可能导致的事故|{heading}\n充电|火灾|{value}")
    assert str(value) in str(row[field])


def test_articles_are_numbers_of_duties_and_a_first_conveyor_is_none() -> None:
    found = rows(
        "电工岗位安全职责", "第一条 停电挂牌。", "第二条　每班巡视。", "第三条：第一条皮带停机后清扫。"
    )
    assert [row["安全职责"] for row in found] == ["停电挂牌。", "每班巡视。", "第一条皮带停机后清扫。"]


def test_a_number_without_a_dot_heads_the_duties_below_it() -> None:
    found = rows("安全员安全职责", "1 日常管理", "1.1 每日巡查；", "2 教育培训", "2.1 组织班前教育。")
    assert [(row["安全职责"], row["分类"]) for row in found] == [
        ("每日巡查", "日常管理"),
        ("组织班前教育。", "教育培训"),
    ]


def test_notes_within_a_situation_are_of_that_one() -> None:
    first, second = rows(
        "爆破工岗位应急处置卡",
        *("一、盲炮处置", "1.设置警戒。", "注意事项：不得擅自处理。"),
        *("二、炮烟中毒", "1.移至新鲜风流处。", "注意事项：通风后进入。"),
    )
    assert (first["事故情形"], first["注意事项"]) == ("盲炮处置", ["不得擅自处理。"])
    assert (second["事故情形"], second["注意事项"]) == ("炮烟中毒", ["通风后进入。"])


def test_notes_behind_the_last_situation_are_of_all() -> None:
    found = rows("电工岗位应急处置卡", "一、触电", "1.断电。", "二、火灾", "1.灭火。", "注意事项：先断电。")
    assert [row["注意事项"] for row in found] == [["先断电。"], ["先断电。"]]


def test_situations_with_titles_of_their_own_stay_with_the_card_s_post() -> None:
    card = one_card(
        "电工岗位应急处置卡",
        *("（一）触电事故应急处置", "步骤|处置措施|责任人\n1|断电|电工"),
        *("（二）火灾事故应急处置", "步骤|处置措施|责任人\n1|灭火|班长"),
    )
    assert (card.post, [row["事故情形"] for row in told(card)["rows"]]) == ("电工", ["触电事故", "火灾事故"])


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("紧急停炉（司炉工）", "司炉工"),
        ("报告值班领导（张主任）", "锅炉工"),
        ("拨打120（急救）", "锅炉工"),
    ],
)
def test_a_doer_in_brackets_behind_a_step(step: str, who: str) -> None:
    (row,) = rows("锅炉工岗位应急处置卡", f"事故类型|处置步骤\n缺水|1.{step}；2.等待救援")
    assert row["处置步骤"][0]["谁去做"] == who


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("8110 调度室\\n8120 医务室", [("调度室", "8110"), ("医务室", "8120")]),
        ("120 急救\\n119 火警", [("急救", "120"), ("火警", "119")]),
        ("调度室 8000 值班24小时\\n矿医院 120", [("调度室", "8000"), ("矿医院", "120")]),
        ("班长：13911112222\\n安全员：13933334444", [("班长", "13911112222"), ("安全员", "13933334444")]),
        ("调度室\\n8000\\n矿医院\\n120", [("调度室", "8000"), ("矿医院", "120")]),
    ],
)
def test_a_name_behind_a_number_is_never_that_of_the_next(text: str, called: list[tuple[str, str]]) -> None:
    card = one_card("水泵工岗位应急处置卡", f"事故情形|处置措施|责任人|联系电话\n淹溺|救人|水泵工|{text}")
    assert [(one.name, one.number) for one in card.head.contacts] == called


def test_names_and_numbers_in_columns_of_their_own_are_contacts() -> None:
    card = one_card("加氯工岗位应急处置卡", "事故类型|处置措施|联系人|联系电话\n泄漏|撤离|王班长|13700001234")
    assert [(one.name, one.number) for one in card.head.contacts] == [("王班长", "13700001234")]


def test_controls_for_an_emergency_under_a_heading_of_its_own_words() -> None:
    (row,) = rows(RISK, "岗位风险清单", "风险点|危险因素|防范措施|应急处置程序及措施\n充电|氢气|通风|撤离")
    assert row["管控措施"] == ["通风", "应急处置：撤离"]


def test_a_column_of_kinds_beside_the_controls() -> None:
    found = rows(
        RISK,
        "岗位风险清单",
        "风险点|危险因素|措施类别|管控措施\n吊车|倾翻|工程技术|1.垫板\\n2.限位\n^|^|个体防护|安全帽\n叉车|碰撞|管理|限速",
    )
    assert [row["管控措施"] for row in found] == [
        ["工程技术：垫板", "工程技术：限位", "个体防护：安全帽"],
        ["管理：限速"],
    ]


def test_ticked_controls_are_controls_of_their_own() -> None:
    (row,) = rows(RISK, "岗位风险清单", "风险点|危险因素|管控措施\n充电|氢气|☑通风 □隔离 ☑检测")
    assert row["管控措施"] == ["通风", "检测"]


def test_a_level_without_words_is_named() -> None:
    found = reading(
        RISK, "岗位风险清单", "风险点|危险因素|风险等级|管控措施\n充电|氢气||通风\n行驶|碰撞|一般|限速"
    )
    assert codes(found) == ["no_level"]
    assert "1 行" in found.warnings[0].message


def test_headings_of_ticks_are_no_lost_text() -> None:
    drawn = "风险点|危险因素|风险等级|<|<|管控措施\n^|^|重大|较大|一般|^\n充电|氢气||√||通风"
    found = reading(RISK, "岗位风险清单", drawn)
    assert codes(found) == []


def test_a_score_behind_the_word_of_a_level() -> None:
    (row,) = rows(RISK, "岗位风险清单", "风险点|危险因素|风险等级|管控措施\n充电|氢气|较大风险（D=270）|通风")
    assert (row["等级"], row["评价原文"]) == ("2 橙 较大", "得分 270")


def test_lines_that_name_a_phase_and_one_that_only_sounds_like_it() -> None:
    found = rows(
        "运矿司机岗位操作卡",
        """
        序号|操作步骤|安全要求
        作业前准备|<|<
        1|检查车况|制动灵敏
        作业过程|<|<
        2|行驶|限速
        作业结束|<|<
        3|停车|拉手刹
        中央变电所|<|<
        4|送电|专人监护
        """,
    )
    assert [row.get("阶段") for row in found] == ["作业前", "作业中", "作业后", None]


def test_steps_counted_in_a_heading_of_their_own() -> None:
    found = rows("钻工岗位操作卡", "步骤|1|2\n操作内容|检查钻机|对孔\n安全要求|油位正常|两人配合")
    assert [row["作业程序"] for row in found] == ["检查钻机", "对孔"]
    assert not any("作业环节" in row for row in found)


def test_a_department_before_the_post() -> None:
    card = one_card("采矿车间凿岩工岗位安全风险清单", "风险点|管控措施\n凿岩机|戴耳塞")
    assert (card.post, card.unit) == ("凿岩工", "采矿车间")
    assert one_card("采矿车间主任岗位安全职责", "1.负责安全").post == "采矿车间主任"
    found = reading(
        "岗位风险清单", "车间/岗位|风险点|管控措施\n机电车间/电工|配电柜|挂牌\n采矿车间/钻工|钻机|湿式作业"
    )
    assert [(card.unit, card.post) for card in found.cards] == [("机电车间", "电工"), ("采矿车间", "钻工")]


def test_a_work_in_the_title_is_no_post_and_is_asked() -> None:
    assert asked(reading("动火作业操作卡", "操作步骤|安全要求\n清理|无可燃物")) == ["post:第 1 段"]
    assert kinds(reading("动火作业岗位操作卡", "操作步骤|安全要求\n清理|无可燃物"))[0][0] == "动火"


def test_a_line_below_the_table_that_speaks_of_the_card_is_kept() -> None:
    card = one_card(
        "化验工岗位操作卡", "操作步骤|操作标准|禁止\n点火|先开空气|烟火\n应急措施：溅到皮肤立即冲洗|<|<"
    )
    assert card.head.extra["应急措施"] == "溅到皮肤立即冲洗"


def test_kinds_named_within_a_cell_are_no_lost_text() -> None:
    found = reading(
        RISK, "岗位风险清单", "风险点|危险因素|管控措施\n充电|氢气|管理措施：持证；培训措施：班前"
    )
    assert codes(found) == []
