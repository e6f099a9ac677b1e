"""What the pages of review share: who may look at a version, and what a page says of its signatures."""

from typing import cast

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from app.access.models import Account
from app.cards import queries
from app.cards.models import IN_REVIEW, CardSignoff, CardVersion, Stage, State
from app.cards.progress import Progress, is_only_author, progress_of
from app.cards.queries import KIND_NAMES
from app.cards.rights import ROLES_FOR, STAGE_NAMES, STAGE_WORDS, STATE_WORDS, holds, holds_role
from app.core import db
from app.core.errors import Missing
from app.core.web import id_or_missing
from app.org.routes.parts import in_their_zone
from app.settings.queries import value_of

PUBLISH = "cards.publish"
blueprint = Blueprint("signing", __name__)
blueprint.before_request(in_their_zone)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "kinds": KIND_NAMES,
        "stage_names": STAGE_NAMES,
        "stage_words": STAGE_WORDS,
        "states": STATE_WORDS,
    }


@blueprint.app_context_processor
def _turn() -> dict[str, object]:
    """For the page of a card: `card_turn(version)`, how far it has come, and what whoever looks may do."""
    words = {"stage_names": STAGE_NAMES, "stage_words": STAGE_WORDS}
    return {"card_turn": lambda version: Turn(progress_of(version), me()), "signing_words": words}


class Turn:
    """A version in review, and what somebody may do with it now."""

    def __init__(self, progress: Progress, account: Account) -> None:
        self.progress, self.version = progress, progress.version
        self.stages = progress.stages_for(account)
        self.publishes = self.version.state == State.APPROVED and account.may(PUBLISH, progress.path)
        self.may_give_back = progress.may_give_back(account)
        # Whoever wrote it alone would be the one to approve it, and reads why they can't.
        self.alone = is_only_author(self.version, account.id) and progress.may_sign(account, Stage.ASSIGN)


def me() -> Account:
    """The account that is signed in, itself."""
    return cast(Account, current_user._get_current_object())


def readable_version(version_id: str) -> CardVersion:
    """A version that whoever is signed in may look at; for others as if it weren't there. Raises Missing."""
    found = queries.version(id_or_missing(version_id))
    if may_look(me(), found):
        return found
    if found.state == State.DRAFT and holds(me().id, found.card.post):
        raise Missing("这张卡退回去改了", hint="改好以后再请你看，会告诉你。")
    raise Missing("没有这张卡")


def may_look(account: Account, version: CardVersion) -> bool:
    """Drafts are for those who write; what is in review, also for those who may sign it; the rest is in force, or was.

    What an overseer of a park may read of a unit is what was published there.
    """
    post = version.card.post
    path = post.unit.path
    writes = account.may("cards.write", path) or account.may(PUBLISH, path)
    if writes or str(account.id) in version.authors:
        return True
    if version.state == State.DRAFT:
        return False
    if version.state in IN_REVIEW:
        return holds(account.id, post) or _signs(account, path)
    return account.may("cards.read", path) or holds(account.id, post)


def _signs(account: Account, path: str) -> bool:
    """Whether one of an account's roles signs a stage on a unit."""
    return any(holds_role(account, value_of(roles, path), path) for roles in ROLES_FOR.values())


def signoff(signoff_id: str) -> CardSignoff:
    """A signature in scope, on a version that whoever is signed in may look at. Raises Missing."""
    asked = select(CardSignoff).where(CardSignoff.id == id_or_missing(signoff_id))
    found = db.session().scalar(asked)
    if found is None:
        raise Missing("没有这个签名")
    readable_version(str(found.version_id))
    return found
