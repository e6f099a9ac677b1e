"""Wire types of pull (design rule 7: pull is a set, not a log)."""

from datetime import date
from typing import Literal

from msgspec import Struct, field

from app.cards.schemas import WireCard


class Manifest(Struct, kw_only=True):
    """What this person's phone should hold: bundle key > hash. Its ETag is the hash of its bytes."""

    epoch: str
    account: str
    bundles: dict[str, str]  # "post:<uuid>" and "me:<uuid>" > 16 hex digits


class WireLabel(Struct, kw_only=True):
    """A label of a post: the token in its address and the code that is typed."""

    token: str
    code: str  # 9 digits, the last one a Luhn check digit


class PostBundle(Struct, kw_only=True):
    """Everything a phone needs of one post. Does not depend on who asks."""

    kind: Literal["post"] = "post"
    id: str
    title: str
    enterprise: str
    units: list[str]  # names from the department down to the post's own unit
    level: int | None  # worst level after controls, 1 (红) … 5; None where nothing is graded
    acts: str  # who acts at that level, in words (S33)
    labels: list[WireLabel]
    cards: list[WireCard]  # published only, in the order emergency, risk, operation, duty


class MyPost(Struct, kw_only=True):
    """A post as the person's own list shows it."""

    id: str
    mine: bool  # assigned to it, and not only in charge of it
    since: date | None


class MyRole(Struct, kw_only=True):
    """A role granted on a unit."""

    role: str
    name: str  # 班组长
    unit: str


class PersonalBundle(Struct, kw_only=True):
    """What a phone knows of the person who is signed in."""

    kind: Literal["me"] = "me"
    id: str  # account
    name: str
    employee_no: str
    enterprise: str
    console: bool  # may open the console
    posts: list[MyPost] = field(default_factory=list)
    roles: list[MyRole] = field(default_factory=list)


class Me(Struct, kw_only=True):
    """Answer of GET /api/me: who is signed in in this browser, and the token every writing request carries."""

    account: str | None
    name: str
    csrf: str


class Problem(Struct, kw_only=True):
    """Every error of the API: a code for programs, words for people, what to do next."""

    code: str
    message: str
