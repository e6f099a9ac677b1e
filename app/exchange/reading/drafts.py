"""A card as it was read, before it is known for certain whose it is."""

from dataclasses import dataclass, field

from app.cards.schemas import Body, Head, Kind
from app.exchange.reading.schemas import ReadRow
from app.exchange.reading.sections import Section
from app.exchange.reading.text import tidy
from app.exchange.reading.titles import post_and_unit


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


def by_post(section: Section, kind: Kind, head: Head, made: list[Made]) -> list[Draft]:
    """One card a post: a column may name several."""
    drafts: dict[tuple[str, str], Draft] = {}
    for one in made:
        post, unit = tidy(one.post or section.post), tidy(one.unit or section.unit)
        key = (post, unit) if unit else post_and_unit(post)
        if key not in drafts:
            own = Head(
                contacts=list(head.contacts),
                rights=list(head.rights),
                owner=head.owner,
                extra=dict(head.extra),
            )
            drafts[key] = Draft(kind, *key, section.where, own, thing=section.thing)
        drafts[key].rows.append(ReadRow(where=one.where, body=one.body))
    return list(drafts.values())
