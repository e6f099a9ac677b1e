"""Finding the post behind a label."""

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager
from stdnum import luhn

from app.core import db
from app.labels.models import Label
from app.org.models import Post, Unit
from app.org.queries import within

TOKEN_LENGTH = 20  # 99 bits: not to be guessed
CODE_LENGTH = 9
_CODE = re.compile(r"[0-9]{9}")
_GAPS = re.compile(r"[\s‐–—-]")  # what people type between the groups; full-width forms are folded first
_TOKEN = re.compile(r"[2-9a-hjkmnp-z]{20}")


def by_token(token: str) -> Label | None:
    """The live label of a scanned token, in whichever enterprise it hangs."""
    if not _TOKEN.fullmatch(token):
        return None
    with db.everywhere():  # whoever scans has no enterprise; the token itself is the permission
        return _live(db.session().scalar(select(Label).where(Label.token == token)))


def by_code(typed: str) -> Label | None:
    """The live label of a typed code; gaps and full-width forms do not count, the check digit does."""
    digits = _GAPS.sub("", unicodedata.normalize("NFKC", typed))
    if not is_code(digits):
        return None
    with db.everywhere():  # as for the token
        return _live(db.session().scalar(select(Label).where(Label.code == digits)))


def is_code(digits: str) -> bool:
    """Whether these could be the digits of a code: nine, the last of which fits the others."""
    return _CODE.fullmatch(digits) is not None and bool(luhn.is_valid(digits))


def _live(found: Label | None) -> Label | None:
    if found is None or found.revoked_at is not None or found.post.closed_on is not None:
        return None
    return found


def live_labels(post_ids: Sequence[UUID]) -> list[Label]:
    """The live labels of these posts, oldest first."""
    asked = select(Label).where(Label.post_id.in_(post_ids), Label.revoked_at.is_(None)).order_by(Label.id)
    return list(db.session().scalars(asked))


def labels_within(paths: Sequence[str]) -> list[Label]:
    """The live labels of the open posts of these subtrees, by department and post."""
    asked = (
        select(Label)
        .join(Post, Label.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(within(paths), Label.revoked_at.is_(None), Post.closed_on.is_(None))
        .options(contains_eager(Label.post).contains_eager(Post.unit))
        .order_by(Unit.path, Post.place, Label.id)
    )
    return list(db.session().scalars(asked))


def label(label_id: UUID) -> Label | None:
    """A label in scope."""
    return db.session().scalar(select(Label).where(Label.id == label_id))
