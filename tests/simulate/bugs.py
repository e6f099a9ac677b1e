"""Bugs to plant in the server, to see the simulator catch them."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_login import current_user
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import db
from app.core.blobs import Blob
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
}


def plant(name: str) -> None:
    """Break one thing, for the whole life of this process. A name of the phone's bugs changes nothing here."""
    PLANTED.get(name, lambda: None)()
