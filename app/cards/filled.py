"""What every row of a card has to say before it is reviewed: what it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.cards.models import CardVersion
from app.cards.queries import bodies_of
from app.cards.schemas import Kind
from app.core.errors import Invalid

NEEDED: dict[Kind, dict[str, str]] = {  # field of a row > its name on the card
    Kind.EMERGENCY: {"name": "事故情形"},
    Kind.RISK: {"point": "风险点", "hazard": "危险和有害因素"},
    Kind.OPERATION: {"procedure": "作业程序"},
    Kind.DUTY: {"duty": "安全职责"},
}


@dataclass(frozen=True)
class Unfilled:
    """A field that a row leaves empty."""

    identity: str
    message: str
    hint: str = "打开这一行，写上。"


def unfilled(version: CardVersion) -> Iterator[Unfilled]:
    """All that the rows of a version have to say and don't, in their order."""
    for place, (identity, body) in enumerate(bodies_of(version), 1):
        for name, label in NEEDED[Kind(version.card.kind)].items():
            if not getattr(body, name).strip():
                yield Unfilled(identity, f"第 {place} 行的{label}没写")


def refuse_unfilled(version: CardVersion) -> None:
    """Raise Invalid where a row does not say what it is about."""
    for one in unfilled(version):
        raise Invalid(one.message, hint=one.hint)
