"""What an enterprise has already: its units and posts by their names, and the words of cards, in a few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.cards.models import OPEN, Card, CardVersion, State
from app.cards.schemas import Kind
from app.core import db
from app.exchange.pasted_cells import squash
from app.org import queries as org
from app.org.models import Post, Unit

AT_ONCE = 500  # posts in one question: a statement takes so many names


@dataclass
class Standing:
    """The units and posts of an enterprise; empty for one that is not there yet."""

    enterprise: Unit | None = None
    units: dict[UUID, Unit] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    _named: dict[str, list[Post]] = field(default_factory=dict)

    @classmethod
    def of(cls, enterprise: Unit | None) -> "Standing":
        """Read it."""
        if enterprise is None:
            return cls()
        made = cls(enterprise, {one.id: one for one in org.units([enterprise.path])})
        made.posts = org.posts([enterprise.path])
        named: dict[str, list[Post]] = defaultdict(list)
        for post in made.posts:
            named[squash(post.title)].append(post)
        made._named = dict(named)
        return made

    def called(self, title: str) -> list[Post]:
        """The posts with a title, however it is spaced."""
        return self._named.get(squash(title), [])

    def path_names(self, unit_id: UUID) -> list[str]:
        """The names of the units from below the enterprise down to a unit."""
        found = self.units.get(unit_id)
        if found is None or self.enterprise is None:
            return []
        ids = (UUID(part) for part in found.path.strip("/").split("/"))
        return [self.units[one].name for one in ids if one in self.units and one != self.enterprise.id]

    def words(self, post: Post) -> str:
        """A post with its place, to tell it from others: 破碎机操作岗（破碎车间/破碎甲班）."""
        return f"{post.title}（{self.place(post.unit_id)}）"

    def place(self, unit_id: UUID) -> str:
        """Where a unit is, in words."""
        return "/".join(self.path_names(unit_id)) or (self.enterprise.name if self.enterprise else "")

    def units_called(self, text: str) -> list[Unit]:
        """The units that a name means: their own, or the end of their path. The enterprise's name narrows nothing."""
        return [one for one in self.units.values() if squash(text) in _endings(self.path_names(one.id))]

    def is_enterprise(self, text: str) -> bool:
        """Whether a text names no unit below the enterprise."""
        return not text.strip() or (
            self.enterprise is not None and squash(text) == squash(self.enterprise.name)
        )


def _endings(names: list[str]) -> set[str]:
    return {squash("/".join(names[at:])) for at in range(len(names))}


def versions_of(posts: Iterable[UUID]) -> dict[tuple[UUID, Kind], dict[str, CardVersion]]:
    """(post, kind) > what is published (`published`) and what is on its way (`open`), with their rows."""
    found: dict[tuple[UUID, Kind], dict[str, CardVersion]] = defaultdict(dict)
    ids = list(dict.fromkeys(posts))
    for at in range(0, len(ids), AT_ONCE):
        for version in _versions(ids[at : at + AT_ONCE]):
            slot = "published" if version.state == State.PUBLISHED else "open"
            found[version.card.post_id, Kind(version.card.kind)][slot] = version
    return dict(found)


def _versions(ids: Collection[UUID]) -> Iterable[CardVersion]:
    asked = (
        select(CardVersion)
        .join(Card, CardVersion.card_id == Card.id)
        .where(Card.post_id.in_(ids), CardVersion.state.in_((*OPEN, State.PUBLISHED)))
        .options(contains_eager(CardVersion.card), selectinload(CardVersion.rows))
    )
    return db.session().scalars(asked)
