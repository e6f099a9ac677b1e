"""What a person's phone should hold (pull, design rule 7)."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.access.models import Account
from app.access.policy import ROLES, Role
from app.core import db
from app.core.backups import backed_up_through
from app.core.errors import Missing
from app.core.ids import parse_id
from app.org import queries as org
from app.org.models import Assignment, Post
from app.sync import actions
from app.sync.bundles import fingerprints, hash_of
from app.sync.models import Bundle
from app.sync.schemas import Manifest, MyPost, MyRole, PersonalBundle

POST, PERSON = "post", "me"


def held_posts(account: Account) -> list[tuple[Post, bool]]:
    """The posts that an account's phone should hold, with whether they are the person's own.

    Own posts by assignment; besides them, for those who lead, every post of the units they lead.
    """
    own = list(dict.fromkeys(held.post for held in _held_today(account) if held.post.closed_on is None))
    known = {post.id for post in own}
    led = [post for post in org.posts(account.paths_for("people.read")) if post.id not in known]
    return [(post, True) for post in own] + [(post, False) for post in led]


def _held_today(account: Account) -> list[Assignment]:
    found = org.assignments_on(account.id, org.today(f"/{account.enterprise_id}/"))
    return sorted(found, key=lambda held: (held.from_on, held.id))


def manifest(account: Account, epoch: UUID) -> Manifest:
    """Bundle key > hash of all that this person's phone should hold now."""
    held = held_posts(account)
    hashes = _post_hashes([post for post, _ in held])
    bundles = {f"{POST}:{post_id}": hash_ for post_id, hash_ in hashes.items()}
    bundles[f"{PERSON}:{account.id}"] = hash_of(_personal(account, held))
    return Manifest(
        epoch=str(epoch),
        account=str(account.id),
        backed_up_through=backed_up_through(account.enterprise_id),
        bundles=bundles,
    )


def content(account: Account, key: str) -> bytes:
    """The bytes of a bundle, for someone whose phone should hold it. Raises Missing for anyone else."""
    kind, _, text = key.partition(":")
    wanted, held = parse_id(text), held_posts(account)
    if kind == PERSON and wanted == account.id:
        return _personal(account, held)
    post = next((post for post, _ in held if kind == POST and post.id == wanted), None)
    if post is None:
        raise Missing("这部手机不用存这一份")
    _post_hashes([post])
    return db.session().scalars(select(Bundle.content).where(Bundle.post_id == post.id)).one()


def _post_hashes(posts: Sequence[Post]) -> dict[UUID, str]:
    stored, prints = _stored(posts), fingerprints(posts)
    stale = [post for post in posts if stored.get(post.id, ("", ""))[0] != prints[post.id]]
    if stale:
        actions.refresh(stale)
        stored = _stored(posts)
    return {post.id: stored[post.id][1] for post in posts}


def _stored(posts: Sequence[Post]) -> dict[UUID, tuple[str, str]]:
    asked = select(Bundle.post_id, Bundle.fingerprint, Bundle.hash).where(
        Bundle.post_id.in_([post.id for post in posts])
    )
    return {post_id: (fingerprint, hash_) for post_id, fingerprint, hash_ in db.session().execute(asked)}


def _personal(account: Account, held: list[tuple[Post, bool]]) -> bytes:
    since = {one.post_id: one.from_on for one in _held_today(account)}
    names = {
        unit.id: unit.name for unit in org.units([grant.unit_path for grant in account.grants], closed=True)
    }
    made = PersonalBundle(
        id=str(account.id),
        name=account.name,
        employee_no=account.employee_no,
        enterprise=org.unit(account.enterprise_id).name,
        console=account.may_somewhere("console.open"),
        posts=[MyPost(id=str(post.id), mine=mine, since=since.get(post.id)) for post, mine in held],
        roles=[
            MyRole(role=grant.role, name=ROLES[Role(grant.role)].name, unit=names.get(grant.unit_id, ""))
            for grant in account.grants
        ],
    )
    return msgspec.json.encode(made)
