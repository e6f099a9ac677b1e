"""The body of the op `card.opened`."""

from msgspec import Struct

from app.cards.schemas import Kind


class CardOpened(Struct, kw_only=True, forbid_unknown_fields=True):
    """Somebody read a card on this phone."""

    post: str
    kind: Kind
    version: int
