"""Numbers, periods and forbidden acts: what can be asked of them, and what stands beside."""

import pytest

from app.questions.forbidden import act_of, done
from app.questions.numbers import numbers_in, period_in
from app.questions.texts import around, pieces, same_said, short_part

LESS, MORE = "less", "more"


@pytest.mark.parametrize(
    ("text", "right", "side"),
    [
        ("平台护栏高 1.2 米，带踢脚板", "1.2 米", LESS),
        ("离火 10 米以上", "10 米", LESS),
        ("轴承温度不超 70 度", "70 度", MORE),
        ("炸药垛不超 1.8 米", "1.8 米", MORE),
        ("保持在中线上下 50 毫米", "50 毫米", MORE),
        ("两侧拉绳开关每 50 米不少于 1 个", "50 米", MORE),
        ("流水冲 20 分钟", "20 分钟", LESS),
        ("最多看 10 秒", "10 秒", MORE),
        ("连开 4 小时歇一会儿", "4 小时", MORE),
        ("文件获取后2个工作日内完成下发", "2个工作日", MORE),
        ("每班巡检记录不少于 8 次", "8 次", LESS),
        ("整改闭环率100%", "100%", LESS),
        ("完工再看 1 小时", "1 小时", LESS),
    ],
)
def test_only_worse_numbers_stand_beside_a_limit(text: str, right: str, side: str) -> None:
    (gap,) = numbers_in(text)
    assert gap.right == right
    seconds = {"秒": 1, "分钟": 60, "小时": 3600}

    def worth(said: str) -> float:
        digits = "".join(sign for sign in said if sign.isdigit() or sign == ".")
        return float(digits) * seconds.get(said.removeprefix(digits).strip(), 1)

    assert len(gap.wrong) >= 2
    assert all((worth(one) < worth(right)) == (side == LESS) for one in gap.wrong)


@pytest.mark.parametrize(
    "text",
    [
        "轮胎烧过，1 小时内还会爆",  # what happens by itself
        "24 小时值守",
        "2 米以上办高处作业票",  # from where on a rule holds
        "高度差 2 到 12 米",
        "电（220/380 伏）",
        "每班查 1 次",  # more often is no fault, and fewer is none at all
        "考核100-500元",
        "第 3 次",
    ],
)
def test_a_number_without_a_worse_side_is_not_asked_for(text: str) -> None:
    assert not numbers_in(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("每班开机前查 1 次", "每班", ["每天", "每周", "每月"]),
        ("每季度组织一次检查", "每季度", ["每半年", "每年", "每 3 年"]),
        ("每年核 1 次", "每年", ["每 3 年", "每 5 年"]),
    ],
)
def test_longer_periods_stand_beside_a_period(text: str, right: str, wrong: list[str]) -> None:
    gap = period_in(text)
    assert gap and (gap.right, [*gap.wrong]) == (right, wrong)


@pytest.mark.parametrize(
    "text", ["每年1月份组织检查", "每年一季度评估", "每班双方签名", "每月查 1 次，每年考 1 次", "每次查全"]
)
def test_a_period_that_could_be_another_is_not_asked_for(text: str) -> None:
    assert period_in(text) is None


@pytest.mark.parametrize(
    ("sentence", "as_done"),
    [
        ("不许硬拽人", "硬拽人"),
        ("没断电，不许伸手", "没断电，就伸手"),
        ("没有呼吸器不许进烟里", "没有呼吸器就进烟里"),
        ("不许不停机就灭火", "不停机就灭火"),
        ("不许熄火、不许挂空挡", "熄火、挂空挡"),
        ("不许用铁器掏，不许用风管吹", "用铁器掏，用风管吹"),
        ("雷雨里不许装药、联线", "雷雨里装药、联线"),
        ("干锅不许加水", "干锅加水"),
        ("不得用手摸转动处", "用手摸转动处"),
        ("高压设备不许自己去救，等停电", ""),  # says what to do instead
        ("事故现场的药和雷管不许碰，等公安", ""),
        ("人在高处，先防他摔", ""),  # forbids nothing
    ],
)
def test_what_is_forbidden_as_somebody_does_it(sentence: str, as_done: str) -> None:
    assert done(sentence) == as_done


def test_an_act_stands_in_its_sentence_word_for_word() -> None:
    assert act_of("不许用湿手、金属去挑线") == "用湿手、金属去挑线"
    assert act_of("没断电，不许伸手") == ""


def test_saying_the_same() -> None:
    assert same_said("安全帽", "戴安全帽。")
    assert same_said("５ 米", "5米")
    assert not same_said("1.2 米", "12 米")


def test_cutting() -> None:
    assert short_part("进腔戴安全帽，系全身式安全带，安全绳挂在腔外。", 16) == "进腔戴安全帽，系全身式安全带"
    assert short_part("针对事故通报，结合本单位实际三个工作日内制定防范措施。", 20) == ""
    assert short_part("对讲机说：“停运，车号、位置。”", 12) == ""
    assert around("先看灯；清干净 10 米内积料，专人守。", "10 米") == "清干净 10 米内积料，专人守"
    assert pieces("停稳断电后，再扫；看火 1 小时") == ["停稳断电后，再扫", "看火 1 小时"]
