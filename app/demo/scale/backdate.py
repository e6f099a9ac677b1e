"""Letting what the actions have just made have been there since the history begins."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.access.models import Account, Grant
from app.access.phones import PhoneKey
from app.checks.models import Plan, PlanRevision
from app.core import db
from app.demo.scale.cast import Phone
from app.labels.models import Label


def begin_at(start: datetime) -> None:
    """Everything was made when the history begins, and the plans were switched on then."""
    changes: tuple[tuple[Any, dict[str, datetime]], ...] = (
        (Account, {"created_at": start}),
        (Grant, {"granted_at": start}),
        (Label, {"made_at": start}),
        (PhoneKey, {"registered_at": start}),
        (Plan, {"made_at": start, "switched_at": start, "frozen_through": start}),
        (PlanRevision, {"made_at": start}),
    )
    for model, values in changes:
        db.session().execute(update(model).values(values))


def end_at(at: datetime, phones: list[Phone]) -> None:
    """What has closed by now is frozen; each phone has spoken when it was last heard of."""
    db.session().execute(update(Plan).values(frozen_through=at))
    db.session().execute(
        update(PhoneKey),
        [
            {
                "id": one.key,
                "heard_at": one.heard_at,
                "offset_ms": one.offset_ms,
                "top_n": one.n + one.kept_back,
                "seen": one.n,
            }
            for one in phones
        ],
    )
