"""Advice on plain words: it speaks of what says nothing, and is silent where a worker knows what to do."""

import pytest

from app.cards.plain import Advice, Limits, advise
from app.cards.schemas import (
    Body,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
)
from app.cards.settings import LONGEST_SENTENCE, limits_at
from app.demo.load import HERE
from app.exchange.cardfile import open_cards
from app.settings import actions as settings
from tests.world import World

LIMITS = Limits()


def of_row(body: Body, kind: Kind = Kind.RISK, limits: Limits = LIMITS) -> list[Advice]:
    return advise(kind, Head(), [("r1", body)], limits)


def of_text(text: str) -> list[Advice]:
    """What is said of a control of a risk."""
    return of_row(RiskRow(point="胶带", hazard="卷入", measures=[Measure(id="m1", text=text)]))


def of_step(act: str, who: str = "班长") -> list[Advice]:
    return of_row(ScenarioRow(name="着火", steps=[Step(id="s1", who=who, act=act)]), Kind.EMERGENCY)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("加强管理", "加强管理"),
        ("作业时注意安全", "注意安全"),
        ("停机断电，确保安全。", "确保安全"),
        ("认真做好各项工作", "认真做好各项工作"),
        ("严格执行操作规程；按票停电", "严格执行操作规程"),
        ("严格遵守有关规定", "严格遵守有关规定"),
        ("提高安全意识", "提高安全意识"),
        ("做好个人防护", "做好个人防护"),
        ("措施落实到位", "落实到位"),
        ("落实安全措施", "落实安全措施"),
        ("加强 安全 管理", "加强安全管理"),
        ("发现异常及时处理", "及时处理"),
        ("及时消除事故隐患", "及时消除事故隐患"),
        ("通知相关人员", "相关人员"),
        ("戴好安全帽、手套等", "戴好安全帽、手套等"),
        ("备好铁锹、撬棍等工具", "备好铁锹、撬棍等工具"),
        ("定期检查护罩", "定期检查护罩"),
        ("适当降低车速", "适当降低车速"),
        ("必要时报警", "必要时报警"),
    ],
)
def test_words_without_a_thing_are_named(text: str, quote: str) -> None:
    (one,) = of_text(text)
    assert (one.identity, one.field, one.quote) == ("r1", "管控措施", quote)
    assert "写" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "注意脚下冰面",
        "注意：前面有坑",
        "注意安全带挂牢",
        "看清安全注意事项",
        "加强通风，开两台风机",
        "确保安全距离 5 米",
        "确保安全阀铅封完好",
        "做好交接班记录",
        "认真检查护罩螺栓",
        "严格执行停送电工作票",
        "挂“注意安全”牌",
        "《安全生产法》贴在门口",
        "向班长及时报告",
        "10 分钟内及时处理",
        "不让与爆破有关的人以外的人进",
        "跟爆破有关人员一起撤",
        "无关人员撤到警戒线外",
        "等够 15 分钟",
        "熄火、下车、原地等",
        "轴承、托辊等转动部位装护罩",
        "每月定期检查护罩",
        "起重机按时定期检验",
        "不适当的工具不用",
        "监视情况，报给调度",
        "责任写到人",
        "写明保证措施",
    ],
)
def test_words_with_a_thing_are_left_alone(text: str) -> None:
    assert of_text(text) == []


@pytest.mark.parametrize(
    "text", ["严禁不戴安全帽上岗", "不得不停机清扫", "不许不停机就灭火", "这根绳非系不可"]
)
def test_two_noes_in_one_are_named(text: str) -> None:
    (one,) = of_text(text)
    assert "绕弯" in one.message
    assert one.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "没断电，不许伸手",
        "未经班长点头不得进入",
        "严禁没交接清楚就开机",
        "严禁无证开车",
        "非专业人员不得打开柜门",
        "严禁不同性质的炸药放在一起",
        "不合格的绳子不用",
    ],
)
def test_a_plain_no_is_left_alone(text: str) -> None:
    assert of_text(text) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("对护罩进行检查", "检查"),
        ("对伤员实施抢救", "抢救"),
        ("务必断电", "一定"),
        ("停稳后方可下车", "才能"),
        ("切勿伸手", "千万别"),
        ("进腔须系绳", "要"),
        ("无须等人", "不用"),
    ],
)
def test_a_stiff_word_comes_with_the_spoken_one(text: str, plain: str) -> None:
    (one,) = of_text(text)
    assert f"“{plain}”" in one.message


@pytest.mark.parametrize(
    "text",
    ["必须系绳", "作业进行中亮红灯", "请勿靠近", "立即可用", "到空地方可以停车", "贴好须知", "平均要 3 分钟"],
)
def test_a_word_inside_another_is_not_stiff(text: str) -> None:
    assert of_text(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "轴承温度不超过 70",
        "压力低于0.5，停泵",
        "离火大于10。",
        "温度超过60～70以上就停",
        "载重 ≤ 20",
        "考核100-500。",
    ],
)
def test_a_limit_without_a_unit_is_named(text: str) -> None:
    (one,) = of_text(text)
    assert "单位" in one.message
    assert one.quote.strip() in text


@pytest.mark.parametrize(
    "text",
    [
        "轴承温度不超过 70 度",
        "少查一项扣 2 分，考核100-500元",
        "离火大于 10 米以上",
        "至少 2 人",
        "打 120",
        "pH 大于 7",
        "抽背得分不低于 80",
        "比例超过 1:3",
        "超过一半就换",
        "安全系数不小于 6",
    ],
)
def test_a_number_that_needs_no_unit_is_left_alone(text: str) -> None:
    assert of_text(text) == []


def test_a_long_cell_and_a_long_sentence_are_told_apart() -> None:
    short = "停机断电挂牌上锁再动手。"
    assert of_text(short * 6) == []
    (cell,) = of_text(short * 7)
    assert "分成几条" in cell.message
    (sentence,) = of_text("停" * 41)
    assert "41 个字" in sentence.message
    assert of_text("停" * 40) == []
    (whole,) = of_text("停" * 81)  # one sentence is the cell: said once
    assert "分成几条" in whole.message


def test_a_run_of_commas_is_told_how_many_things_it_says() -> None:
    (one,) = of_text("，".join(["停机断电挂牌上锁验电放电"] * 4))
    assert "4 件事" in one.message


def test_the_limits_are_the_ones_given() -> None:
    assert of_text("停机断电，挂牌上锁") == []
    body = RiskRow(point="胶带", hazard="卷入", measures=[Measure(id="m1", text="停机断电，挂牌上锁")])
    (one,) = of_row(body, limits=Limits(sentence=5))
    assert one.quote == "停机断电，挂牌上锁"


@pytest.mark.parametrize("act", ["拉绳，停机", "立即停机", "火大就撤", "没呼吸就按胸口", "到大门接救护车"])
def test_a_step_that_begins_with_what_to_do_is_left_alone(act: str) -> None:
    assert of_step(act) == []


@pytest.mark.parametrize("act", ["班长断电", "电源切断", "人员撤离", "应急处置"])
def test_a_step_begins_with_a_verb(act: str) -> None:
    (one,) = of_step(act)
    assert (one.field, one.quote) == ("做什么", act)
    assert "动作" in one.message


def test_a_step_has_at_most_twelve_characters() -> None:
    assert of_step("拉" * 12) == []
    (one,) = of_step("拉" * 13)
    assert (one.field, "13 个字" in one.message) == ("做什么", True)


def test_a_step_says_who_does_it() -> None:
    (one,) = of_step("拉绳停机", who=" ")
    assert (one.field, one.quote) == ("谁去做", "拉绳停机")


def test_more_than_ten_duties_are_too_many_for_a_post() -> None:
    rows = [(str(number), DutyRow(duty=f"查 {number} 号护罩")) for number in range(11)]
    assert advise(Kind.DUTY, Head(), rows[:10], LIMITS) == []
    (one,) = advise(Kind.DUTY, Head(), rows, LIMITS)
    assert (one.identity, one.field) == ("", "安全职责")
    assert "11 条" in one.message
    assert advise(Kind.DUTY, Head(), rows, Limits(duties=11)) == []


def test_how_often_a_duty_is_done_stands_in_its_standard() -> None:
    assert of_row(DutyRow(duty="定期检查护罩", standard="每班 1 次"), Kind.DUTY) == []
    (one,) = of_row(DutyRow(duty="检查护罩", standard="定期检查"), Kind.DUTY)
    assert one.field == "到位标准"


def test_signs_names_and_rights_keep_their_words() -> None:
    row = RiskRow(
        point="安全管理", hazard="卷入", signs=["注意安全"], accidents=["机械伤害"], owner="相关人员"
    )
    assert of_row(row) == []
    assert of_row(DutyRow(duty="查护罩", rights="有权拒绝违章，必要时停工"), Kind.DUTY) == []
    head = Head(rights=["有权了解相关规定"], jingle=["安全工作要做好"], notice="确保安全")
    assert advise(Kind.DUTY, head, [], LIMITS) == []


def test_advice_names_its_row_and_its_field() -> None:
    rows: list[tuple[str, Body]] = [
        ("o1", OperationRow(procedure="停机", standard="注意安全", forbidden=["严禁不停机清扫"])),
        ("o2", OperationRow(procedure="加强检查", risk="卷入")),
    ]
    found = advise(Kind.OPERATION, Head(summary="确保安全"), rows, LIMITS)
    assert [(one.identity, one.field) for one in found] == [
        ("", "概述"),
        ("o1", "作业标准及注意事项"),
        ("o1", "严禁"),
        ("o2", "作业程序"),
    ]


def test_cards_in_plain_words_hear_next_to_nothing() -> None:
    cards = [
        card for file in sorted((HERE / "cards").glob("*.yaml")) for card in open_cards(file.read_bytes())
    ]
    found = [one for card in cards for one in advise(card.kind, card.head, card.rows, LIMITS)]
    assert len(cards) >= 50
    assert len(found) <= len(cards) // 5


def test_an_enterprise_sets_its_own_limits(world: World) -> None:
    assert limits_at(world.mine.path) == LIMITS
    settings.override(
        LONGEST_SENTENCE, 25, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id
    )
    assert limits_at(world.crushing.path) == Limits(sentence=25)
