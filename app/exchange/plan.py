"""What an import would do: each post's and each table's fate, worked out before anything is written."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.cards.queries import cards_of, says
from app.cards.schemas import DutyRow, Head, Kind
from app.core import db
from app.core.errors import Invalid
from app.exchange.models import DutySheet
from app.exchange.pasted import PastedError, read_pasted
from app.exchange.pasted_cells import squash
from app.exchange.pasted_match import propose
from app.exchange.schemas import DutyTable, PastedDocument, PastedPost
from app.org import queries as org
from app.org.models import Post, Unit, UnitKind

LONGEST_TITLE = 200
Place = tuple[str, str]  # (department or "", title of the post)


class Fate(StrEnum):
    """What becomes of a duty table."""

    DRAFT = "draft"  # becomes the post's draft duty list
    SAME = "same"  # the post's duty list says exactly this already
    WAITS = "waits"  # no listed post, or several: somebody has to say which
    KEPT = "kept"  # the post has another draft, which is not overwritten
    APART = "apart"  # a department's table
    KNOWN = "known"  # it waits already, from an earlier import


@dataclass
class TableFate:
    """One duty table and what becomes of it."""

    table: DutyTable
    fate: Fate
    place: Place | None = None
    proposals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Fault:
    """Something that stops the whole import: where it stands, and why."""

    line: int
    reason: str


@dataclass
class Plan:
    """What an import would do to an enterprise."""

    document: PastedDocument
    new_departments: list[str] = field(default_factory=list)
    new_posts: list[PastedPost] = field(default_factory=list)
    tables: list[TableFate] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[PastedPost] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether it would change anything at all."""
        written = {Fate.DRAFT, Fate.WAITS, Fate.KEPT, Fate.APART}
        return bool(self.new_departments or self.new_posts or any(one.fate in written for one in self.tables))


def read(text: str, duty_limit: int) -> PastedDocument:
    """Read a paste. Raises Invalid, in the user's words, where there is no table in it."""
    try:
        return read_pasted(text, duty_limit=duty_limit)
    except PastedError as error:
        raise Invalid(f"第 {error.line} 行：{error.reason.rstrip('。')}") from error


def odd_lines(document: PastedDocument) -> frozenset[int]:
    """The lines of posts that are not called as posts are: a person may leave them out."""
    return frozenset(one.line for one in document.warnings if one.code == "odd_title")


def plan(
    document: PastedDocument,
    enterprise: Unit,
    chosen: Mapping[str, str] | None = None,
    skip: Collection[int] = frozenset(),
) -> Plan:
    """Work out each fate. `chosen`: title of a duty table > title of the post that a person chose for it.

    `skip`: lines of posts to leave out. Tables of such a post wait; nothing else becomes of the others.
    Raises Invalid where `chosen` names a table or a post that is not there.
    """
    made = Plan(document, skipped=[one for one in document.posts if one.line in skip])
    taken = [one for one in document.posts if one.line not in skip]
    made.faults = _faults(document, taken)
    departments, posts = standing(enterprise)
    made.new_departments = [name for name in document.departments if name not in departments]
    made.new_posts = [one for one in taken if (one.department, one.title) not in posts]
    there = {(one.department, one.title) for one in taken} | set(posts)
    _refuse_unknown(document, chosen or {}, there)
    places = _places(document, posts)
    waiting = _waiting(enterprise.id)
    for table in document.duty_tables:
        one = _post_table(table, places, posts, chosen or {})
        made.tables.append(one if one.place is None or one.place in there else TableFate(table, Fate.WAITS))
    names = [*departments, *made.new_departments]
    for table in document.department_tables:
        made.tables.append(_department_table(table, names))
    _one_after_another(made.tables, waiting)
    return made


def _refuse_unknown(document: PastedDocument, chosen: Mapping[str, str], there: Collection[Place]) -> None:
    tables, titles = {one.title for one in document.duty_tables}, {squash(title) for _, title in there}
    for table, title in chosen.items():
        if table not in tables:
            raise Invalid(f"没有叫“{table}”的职责表", hint="什么都没有导入。")
        if squash(title) not in titles:
            raise Invalid(f"没有叫“{title}”的岗位", hint="什么都没有导入。")


def _faults(document: PastedDocument, taken: list[PastedPost]) -> list[Fault]:
    faults = [Fault(one.line, f"{one.reason}（{one.text[:40]}）") for one in document.unread]
    seen: dict[Place, int] = {}
    for post in taken:
        place = (post.department, post.title)
        if place in seen:
            faults.append(Fault(post.line, f"“{post.title}”和第 {seen[place]} 行重复，在同一个部门里"))
        if not post.title or len(post.title) > LONGEST_TITLE or len(post.department) > LONGEST_TITLE:
            faults.append(Fault(post.line, "岗位名称或部门名称是空的，或者太长"))
        seen.setdefault(place, post.line)
    faults += [Fault(one.line, "这张职责表没有名字") for one in _tables(document) if not one.title]
    faults += [
        Fault(one.line, "职责表的名字太长") for one in _tables(document) if len(one.title) > LONGEST_TITLE
    ]
    return sorted(faults, key=lambda fault: fault.line)


def _tables(document: PastedDocument) -> list[DutyTable]:
    return document.duty_tables + document.department_tables


def standing(enterprise: Unit) -> tuple[dict[str, Unit], dict[Place, Post]]:
    """The departments right below an enterprise by name, and all its posts by place.

    A deeper unit stands for itself, by its id: it may be called as a department is without being it.
    """
    units = org.units([enterprise.path])
    departments = {
        one.name: one for one in units if one.parent_id == enterprise.id and one.kind == UnitKind.DEPARTMENT
    }
    name_of = {one.id: name for name, one in departments.items()} | {enterprise.id: ""}
    found = org.posts([enterprise.path])
    return departments, {(name_of.get(one.unit_id, str(one.unit_id)), one.title): one for one in found}


def _places(document: PastedDocument, posts: Mapping[Place, Post]) -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = defaultdict(list)
    for place in dict.fromkeys([*((one.department, one.title) for one in document.posts), *posts]):
        places[squash(place[1])].append(place)
    return places


def _post_table(
    table: DutyTable,
    places: Mapping[str, list[Place]],
    posts: Mapping[Place, Post],
    chosen: Mapping[str, str],
) -> TableFate:
    fitting = places.get(squash(chosen.get(table.title) or table.title), [])
    if len(fitting) != 1:
        listed = list(dict.fromkeys(place[1] for some in places.values() for place in some))
        return TableFate(table, Fate.WAITS, proposals=propose(table.title, listed))
    post = posts.get(fitting[0])
    fate = standing_fate(post, table) if post else Fate.DRAFT
    return TableFate(table, fate, place=fitting[0], proposals=[fitting[0][1]])


def standing_fate(post: Post, table: DutyTable) -> Fate:
    """What becomes of a table whose post stands already: its duty list may say the same, or something else."""
    card = next((one for one in cards_of(post.id) if one.kind == Kind.DUTY), None)
    if card is None or not card.versions:
        return Fate.DRAFT
    said = content_of(table)
    if any(says(version) == said for version in card.versions if version.state != "superseded"):
        return Fate.SAME
    return Fate.KEPT if any(version.state == "draft" for version in card.versions) else Fate.DRAFT


def _department_table(table: DutyTable, names: list[str]) -> TableFate:
    proposals = [table.title] if table.title in names else propose(table.title, names)
    return TableFate(table, Fate.APART, proposals=proposals)


def _one_after_another(tables: list[TableFate], waiting: set[str]) -> None:
    """Tables of one paste meet each other as well: a post takes one draft, and a table is set apart once."""
    drafted: dict[Place, object] = {}
    for one in tables:
        if one.fate is Fate.DRAFT and one.place is not None:
            said = content_of(one.table)
            if drafted.setdefault(one.place, said) is not said:
                one.fate = Fate.SAME if drafted[one.place] == said else Fate.KEPT
        if one.fate in (Fate.WAITS, Fate.KEPT, Fate.APART):
            digest = digest_of(one.table)
            one.fate = Fate.KNOWN if digest in waiting else one.fate
            waiting.add(digest)


def _waiting(enterprise_id: UUID) -> set[str]:
    found = db.session().scalars(select(DutySheet.digest).where(DutySheet.enterprise_id == enterprise_id))
    return set(found)


def digest_of(table: DutyTable) -> str:
    """What a table says, whatever line it stands on."""
    said = [table.of, table.title, table.summary, table.rights]
    rows = [[one.number, one.duty, one.standard, one.assessment, one.rights] for one in table.duties]
    return hashlib.sha256(msgspec.json.encode([said, rows])).hexdigest()


def head_of(table: DutyTable) -> Head:
    """The head of the duty list that a table becomes; a block of 权限与义务 for the post stands there."""
    return Head(summary=table.summary, rights=table.rights.split("\n") if _one_block(table) else [])


def rows_of(table: DutyTable) -> list[DutyRow]:
    """The rows of the duty list that a table becomes."""
    block = _one_block(table)
    return [
        DutyRow(
            number=one.number,
            duty=one.duty,
            standard=one.standard,
            assessment=one.assessment,
            rights="" if block else one.rights,
        )
        for one in table.duties
    ]


def _one_block(table: DutyTable) -> bool:
    return sum(bool(one.rights) for one in table.duties) == 1


def content_of(table: DutyTable) -> object:
    """What `says` gives for the duty list that a table becomes."""
    return [msgspec.to_builtins(head_of(table)), [msgspec.to_builtins(row) for row in rows_of(table)]]
