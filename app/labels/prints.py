"""What hangs on the wall: which labels and posters were printed when which versions were in force."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Missing
from app.core.ids import new_id
from app.labels.models import CardPrint
from app.org.models import Post, Unit
from app.org.queries import within

LABEL, POSTER = "label", "poster"
Versions = Mapping[str, int]  # kind of card > number of the version


def stamp(versions: Versions) -> str:
    """Versions as a print's QR carries them: the kinds' first letters with their numbers, e3r2o1d1."""
    return "".join(f"{kind[0]}{number}" for kind, number in sorted(versions.items(), key=_as_cards_stand))


def _as_cards_stand(pair: tuple[str, int]) -> int:
    return "erod".index(pair[0][0])


def address(base: str, token: str, versions: Versions) -> str:
    """What the QR of a print says: the post's address, with the versions that are in force now."""
    carried = f"?v={stamp(versions)}" if versions else ""
    return f"{base}/p/{token}{carried}"


@db.action
def note_prints(posts: Mapping[Post, Versions], what: str, *, by: UUID | None) -> None:
    """These posts' labels or posters were printed. Another paper of the same versions is the same row, with a new day."""
    held = {(one.post_id, one.what): one for one in hanging([post.id for post in posts])}
    for post, versions in posts.items():
        one = held.get((post.id, what))
        if one is not None and one.versions == versions:
            one.printed_at, one.printed_by = now(), by
            continue
        db.session().add(
            CardPrint(
                id=new_id(),
                enterprise_id=post.enterprise_id,
                post_id=post.id,
                what=what,
                versions=dict(versions),
                printed_by=by,
            )
        )
    for enterprise_id in {post.enterprise_id for post in posts}:
        count = sum(post.enterprise_id == enterprise_id for post in posts)
        audit.record(
            "print.make", "unit", enterprise_id, enterprise_id=enterprise_id, by=by, what=what, posts=count
        )


@db.action
def take_down(found: CardPrint, *, by: UUID) -> None:
    """A print was taken off the wall. Twice is once."""
    if found.removed_at is None:
        found.removed_at, found.removed_by = now(), by
        _noted("print.remove", found, by)


@db.action
def put_back(found: CardPrint, *, by: UUID) -> None:
    """It hangs there after all."""
    if found.removed_at is not None:
        found.removed_at, found.removed_by = None, None
        _noted("print.put_back", found, by)


def _noted(act: str, found: CardPrint, by: UUID) -> None:
    audit.record(act, "post", found.post_id, enterprise_id=found.enterprise_id, by=by, what=found.what)


def hanging(post_ids: Sequence[UUID]) -> list[CardPrint]:
    """The prints of these posts that nobody has taken down, oldest first."""
    asked = select(CardPrint).where(CardPrint.post_id.in_(post_ids), CardPrint.removed_at.is_(None))
    return list(db.session().scalars(asked.order_by(CardPrint.printed_at, CardPrint.id))) if post_ids else []


def hanging_within(paths: Sequence[str]) -> list[CardPrint]:
    """The prints that hang at the open posts of these subtrees, by department and post, latest first."""
    asked = (
        select(CardPrint)
        .join(Post, CardPrint.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(within(paths), CardPrint.removed_at.is_(None), Post.closed_on.is_(None))
        .options(contains_eager(CardPrint.post).contains_eager(Post.unit))
        .order_by(Unit.path, Post.place, Post.id, CardPrint.printed_at.desc(), CardPrint.id)
    )
    return list(db.session().scalars(asked))


def print_of(print_id: UUID) -> CardPrint:
    """A print in scope. Raises Missing."""
    found = db.session().scalar(select(CardPrint).where(CardPrint.id == print_id))
    if found is None:
        raise Missing("没有这张打印件")
    return found
