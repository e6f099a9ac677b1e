"""Cards as a Word file, a table each: to read, to print, and to bring in again as any other form."""

import io
import re
from collections.abc import Sequence
from itertools import groupby

from docx import Document
from docx.document import Document as DocumentOf
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from app.cards.queries import KIND_NAMES
from app.cards.schemas import Body, DutyRow, OperationRow, RiskRow, ScenarioRow
from app.exchange.office.limits import MAX_ELEMENTS
from app.exchange.office.noting import clean
from app.exchange.writing.encoding import OutCard, Unfit
from app.risk.matrices import LEVELS
from app.risk.schemas import Grade

MOST_CELLS = MAX_ELEMENTS // 8  # a cell takes six elements, a line in it two more
_FONT = "宋体"
_ALWAYS = {
    "序号",
    "安全职责",
    "到位标准",
    "风险点",
    "危险和有害因素",
    "管控措施",
    "作业程序",
    "事故情形",
    "做什么",
    "谁去做",
}
_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
Fields = dict[str, str]


def write_word(cards: Sequence[OutCard]) -> bytes:
    """The file: post by post, card by card. Raises Unfit where it is more than a file may hold that is brought in again."""
    if sum(len(line) for card in cards for _, body in card.rows for line in _lines(body, 1)) > MOST_CELLS:
        raise Unfit("卡太多了，一个 Word 文件放不下", "按部门、班组分开导出，或者导出 Excel。")
    made = Document()
    _wide(made)
    for (unit, post), own in groupby(cards, key=lambda one: (one.unit, one.post)):
        made.add_heading(_plain(post), 1)
        for card in own:
            made.add_heading(f"{_plain(post)}{KIND_NAMES[card.kind].removeprefix('岗位')}", 2)
            _head(made, card, unit)
            _table(made, [line for at, (_, body) in enumerate(card.rows, 1) for line in _lines(body, at)])
            _calls(made, card)
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def _wide(made: DocumentOf) -> None:
    page = made.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    style = made.styles["Normal"]
    style.font.size = Pt(10.5)
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


def _head(made: DocumentOf, card: OutCard, unit: str) -> None:
    head = card.head
    _line(made, "岗位名称", card.post)
    _line(made, "部门", unit)
    _line(made, "责任人", head.owner)
    _line(made, "顺口溜", "\n".join(head.jingle))
    _line(made, "概述", head.summary)
    _line(made, "说明", head.notice)
    _line(made, "权限与义务", "\n".join(head.rights))
    for name, text in head.extra.items():
        _line(made, name, text)


def _calls(made: DocumentOf, card: OutCard) -> None:
    calls = [" ".join(filter(None, (one.name, one.number, one.note))) for one in card.head.contacts]
    _line(made, "联系电话", "；".join(calls))


def _line(made: DocumentOf, name: str, text: str) -> None:
    if _plain(text):
        made.add_paragraph(f"{_plain(name)}：{_plain(text)}")


def _plain(text: str) -> str:
    """A text without what nobody sees, and without what a Word file may not hold."""
    return _NOT_XML.sub("", clean(text))


def _table(made: DocumentOf, rows: Sequence[Fields]) -> None:
    """A table with the columns by which it is known for what it is, and those that some row fills."""
    filled = {head for row in rows for head, text in row.items() if _plain(text)} | _ALWAYS
    heads = list(dict.fromkeys(head for row in rows for head in row if head in filled))
    if not heads:
        return
    table = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = _plain(head)
    for row in rows:
        for cell, head in zip(table.add_row().cells, heads, strict=True):
            cell.text = _plain(row.get(head, ""))


def _lines(body: Body, number: int) -> list[Fields]:
    """A row; an accident takes as many as it has steps."""
    if isinstance(body, ScenarioRow):
        return _scenario(body)
    if isinstance(body, RiskRow):
        made = _risk(body)
    elif isinstance(body, OperationRow):
        made = _operation(body, number)
    else:
        made = _duty(body)
    return [_with_extra(made, body.extra)]


def _with_extra(made: Fields, extra: Fields) -> Fields:
    return made | {name: text for name, text in extra.items() if name not in made}


def _duty(body: DutyRow) -> Fields:
    return {
        "序号": body.number,
        "安全职责": body.duty,
        "到位标准": body.standard,
        "考核标准": body.assessment,
        "权限与义务": body.rights,
    }


def _risk(body: RiskRow) -> Fields:
    graded = [one for one in (body.before, body.after) if one is not None]
    return {
        "风险点": body.point,
        "危险和有害因素": body.hazard,
        "危险介质": body.medium,
        "可能事故类型": "、".join(body.accidents),
        "评价方法": "/".join(dict.fromkeys(one.method for one in graded if one.inputs)),
        **_scored("管控前", body.before),
        **_scored("管控后", body.after),
        "管控层级": body.tier,
        "管控措施": _numbered([f"{one.kind}：{one.text}" if one.kind else one.text for one in body.measures]),
        "责任人": body.owner,
        "安全标志": "、".join(body.signs),
    }


def _operation(body: OperationRow, number: int) -> Fields:
    return {
        "作业顺序": str(number),
        "阶段": f"作业{body.phase}" if body.phase else "",
        "作业程序": body.procedure,
        "作业标准及注意事项": body.standard,
        "风险": body.risk,
        "禁止": "\n".join(body.forbidden),
        "步骤种类": body.step,
        "谁做": body.who,
        "设备位号": body.tag,
    }


def _scenario(body: ScenarioRow) -> list[Fields]:
    steps = [{"做什么": one.act, "怎么做": one.how, "谁去做": one.who} for one in body.steps] or [{}]
    rest = {
        "不许": "\n".join(body.never),
        "应急物资": "、".join(body.supplies),
        "注意事项": _numbered(body.notes),
    }
    first = {"事故情形": body.name} | steps[0] | _with_extra(rest, body.extra)
    return [first, *({"事故情形": body.name} | step for step in steps[1:])]


def _numbered(texts: Sequence[str]) -> str:
    return (
        "\n".join(f"{at}. {text}" for at, text in enumerate(texts, 1)) if len(texts) > 1 else "".join(texts)
    )


def _scored(name: str, grade: Grade | None) -> Fields:
    """An evaluation in columns: each factor, the value, the level in words that are clear."""
    if grade is None:
        return {}
    level = {f"{name}风险等级": LEVELS[grade.level].own_name}
    if not grade.inputs:
        return level
    factors = {f"{name}{factor}": f"{value:g}" for factor, value in grade.inputs.items()}
    return {**factors, f"{name}风险值": f"{grade.value:g}", **level}
