"""Real Word and Excel files, opened and read."""

from io import BytesIO

import docx
import openpyxl

from app.cards.schemas import Kind, RiskRow
from app.exchange.office.opening import open_office
from app.exchange.reading.reader import read
from app.exchange.reading.schemas import Reading
from tests.exchange.reading.builders import kinds, lost


def word() -> bytes:
    """A post's cards as Word has them: merged headings, automatic numbers, a form."""
    made = docx.Document()
    made.add_heading("皮带工岗位两单两卡", 0)
    made.add_heading("岗位风险清单", 1)
    risks = made.add_table(4, 6)
    lines = ["序号 风险点 危险因素 评价 _ 等级", "_ _ _ L S _", "1 皮带 卷入 4 5 重大", "2 _ 跑偏 2 2 低"]
    for r, line in enumerate(lines):
        for c, text in enumerate(line.split()):
            risks.cell(r, c).text = text.strip("_")
    for column in (0, 1, 2, 5):
        risks.cell(0, column).merge(risks.cell(1, column))
    risks.cell(0, 3).merge(risks.cell(0, 4))
    risks.cell(2, 1).merge(risks.cell(3, 1))
    made.add_heading("岗位安全职责", 1)
    for text in ("每班检查皮带", "停机挂牌"):
        made.add_paragraph(text, style="List Number")
    return _bytes(made)


def _bytes(made: object) -> bytes:
    out = BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def opened(raw: bytes) -> Reading:
    document = open_office(raw)
    found = read(document)
    assert lost(document, found) == []
    return found


def test_a_word_file_with_two_cards_of_one_post() -> None:
    found = opened(word())
    assert kinds(found) == [("皮带工", Kind.RISK), ("皮带工", Kind.DUTY)]
    bodies = [row.body for row in found.cards[0].rows]
    assert [(one.point, one.before.level) for one in bodies if isinstance(one, RiskRow) and one.before] == [
        ("皮带", 1),
        ("皮带", 4),
    ]
    assert [getattr(row.body, "number", "") for row in found.cards[1].rows] == ["1", "2"]


def test_a_workbook_with_a_column_of_posts_and_its_legend_on_another_sheet() -> None:
    book = openpyxl.Workbook()
    risks = book.active
    assert risks is not None
    risks.title = "风险清单"
    for row in (
        ["岗位风险清单"],
        ["岗位", "序号", "风险点", "危险因素", "风险等级"],
        ["电工", 1, "电柜", "漏电", 2],
        [None, 2, "灯", "坠落", 3],
        ["焊工", 1, "焊机", "弧光", 4],
    ):
        risks.append(row)
    risks.merge_cells("A1:E1")
    risks.merge_cells("A3:A4")
    legend = book.create_sheet("说明")
    for row in (["等级", "颜色"], [1, "红"], [2, "橙"], [3, "黄"], [4, "蓝"]):
        legend.append(row)
    found = opened(_bytes(book))
    assert found.outcome == "import"
    levels = [
        (card.post, row.body.before.level)
        for card in found.cards
        for row in card.rows
        if isinstance(row.body, RiskRow) and row.body.before
    ]
    assert levels == [("电工", 2), ("电工", 3), ("焊工", 4)]
