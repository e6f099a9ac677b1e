"""The console's pages on records: handing them in for others, what has not arrived, what needs a judgement."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.access.phones import End
from app.access.queries import names_of
from app.core.errors import Invalid, Problem
from app.core.paging import Page, asked_page
from app.core.web import actor, allow, field, id_or_missing
from app.org.routes.parts import in_their_zone
from app.sync import gaps, handin, review, reviewing
from app.sync.models import Op
from app.sync.telling import kind_words, told

blueprint = Blueprint("records", __name__, url_prefix="/console")
blueprint.before_request(in_their_zone)
blueprint.add_app_template_filter(kind_words, "op_kind")
ASIDE, REJECTED = "aside", "rejected"
ENDED = {
    End.SIGNED_OUT: "在那部手机上退出了：本人再登录一次就能送出。",
    End.REVOKED: "那部手机报丢了：再送来的要先核对。",
    End.LEFT: "人已经离职。",
}


@blueprint.get("/handin")
@allow("records.hand_in")
def hand_in_form() -> str:
    """Where a file of records is handed in."""
    return render_template("sync/handin.html", fates=None, left=0, photos=None)


@blueprint.post("/handin")
@allow("records.hand_in")
def hand_in() -> str | tuple[str, int]:
    """Take a file in; what became of each record."""
    try:
        done = handin.hand_in(handin.read(_file()), by=actor())
    except Problem as problem:
        g.problem = problem
        return hand_in_form(), problem.status
    return render_template("sync/handin.html", fates=done.fates, left=done.left, photos=done.photos)


def _file() -> bytes:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("还没选文件", hint=handin.HINT)
    raw = sent.stream.read(handin.MAX_BYTES + 1)
    if len(raw) > handin.MAX_BYTES:
        raise Invalid("文件太大了，什么都没交", code="too_large", hint="最多 12 MB。让管理员在服务器上交。")
    return raw


@blueprint.get("/gaps")
@allow("checks.read")
def missing() -> str:
    """Phones that still hold records, as far as is known."""
    number = asked_page()
    found, total = gaps.gaps(current_user.paths_for("checks.read"), page=number)
    return render_template("sync/gaps.html", page=Page(found, number, total), ended=ENDED)


@blueprint.get("/review")
@allow("records.review")
def review_list() -> str:
    """Records that wait for a judgement, or those that were not taken over."""
    show = REJECTED if request.args.get("show") == REJECTED else ASIDE
    which = reviewing.rejected() if show == REJECTED else reviewing.set_aside()
    paths, number = current_user.paths_for("records.review"), asked_page()
    found = reviewing.ops(paths, which, page=number)
    page = Page(found, number, reviewing.count_ops(paths, which))
    names = names_of({op.author_id for op in found})
    return render_template("sync/review.html", page=page, show=show, names=names)


@blueprint.get("/review/<row_id>")
@allow("records.review")
def review_one(row_id: str) -> str:
    """What one record says, and how it came."""
    return _one(_op(row_id))


def _one(op: Op) -> str:
    names = names_of({op.author_id, *([op.carried_by] if op.carried_by else [])})
    carried = op.carried_by is not None and op.carried_by != op.author_id
    return render_template(
        "sync/review_one.html",
        op=op,
        lines=told(op.payload),
        name=names.get(op.author_id, ""),
        carrier=names.get(op.carried_by, "") if carried and op.carried_by else "",
        waits=op.waits_for == reviewing.REVIEW,
    )


@blueprint.post("/review/<row_id>/acceptance")
@allow("records.review")
def accept(row_id: str) -> Response | tuple[str, int]:
    """Take a record over that had been set aside."""
    op = _op(row_id)
    try:
        _confirmed()
        review.accept(op, by=actor())
    except Problem as problem:
        g.problem = problem
        return _one(op), problem.status
    flash("采用了这条记录")
    return redirect(url_for("records.review_list"))


@blueprint.post("/review/<row_id>/refusal")
@allow("records.review")
def refuse(row_id: str) -> Response | tuple[str, int]:
    """Leave a record out that had been set aside; it stays readable."""
    op = _op(row_id)
    try:
        why = field("why", "为什么不采用")
        _confirmed()
        review.refuse(op, by=actor(), why=why)
    except Problem as problem:
        g.problem = problem
        return _one(op), problem.status
    flash("没有采用这条记录，原文还在")
    return redirect(url_for("records.review_list"))


def _op(row_id: str) -> Op:
    return reviewing.op(id_or_missing(row_id), current_user.paths_for("records.review"))


def _confirmed() -> None:
    if "confirm" not in request.form:
        raise Invalid("先勾上确认，再点一次")
