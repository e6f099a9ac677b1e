"""Writing change records (变更): making one opens a renewal at each post it touches, taking it back closes them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access.queries import who_may
from app.audit import actions as audit
from app.cards import renewals
from app.cards.models import CardRenewal
from app.cards.schemas import Kind
from app.changes import queries
from app.changes.kinds import KINDS
from app.changes.models import Change
from app.changes.touch import Place, Touched, grounds, mark_of, touched
from app.core import blobs, db
from app.core.clock import now
from app.core.errors import Conflict, Invalid
from app.core.pictures import MEDIA
from app.core.uploads import Photo
from app.notify.actions import tell
from app.org.models import Post
from app.org.queries import tenants, today

PORTION = 50  # posts a commit of the daily job: others write in between
CHANGE = "change"  # of the notices


class Record(NamedTuple):
    """What somebody says of a change."""

    kind: str
    what: str
    happened_on: date
    cards: Collection[Kind]
    owner_id: UUID
    due_on: date
    spread: bool = False  # each post's renewal goes to its own nearest leader, not to the owner
    evidence: str = ""
    photos: Sequence[Photo] = ()


@db.action
def record(change_id: UUID, place: Place, said: Record, *, seen: str, by: UUID) -> Change:
    """Note a change, and open a renewal at every post that it touches; their owners are told, once each.

    `change_id` was chosen with the form: the same again is the same change. `seen` is the mark (`mark_of`) of the
    posts that its author was shown. Raises Conflict where it would touch others by now, or none; Invalid for an owner who may not write there.
    """
    held = queries.recorded(change_id)
    if held is not None:
        if held.made_by != by:
            raise Conflict("这项变更别人已经记了", hint="回到变更，重新记一项。")
        return held
    found = touched(place)
    _refuse(place, found, said, seen)
    made = _made(change_id, place, said, by)
    _keep(said.photos, made.enterprise_id, by)
    db.session().add(made)
    db.session().flush()
    payload = {"kind": said.kind, "what": said.what, "posts": [str(one.post.id) for one in found]}
    _noted("change.record", made, by, **payload)
    near = _nearest(found) if said.spread else {}
    _tell(made, [_open(made, one.post, near.get(one.post.unit_id), said, by) for one in found])
    return made


def _refuse(place: Place, found: Sequence[Touched], said: Record, seen: str) -> None:
    if said.kind not in KINDS or not said.cards:
        raise Invalid("还没选要重新看的卡", hint="至少选一张。")
    if not found:
        raise Conflict("没有岗位会受影响", hint="换一个地方：选岗位，或者选单位。")
    if mark_of(found) != seen:
        raise Conflict(
            f"刚才有变动，现在是 {len(found)} 个岗位", hint="再看一遍下面的岗位，对了再记。照片要再选一次。"
        )
    paths = grounds(place, found)
    if said.due_on < today(paths[0]):
        raise Invalid("这一天已经过去了", hint="选今天，或者以后的一天。")
    if said.owner_id not in {one.id for one in queries.candidates(paths)}:
        raise Invalid("这个人不能改这些岗位的卡", hint="换一个负责人。")


def _made(change_id: UUID, place: Place, said: Record, by: UUID) -> Change:
    return Change(
        id=change_id,
        enterprise_id=place.enterprise_id,
        kind=said.kind,
        what=said.what,
        happened_on=said.happened_on,
        unit_id=place.unit.id if place.unit else None,
        post_id=place.post.id if place.post else None,
        tag=place.tag,
        evidence=said.evidence,
        photos=[one.sha256 for one in said.photos],
        owner_id=said.owner_id,
        due_on=said.due_on,
        made_by=by,
    )


def _keep(photos: Sequence[Photo], enterprise_id: UUID, by: UUID) -> None:
    """Photos whose files are safe on disk already: their rows are written with the change, or not at all."""
    for one in photos:
        row, new = blobs.note(enterprise_id, one.sha256, media=MEDIA["JPEG"], size=len(one.data))
        if new:
            told = {"sha256": one.sha256, "size": row.size}
            audit.record("photo.store", "blob", row.id, enterprise_id=enterprise_id, by=by, **told)


def _nearest(found: Sequence[Touched]) -> dict[UUID, UUID]:
    """Unit > whoever may write its cards and stands nearest to it."""
    paths = {one.post.unit_id: one.post.unit.path for one in found}
    writers = {unit: who_may("cards.write", path) for unit, path in paths.items()}
    return {unit: some[0] for unit, some in writers.items() if some}


def _open(change: Change, post: Post, nearest: UUID | None, said: Record, by: UUID) -> CardRenewal:
    return renewals.open_renewal(
        post,
        said.cards,
        reason=renewals.CHANGE,
        words=f"{KINDS[change.kind].name}：{change.what}"[:500],
        owner_id=nearest or change.owner_id,
        due_on=change.due_on,
        by=by,
        change_id=change.id,
        tells=False,
    )


def _tell(change: Change, opened: Sequence[CardRenewal]) -> None:
    """Each owner hears of it once, however many posts are theirs; whoever leads it, too."""
    theirs: dict[UUID, list[CardRenewal]] = {change.owner_id: []}
    for one in opened:
        if one.owner_id is not None:
            theirs.setdefault(one.owner_id, []).append(one)
    until = f"{change.due_on.month} 月 {change.due_on.day} 日前"
    for who, some in theirs.items():
        count = len(some) or len(opened)
        whose = "请" if some else "你牵头："
        which = f"“{opened[0].post.title}”" if len(opened) == 1 else f" {count} 个岗位"
        title = f"{whose}重新看一遍{which}的卡，{until}"
        _told({who}, change, title, f"{KINDS[change.kind].name}：{change.what}")


@db.action
def withdraw(change: Change, *, words: str, by: UUID) -> None:
    """A change was noted by mistake: what it opened and nobody has finished is closed.

    The same again changes nothing. Raises Conflict, Invalid.
    """
    if (change.withdrawn_by, change.withdrawal) == (by, words.strip()):
        return
    if change.withdrawn_at is not None:
        raise Conflict("这项变更已经撤回了")
    if not words.strip():
        raise Invalid("为什么撤回，没写", hint="写一句原因。")
    still = [one for one in queries.renewals_of(change.id) if one.closed_at is None]
    for one in still:
        renewals.withdraw(one, words=words, by=by)
    change.withdrawn_at, change.withdrawn_by, change.withdrawal = now(), by, words.strip()
    db.session().flush()
    _noted("change.withdraw", change, by, words=words)
    owners = {one.owner_id for one in still if one.owner_id} | {change.owner_id}
    title = f"不用重新看卡了：“{KINDS[change.kind].name}”这项变更撤回了"
    _told(owners - {by}, change, title, words)


def open_due() -> int:
    """Open the periodic renewals that have come due in every enterprise: how many. Called every day."""
    with db.everywhere():  # a job has no enterprise; it goes through all of them
        return sum(_open_due(one.id) for one in tenants())


def _open_due(enterprise_id: UUID) -> int:
    asked = select(Post.id).where(Post.enterprise_id == enterprise_id, Post.closed_on.is_(None))
    ids = list(db.session().scalars(asked.order_by(Post.id)))
    return sum(_open_portion(ids[at : at + PORTION]) for at in range(0, len(ids), PORTION))


@db.action
def _open_portion(post_ids: Sequence[UUID]) -> int:
    """Some posts in a commit of their own: read inside it, so that none is closed meanwhile."""
    return renewals.open_periodic(queries.open_posts(post_ids))


def _noted(act: str, change: Change, by: UUID, **told: object) -> None:
    audit.record(act, "change", change.id, enterprise_id=change.enterprise_id, by=by, **told)


def _told(people: Collection[UUID], change: Change, title: str, body: str) -> None:
    ent = change.enterprise_id
    tell(people, enterprise_id=ent, kind=CHANGE, title=title, body=body, about=change.id)
