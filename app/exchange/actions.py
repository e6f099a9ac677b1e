"""Carrying out an import: everything or nothing, in one commit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.audit import actions as audit
from app.cards import actions as cards
from app.cards.models import CardVersion
from app.cards.queries import bodies_of, cards_of, open_version, published_of, says
from app.cards.schemas import DutyRow, Kind
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.exchange.cardfile import CardDraft, short_name
from app.exchange.models import DutySheet
from app.exchange.plan import Fate, Place, Plan, TableFate, digest_of, head_of, plan, rows_of, standing
from app.exchange.queries import table_of
from app.exchange.schemas import DutyTable, PastedDocument
from app.org import actions as org
from app.org.models import Post, Unit, UnitKind


@db.action
def carry_out(
    document: PastedDocument,
    enterprise: Unit,
    *,
    chosen: Mapping[str, str] | None = None,
    skip: Collection[int] = frozenset(),
    by: UUID | None,
) -> Plan:
    """Import a document into an enterprise, without the posts on the lines `skip`.

    Raises Invalid, changing nothing, where one row is at fault.
    """
    made = plan(document, enterprise, chosen, skip)
    if made.faults:
        told = "；".join(f"第 {one.line} 行：{one.reason}" for one in made.faults[:5])
        raise Invalid(told, hint="改好以后再来一遍。这次什么都没有导入。")
    units = _departments(made, enterprise, by)
    for new in made.new_posts:
        org.add_post(unit=units[new.department], title=new.title, by=by)
    posts = standing(enterprise)[1]
    for one in made.tables:
        _table(one, enterprise, units, posts, by)
    if made.changes:
        audit.record(
            "import.text",
            "unit",
            enterprise.id,
            enterprise_id=enterprise.id,
            by=by,
            posts=len(made.new_posts),
        )
    return made


def _departments(made: Plan, enterprise: Unit, by: UUID | None) -> dict[str, Unit]:
    for name in made.new_departments:
        org.add_unit(kind=UnitKind.DEPARTMENT, name=name, parent=enterprise, by=by)
    return standing(enterprise)[0] | {"": enterprise}


def _table(
    one: TableFate, enterprise: Unit, units: dict[str, Unit], posts: dict[Place, Post], by: UUID | None
) -> None:
    if one.fate is Fate.DRAFT:
        assert one.place is not None
        _place(one.table, posts[one.place], by)
    elif one.fate in (Fate.WAITS, Fate.KEPT, Fate.APART):
        _set_apart(one, enterprise, units, by)


def _place(table: DutyTable, post: Post, by: UUID | None) -> None:
    """A table goes to its post; where it was waiting from an earlier import, it waits no longer."""
    write_duties(post, table, by=by)
    waiting = db.session().scalar(
        select(DutySheet).where(
            DutySheet.enterprise_id == post.enterprise_id,
            DutySheet.digest == digest_of(table),
            DutySheet.settled_at.is_(None),
        )
    )
    if waiting is not None:
        waiting.settled_at, waiting.settled_by, waiting.post_id = now(), by, post.id


def _set_apart(one: TableFate, enterprise: Unit, units: dict[str, Unit], by: UUID | None) -> None:
    unit = units.get(one.table.title) if one.fate is Fate.APART else None
    db.session().add(
        DutySheet(
            id=new_id(),
            enterprise_id=enterprise.id,
            of=one.table.of,
            title=one.table.title,
            table=msgspec.to_builtins(one.table),
            digest=digest_of(one.table),
            unit_id=unit.id if unit else None,
            proposals=one.proposals,
            read_by=by,
        )
    )
    db.session().flush()


@db.action
def write_duties(post: Post, table: DutyTable, *, by: UUID | None) -> None:
    """Make a table the draft duty list of a post. Rows that say the same duty keep their identity."""
    card = next((one for one in cards_of(post.id) if one.kind == Kind.DUTY), None)
    latest: dict[str, str] = {}  # identity > its duty, as last written
    for version in reversed(card.versions if card else []):
        latest |= {identity: body.duty for identity, body in bodies_of(version) if isinstance(body, DutyRow)}
    known = {duty: identity for identity, duty in latest.items()}
    rows = [(known.pop(row.duty, str(new_id())), row) for row in rows_of(table)]
    cards.write_draft(post, Kind.DUTY, head_of(table), rows, source="import", by=by)


@db.action
def settle(sheet: DutySheet, post: Post, *, by: UUID) -> None:
    """Somebody said to which post a waiting table belongs: it becomes that post's draft duty list."""
    if sheet.of != "post":
        raise Invalid("这是部门的职责表，不能放到岗位上")
    if sheet.settled_at is not None:
        raise Conflict("这张表已经放好了")
    if post.enterprise_id != sheet.enterprise_id or post.closed_on is not None:
        raise Invalid("岗位和职责表不在同一个企业，或者岗位停用了")
    write_duties(post, table_of(sheet), by=by)
    sheet.settled_at, sheet.settled_by, sheet.post_id = now(), by, post.id
    audit.record("import.settle", "post", post.id, enterprise_id=post.enterprise_id, by=by, title=sheet.title)


@db.action
def settle_department(sheet: DutySheet, unit: Unit, *, by: UUID) -> None:
    """Somebody said whose department a table is."""
    if sheet.of != "department" or unit.enterprise_id != sheet.enterprise_id:
        raise Invalid("这张表不能放到这个部门")
    if sheet.settled_at is not None:
        raise Conflict("这张表已经放好了")
    sheet.unit_id, sheet.settled_at, sheet.settled_by = unit.id, now(), by
    audit.record("import.settle", "unit", unit.id, enterprise_id=unit.enterprise_id, by=by, title=sheet.title)


@db.action
def put_cards_in_force(
    post: Post, drafts: Sequence[CardDraft], *, effective_on: date, source: str, by: UUID | None
) -> list[CardVersion]:
    """Publish the cards of a file on a post without a review, all or nothing: for a demo that is set up.

    What is published already stays as it is.
    """
    if post.closed_on is not None:
        raise Conflict("岗位停用了，不能再发布")
    stands = published_of(post.id)
    made = []
    for one in drafts:
        if one.kind not in stands or says(stands[one.kind]) != _content(one):
            version = cards.write_draft(post, one.kind, one.head, one.rows, source=source, by=by)
            cards.put_in_force(version, effective_on=effective_on, by=by)
            made.append(version)
    return made


@db.action
def write_cards(
    post: Post, drafts: Sequence[CardDraft], *, replace: bool = False, by: UUID | None
) -> list[CardVersion]:
    """Write the cards of a file as drafts on a post, all or nothing; what says the same already stays as it is.

    Raises Conflict where a card has another draft, unless it is to be replaced, and where one is in review.
    """
    if post.closed_on is not None:
        raise Conflict("岗位停用了，不能再写卡")
    opened = {Kind(card.kind): open_version(card) for card in cards_of(post.id)}
    made = []
    for one in unwritten(post, drafts):
        draft = opened.get(one.kind)
        if draft is not None and draft.rows and not replace:
            raise Conflict(
                f"{short_name(one.kind)}有一份草稿，和文件里的不一样",
                hint="先看看是谁写的。要用文件换掉它，加上 --replace。",
            )
        made.append(cards.write_draft(post, one.kind, one.head, one.rows, source="file", by=by))
    return made


def unwritten(post: Post, drafts: Sequence[CardDraft]) -> list[CardDraft]:
    """Those cards that say something else than the post's draft, or than what is published where it has none."""
    stands = published_of(post.id)
    for card in cards_of(post.id):
        opened = open_version(card)
        if opened is not None:
            stands[Kind(card.kind)] = opened
    return [one for one in drafts if one.kind not in stands or says(stands[one.kind]) != _content(one)]


def _content(one: CardDraft) -> object:
    """What `says` gives for a card of a file."""
    return [msgspec.to_builtins(one.head), [msgspec.to_builtins(body) for _, body in one.rows]]
