"""A published card as makers of questions read it."""

from typing import NamedTuple

from app.cards.schemas import Body, Head, Kind, WireCard, body_from


class ReadCard(NamedTuple):
    """What a published card says: its rows with the identities that survive versions, in order."""

    kind: Kind
    head: Head
    rows: list[tuple[str, Body]]


def read(card: WireCard | ReadCard) -> ReadCard:
    """A card as phones get it, or one that was read before. Raises msgspec.ValidationError."""
    if isinstance(card, ReadCard):
        return card
    return ReadCard(card.kind, card.head, [(row.id, body_from(card.kind, row.body)) for row in card.rows])
