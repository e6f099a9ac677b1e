"""Cards that nobody wrote: whatever they say, no wrong answer is right, and nothing falls over."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    WireCard,
)
from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from tests.questions.builders import card
from tests.questions.faults import bare, faults, said

# Pieces that the makers look for, mixed with what they don't know, and with signs in odd places.
PIECES = [
    *(
        "断电",
        "停机",
        "上锁",
        "挂牌上锁",
        "停机断电",
        "站侧面",
        "上风",
        "大声喊人",
        "打调度电话",
        "拉绳",
        "点人数",
    ),
    *(
        "护栏高 1.2 米",
        "离火 10 米以上",
        "不超 70 度",
        "冲 20 分钟",
        "按 30 下",
        "每 50 米",
        "8 次",
        "1月份",
        "率100%",
    ),
    *(
        "每班",
        "每月",
        "每年",
        "查",
        "试",
        "先",
        "再",
        "最后",
        "火小才灭",
        "有人",
        "没断电",
        "料",
        "车",
        "电",
        "石",
        "烟",
    ),
    *(
        "戴安全帽",
        "戴防尘口罩",
        "系安全带",
        "穿防滑鞋",
        "戴耳塞",
        "严禁",
        "不许",
        "不得",
        "就",
        "时",
        "后",
        "→",
        "“",
        "）",
    ),
]
SIGNS = ["，", "。", "；", "、", "：", " ", ""]
WHO = ["谁看见谁做", "操作工做", "班长做", "其他人做", "内操做", ""]
ACCIDENTS = ["机械伤害", "触电", "高处坠落", "火灾", "灼烫", "物体打击", "其他伤害", "中毒和窒息"]
PLACES = ["（操作室）", "（调度室门口）", "（车上）", "（检修班）", ""]

lines = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SIGNS)), min_size=1, max_size=6).map(
    lambda parts: "".join(piece + sign for piece, sign in parts)
)
odd = st.text(alphabet=string.printable + "，。；、：“”（）的了吗１２ \u3000\n＿", max_size=30)
text = st.one_of(lines, lines, odd)
never = st.builds(
    lambda case, mark, act: case + mark + act,
    st.sampled_from(["", "没断电，", "雨里"]),
    st.sampled_from(["不许", "严禁", "不得"]),
    text,
)

steps = st.builds(Step, id=st.just("s"), who=st.sampled_from(WHO), act=text, how=text)
scenarios = st.builds(
    ScenarioRow,
    name=text,
    steps=st.lists(steps, max_size=7),
    never=st.lists(never, max_size=4),
    supplies=st.lists(st.builds(lambda what, where: what + where, text, st.sampled_from(PLACES)), max_size=3),
    notes=st.lists(text, max_size=2),
)
measures = st.builds(
    Measure,
    id=st.just("m"),
    text=text,
    kind=st.sampled_from(["工程技术", "管理", "个体防护", "培训教育", ""]),
)
risks = st.builds(
    RiskRow,
    point=text,
    hazard=text,
    medium=text,
    accidents=st.lists(st.sampled_from(ACCIDENTS), max_size=2, unique=True),
    measures=st.lists(measures, max_size=4),
)
operations = st.builds(
    OperationRow,
    procedure=text,
    standard=text,
    phase=st.sampled_from(["前", "中", "后", ""]),
    forbidden=st.lists(never, max_size=2),
    who=st.sampled_from(["", "内操", "外操"]),
)
duties = st.builds(DutyRow, duty=text, standard=text)
heads = st.builds(Head, jingle=st.lists(text, max_size=6), rights=st.lists(text, max_size=3))


def cards_of(kind: Kind, rows: st.SearchStrategy[Body]) -> st.SearchStrategy[WireCard]:
    return st.builds(lambda made, head: card(kind, *made, head=head), st.lists(rows, max_size=4), heads)


posts = st.tuples(
    cards_of(Kind.EMERGENCY, scenarios),
    cards_of(Kind.RISK, risks),
    cards_of(Kind.OPERATION, operations),
    cards_of(Kind.DUTY, duties),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(posts, posts)
def test_no_distractor_is_right(post: tuple[WireCard, ...], neighbour: tuple[WireCard, ...]) -> None:
    department = [*post, *neighbour]
    for one in questions_of(post, pool_of(department), limit=1000):
        assert faults(one, post, department) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(posts)
def test_what_is_recited_stands_on_the_card(post: tuple[WireCard, ...]) -> None:
    for one in recitals_of(post):
        assert 3 <= len(one.points) <= 6
        assert all(bare(point.text) in said(post) for point in one.points)
