"""The demo's cards, read once: they are hung on many posts, and each says the same there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from app.cards.actions import digest_of
from app.cards.models import CardRow, CardVersion
from app.cards.schemas import RiskRow, WireCard, WireRow
from app.checks.schemas import PlanItem, ValueRule
from app.exchange.cardfile import CardDraft, read_cards
from app.questions.making import questions_of
from app.questions.pool import pool_of
from app.questions.recitals import recitals_of
from app.questions.schemas import Question, Recital

DEMO = Path(__file__).parent.parent
CONTROLS = 2  # of the risk list that are checked each time
MEASURED = PlanItem(
    id="heat",
    text="轴承和接头不烫",
    standard="测温枪对准了，停稳三秒再读。",
    value=ValueRule(name="测到多少度", unit="度", high=75.0),
    first="先停机，等凉了再看。",
)


@dataclass(frozen=True)
class Said:
    """A card as it is stored."""

    kind: str
    head: dict[str, Any]
    rows: list[tuple[str, dict[str, Any]]]  # (identity, body)
    digest: str


@dataclass(frozen=True)
class CardSet:
    """The four cards of a post of the demo, and what is made of them."""

    title: str  # of a post, without its number
    cards: list[Said]
    items: list[PlanItem]
    questions: list[Question]
    recitals: list[Recital]


@cache
def card_sets() -> list[CardSet]:
    """Those of the demo's posts, in the order of its files."""
    posts = yaml.safe_load((DEMO / "org.yaml").read_text(encoding="utf-8"))["posts"]
    return [_set(one["title"], one["key"]) for one in posts]


def _set(title: str, key: str) -> CardSet:
    drafts = read_cards((DEMO / "cards" / f"{key}.yaml").read_text(encoding="utf-8"))
    cards = [_said(one) for one in drafts]
    wires = [_wire(one, said) for one, said in zip(drafts, cards, strict=True)]
    return CardSet(
        title=title.removeprefix("一号").removeprefix("二号"),
        cards=cards,
        items=[*list(_controls(drafts))[:CONTROLS], MEASURED],
        questions=questions_of(wires, pool_of(wires)),
        recitals=recitals_of(wires),
    )


def _said(one: CardDraft) -> Said:
    head, rows = msgspec.to_builtins(one.head), [(key, msgspec.to_builtins(body)) for key, body in one.rows]
    version = CardVersion(head=head)
    version.rows = [CardRow(identity=identity, body=body) for identity, body in rows]
    return Said(one.kind.value, head, rows, digest_of(version))


def _wire(one: CardDraft, said: Said) -> WireCard:
    rows = [WireRow(id=identity, body=body) for identity, body in said.rows]
    return WireCard(kind=one.kind, version=1, effective_on=date.min, head=one.head, rows=rows)


def _controls(drafts: list[CardDraft]) -> Iterator[PlanItem]:
    """The controls of the risk list, each as `checks.plans.item_from_control` makes an item of it."""
    for draft in drafts:
        for identity, body in draft.rows:
            if not isinstance(body, RiskRow):
                continue
            grade = body.after or body.before
            for measure in body.measures[:1]:
                yield PlanItem(
                    id=measure.id,
                    text=measure.text,
                    row=identity,
                    measure=measure.id,
                    level=grade.level if grade else None,
                    hazard=body.hazard,
                    signs=list(body.signs),
                )
