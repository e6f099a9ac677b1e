"""Which prints on the wall are older than the cards: a label or a poster whose versions are no longer in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cards.models import Card, CardVersion, State
from app.cards.schemas import Kind
from app.core import db
from app.labels.models import CardPrint
from app.labels.prints import Versions, hanging_within

SHORT = {Kind.EMERGENCY: "应急卡", Kind.RISK: "风险清单", Kind.OPERATION: "操作卡", Kind.DUTY: "职责清单"}
WHAT = {"label": "岗位码", "poster": "墙上的卡"}


@dataclass(frozen=True)
class Hanging:
    """A print on the wall beside what is in force."""

    print: CardPrint
    old: list[str]  # in words, card by card: 应急卡是第 2 版，现在第 3 版

    @property
    def what(self) -> str:
        """岗位码, 墙上的卡."""
        return WHAT.get(self.print.what, self.print.what)


def numbers_of(post_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Post > kind of card > number of the published version."""
    asked = select(Card.post_id, Card.kind, CardVersion.number)
    asked = asked.join(CardVersion, CardVersion.card_id == Card.id).where(
        Card.post_id.in_(post_ids), CardVersion.state == State.PUBLISHED
    )
    found: dict[UUID, dict[str, int]] = {one: {} for one in post_ids}
    for post_id, kind, number in db.session().execute(asked) if post_ids else ():
        found[post_id][kind] = number
    return found


def on_the_wall(paths: Sequence[str]) -> list[Hanging]:
    """All that hangs at the posts of these subtrees, by post; what is old says so."""
    found = hanging_within(paths)
    now = numbers_of(list(dict.fromkeys(one.post_id for one in found)))
    return [Hanging(one, _old(one.versions, now[one.post_id])) for one in found]


def _old(printed: Versions, now: Versions) -> list[str]:
    """A card that had not been there yet when it was printed is new on the wall as well."""
    lines = []
    for kind in Kind:
        was, is_now = printed.get(kind.value), now.get(kind.value)
        if is_now is not None and was != is_now:
            lines.append(f"{SHORT[kind]}{f'是第 {was} 版' if was else '还没有'}，现在第 {is_now} 版")
    return lines
