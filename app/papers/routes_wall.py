"""Printing for the wall, and what hangs there: each print is noted, so that the old ones are found."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.cards.queries import published
from app.core.errors import Conflict, Invalid
from app.core.paging import Page, asked_page
from app.core.web import actor, allow, id_or_missing, permit
from app.core.words import day
from app.labels import prints
from app.labels.models import CardPrint, Label
from app.labels.queries import labels_within
from app.learning.wall import numbers_of, on_the_wall
from app.org import queries as org
from app.org.models import Unit
from app.papers.posters import numbers, poster
from app.papers.routes import base_address, is_demo, unit_for
from app.papers.sheets import label_sheet, refuse_dead_address

blueprint = Blueprint("wall", __name__, url_prefix="/console")
PAPERS = ("a4", "a3")
MOST_POSTERS = 60  # posts in one PDF; a department's


@blueprint.post("/labels/<unit_id>/sheet")
@allow("labels.print")
def label_pdf(unit_id: str) -> Response:
    """The A4 sheet of a unit's labels, or of one post's (`post`); noted as printed."""
    unit = unit_for("labels.print", unit_id)
    chosen = _labels(unit)
    held = numbers_of([one.post_id for one in chosen])
    pdf = label_sheet(_enterprise(unit), day(org.today(unit.path)), chosen, _address(), held)
    prints.note_prints({one.post: held[one.post_id] for one in chosen}, prints.LABEL, by=actor())
    return _pdf(pdf, "labels")


@blueprint.post("/labels/<unit_id>/posters")
@allow("labels.print")
def poster_pdf(unit_id: str) -> Response:
    """The four cards of a unit's posts, or of one post's (`post`), for the wall; noted as printed."""
    unit, paper = unit_for("labels.print", unit_id), request.form.get("paper", "a4")
    if paper not in PAPERS:
        raise Invalid("纸张只能选 A4 或 A3")
    labels = list({one.post_id: one for one in _labels(unit)}.values())  # the latest of each post
    versions = published([one.post_id for one in labels])
    sheets = [(one, [v for v in versions if v.card.post_id == one.post_id]) for one in labels]
    ready = [(label, found) for label, found in sheets if found]
    if not ready:
        raise Conflict("这里的卡还没发布，没有可印的", hint="先把卡发布了，再来打印。")
    if len(ready) > MOST_POSTERS:
        raise Conflict(f"一次最多印 {MOST_POSTERS} 个岗位", hint="按部门、班组分开印。")
    # What the QR says, whatever is published meanwhile.
    drawn = {label.post: numbers(found) for label, found in ready}
    pdf = poster(_enterprise(unit), ready, _address(), paper=paper)
    prints.note_prints(drawn, prints.POSTER, by=actor())
    return _pdf(pdf, "cards")


@blueprint.get("/prints")
@allow("labels.print")
def wall() -> str:
    """What hangs on the wall and is older than the cards; with `?all=1` all that hangs."""
    found, everything = on_the_wall(current_user.paths_for("labels.print")), request.args.get("all") == "1"
    old = [one for one in found if one.old]
    shown, number = (found if everything else old), asked_page()
    page = Page(shown[(number - 1) * 50 : number * 50], number, len(shown))
    return render_template(
        "papers/wall.html", page=page, old=len(old), total=len(found), everything=everything
    )


@blueprint.post("/prints/<print_id>/removal")
@allow("labels.print")
def take_down(print_id: str) -> BaseResponse:
    """The old paper was taken off the wall."""
    found = _print(print_id)
    prints.take_down(found, by=actor())
    flash(f"“{found.post.title}”旧的取下来了")
    return redirect(url_for("wall.wall", taken=str(found.id)))


@blueprint.post("/prints/<print_id>/return")
@allow("labels.print")
def put_back(print_id: str) -> BaseResponse:
    """It was a mistake: the paper still hangs there."""
    prints.put_back(_print(print_id), by=actor())
    return redirect(url_for("wall.wall"))


def _print(print_id: str) -> CardPrint:
    found = prints.print_of(id_or_missing(print_id))
    permit("labels.print", found.post.unit.path)
    return found


def _labels(unit: Unit) -> list[Label]:
    chosen = labels_within([unit.path])
    if request.form.get("post"):
        chosen = [one for one in chosen if str(one.post_id) == request.form["post"]]
    if not chosen:
        raise Conflict("这里还没有岗位码", hint="先点“补上缺的码”，再打印。")
    return chosen


def _enterprise(unit: Unit) -> str:
    return org.enterprise_of(unit).name


def _address() -> str:
    base = base_address()
    refuse_dead_address(base, demo=is_demo())
    return base


def _pdf(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
