"""What these pages share: words, and whose zone the days follow."""

from datetime import date

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards import renewals
from app.cards.models import CardRenewal
from app.cards.queries import KIND_NAMES
from app.cards.schemas import Kind
from app.changes.kinds import KINDS
from app.changes.models import Change
from app.org import queries as org
from app.org.routes.parts import in_their_zone

WRITE, RECORD = "cards.write", "changes.write"
REASONS = {renewals.CHANGE: "变更", renewals.PERIODIC: "到时间了"}
OUTCOMES = {
    renewals.PUBLISHED: "新版发布了",
    renewals.PARTLY: "改了的发布了，别的不用改",
    renewals.UNCHANGED: "看过，不用改",
    renewals.WITHDRAWN: "撤回了",
}

blueprint = Blueprint("changes", __name__)
blueprint.before_request(in_their_zone)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "change_kinds": KINDS,
        "card_names": KIND_NAMES,
        "reasons": REASONS,
        "outcomes": OUTCOMES,
        "days_over": days_over,
        "where_of": where_of,
    }


@blueprint.app_template_filter("card_list")
def card_list(kinds: list[str]) -> str:
    """The names of some cards, without what they have in common."""
    return "、".join(KIND_NAMES[Kind(one)].removeprefix("岗位") for one in kinds)


def home_day() -> date:
    """The day it is where the account belongs."""
    return org.today(f"/{current_user.enterprise_id}/")


def days_over(renewal: CardRenewal, day: date) -> int:
    """How many days an open renewal is overdue; 0 where it is not."""
    return max(0, (day - renewal.due_on).days) if renewal.closed_at is None else 0


def where_of(change: Change) -> str:
    """Where a change is, in words."""
    if change.tag:
        return f"设备位号 {change.tag}"
    if change.post is not None:
        return change.post.title
    return change.unit.name if change.unit is not None else ""


def to(endpoint: str, **where: object) -> Response:
    """Go to a page of this room after an act."""
    return redirect(url_for(f"changes.{endpoint}", **where))  # type: ignore[arg-type]
