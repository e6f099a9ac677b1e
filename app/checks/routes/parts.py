"""What the pages of checks share: places to choose, plans and calendars one may touch, words."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.checks import desk
from app.checks.models import Plan
from app.checks.routes.item_changes import rule_words
from app.checks.rules import unit_of
from app.checks.words import STATE_WORDS, flag_words
from app.core.errors import Invalid
from app.core.web import id_or_missing, permit
from app.org import queries as org
from app.org.models import Post, Unit
from app.org.routes.parts import in_their_zone, post_for, unit_for, units_to_choose
from app.risk.matrices import LEVELS

WRITE, PAUSE, READ = "plans.write", "plans.pause", "checks.read"
WEEKDAYS = "一二三四五六日"

blueprint = Blueprint("checks", __name__)
blueprint.before_request(in_their_zone)


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"levels": LEVELS, "flag_words": flag_words, "state_words": STATE_WORDS}


@blueprint.app_template_filter("weekday")
def day_words(day: date) -> str:
    """A day with its weekday: 11 月 21 日，星期六."""
    return f"{day.month} 月 {day.day} 日，星期{WEEKDAYS[day.weekday()]}"


blueprint.app_template_filter("rule")(rule_words)


class Place(NamedTuple):
    """A unit or a post, as a form offers it."""

    key: str  # unit:<id>, post:<id>
    name: str
    depth: int
    is_post: bool


def places(act: str) -> list[Place]:
    """The units on which the account may do `act`, each followed by its posts."""
    units = units_to_choose(act)
    top = min((one.depth for one in units), default=0)
    posts: dict[object, list[Post]] = {}
    for post in org.posts(current_user.paths_for(act)):
        posts.setdefault(post.unit_id, []).append(post)
    found = []
    for unit in units:
        depth = unit.depth - top
        found.append(Place(f"unit:{unit.id}", unit.name, depth, False))
        found += [Place(f"post:{one.id}", one.title, depth + 1, True) for one in posts.get(unit.id, [])]
    return found


def chosen_place(act: str) -> tuple[Unit, Post | None]:
    """The unit, and the post if one was chosen, of the form. Raises Invalid, Missing or Forbidden."""
    kind, _, text = request.form.get("where", "").partition(":")
    if kind == "post":
        post = post_for(act, text)
        return post.unit, post
    if kind == "unit":
        return unit_for(act, text), None
    raise Invalid("还没选哪里", hint="选一个岗位，或者一个单位。")


def place_key(unit: Unit | None, post: Post | None) -> str:
    """How a form names this place."""
    if post is not None:
        return f"post:{post.id}"
    return f"unit:{unit.id}" if unit is not None else ""


def plan_for(act: str, plan_id: str) -> Plan:
    """A plan on whose unit the account may do `act`; 404 outside the scope, 403 outside its subtree."""
    found = desk.plan(id_or_missing(plan_id))
    permit(act, unit_of(found).path)
    return found


def to(endpoint: str, **where: object) -> Response:
    """Go to a page of checks after an act."""
    return redirect(url_for(f"checks.{endpoint}", **where))  # type: ignore[arg-type]
