"""Rows of a duty list and of an operation card."""

import re
from typing import Literal, get_args

from app.cards.schemas import DutyRow, Head, OperationRow
from app.exchange.pasted_cells import squash
from app.exchange.reading.desk import Desk
from app.exchange.reading.drafts import Made, add_extra
from app.exchange.reading.text import items, marked, ordinal
from app.exchange.reading.views import View

Phase = Literal["前", "中", "后", ""]
Act = Literal["做", "确认", "呼叫", ""]
_WORK = "作业|操作|开机|启动|工作|班|生产|施工|检修|上岗|运行|停机|使用|驾驶|行车|出车|开车"
_ITS = "的|准备|检查|阶段|安全|要求|操作|确认|工作|注意事项"
_PHASE = re.compile(
    rf"(?:{_WORK})(?P<work>前|中|后)|^[一-鿿]{{0,4}}(?P<any>前|中|后)(?:期|{_ITS})*$"
    rf"|^(?:{_WORK})?(?P<word>准备|过程|结束|完毕|收尾)(?:{_ITS})*$"
)
_MEANT = {"准备": "前", "过程": "中", "结束": "后", "完毕": "后", "收尾": "后"}
_BARE_PHASE = re.compile(r"(?:作业|操作|工作)?[前中后](?:阶段)?")


def duty_rows(views: list[View], head: Head, desk: Desk) -> list[Made]:
    """The rows of a table as duties. A block of rights that stands once belongs to the whole post."""
    rights = [view.text("rights") for view in views]
    block = len({one for one in rights if one}) == 1 and (
        len(views) == 1 or rights.count("") != 0 or len(views) > 1
    )
    if block:
        head.rights += [one for one in items(next(one for one in rights if one)) if one not in head.rights]
    made: list[Made] = []
    for view in views:
        number = view.text("number")
        duty = view.text("duty") or view.text("standard") or view.text("assessment")
        body = DutyRow(duty=duty, number=number if ordinal(number) is None else str(ordinal(number)))
        body.standard = view.text("standard") if view.text("duty") else ""
        body.assessment = view.text("assessment")
        body.rights = "" if block else view.text("rights")
        body.extra = view.others()
        if view.group:
            body.extra["分类"] = view.group
        if not view.text("duty"):
            desk.warn("empty", view.where, "这一行没有写职责，先用后面的文字。请核对。")
        made.append(Made(view.where, body, view.text("post"), view.text("unit")))
    return [one for one in made if getattr(one.body, "duty", "")]


def operation_rows(views: list[View], plain_numbers: bool, desk: Desk) -> list[Made]:
    """The rows of a table as steps of the work."""
    made: list[Made] = []
    for view in views:
        procedure = view.text("procedure")
        body = OperationRow(
            procedure=procedure or view.text("standard") or view.text("caution") or view.text("risk")
        )
        caution = view.text("caution")
        lines = [view.text("standard") if procedure else "", f"注意事项：{caution}" if caution else ""]
        body.standard = "\n".join(one for one in lines if one) if view.text("standard") else caution
        body.risk = view.text("risk")
        body.forbidden = items(view.text("forbidden"))
        body.who, body.tag = view.text("who"), view.text("tag")
        body.extra = view.others(*(() if plain_numbers else ("number",)))
        _phase(view, body, desk)
        _act(view, body, desk)
        if not procedure:
            desk.warn("empty", view.where, "这一行没有写作业程序，先用后面的文字。请核对。")
        made.append(Made(view.where, body, view.text("post"), view.text("unit")))
    return [one for one in made if getattr(one.body, "procedure", "")]


def _phase(view: View, body: OperationRow, desk: Desk) -> None:
    """作业前, from a column or from a line over the rows; other words of it are kept."""
    for name, text in (("作业环节", view.text("phase")), ("分类", view.group)):
        found = _PHASE.search(squash(marked(text)[2])) if text else None
        if found and not body.phase:
            named = found[found.lastgroup or 0]
            body.phase = _as_phase(_MEANT.get(named, named))
        if text and not (found and _BARE_PHASE.fullmatch(squash(marked(text)[2]))):
            add_extra(body.extra, name, text)
        if found:
            desk.labels.add(text)


def _as_phase(text: str) -> Phase:
    return next((one for one in get_args(Phase) if one == text), "")


def _act(view: View, body: OperationRow, desk: Desk) -> None:
    text = view.text("step")
    found: Act = next((one for one in get_args(Act) if one == text), "")
    body.step = found
    if text and not found:
        add_extra(body.extra, "步骤类型", text)
