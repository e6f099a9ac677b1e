"""A card in plain values under the Chinese names of its fields; what is empty is left out."""

from typing import Any

from app.cards.schemas import Body, DutyRow, Head, OperationRow, RiskRow, ScenarioRow
from app.exchange.reading.schemas import ReadCard
from app.risk.matrices import LEVELS
from app.risk.schemas import Grade

Fields = dict[str, Any]


def told(card: ReadCard) -> Fields:
    """The post, the kind and the rows of a card, and what it says beside its rows."""
    made: Fields = {"post": card.post, "kind": card.kind.value, "部门": card.unit}
    made |= _head(card.head)
    rows = [_row(row.body, place) for place, row in enumerate(card.rows, 1)]
    return _filled(made) | {"post": card.post, "rows": rows}


def _filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}


def _with_extra(fields: Fields, extra: dict[str, str]) -> Fields:
    """A heading of the form's own never hides a field."""
    made = _filled(fields)
    return made | {(f"{name}（原表）" if name in made else name): text for name, text in extra.items()}


def _head(head: Head) -> Fields:
    calls = [
        _filled(
            {"名称": one.name, "电话": one.number, "内外": "内部" if one.inside else "外部", "说明": one.note}
        )
        for one in head.contacts
    ]
    fields: Fields = {
        "责任人": head.owner,
        "顺口溜": head.jingle,
        "联系电话": calls,
        "权限与义务": head.rights,
        "概述": head.summary,
        "说明": head.notice,
    }
    return _with_extra(fields, head.extra)


def _row(body: Body, place: int) -> Fields:
    if isinstance(body, RiskRow):
        return _with_extra(_risk(body), body.extra)
    if isinstance(body, DutyRow):
        return _with_extra(_duty(body), body.extra)
    if isinstance(body, OperationRow):
        return _with_extra(_operation(body, place), body.extra)
    return _with_extra(_scenario(body), body.extra)


def _risk(body: RiskRow) -> Fields:
    now = body.after or body.before
    both = body.after is not None and body.before is not None
    return {
        "风险点": body.point,
        "危险和有害因素": body.hazard,
        "危险介质": body.medium,
        "可能事故类型": body.accidents,
        "评价": _score(now),
        "等级": _level(now),
        "固有评价": _score(body.before) if both else {},
        "固有等级": _level(body.before) if both else "",
        "管控层级": body.tier,
        "管控措施": [f"{one.kind}：{one.text}" if one.kind else one.text for one in body.measures],
        "责任人": body.owner,
        "安全标志": body.signs,
    }


def _score(grade: Grade | None) -> Fields:
    """Method, inputs and value: {"方法": "LEC", "L": 3, "E": 6, "C": 15, "值": 270}."""
    if grade is None or not grade.inputs:
        return {}
    return {
        "方法": grade.method,
        **{name: _whole(one) for name, one in grade.inputs.items()},
        "值": _whole(grade.value),
    }


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _level(grade: Grade | None) -> str:
    return f"{grade.level} {LEVELS[grade.level].words}" if grade else ""


def _duty(body: DutyRow) -> Fields:
    return {
        "序号": body.number,
        "安全职责": body.duty,
        "到位标准": body.standard,
        "考核标准": body.assessment,
        "权限与义务": body.rights,
    }


def _operation(body: OperationRow, place: int) -> Fields:
    return {
        "作业顺序": str(place),
        "阶段": f"作业{body.phase}" if body.phase else "",
        "作业程序": body.procedure,
        "作业标准及注意事项": body.standard,
        "风险": body.risk,
        "禁止": body.forbidden,
        "步骤类型": body.step,
        "谁做": body.who,
        "设备位号": body.tag,
    }


def _scenario(body: ScenarioRow) -> Fields:
    return {
        "事故情形": body.name,
        "处置步骤": [
            _filled({"做什么": one.act, "怎么做": one.how, "谁去做": one.who}) for one in body.steps
        ],
        "禁止": body.never,
        "应急物资": body.supplies,
        "注意事项": body.notes,
    }
