"""Wire types of practice (背一背): the body of the op `recite.answered`, and the bundle of its own person."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from app.questions.schemas import Ability

LONGEST = 2000  # characters of one thing that was tapped: a line of a card
Text = Annotated[str, Meta(max_length=LONGEST)]
Moment = Annotated[datetime, Meta(tz=True)]
Days = Annotated[float, Meta(ge=0, le=36_500)]  # a century: more is no memory
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]  # what every database's integer holds
QuestionId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


class Wire(Struct, kw_only=True, forbid_unknown_fields=True):
    """Base of what comes in: keyword-only, a field that nobody knows is an error."""


class Memory(Wire):
    """How well a person knows one question: what FSRS, which runs on the phone, calls a card."""

    due: Moment
    stability: Days  # days until it is remembered with a chance of 90 %
    difficulty: Annotated[float, Meta(ge=0, le=10)]
    elapsed_days: Days
    scheduled_days: Days
    learning_steps: Count
    reps: Count
    lapses: Count
    state: Annotated[int, Meta(ge=0, le=3)]  # New, Learning, Review, Relearning
    last_review: Moment | None = None


class ReciteAnswered(Wire):
    """Op `recite.answered`: one question answered, and the memory that results."""

    id: str  # of the answer
    post: str
    question: QuestionId
    ability: Ability
    critical: bool
    right: bool
    given: list[Text]  # what was tapped, in its order
    took_ms: Count
    memory: Memory


class Pace(Struct, kw_only=True):
    """How a question comes back: FSRS' retention, and the longest it stays away."""

    retention: int  # percent
    longest_days: int


class ReciteRules(Struct, kw_only=True):
    """What the enterprise has set about practice."""

    questions_a_day: int
    new_a_day: int
    minutes: int
    paces: dict[Ability, Pace]


class ReciteBundle(Struct, kw_only=True):
    """What a person's phones know of that person's practice. Nobody else's phone is given it."""

    kind: Literal["recite"] = "recite"
    id: str  # account
    rules: ReciteRules
    memories: dict[str, Memory] = field(default_factory=dict)  # question > its newest state
