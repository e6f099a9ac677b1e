"""Taking cards out: the empty Excel file to fill in, and the cards of a post or a unit in it, or for Word."""

import io

from flask import Blueprint, request, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.web import allow, id_or_missing, permit
from app.exchange.writing.taking import taken_out
from app.exchange.writing.workbook import template
from app.org import queries as org
from app.org.models import Post
from app.org.routes.parts import post_for

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {"xlsx": f"{_OFFICE}.spreadsheetml.sheet", "docx": f"{_OFFICE}.wordprocessingml.document"}
blueprint = Blueprint("take_out", __name__, url_prefix="/console")


@blueprint.get("/import/template")
@allow("import.run")
def empty_file() -> Response:
    """The empty file: four sheets, one a kind of card."""
    return _file(template(), "岗卡空表")


@blueprint.get("/posts/<post_id>/cards.<any(xlsx, docx):form>")
@allow("org.read")
def of_post(post_id: str, form: str) -> Response:
    """The cards of a post; with `drafts`, what comes next where somebody is writing it."""
    post = post_for("org.read", post_id)
    return _taken([post], post.unit.path, post.title, form)


@blueprint.get("/units/<unit_id>/cards.<any(xlsx, docx):form>")
@allow("org.read")
def of_unit(unit_id: str, form: str) -> Response:
    """The cards of all posts of a unit and below it."""
    unit = org.unit(id_or_missing(unit_id))
    permit("org.read", unit.path)
    return _taken(org.posts([unit.path]), unit.path, unit.name, form)


def _taken(posts: list[Post], path: str, name: str, form: str) -> Response:
    drafts = request.args.get("drafts") == "1"
    if drafts:
        permit("cards.write", path)  # what is not published yet is for those who write it
    enterprise = org.unit(posts[0].enterprise_id) if posts else org.unit(current_user.enterprise_id)
    data = taken_out(posts, enterprise, drafts=drafts, word=form == "docx")
    return _file(data, f"{name}的岗卡", form)


def _file(data: bytes, name: str, form: str = "xlsx") -> Response:
    return send_file(io.BytesIO(data), MEDIA[form], as_attachment=True, download_name=f"{name}.{form}")
