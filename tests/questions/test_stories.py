"""What is asked of small cards, told as stories."""

from collections.abc import Sequence

from app.cards.schemas import Head, Kind, WireCard
from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from app.questions.schemas import Question
from tests.questions.builders import card, duty, risk, scenario, step

CAUGHT = scenario(
    "胶带卷住人",
    ("谁看见谁做", "拉绳，停机"),
    ("谁看见谁做", "大声喊人"),
    ("谁看见谁做", "打调度电话"),
    ("操作工做", "断电，挂牌上锁"),
    ("班长做", "松胶带，慢慢退人"),
    ("其他人做", "到大门接救护车"),
    never=["没断电，不许伸手", "不许硬拽人", "不许倒转机器"],
    supplies=["割带刀（操作室工具柜）"],
)
FIRE = scenario(
    "着火", ("谁看见谁做", "拉绳，停机"), supplies=["灭火器（配电室）", "沙箱（大门口）", "割带刀（巡检室）"]
)


def asked(*cards: WireCard, pool: Sequence[WireCard] = ()) -> list[Question]:
    return questions_of(cards, pool_of([*cards, *pool]))


def only(found: Sequence[Question], ask: str, form: str = "") -> Question:
    (one,) = [one for one in found if one.ask == ask and form in ("", one.form)]
    return one


# Emergency


def test_the_first_step_stands_beside_what_frightened_people_do() -> None:
    one = only(asked(card(Kind.EMERGENCY, CAUGHT)), "first")
    assert (one.prompt, one.right) == ("胶带卷住人，你先做什么？", ["拉绳，停机"])
    assert set(one.wrong) == {"没断电，就伸手", "硬拽人", "倒转机器"}
    assert (one.place, one.ability, one.critical) == ("应急处置卡，胶带卷住人", "emergency", True)


def test_steps_of_one_person_are_put_in_order() -> None:
    one = only(asked(card(Kind.EMERGENCY, CAUGHT)), "order")
    assert one.right == ["拉绳，停机", "大声喊人", "打调度电话"]


def test_steps_of_several_people_are_not() -> None:
    together = scenario("着火", ("操作工做", "断电"), ("班长做", "点名"), ("其他人做", "接消防车"))
    assert [one for one in asked(card(Kind.EMERGENCY, together)) if one.ask == "order"] == []


def test_steps_for_one_case_have_no_order() -> None:
    cases = scenario("着火", ("班长做", "火小才灭"), ("班长做", "火大就撤"), ("班长做", "有人受伤先抬人"))
    assert [one for one in asked(card(Kind.EMERGENCY, cases)) if one.ask == "order"] == []


def test_whoever_sees_it_is_no_answer_to_who() -> None:
    makers = [one for one in asked(card(Kind.EMERGENCY, CAUGHT)) if one.ask == "who"]
    for one in makers:
        assert {*one.right, *one.wrong} == {"操作工", "班长", "其他人"}


def test_a_place_where_the_same_thing_is_kept_is_not_wrong() -> None:
    own = card(Kind.EMERGENCY, scenario("卷住人", supplies=["割带刀（操作室工具柜）"]))
    (one,) = questions_of([own], pool_of([own, card(Kind.EMERGENCY, FIRE)]))
    assert (one.prompt, one.right) == ("割带刀在哪儿？", ["操作室工具柜"])
    assert set(one.wrong) == {"配电室", "大门口"}


def test_a_thing_kept_in_two_places_is_not_asked_for() -> None:
    both = card(Kind.EMERGENCY, CAUGHT, FIRE)
    assert [one for one in asked(both) if one.prompt == "割带刀在哪儿？"] == []


# Risk


DUST = risk("落料点粉尘", "落料扬尘，人长期吸进去", "职业病", "落料点密闭，加布袋除尘。")
SHOCK = risk("按钮箱", "线皮磨破，手湿去碰", "触电", "照明用 36 伏，按钮箱加防护罩。")
FALL = risk("检查平台", "护栏松动，踩空", "高处坠落", "平台护栏高 1.2 米，带踢脚板；孔洞盖牢。")
CRUSH = risk("尾轮", "清料时衣袖被带进去", "机械伤害", "头轮、尾轮全围网，手伸不进去。")
HEAT = risk("汽管", "法兰漏汽喷出来", "灼烫", "零米层冲淋器开得出。")


def test_a_higher_rail_is_not_wrong() -> None:
    one = only(asked(card(Kind.RISK, FALL)), "blank")
    assert one.text == "平台护栏高 ＿＿，带踢脚板"
    assert (one.prompt, one.right) == ("检查平台，空里填几？", ["1.2 米"])
    assert all(float(text.split()[0]) < 1.2 for text in one.wrong)


def test_controls_of_the_same_sort_of_risk_are_no_distractors() -> None:
    places = ["配电柜", "按钮箱", "照明灯", "插座盒", "地沟盖", "开关板", "变压室"]
    same = [risk(name, "手湿去碰", "触电", f"{name}外壳接地两点可见。") for name in places]
    found = asked(card(Kind.RISK, *same, FALL, CRUSH, HEAT))
    guarded = [one for one in found if one.ask == "control" and "接地" in one.right[0]]
    assert guarded
    assert not [text for one in guarded for text in one.wrong if "接地" in text]


def test_an_accident_that_may_happen_as_well_is_no_distractor() -> None:
    found = asked(card(Kind.RISK, FALL, SHOCK, HEAT, CRUSH, DUST))
    for one in found:
        assert one.ask != "risk" or one.right[0] not in one.wrong
    (leak,) = [one for one in found if one.row == "r3" and one.ask in ("risk", "control")]
    assert "职业病" not in leak.wrong


def test_where_there_is_nothing_to_choose_from_nothing_is_asked() -> None:
    assert asked(card(Kind.RISK, DUST)) == []


# Operation


def test_what_is_forbidden_is_judged_as_an_act() -> None:
    (one,) = asked(card(Kind.OPERATION, step("按顺序开机", "", "严禁带料启动")))
    assert (one.prompt, one.text, one.right) == ("按顺序开机，这样干对吗？", "带料启动", ["不对"])
    assert (one.form, one.critical, one.line) == ("truth", True, "严禁带料启动")


def test_arrows_are_an_order() -> None:
    (one,) = asked(card(Kind.OPERATION, step("按顺序开机", "除尘 → 出料胶带 → 破碎机 → 给料机，看电流。")))
    assert one.right == ["除尘", "出料胶带", "破碎机", "给料机"]


def test_words_of_order_are_one_and_do_not_give_it_away() -> None:
    (one,) = asked(
        card(Kind.OPERATION, step("倒着停机", "停给料，停破碎，再停胶带，最后停除尘。", phase="后"))
    )
    assert one.right == ["停给料", "停破碎", "停胶带", "停除尘"]


def test_what_happens_during_the_work_has_no_order() -> None:
    rows = [step(name, phase="中") for name in ("看电流", "卡料先停", "要进腔先叫班长")]
    assert asked(card(Kind.OPERATION, *rows)) == []


def test_steps_before_the_work_have_one() -> None:
    rows = [step(name) for name in ("看记录", "看护罩", "响铃叫人")]
    (one,) = asked(card(Kind.OPERATION, *rows))
    assert (one.prompt, one.right) == ("开工前，先后怎么做？", ["看记录", "看护罩", "响铃叫人"])


# Duty, rights and jingle


def test_how_often_beside_longer_periods_only() -> None:
    (one,) = asked(card(Kind.DUTY, duty("试拉绳和急停", "每班各试 1 次，记录写试了哪几个")))
    assert (one.prompt, one.text) == ("试拉绳和急停，多久一次？", "＿＿各试 1 次，记录写试了哪几个")
    assert (one.right, set(one.wrong)) == (["每班"], {"每天", "每周", "每月"})


def test_a_duty_that_names_its_period_is_not_asked_for_another() -> None:
    assert asked(card(Kind.DUTY, duty("每 2 小时巡 1 次", "每班不少于 1 次，数不抄"))) == []


def test_nobody_loses_pay_for_stopping() -> None:
    right = "遇到马上要伤到人的险情，可以先停手；单位不得因此扣工资、降待遇（安全生产法第五十五条）。"
    (one,) = asked(card(Kind.DUTY, head=Head(rights=[right])))
    turned = "单位可以因此扣工资、降待遇" if one.right == ["不对"] else "单位不得因此扣工资、降待遇"
    assert (one.text, one.critical, one.place) == (turned, True, "权限与义务")


def test_the_next_line_of_the_couplet() -> None:
    own = card(Kind.DUTY, head=Head(jingle=["开机先看罩和绳，", "检修挂牌锁上门；"]))
    other = card(Kind.DUTY, head=Head(jingle=["走廊巡检看两旁，", "袖口扎紧帽带绑；"]))
    (one,) = asked(own, pool=[other])
    assert (one.text, one.right) == ("开机先看罩和绳，＿＿", ["检修挂牌锁上门"])
    assert (set(one.wrong), one.row) == ({"走廊巡检看两旁", "袖口扎紧帽带绑"}, "")


# Recitals


def test_an_emergency_is_recited_step_by_step() -> None:
    steps, never = recitals_of([card(Kind.EMERGENCY, CAUGHT)])
    assert steps.prompt == "胶带卷住人，怎么办？"
    assert [point.text for point in steps.points][:2] == ["拉绳，停机", "大声喊人"]
    assert [point.critical for point in steps.points] == [True] + [False] * 5
    assert (never.prompt, [point.critical for point in never.points]) == (
        "胶带卷住人，哪些不许做？",
        [True] * 3,
    )


def test_more_than_six_steps_are_asked_for_as_the_first_six() -> None:
    long = scenario(
        "着火", *[("操作工做", text) for text in ["断电", "喊人", "报警", "撤离", "点名", "封路", "送医"]]
    )
    (one,) = recitals_of([card(Kind.EMERGENCY, long)])
    assert (one.prompt, len(one.points)) == ("着火，前 6 步？", 6)


def test_a_condition_is_recited_with_what_follows_it() -> None:
    (one,) = recitals_of([card(Kind.OPERATION, step("清扫", "停稳断电后，再扫；积料不过脚面；工具收走。"))])
    assert [point.text for point in one.points] == ["停稳断电后，再扫", "积料不过脚面", "工具收走"]


def test_the_right_to_stop_is_recited_and_critical() -> None:
    right = "遇到马上要伤到人的险情，可以先停手，撤到安全地方，随后报告（安全生产法第五十五条）。"
    (one,) = recitals_of([card(Kind.DUTY, head=Head(rights=[right]))])
    assert [point.text for point in one.points] == ["可以先停手", "撤到安全地方", "随后报告"]
    assert [point.critical for point in one.points] == [True, False, False]
