"""Bugs to plant in the server, to see the simulator catch them."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_login import current_user
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import db
from app.core.blobs import Blob
from app.core.ids import new_id
from app.recite import bundles, queries
from app.recite.models import ReciteMemory
from app.recite.schemas import Memory
from app.spotchecks import telling
from app.spotchecks.models import SpotCheck
from app.sync import apply, taking

RARELY = 0.15
_rng = random.Random(7)


def author_from_session() -> None:
    """Whoever carries a record is taken for its author."""
    honest = apply.capture_of

    def capture_of(*asked: Any) -> Any:
        found = honest(*asked)
        return replace(found, by=current_user.id) if current_user.is_authenticated else found

    apply.capture_of = capture_of


def receipt_before_commit() -> None:
    """Now and then a commit fails, and the answer is given all the same."""
    commit = Session.commit

    def careless(self: Session) -> None:
        if request and request.path == "/api/sync/push" and _rng.random() < RARELY:
            self.rollback()
        else:
            commit(self)

    db._Session.commit = careless  # type: ignore[method-assign]


def photo_not_kept() -> None:
    """Now and then a photo is confirmed and gone."""
    _after_answers(lambda: request.method == "PUT" and _rng.random() < RARELY, _lose_photo)


def _lose_photo() -> None:
    sha256 = request.path.rsplit("/", 1)[-1]
    with db.everywhere(), db.writing() as active:
        active.execute(delete(Blob).where(Blob.sha256 == sha256))


def ids_not_known() -> None:
    """What has come before is taken for new."""
    taking._known = lambda _items: []


def another_key_will_do() -> None:
    """Records of one person are noted under whoever owns the key that is named first in a push."""
    honest = apply.capture_of
    first: dict[int, UUID] = {}

    def capture_of(*asked: Any) -> Any:
        found = honest(*asked)
        return replace(found, by=first.setdefault(id(request._get_current_object()), found.by))  # type: ignore[attr-defined]

    apply.capture_of = capture_of


def answers_of_everybody() -> None:
    """Whoever fetches their own practice gets everybody's."""

    def memories(_account_id: UUID) -> dict[str, Memory]:
        rows = db.session().scalars(select(ReciteMemory))
        return {one.question: queries._memory(one) for one in rows}

    bundles.memories = memories


def spotcheck_twice() -> None:
    """A 抽背 is written down under its own id, and once more under another."""
    honest = telling.of_result

    def twice(made: SpotCheck, *rest: Any) -> None:
        honest(made, *rest)
        columns = {one.key: getattr(made, one.key) for one in SpotCheck.__table__.columns}
        db.session().add(SpotCheck(**columns | {"id": new_id()}))

    telling.of_result = twice


def _after_answers(when: Callable[[], bool], work: Callable[[], None]) -> None:
    from app import errors

    init = errors.init_app

    def init_app(app: Any) -> None:
        init(app)

        @app.after_request
        def spoil(answer: Response) -> Response:
            if answer.status_code == 200 and when():
                work()
            return answer

    errors.init_app = init_app


PLANTED: dict[str, Callable[[], None]] = {
    "author-from-the-session": author_from_session,
    "receipt-before-the-commit": receipt_before_commit,
    "photo-not-kept": photo_not_kept,
    "ids-not-known": ids_not_known,
    "author-of-the-first": another_key_will_do,
    "answers-shown-to-the-next-person": answers_of_everybody,
    "spotcheck-counted-twice": spotcheck_twice,
}


def plant(name: str) -> None:
    """Break one thing, for the whole life of this process. A name of the phone's bugs changes nothing here."""
    PLANTED.get(name, lambda: None)()
