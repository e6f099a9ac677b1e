"""What a new revision of a plan's items changes, in words. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from app.checks.schemas import PlanItem, ValueRule
from app.risk.matrices import LEVELS


class Change(NamedTuple):
    """One item that is added, removed, changed or moved."""

    word: str
    text: str
    fields: list[tuple[str, str, str]]  # label, before, after


def changes(before: Sequence[PlanItem], after: Sequence[PlanItem]) -> list[Change]:
    """What becomes of each item: those that stay as they are do not appear."""
    old, new = {one.id: one for one in before}, {one.id for one in after}
    told = []
    for one in after:
        past = old.get(one.id)
        if past is None:
            told.append(Change("加上", one.text, [part for part in _parts(None, one) if part[0] != "看什么"]))
        elif parts := _parts(past, one):
            told.append(Change("改了", one.text, parts))
    told += [Change("去掉", one.text, []) for one in before if one.id not in new]
    return told + _moved(before, after)


def _parts(past: PlanItem | None, one: PlanItem) -> list[tuple[str, str, str]]:
    was, is_ = _said(past), _said(one)
    return [(label, was.get(label, ""), is_[label]) for label in is_ if was.get(label, "") != is_[label]]


def _said(one: PlanItem | None) -> dict[str, str]:
    if one is None:
        return {}
    return {
        "看什么": one.text,
        "怎样算正常": one.standard,
        "先做什么": one.first,
        "量": rule_words(one.value),
        "防什么": one.hazard,
        "风险": LEVELS[one.level].words if one.level else "",
        "标志": "、".join(one.signs),
    }


def rule_words(value: ValueRule | None) -> str:
    """A measured value's rule as people say it: 轴承温度，最高 75 度."""
    if value is None:
        return ""
    low = f"最低 {value.low:.10g} {value.unit}".strip() if value.low is not None else ""
    high = f"最高 {value.high:.10g} {value.unit}".strip() if value.high is not None else ""
    unit = "" if low or high else value.unit
    return "，".join(part for part in (value.name, low, high, unit) if part)


def _moved(before: Sequence[PlanItem], after: Sequence[PlanItem]) -> list[Change]:
    kept, new = {one.id for one in before}, {one.id for one in after}
    was, is_ = [one.id for one in before if one.id in new], [one.id for one in after if one.id in kept]
    return [Change("换了顺序", "有几项换了先后", [])] if was != is_ else []
