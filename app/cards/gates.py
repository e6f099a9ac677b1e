"""What keeps a version from being published (S33): 橙 without controls and an owner, and 红 that vanishes unassessed."""

from app.cards.models import Card, CardVersion
from app.cards.queries import bodies_of, published_of
from app.cards.schemas import Kind, RiskRow
from app.cards.settings import CONTROLLED_LEVEL, LEAST_CONTROLLED
from app.core.errors import Conflict, Invalid
from app.risk.schemas import Grade
from app.settings.queries import value_of

STOP = 1  # 红: stop work
NOTHING = {"", "无", "没有", "暂无", "待定", "待填", "同上"}  # what a cell says that says nothing


def refuse_closed_post(version: CardVersion) -> None:
    """Raise Conflict for a card of a post that is closed."""
    if version.card.post.closed_on is not None:
        raise Conflict("岗位停用了，不能再发布")


def refuse_uncontrolled(version: CardVersion) -> None:
    """Raise Invalid where a risk of level 2 (橙) or worse, before or after controls, has no controls or no owner.

    Which level it is from is a setting (`cards.controlled_level`), and never above 2. A risk that nobody has graded
    counts as the worst: else a grade taken out would be the way round.
    """
    limit = max(LEAST_CONTROLLED, value_of(CONTROLLED_LEVEL, version.card.post.unit.path))
    bad = [
        (place, row)
        for place, row in enumerate(risks_of(version).values(), 1)
        if _severest(row) <= limit and not (_has_measures(row) and _says(row.owner))
    ]
    if bad:
        place, row = bad[0]
        lacks = "责任人" if _has_measures(row) else "管控措施"
        more = f"，还有 {len(bad) - 1} 行也一样" if len(bad) > 1 else ""
        why, hint = ("风险大", "") if _is_graded(row) else ("没评等级", "没评的按最重的算。")
        raise Invalid(
            f"第 {place} 行“{row.point[:20]}”{why}，{lacks}没写{more}",
            hint=f"{hint}{limit} 级和更重的风险，都要写管控措施，写清谁负责。",
        )


def refuse_lost_red(version: CardVersion) -> None:
    """Raise Conflict where a risk that closed the post (红 after controls) is taken out, or is not assessed anew.

    Only a re-assessment opens a closed post (S33): the same row, graded anew, with controls and an owner.
    """
    if version.card.kind != Kind.RISK:
        return
    mine = risks_of(version)
    for identity, row in red_of(published_of(version.card.post_id).get(Kind.RISK)).items():
        now = mine.get(identity)
        if now is None or not _is_graded(now):
            raise Conflict(
                f"“{row.point[:20]}”是红色风险，不能删掉，也不能不评",
                hint="在“看改了什么”里把这一行放回来，写上新的管控措施，重新评一次等级。",
            )
        if _level(now) != STOP and (now.after is None or now.after == row.after):
            raise Conflict(
                f"“{row.point[:20]}”是红色风险，还没重新评",
                hint="写上管控措施，再评一次措施落实以后的等级。",
            )
        if _level(now) != STOP and not (_has_measures(now) and _says(now.owner)):
            raise Conflict(
                f"“{row.point[:20]}”原来是红色风险，管控措施或者责任人没写",
                hint="靠什么措施降下来的，谁负责，都写上。",
            )


def closes_post(card: Card) -> bool:
    """Whether what is published on this card, where it is a risk list, closes its post."""
    return card.kind == Kind.RISK and bool(red_of(published_of(card.post_id).get(Kind.RISK)))


def red_of(version: CardVersion | None) -> dict[str, RiskRow]:
    """The risks of a version that close the post: level 1 after controls, or ungraded after them."""
    risks = risks_of(version) if version is not None else {}
    return {identity: row for identity, row in risks.items() if _level(row) == STOP}


def risks_of(version: CardVersion) -> dict[str, RiskRow]:
    """Identity > row of a risk list; nothing for other cards."""
    return {identity: body for identity, body in bodies_of(version) if isinstance(body, RiskRow)}


def _level(row: RiskRow) -> int | None:
    counts = row.after or row.before
    return counts.level if counts else None


def _severest(row: RiskRow) -> int:
    graded: list[Grade] = [one for one in (row.before, row.after) if one is not None]
    return min((one.level for one in graded), default=STOP)


def _is_graded(row: RiskRow) -> bool:
    return row.before is not None or row.after is not None


def _has_measures(row: RiskRow) -> bool:
    return any(_says(one.text) for one in row.measures)


def _says(text: str) -> bool:
    """Whether a cell says something: no bare dash, no 无."""
    said = "".join(char for char in text if char.isalnum())
    return said not in NOTHING
