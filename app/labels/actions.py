"""Making and revoking labels."""

from uuid import UUID

from sqlalchemy import select
from stdnum import luhn

from app.audit import actions as audit
from app.core import db
from app.core.clock import now
from app.core.errors import Conflict
from app.core.ids import new_id, random_digits, random_token
from app.labels.models import Label
from app.labels.queries import CODE_LENGTH, TOKEN_LENGTH, live_labels
from app.org.models import Post


@db.action
def make_label(post: Post, *, by: UUID | None) -> Label:
    """A new label for a post, beside those it has."""
    made = Label(
        id=new_id(),
        post_id=post.id,
        enterprise_id=post.enterprise_id,
        token=random_token(TOKEN_LENGTH),
        code=_free_code(),
        made_by=by,
    )
    db.session().add(made)
    db.session().flush()
    audit.record("label.make", "post", post.id, enterprise_id=post.enterprise_id, by=by, label=str(made.id))
    return made


def _free_code() -> str:
    while True:
        digits = random_digits(CODE_LENGTH - 1)
        code = digits + luhn.calc_check_digit(digits)
        if "09" in code or "90" in code:
            continue  # the one pair that Luhn lets change places unseen
        with db.everywhere():  # codes are typed without naming an enterprise, and a revoked one is not reused
            if db.session().scalar(select(Label.id).where(Label.code == code)) is None:
                return code


@db.action
def ensure_labels(posts: list[Post], *, by: UUID | None) -> None:
    """Give a label to each of these posts that has none."""
    have = {label.post_id for label in live_labels([post.id for post in posts])}
    for post in posts:
        if post.id not in have:
            make_label(post, by=by)


@db.action
def revoke_label(label: Label, *, by: UUID) -> None:
    """A label was torn off or copied: its address and code answer nobody from now on."""
    if label.revoked_at is not None:
        return
    label.revoked_at, label.revoked_by = now(), by
    audit.record(
        "label.revoke", "post", label.post_id, enterprise_id=label.enterprise_id, by=by, label=str(label.id)
    )


@db.action
def replace_label(label: Label, *, by: UUID) -> Label:
    """Revoke a label and give its post a new one, in one commit: the post is never without.

    Raises Conflict where it is revoked already, so that two taps make one new label.
    """
    if label.revoked_at is not None:
        raise Conflict("这张码已经停用了", hint="新码在单子上，打印出来贴上。")
    revoke_label(label, by=by)
    return make_label(label.post, by=by)
