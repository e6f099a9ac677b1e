"""Rows of a risk list."""

import re

from app.cards.schemas import Measure, MeasureKind, RiskRow
from app.exchange.reading.desk import Desk
from app.exchange.reading.drafts import Made
from app.exchange.reading.grading import Evaluation, Grading
from app.exchange.reading.text import items, listed
from app.exchange.reading.views import View
from app.exchange.reading.words import ACCIDENTS, MEASURE_KINDS

_KIND_OF: dict[str, MeasureKind] = {name: kind for kind, names in MEASURE_KINDS.items() for name in names}
_KIND_BEFORE = re.compile(
    r"^[【\[（(]?("
    + "|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True))
    + r")[】\]）)]?\s*[：:]\s*"
)
_KIND_AHEAD = re.compile(
    r"(?:[；;。]\s*|\n\s*)(?=[【\[（(]?(?:"
    + "|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True))
    + r")[】\]）)]?\s*[：:])"
)
_TYPE = re.compile(r"(类型|类别|编号)$")  # beside the name of a point
_FACTORS = ("L", "S", "E", "C", "M")
_NONE = frozenset({"无", "/", "—", "-", "--", "——"})


def risk_rows(views: list[View], plain_numbers: bool, desk: Desk, grading: Grading) -> list[Made]:
    """The rows of a table as risks."""
    names = _placed(views)
    if views and names == ("hazard",):
        message = "这张表没有“风险点”这一列，先用危险和有害因素的文字当风险点。请核对。"
        desk.warn("no_point", views[0].where, message)
    _colours_only(views, desk)
    return [_row(view, names, plain_numbers, desk, grading) for view in views]


def _colours_only(views: list[View], desk: Desk) -> None:
    """Cells for the level without a word may be filled with its colour, which is not read: named."""
    told = ("level", "colour", "score", *_FACTORS)
    bare = [view for view in views if view.texts and not any(view.text(name) for name in told)]
    column = next((one for view in bare for name in told[:2] for one in view.arrangement.of(name)), None)
    if column is not None:
        more = "等" if len(bare) > 1 else ""
        message = f"“{column.name}”这一列有 {len(bare)} 行是空的（{bare[0].where}{more}），没有等级。只涂了颜色的，请写上字。"
        desk.warn("no_level", bare[0].where, message)


def _placed(views: list[View]) -> tuple[str, ...]:
    """The columns that name the risk point: its own, else place, step, at last the hazard."""
    for names in (("point",), ("place",), ("task",)):
        if any(view.text(name) for view in views for name in names):
            return names
    return ("hazard",)


def _row(view: View, names: tuple[str, ...], plain_numbers: bool, desk: Desk, grading: Grading) -> Made:
    hazard = view.text("hazard")
    point = next((view.text(name) for name in (*names, "place", "task", "hazard") if view.text(name)), "")
    points = sorted(view.parts("point"), key=lambda one: bool(_TYPE.search(one[0].name)))
    body = RiskRow(point=points[0][1] if points else point, hazard=hazard)
    for column, text in points[1:]:
        if text != body.point:
            body.extra[column.name] = text
    kept = [name for name in ("place", "task") if (name,) != names]
    body.extra |= view.others(*kept, *(() if plain_numbers else ("number",)))
    body.medium = "" if view.text("medium") in _NONE else view.text("medium")
    body.accidents = _accidents(view, desk)
    body.tier = view.text("tier")
    body.owner = "、".join(view.text("owner").split("\n"))
    body.signs = listed(view.text("signs"))
    body.measures = _measures(view, desk)
    _named_extra(view, body)
    for stage in ("before", "after"):
        _evaluate(view, stage, body, grading)
    return Made(view.where, body, view.text("post"), view.text("unit"))


def _named_extra(view: View, body: RiskRow) -> None:
    for name, label in (("department", "责任部门"), ("advised", "建议新增措施")):
        if view.text(name):
            body.extra[label] = view.text(name)
    if view.group:
        body.extra["分类"] = view.group
    if view.text("medium") in _NONE and view.text("medium"):
        body.extra["危险介质"] = view.text("medium")


def _accidents(view: View, desk: Desk) -> list[str]:
    found: list[str] = []
    for _, text in view.parts("accidents"):
        parts = listed(text)
        if any(len(part) > 20 for part in parts):
            parts = [part.rstrip("。") for part in items(text)]
        found += [part for part in parts if part not in found]
    strange = [one for one in found if not any(known in one for known in ACCIDENTS)]
    if strange:
        desk.warn("accident", view.where, f"“{'、'.join(strange)}”不像事故类型，照原文读入了。请核对。")
    return found


def _measures(view: View, desk: Desk) -> list[Measure]:
    """All controls of a row, each with its kind where column or text names it."""
    made: list[Measure] = []
    for column, text in view.parts("measures"):
        if text in _NONE:
            desk.spend(text)
            continue
        kind: MeasureKind = column.kind
        for item in (one for chunk in _KIND_AHEAD.split(text) for one in items(chunk)):
            named = _KIND_BEFORE.match(item)
            if named:
                kind = _KIND_OF[named.group(1)]
                desk.labels.add(named.group(1))
            for one in items(item[named.end() :]) if named else [item]:
                made.append(Measure(id=f"m{len(made) + 1}", text=one, kind=kind))
    return made


def _evaluate(view: View, stage: str, body: RiskRow, grading: Grading) -> None:
    """Columns without a stage are of the evaluation before controls: nothing is made to look better."""

    def told(name: str) -> list[str]:
        return [text for column, text in view.parts(name) if (column.stage or "before") == stage]

    level, colour = (list(dict.fromkeys(told(name))) for name in ("level", "colour"))
    one = Evaluation(body, stage, view.where)
    one.factors = {name: found[0] for name in _FACTORS if (found := told(name))}
    one.product = next(iter(told("product")), "")
    one.method = view.text("method")
    one.level = " ".join([*level, *colour])
    if len(level) + len(colour) > 1:
        grading.desk.spend(*level, *colour)
    if one.method:
        grading.desk.spend(one.method)
    grading.add(one, next(iter(told("score")), ""))
