"""The bodies of the ops `card.opened` and `card.learnt`, and what a phone is told of what its person has learnt."""

from typing import Annotated

from msgspec import Meta, Struct, field

from app.cards.schemas import Kind
from app.recite.schemas import Count, QuestionId, Text

Mark = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]  # the first digits of a version's digest


class CardOpened(Struct, kw_only=True, forbid_unknown_fields=True):
    """Somebody read a card on this phone."""

    post: str
    kind: Kind
    version: int


class LearntAnswer(Struct, kw_only=True, forbid_unknown_fields=True):
    """A question on what is new, as it was answered; one that is asked again stands there again."""

    question: QuestionId
    right: bool
    given: list[Text]


class CardLearnt(Struct, kw_only=True, forbid_unknown_fields=True):
    """Op `card.learnt`: somebody went through what is new in a version of a card, and confirmed it."""

    id: str  # of the learning
    post: str
    kind: Kind
    version: Count
    mark: Mark  # what was read, word for word
    heard: bool = False  # had some of it read aloud
    answers: list[LearntAnswer] = field(default_factory=list)
    signature: str | None = None  # SHA-256 of its picture


class Learnt(Struct, kw_only=True):
    """The latest version of a card that somebody has learnt."""

    post: str
    kind: Kind
    version: int
    mark: str
