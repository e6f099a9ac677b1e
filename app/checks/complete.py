"""When a check is complete. Exists a second time on the phone; `tests/vectors/complete.json` holds both together."""

from collections.abc import Sequence

from app.checks.schemas import ItemResult, MeasureTaken, PlanItem, ValueRule


def missing(
    items: Sequence[PlanItem],
    results: Sequence[ItemResult],
    measures: Sequence[MeasureTaken],
    signature: str | None,
    *,
    asks_measures: bool,
    asks_signature: bool,
) -> list[str]:
    """What a check still lacks, in the order of the items: `<item>:<what>`, and `signature` last.

    `what` is result, value, limits (a value out of bounds called normal), photo, hazard or measure (S14).
    """
    found = {one.item: one for one in results}
    covered = {one.item for one in measures if one.text.strip() and one.owner.strip()}
    lacks = [
        f"{item.id}:{what}"
        for item in items
        for what in _lacks(item, found.get(item.id), measured=not asks_measures or item.id in covered)
    ]
    return [*lacks, *(["signature"] if asks_signature and not signature else [])]


def _lacks(item: PlanItem, result: ItemResult | None, *, measured: bool) -> list[str]:
    if result is None:
        return ["result"]
    lacks = []
    if item.value is not None and result.result != "na":
        if result.value is None:
            lacks.append("value")
        elif result.result == "normal" and not within_limits(item.value, result.value):
            lacks.append("limits")
    if result.result == "abnormal":
        lacks += _of_abnormal(result, measured)
    return lacks


def _of_abnormal(result: ItemResult, measured: bool) -> list[str]:
    have = {"photo": bool(result.photos), "hazard": result.hazard is not None, "measure": measured}
    return [what for what, there in have.items() if not there]


def within_limits(rule: ValueRule, value: float) -> bool:
    """Whether a measured value is normal; the limit itself still is."""
    return (rule.low is None or value >= rule.low) and (rule.high is None or value <= rule.high)
