"""Keeping a file that somebody brought, noting what they answer, and carrying it out: all of it, once, or nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.audit import actions as audit
from app.cards import actions as cards
from app.cards.editing import discard
from app.cards.models import CardVersion, State
from app.core import blobs, db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.exchange.bringing.plan import BringPlan, CardPlan, plan
from app.exchange.models import OfficeImport
from app.exchange.queries import DONE
from app.exchange.reading.schemas import Reading
from app.org import actions as org
from app.org.models import Post, Unit, UnitKind

LONGEST_NAME = 200
MEDIA = "application/octet-stream"


@db.action
def keep(enterprise: Unit, name: str, sha256: str, size: int, *, by: UUID | None) -> OfficeImport:
    """Note a file whose bytes are kept already."""
    blobs.note(enterprise.id, sha256, media=MEDIA, size=size)
    made = OfficeImport(
        id=new_id(),
        enterprise_id=enterprise.id,
        name=name[:LONGEST_NAME],
        sha256=sha256,
        answers={},
        made_by=by,
    )
    db.session().add(made)
    db.session().flush()
    _note("import.upload", made, by, sha256=sha256)
    return made


@db.action
def answer(found: OfficeImport, given: Mapping[str, str], *, by: UUID) -> None:
    """Note what somebody answers; an empty answer takes an earlier one back. Raises Conflict once carried out."""
    if found.carried_at is not None:
        raise Conflict("这个文件已经导入了，不能再改回答")
    merged = {key: value for key, value in {**found.answers, **given}.items() if value}
    if merged != found.answers:
        found.answers = merged
        _note("import.answer", found, by, answers=dict(given))


@db.action
def carry_out(
    reading: Reading,
    enterprise: Unit,
    *,
    answers: Mapping[str, str],
    found: OfficeImport | None = None,
    by: UUID | None,
) -> BringPlan | None:
    """Write the cards of a file as drafts. None where it was carried out before: a second click changes nothing.

    What was looked at is worked out again, for the preview is no promise. Raises Invalid or Conflict, changing nothing.
    """
    if found is not None and found.carried_at is not None:
        return None
    made = plan(reading, enterprise, answers)
    if made.refused:
        raise Invalid(made.refused.rstrip("。"), hint="什么都没有导入。")
    if made.open:
        raise Conflict(f"还有 {len(made.open)} 个问题没回答", hint="都回答了，再导入。这次什么都没有导入。")
    posts = _posts(made, enterprise, by)
    written = [_write(one, posts, by) for one in made.cards if one.written]
    _close(made, written, enterprise, found, by)
    return made


def _posts(made: BringPlan, enterprise: Unit, by: UUID | None) -> dict[tuple[str, str], Post]:
    """The posts that cards go to; those that are new are made here."""
    found = {one.target.key: one.target.post for one in made.cards if one.target and one.target.post}
    departments: dict[str, Unit] = {"": enterprise}
    for target in made.new_posts:
        if target.department not in departments:
            departments[target.department] = org.add_unit(
                kind=UnitKind.DEPARTMENT, name=target.department, parent=enterprise, by=by
            )
        unit = target.unit or departments[target.department]
        found[target.key] = org.add_post(unit=unit, title=target.title, by=by)
    return found


def _write(
    one: CardPlan, posts: Mapping[tuple[str, str], Post], by: UUID | None
) -> tuple[CardPlan, CardVersion]:
    assert one.target is not None
    rows = [(row.identity, row.body) for row in one.rows if row.body is not None]
    post = posts[one.target.key]
    return one, cards.write_draft(post, one.card.kind, one.head, rows, source="import", by=by)


def _close(
    made: BringPlan,
    written: list[tuple[CardPlan, CardVersion]],
    enterprise: Unit,
    found: OfficeImport | None,
    by: UUID | None,
) -> None:
    told = {"posts": len(made.new_posts), "cards": len(written)}
    if found is None:
        if made.changes:
            audit.record("import.office", "unit", enterprise.id, enterprise_id=enterprise.id, by=by, **told)
        return
    done = [
        {"post": str(version.card.post_id), "kind": one.card.kind.value, "version": str(version.id)}
        for one, version in written
    ]
    found.answers = {**found.answers, DONE: done}
    found.carried_at, found.carried_by = now(), by
    _note("import.office", found, by, **told)


def _note(act: str, found: OfficeImport, by: UUID | None, **told: Any) -> None:
    audit.record(act, "import", found.id, enterprise_id=found.enterprise_id, by=by, name=found.name, **told)


@db.action
def take_back(found: OfficeImport, versions: list[CardVersion], *, by: UUID) -> int:
    """Throw away the drafts that a file became, those that nobody has touched since; how many. Raises Conflict."""
    mine = [one for one in versions if is_untouched(found, one)]
    if not mine:
        raise Conflict("这些草稿都有人改过、送审了，或者已经丢掉了", hint="到每张卡里去看。")
    for one in mine:
        discard(one, by=by)
    _note("import.undo", found, by, cards=len(mine))
    return len(mine)


def is_untouched(found: OfficeImport, version: CardVersion) -> bool:
    """Whether a draft still is as the file left it."""
    since, changed = found.carried_at, version.changed_at
    if since is None or changed is None or changed > since:
        return False
    return version.source == "import" and version.state == State.DRAFT and not version.signoffs
