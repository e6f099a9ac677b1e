"""What a person's phone should hold (pull, design rule 7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.models import Account
from app.checks.queries import plans_for
from app.core import db
from app.core.backups import backed_up_through
from app.core.clock import now
from app.core.errors import Missing
from app.core.ids import parse_id
from app.hazards.queries import held_by, held_one
from app.org import queries as org
from app.org.models import Post
from app.spotchecks.bundles import crew_posts
from app.spotchecks.crews import crewed_units
from app.sync import actions, kinds, memory
from app.sync.bundles import hash_of
from app.sync.kinds import CREW, HAZARD, MAKERS, PLAN, POST, RECITE, key_of
from app.sync.models import Bundle
from app.sync.personal import HeldPost, personal
from app.sync.schemas import Manifest

PERSON = "me"
STEP = 15  # minutes; what phones hold of days and windows moves on in such steps, so that it can be compared


def held_posts(account: Account) -> list[HeldPost]:
    """The posts that an account's phone should hold.

    Own posts by assignment, oldest first; besides them, for those who lead, every post of the units they lead,
    and those that their people hold elsewhere.
    """
    near = _near_posts(account)
    known = {one.post.id for one in near}
    elsewhere = [post for post in crew_posts(crewed_units(account)) if post.id not in known]
    return near + [HeldPost(post, False, None) for post in elsewhere]


def _near_posts(account: Account) -> list[HeldPost]:
    """The own posts, and those of the units that one leads."""
    held = org.assignments_on(account.id, org.today(f"/{account.enterprise_id}/"))
    since = {one.post_id: one.from_on for one in sorted(held, key=lambda one: (one.from_on, one.id))}
    asked = select(Post).where(Post.id.in_(since), Post.closed_on.is_(None)).options(joinedload(Post.unit))
    own = {post.id: post for post in db.session().scalars(asked)} if since else {}
    led = [post for post in org.posts(account.paths_for("people.read")) if post.id not in own]
    mine = [HeldPost(own[post_id], True, from_on) for post_id, from_on in since.items() if post_id in own]
    return mine + [HeldPost(post, False, None) for post in led]


def manifest(account: Account, epoch: UUID) -> Manifest:
    """Bundle key > hash of all that this person's phone should hold now."""
    at = _step(now())
    mark = memory.mark_of(account, at)
    kept = memory.recall(account.id, mark) or memory.keep(account.id, mark, *_made(account, at))
    return Manifest(
        epoch=str(epoch),
        account=str(account.id),
        backed_up_through=backed_up_through(account.enterprise_id),
        bundles=kept.bundles,
    )


def _made(account: Account, at: datetime) -> tuple[dict[str, str], bytes]:
    """The bundles of an account's manifest, and the bytes of its own one."""
    held, plans = held_posts(account), plans_for(account, at)
    bundles = {
        **_hashes(POST, [one.post for one in held]),
        **_hashes(PLAN, plans),
        **_hashes(HAZARD, held_by(account)),
        **_hashes(RECITE, [account]),
        **_hashes(CREW, crewed_units(account)),
    }
    own = personal(account, held, plans, at)
    return {**bundles, f"{PERSON}:{account.id}": hash_of(own)}, own


def _step(at: datetime) -> datetime:
    """The last quarter of an hour: days and windows begin on one, in whatever time zone."""
    return at.replace(minute=at.minute - at.minute % STEP, second=0, microsecond=0)


def content(account: Account, key: str) -> bytes:
    """The bytes of a bundle, for someone whose phone should hold it. Raises Missing for anyone else."""
    kind, _, text = key.partition(":")
    wanted, at = parse_id(text), _step(now())
    if kind == PERSON and wanted == account.id:
        kept = memory.recall(account.id, memory.mark_of(account, at))
        return kept.own if kept else personal(account, held_posts(account), plans_for(account, at), at)
    row = _held(account, kind, wanted, at) if wanted else None
    if row is None:
        raise Missing("这部手机不用存这一份")
    key = key_of(kind, row)
    _hashes(kind, [row])
    return db.session().scalars(select(Bundle.content).where(Bundle.key == key)).one()


def _held(account: Account, kind: str, wanted: UUID, at: datetime) -> Any:
    """The row behind a bundle, where this account's phone should hold it."""
    match kind:
        case kinds.POST:
            near = next((one.post for one in _near_posts(account) if one.post.id == wanted), None)
            return near or next((one for one in crew_posts(crewed_units(account)) if one.id == wanted), None)
        case kinds.PLAN:
            return next((one for one in plans_for(account, at) if one.id == wanted), None)
        case kinds.HAZARD:
            return held_one(account, wanted)
        case kinds.RECITE:
            return account if wanted == account.id else None
        case kinds.CREW:
            return next((one for one in crewed_units(account) if one.id == wanted), None)
    return None


def _hashes(kind: str, rows: Sequence[Any]) -> dict[str, str]:
    """Key > hash of the bundles of these rows; those that would differ from what is stored are made anew."""
    if not rows:
        return {}
    ids = {key_of(kind, row): row.id for row in rows}
    stored, prints = _stored(ids), MAKERS[kind].fingerprints(rows)
    stale = [id_ for key, id_ in ids.items() if stored.get(key, ("", ""))[0] != prints[id_]]
    if stale:
        actions.refresh(kind, stale)
        stored = _stored(ids)
    return {key: stored[key][1] for key in ids}


def _stored(keys: Sequence[str] | dict[str, UUID]) -> dict[str, tuple[str, str]]:
    """Key > (fingerprint, hash) of what is stored."""
    asked = select(Bundle.key, Bundle.fingerprint, Bundle.hash).where(Bundle.key.in_(list(keys)))
    return {key: (fingerprint, hash_) for key, fingerprint, hash_ in db.session().execute(asked)}
