"""Printed sheets, from the console."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.cards.queries import published
from app.cards.schemas import Kind
from app.core.errors import Missing
from app.core.web import actor, allow, id_or_missing, permit
from app.labels import actions as labels
from app.labels import queries as label_queries
from app.org import queries as org
from app.org.models import Unit

blueprint = Blueprint("papers", __name__, url_prefix="/console/labels")


@blueprint.get("")
@allow("labels.print")
def units() -> str:
    """For which unit labels can be printed, and how many posts it has."""
    return render_template("papers/units.html", units=org.units(current_user.paths_for("labels.print")))


@blueprint.get("/<unit_id>")
@allow("labels.print")
def unit(unit_id: str) -> str:
    """The labels of a unit: which posts have one, print, make anew."""
    found = unit_for("labels.print", unit_id)
    printed = label_queries.labels_within([found.path])
    have = {label.post_id for label in printed}
    posts = org.posts([found.path])
    bare = [post for post in posts if post.id not in have]
    ready = {
        one.card.post_id for one in published([post.id for post in posts]) if one.card.kind == Kind.EMERGENCY
    }
    return render_template(
        "papers/labels.html",
        unit=found,
        labels=printed,
        bare=bare,
        empty=[post for post in posts if post.id not in ready],
    )


@blueprint.post("/<unit_id>/missing")
@allow("labels.manage")
def make_missing(unit_id: str) -> BaseResponse:
    """Give a label to each post of a unit that has none."""
    found = unit_for("labels.manage", unit_id)
    labels.ensure_labels(org.posts([found.path]), by=actor())
    flash("每个岗位都有码了")
    return redirect(url_for("papers.unit", unit_id=unit_id))


@blueprint.post("/label/<label_id>/revocation")
@allow("labels.manage")
def revoke(label_id: str) -> BaseResponse:
    """A label was lost or copied: it stops working, and the post gets a new one."""
    found = label_queries.label(id_or_missing(label_id))
    if found is None:
        raise Missing("没有这张码")
    permit("labels.manage", found.post.unit.path)
    labels.replace_label(found, by=actor())
    flash("旧码停用了，新码做好了，打印出来贴上")
    return redirect(url_for("papers.unit", unit_id=found.post.unit_id))


def base_address() -> str:
    """The address that labels lead to: PUBLIC_URL, else the one this request came to."""
    return (str(current_app.config["PUBLIC_URL"]) or request.url_root).rstrip("/")


def is_demo() -> bool:
    """Whether this is the demo: its labels are for looking at."""
    found = org.installation()
    return bool(current_app.config["DEMO"]) or (found is not None and found.demo)


def unit_for(act: str, unit_id: str) -> Unit:
    """The unit of an address, where the account may do `act`. Raises Missing, Forbidden."""
    found = org.unit(id_or_missing(unit_id))
    permit(act, found.path)
    return found
