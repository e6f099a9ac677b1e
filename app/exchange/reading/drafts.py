"""A card as it was read, before it is known for certain whose it is."""

from dataclasses import dataclass, field

from app.cards.schemas import Body, Head, Kind
from app.exchange.reading.schemas import ReadRow


@dataclass
class Made:
    """A row of a card, and the post and department that its own columns name."""

    where: str
    body: Body
    post: str = ""
    unit: str = ""


@dataclass
class Draft:
    """A card to be."""

    kind: Kind
    post: str
    unit: str
    where: str  # of the title or table that it stands under: one question a place
    head: Head = field(default_factory=Head)
    rows: list[ReadRow] = field(default_factory=list)
    thing: str = ""  # the machine that its title names instead of a post


def add_extra(extra: dict[str, str], name: str, text: str) -> None:
    """Keep a text under a heading, beside what stands there already."""
    if not text or text in extra.get(name, "").split("\n"):
        return
    extra[name] = f"{extra[name]}\n{text}" if extra.get(name) else text
