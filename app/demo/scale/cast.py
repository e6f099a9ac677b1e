"""Who and what takes part in the history of the grown demo, as far as the history needs them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from app.checks.schemas import PlanItem
from app.checks.windows import Window
from app.demo.scale.sets import CardSet


@dataclass(eq=False, slots=True)
class Phone:
    """A person's phone: whose it is, the key it signs with, and until when the server has heard of it."""

    enterprise: UUID
    account: UUID
    key: UUID
    private: EllipticCurvePrivateKey
    heard_at: datetime
    offset_ms: int
    n: int = 0  # of the last op
    kept_back: int = 0  # ops that were written on it and have not arrived
    names: dict[str, str] = field(init=False)  # as each of its ops says whose it is

    def __post_init__(self) -> None:
        said = {"enterprise": self.enterprise, "author": self.account, "key": self.key}
        self.names = {name: str(one) for name, one in said.items()}


class Crew(NamedTuple):
    """A team: who leads it, who belongs to it, and who looks after its department."""

    unit: UUID
    leader: Phone
    head: Phone
    members: list[Phone]


@dataclass(eq=False, slots=True)
class Task:
    """A plan, and all that its checks say alike."""

    plan: UUID
    times: str  # plans of the same times demand their checks at the same moments
    unit: UUID
    post: UUID | None
    able: list[Phone]
    items: Sequence[PlanItem]
    crew: Crew | None
    token: str | None  # of the post's label
    able_ids: list[str] = field(default_factory=list)  # as a frozen window names them


class Held(NamedTuple):
    """A post, who holds it, and what its cards say."""

    post: UUID
    phones: list[Phone]
    cards: CardSet
    crew: Crew


class Round(NamedTuple):
    """Plans that demand their checks at the same times: the windows of one are those of all."""

    windows: list[Window]
    tasks: list[Task]


@dataclass(frozen=True)
class Mine:
    """The enterprise, ready for its history."""

    enterprise: UUID
    phones: list[Phone]
    tasks: list[Task]
    held: list[Held]
    crews: list[Crew]
