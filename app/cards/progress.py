"""How far versions in review have come, and whose turn it is: worked out once, for one version as for a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.models import Account
from app.cards.models import IN_REVIEW, CardSignoff, CardVersion, Stage, State
from app.cards.rights import OPEN_TO, crews_on, may_sign
from app.cards.settings import PARTICIPANTS
from app.core import db
from app.settings.queries import read_overrides, value_of

MOVES_ON = {Stage.ASSESS: State.EXPERT_REVIEW, Stage.ASSIGN: State.APPROVED}  # the last signature of a state


@dataclass(frozen=True)
class Progress:
    """A version with all that was signed on it and the people who hold its post today."""

    version: CardVersion
    signoffs: Sequence[CardSignoff]  # for whatever words, in their order
    crew: frozenset[UUID]

    @property
    def counting(self) -> list[CardSignoff]:
        """The signatures for what the version says now, but for those of people who gave these words back later."""
        given = [one for one in self.signoffs if one.digest == self.version.digest]
        back = {one.account_id: place for place, one in enumerate(given) if one.stage == Stage.RETURN}
        signed = enumerate(given)
        return [
            one for place, one in signed if one.stage != Stage.RETURN and back.get(one.account_id, -1) < place
        ]

    @property
    def wanted(self) -> int:
        """How many people of the post have to sign 辨 before the version may be published (S5).

        Where fewer hold the post than the setting wants, all of them; where nobody holds it, still one: a card of a
        post without people can wait for them.
        """
        return max(1, min(value_of(PARTICIPANTS, self.path), len(self.crew)))

    @property
    def lacking(self) -> int:
        """How many of them have yet to sign."""
        signed = {one.account_id for one in self.counting if one.stage == Stage.IDENTIFY}
        return max(0, self.wanted - len(signed))

    @property
    def path(self) -> str:
        """Of the unit that the version's post belongs to."""
        return self.version.card.post.unit.path

    def held_by(self, account_id: UUID, stage: Stage) -> CardSignoff | None:
        """Somebody's signature of a stage for these words, whether it counts or was taken back."""
        mine = (one for one in self.signoffs if one.account_id == account_id and one.stage == stage)
        return next((one for one in mine if one.digest == self.version.digest), None)

    def moves_on(self, stage: Stage) -> bool:
        """Whether a signature of this stage is what the version waits for to come further."""
        return stage in MOVES_ON and self.version.state in OPEN_TO[stage]

    def waits_for(self, stage: Stage) -> str:
        """What has to come before a stage; "" where nothing is lacking."""
        if stage is Stage.ASSESS and self.lacking:
            return f"还差 {self.lacking} 个在岗的人签“辨”"
        signed = {one.stage for one in self.counting}
        return "要先签“定”" if stage is Stage.ASSIGN and Stage.DETERMINE not in signed else ""

    def may_sign(self, account: Account, stage: Stage) -> bool:
        """Whether somebody may sign a stage now, as far as their roles and posts go."""
        return may_sign(account, stage, self.version, self.crew)

    def stages_for(self, account: Account) -> list[Stage]:
        """The stages that somebody can sign now, in their order."""
        return [
            stage
            for stage in OPEN_TO
            if self.may_sign(account, stage)
            and self._is_wanted(account, stage)
            and not self.waits_for(stage)
            and not (stage is Stage.ASSIGN and is_only_author(self.version, account.id))
        ]

    def _is_wanted(self, account: Account, stage: Stage) -> bool:
        """Not signed yet; or signed, counting, and to be said again, for the same words came back to review."""
        held = self.held_by(account.id, stage)
        return held is None or (self.moves_on(stage) and held in self.counting)

    def may_give_back(self, account: Account) -> bool:
        """Whether somebody may say now that this is not right: who publishes, whose stage it is, the crew at first."""
        state = self.version.state
        stages = [stage for stage, states in OPEN_TO.items() if state in states]
        if state != State.TEAM_REVIEW and Stage.IDENTIFY in stages:
            stages.remove(Stage.IDENTIFY)  # by then the crew has had its say
        publishes = state in IN_REVIEW and account.may("cards.publish", self.path)
        return publishes or any(self.may_sign(account, stage) for stage in stages)


def is_only_author(version: CardVersion, account_id: UUID) -> bool:
    """Whether nobody else wrote of a version."""
    return list(version.authors) == [str(account_id)]


def progress_of(version: CardVersion) -> Progress:
    """How far one version has come."""
    return progress([version])[0]


def progress(versions: Sequence[CardVersion]) -> list[Progress]:
    """How far these versions have come, in a fixed number of queries where their cards are loaded."""
    posts = {one.card.post_id: one.card.post for one in versions}
    read_overrides({one.unit.path for one in posts.values()})
    crews, signed = crews_on(list(posts.values())), _signoffs([one.id for one in versions])
    return [Progress(one, signed.get(one.id, []), crews[one.card.post_id]) for one in versions]


def _signoffs(version_ids: Sequence[UUID]) -> dict[UUID, list[CardSignoff]]:
    asked = select(CardSignoff).where(CardSignoff.version_id.in_(version_ids))
    asked = asked.options(joinedload(CardSignoff.account)).order_by(CardSignoff.at, CardSignoff.id)
    found: dict[UUID, list[CardSignoff]] = {}
    for one in db.session().scalars(asked) if version_ids else ():
        found.setdefault(one.version_id, []).append(one)
    return found
