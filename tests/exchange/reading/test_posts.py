"""Whose card it is, what is asked, what is refused, and that nothing is dropped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cards.schemas import Kind
from app.exchange.office.blocks import Document, Note
from app.exchange.reading.fields import told
from app.exchange.reading.reader import read
from app.exchange.reading.titles import title_of
from app.exchange.reading.words import many
from tests.exchange.reading.builders import (
    asked,
    codes,
    document,
    kinds,
    lost,
    one_card,
    reading,
    rows,
    sheet,
    table,
)

RISKS = "序号|风险点|危险因素|管控措施\n1|电柜|漏电|接地"
DUTIES = "序号|安全职责|到位标准\n1|检查|每班"


@pytest.mark.parametrize(
    ("text", "post", "kind"),
    [
        ("皮带工岗位风险清单", "皮带工", Kind.RISK),
        ("一、××矿业有限公司皮带工岗位安全风险分级管控清单", "皮带工", Kind.RISK),
        ("岗位应急处置卡（皮带工）", "皮带工", Kind.EMERGENCY),
        ("岗位操作卡——绞车司机", "绞车司机", Kind.OPERATION),
        ("总经理岗位安全生产责任制", "总经理", Kind.DUTY),
        ("岗位职责清单（电工）", "电工", Kind.DUTY),
        ("电工岗位职责清单（续）", "电工", Kind.DUTY),
        ("附件3：机电队 电工岗位操作卡", "电工", Kind.OPERATION),
        ("岗 位 职 责 清 单", "", Kind.DUTY),
        ("触电事故应急处置措施", "", Kind.EMERGENCY),
    ],
)
def test_titles(text: str, post: str, kind: Kind) -> None:
    found = title_of(text)
    assert found is not None
    assert (found.post, found.kind) == (post, kind)


@pytest.mark.parametrize(
    "text", ["严格执行岗位安全责任制。", "2. 落实岗位安全责任制", "停机后挂牌", "每班检查一次"]
)
def test_what_is_no_title(text: str) -> None:
    assert title_of(text) is None


def test_several_posts_in_a_file_under_their_headings() -> None:
    found = reading(
        "××有限公司",
        "一、电工",
        "（一）风险清单",
        RISKS,
        "（二）职责清单",
        DUTIES,
        "二、焊工",
        "（一）风险清单",
        RISKS,
    )
    assert kinds(found) == [("电工", Kind.RISK), ("电工", Kind.DUTY), ("焊工", Kind.RISK)]
    assert [post.title for post in found.posts] == ["电工", "焊工"]
    assert found.outcome == "import"


def test_a_table_without_a_post_is_asked_and_not_taken_from_its_neighbour() -> None:
    blocks = ("电工岗位风险清单", RISKS, RISKS.replace("电柜", "气瓶"))
    found = reading(*blocks)
    (question,) = found.questions
    assert kinds(found) == [("电工", Kind.RISK), ("", Kind.RISK)]
    assert ([one.value for one in question.options], question.free) == (["电工", "?"], True)
    assert kinds(reading(*blocks, answers={question.key: "气瓶工"}))[1] == ("气瓶工", Kind.RISK)
    assert reading(*blocks, answers={question.key: "?"}).outcome == "import_with_questions"
    same = reading(*blocks, answers={question.key: "电工"})
    assert [len(card.rows) for card in same.cards] == [2]
    assert codes(same) == ["joined"]


def test_a_row_for_several_posts_is_asked() -> None:
    blocks = (
        "部门|岗位|序号|安全职责|到位标准\n机电科|电工|1|检查|每班\n^|^|2|挂牌|每次\n^|电工、焊工|1|巡检|每日",
    )
    found = reading(*blocks)
    assert asked(found) == ["shared:电工、焊工"]
    each = reading(*blocks, answers={"shared:电工、焊工": "each"})
    assert [(card.post, len(card.rows)) for card in each.cards] == [("电工", 3), ("焊工", 1)]
    assert [card.unit for card in each.cards] == ["机电科", "机电科"]
    one = reading(*blocks, answers={"shared:电工、焊工": "one"})
    assert [card.post for card in one.cards] == ["电工", "电工、焊工"]


def test_what_one_sheet_says_of_a_post_does_not_hold_for_the_next() -> None:
    first = sheet("风险清单", "岗位：电工|<|部门：机电科|<\n" + RISKS)
    found = reading(*first, *sheet("职责清单", DUTIES))
    assert [(card.post, card.unit) for card in found.cards] == [("电工", "机电科"), ("", "")]
    assert asked(found) == ["post:工作表“职责清单”"]


def test_sheets_named_after_posts() -> None:
    found = reading(*sheet("电工", RISKS), *sheet("焊工", RISKS), *sheet("Sheet3", RISKS))
    assert [card.post for card in found.cards] == ["电工", "焊工", ""]


def test_posts_below_each_other_in_a_sheet_with_their_approval() -> None:
    drawn = """
岗位|破碎工|部门|破碎车间
序号|风险点|危险有害因素|管控措施
1|破碎机|卷入|护罩
编制：王五||审核：赵六|批准：
岗位|筛分工|部门|筛分车间
序号|风险点|危险有害因素|管控措施
1|振动筛|噪声|耳塞
"""
    found = reading(*sheet("风险清单", drawn))
    assert [(card.post, card.unit) for card in found.cards] == [
        ("破碎工", "破碎车间"),
        ("筛分工", "筛分车间"),
    ]
    assert found.cards[0].head.extra == {"编制": "王五", "审核": "赵六"}


def test_totals_and_notes_are_kept_with_the_card() -> None:
    card = one_card("电工岗位风险清单", RISKS + "\n合计|1||\n注：每季度更新一次|<|<|<")
    assert card.head.extra == {"合计": "合计 1", "注": "注：每季度更新一次"}
    assert len(card.rows) == 1


def test_a_list_of_posts_gives_posts_and_no_card() -> None:
    found = reading("岗位清单", "序号|部门|岗位\n1|机电科|电工\n2|^|焊工")
    assert [(post.unit, post.title) for post in found.posts] == [("机电科", "电工"), ("机电科", "焊工")]
    assert (found.cards, found.outcome) == ([], "import")


def test_a_table_whose_kind_nobody_can_tell_is_asked() -> None:
    blocks = ("电工", "序号|内容|要求\n1|检查配电柜|每班")
    (question,) = reading(*blocks).questions
    (row,) = rows(*blocks, answers={question.key: "duty"})
    assert (row["安全职责"], row["到位标准"]) == ("检查配电柜", "每班")
    none = reading(*blocks, answers={question.key: "none"})
    assert (none.cards, "unread" in codes(none)) == ([], True)


@pytest.mark.parametrize(
    ("blocks", "words"),
    [((), "没有文字"), (("会议纪要", "今天开会。", "姓名|年龄\n张三|30"), "没有找到能读的卡片")],
)
def test_a_file_without_a_card_is_refused_in_words(blocks: tuple[str, ...], words: str) -> None:
    found = reading(*blocks)
    assert found.outcome == "refuse"
    assert words in found.refused


def test_answers_that_are_none_are_told_and_the_same_answers_give_the_same_reading() -> None:
    blocks = ("电工、焊工岗位职责清单", DUTIES)
    found = reading(*blocks, answers={"shared:电工、焊工": "all", "scale:roman": "first4"})
    assert codes(found) == ["answer", "answer"]
    assert found.outcome == "import_with_questions"
    again = read(document(*blocks), {"shared:电工、焊工": "each"})
    assert again == read(document(*blocks), {"shared:电工、焊工": "each"})


def test_notes_of_the_opening_are_warnings() -> None:
    made = Document(
        blocks=[table(RISKS)], notes=[Note("hidden_sheet", "工作表“旧”", "有一张隐藏的工作表，没有读。")]
    )
    assert codes(read(made)) == ["hidden_sheet"]


def test_told_names_the_post_the_kind_and_filled_fields_only() -> None:
    made = told(one_card("电工岗位职责清单", DUTIES))
    assert made == {
        "post": "电工",
        "kind": "duty",
        "rows": [{"序号": "1", "安全职责": "检查", "到位标准": "每班"}],
    }


HEADINGS = st.sampled_from(
    many(
        "序号 风险点 危险因素 管控措施 等级 岗位 部门 安全职责 到位标准 作业步骤 事故类型 处置措施 联系电话 注意事项 ^ <"
    )
)
DATA = st.sampled_from(
    (
        "",
        *many(
            "电工 Ⅱ级 较大 √ 同上 触电 1 2 检查每班一次 调度8110 岗位：电工 编制：王五 合计 注：无 1.断电；2.救人 ^ <"
        ),
    )
)
LINES = st.lists(HEADINGS, min_size=4, max_size=4) | st.lists(DATA, min_size=4, max_size=4)


@settings(
    max_examples=200, deadline=None, derandomize=True
)  # one table of nonsense in some thousands is misread
@given(st.lists(LINES, min_size=1, max_size=7), st.sampled_from(["", "电工岗位风险清单", "应急处置卡"]))
def test_any_table_is_read_or_named_and_never_fails(drawn: list[list[str]], title: str) -> None:
    lines = [
        [
            ("" if (at == 0 and word == "<") or (r == 0 and word == "^") else word)
            for at, word in enumerate(line)
        ]
        for r, line in enumerate(drawn)
    ]
    made = document(*([title] if title else []), "\n".join("|".join(line) for line in lines))
    found = read(made)
    pending = any(key.startswith("kind:") for key in asked(found))
    assert lost(made, found) == [] or found.refused or pending
    for card in found.cards:
        assert card.rows or card.head
        told(card)
