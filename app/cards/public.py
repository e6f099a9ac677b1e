"""What the public pages show, gathered from the published cards of one post."""

from dataclasses import dataclass
from datetime import date

from app.cards.models import CardVersion
from app.cards.queries import KIND_NAMES, bodies_of, head_of, level_of, published_of
from app.cards.renewals import revising
from app.cards.schemas import Body, Contact, Head, Kind, ScenarioRow, Step
from app.cards.settings import PUBLIC_KINDS
from app.core.words import dial
from app.labels.models import Label
from app.labels.prints import stamp
from app.org.models import Unit, UnitKind
from app.org.queries import lineage
from app.risk.matrices import LEVELS, Level
from app.settings.queries import value_of

SHOWN_CONTACTS = 3  # the call bar is as wide as a thumb
CHROME = (
    "alert-triangle",
    "ban",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "list",
    "list-numbers",
    "phone",
    "player-play",
    "urgent",
    "user-check",
)
PUBLIC_CONTACTS = (
    Contact(name="急救", number="120", inside=False, note="救人"),
    Contact(name="消防", number="119", inside=False, note="救火"),
)


@dataclass(frozen=True)
class Page:
    """One public page of a post."""

    token: str
    code: str
    title: str
    enterprise: str
    department: str
    kind: Kind
    name: str
    version: int | None
    effective_on: date | None
    head: Head
    rows: list[tuple[str, Body]]
    level: Level | None
    others: list[tuple[str, str]]  # (kind, name) of the cards one tap away
    calls: list[Contact]
    more_calls: list[Contact]
    in_force: dict[str, int]  # kind of card > number of the published version, of all four
    revising: bool  # 正在修订: it is being looked at anew, and holds until then

    @property
    def stamp(self) -> str:
        """Which version is shown; the page's script compares it with a newer one."""
        return f"{self.kind.value}-{self.version or 0}"

    @property
    def all_versions(self) -> str:
        """The versions of all four cards, as a print carries those of its day; the page's script compares them."""
        return stamp(self.in_force)

    @property
    def icons(self) -> list[str]:
        """The icons that this page draws, each once; they are set into the page."""
        names = {*CHROME, *(["refresh"] if self.revising else [])}
        for _, row in self.rows:
            if isinstance(row, ScenarioRow):
                names |= {row.icon or "alert-triangle", *(step.icon for step in row.steps if step.icon)}
        return sorted(names)

    @property
    def stopped(self) -> bool:
        """Whether work at the post has to stop: level 1 after controls (S33)."""
        return self.level is not None and self.level.number == 1


def is_open(label: Label, kind: Kind) -> bool:
    """Whether the public may read this kind of card behind a label; the emergency card always."""
    return kind is Kind.EMERGENCY or kind in value_of(PUBLIC_KINDS, label.post.unit.path)


def page_of(label: Label, kind: Kind) -> Page | None:
    """The page of a kind of card behind a label. None where the enterprise keeps that card inside.

    A post without a published emergency card still has a page: whom to call, and that nothing is published.
    """
    units = lineage(label.post.unit)
    open_kinds = {one for one in Kind if is_open(label, one)}
    versions = published_of(label.post_id)
    if kind not in open_kinds or (kind is not Kind.EMERGENCY and kind not in versions):
        return None
    version = versions.get(kind)
    level = level_of(versions.get(Kind.RISK))
    calls = calls_of(versions.get(Kind.EMERGENCY))
    return Page(
        token=label.token,
        code=label.spoken_code,
        title=label.post.title,
        enterprise=_name(units, UnitKind.ENTERPRISE),
        department=_name(units, UnitKind.DEPARTMENT) or label.post.unit.name,
        kind=kind,
        name=KIND_NAMES[kind],
        version=version.number if version else None,
        effective_on=version.effective_on if version else None,
        head=head_of(version) if version else Head(),
        rows=bodies_of(version) if version else [],
        level=LEVELS[level] if level else None,
        others=[(one.value, KIND_NAMES[one]) for one in versions if one in open_kinds and one is not kind],
        calls=calls[:SHOWN_CONTACTS],
        more_calls=calls[SHOWN_CONTACTS:] if kind is Kind.EMERGENCY else [],
        in_force={one.value: found.number for one, found in versions.items()},
        revising=version is not None and kind in revising([label.post_id]).get(label.post_id, ()),
    )


def _name(units: list[Unit], kind: UnitKind) -> str:
    return next((one.name for one in units if one.kind == kind), "")


def calls_of(version: CardVersion | None) -> list[Contact]:
    """Whom to call, most needed first: the card's own first number, the public ones, then its others."""
    contacts = [one for one in head_of(version).contacts if dial(one.number)] if version else []
    inside = [one for one in contacts if one.inside]
    outside = [one for one in contacts if not one.inside] or list(PUBLIC_CONTACTS)
    return inside[:1] + outside + inside[1:]


def by_role(scenario: ScenarioRow) -> list[tuple[str, list[tuple[int, Step]]]]:
    """The numbered steps of a scenario, in groups of consecutive steps by the same role."""
    groups: list[tuple[str, list[tuple[int, Step]]]] = []
    for number, step in enumerate(scenario.steps, 1):
        if not groups or groups[-1][0] != step.who:
            groups.append((step.who, []))
        groups[-1][1].append((number, step))
    return groups
