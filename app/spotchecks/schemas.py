"""Wire types of 抽背: the body of the op `spotcheck.held`, and the bundle of a crew that can be asked."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from app.questions.schemas import Ability

LONGEST = 2000  # characters of a line of a card
Name = Annotated[str, Meta(max_length=40)]
Line = Annotated[str, Meta(max_length=LONGEST)]
Moment = Annotated[datetime, Meta(tz=True)]
RecitalId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Count = Annotated[int, Meta(ge=1, le=2**31 - 1)]  # what every database's integer holds
# disputed: the person does not agree with what was ticked. left: they went before they had seen it.
Confirmed = Literal["agreed", "disputed", "left"]


class Wire(Struct, kw_only=True, forbid_unknown_fields=True):
    """Base of what comes in: keyword-only, a field that nobody knows is an error."""


class SpotPoint(Wire, kw_only=True):
    """A point of a recital, as it stood on the phone."""

    id: Name
    text: Line
    critical: bool = False


class SpotAnswer(Wire, kw_only=True):
    """One question of a 抽背: what was to be said, and what was. Every point is in `said` or in `missed`."""

    recital: RecitalId
    ability: Ability
    version: Count  # of the card, on the phone
    prompt: Line
    points: list[SpotPoint]
    said: list[Name]
    missed: list[Name]


class SpotcheckHeld(Wire, kw_only=True):
    """Op `spotcheck.held`: somebody recited, their supervisor ticked, and they looked at it together."""

    id: str
    unit: str  # whose people it was about
    seed: Annotated[str, Meta(min_length=1, max_length=64)]
    candidates: list[str]  # of the draw; none: asked by name (点名)
    draws: Count = 1  # seeds drawn until this one stood
    account: str  # who recited
    post: str
    answers: list[SpotAnswer]  # an ability each
    confirmed: Confirmed
    note: Annotated[str, Meta(max_length=1000)] = ""  # the person's own words
    signature: str | None = None  # SHA-256 of its picture
    started_at: Moment


class CrewMember(Struct, kw_only=True):
    """Somebody who can be asked."""

    id: str  # account
    name: str
    posts: list[str]  # held now, with a card to recite


class SpotRules(Struct, kw_only=True):
    """What the enterprise has set about 抽背."""

    pass_percent: int  # of the points; the critical ones all
    asks_signature: bool


class CrewBundle(Struct, kw_only=True):
    """Who belongs to a unit itself. Only on the phones of those who may hold a 抽背 there."""

    kind: Literal["crew"] = "crew"
    id: str  # unit
    name: str
    units: list[str]  # names from the department down to this one
    rules: SpotRules
    people: list[CrewMember] = field(default_factory=list)  # by name
