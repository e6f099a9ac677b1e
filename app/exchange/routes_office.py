"""Bringing an Excel or Word file in: send it, look, answer, carry it out, look at what became of it."""

import hashlib
from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.cards.queries import KIND_NAMES
from app.cards.rights import STATE_WORDS
from app.cards.settings import DUTY_LIMIT
from app.core import blobs
from app.core.errors import Invalid, Missing, Problem
from app.core.web import actor, allow, id_or_missing, permit, takes
from app.exchange import queries
from app.exchange.bringing import carrying, telling
from app.exchange.bringing.opening import read_file
from app.exchange.bringing.plan import BringPlan, plan
from app.exchange.models import OfficeImport
from app.exchange.office.limits import MAX_BYTES, FileTooLarge
from app.org import queries as org
from app.org.models import Unit
from app.settings.queries import value_of

blueprint = Blueprint("office", __name__, url_prefix="/console/import/office")
ROOM = MAX_BYTES + 64 * 1024  # a file, and the form around it
LONGEST_ANSWER = 200


@blueprint.post("")
@allow("import.run")
@takes(ROOM)
def send() -> Response | tuple[str, int]:
    """A file is kept as it came, if it can be read at all, and looked at on a page of its own."""
    enterprise = _enterprise()
    try:
        name, raw = _sent()
        read_file(raw, {}, value_of(DUTY_LIMIT, enterprise.path))
    except Problem as problem:
        g.problem = problem
        return _form(enterprise), problem.status
    sha256 = hashlib.sha256(raw).hexdigest()
    blobs.save(enterprise.id, sha256, raw)
    found = carrying.keep(enterprise, name, sha256, len(raw), by=actor())
    return redirect(url_for("office.look", import_id=found.id))


@blueprint.get("/<import_id>")
@allow("import.run")
def look(import_id: str) -> str:
    """What the file would do, its questions first; once carried out, what became of it."""
    found, enterprise = _found(import_id)
    return _done(found) if found.carried_at else _preview(found, enterprise)


@blueprint.post("/<import_id>/answers")
@allow("import.run")
def answer(import_id: str) -> Response:
    """Note what somebody chose; the file is read again with it."""
    found, enterprise = _found(import_id)
    carrying.answer(found, _answers(found, enterprise), by=actor())
    return redirect(url_for("office.look", import_id=found.id))


@blueprint.post("/<import_id>/carry")
@allow("import.run")
def carry(import_id: str) -> Response | tuple[str, int]:
    """Everything, or nothing; once."""
    found, enterprise = _found(import_id)
    try:
        made, given = _planned(found, enterprise, queries.answers_of(found))
        done = carrying.carry_out(made.reading, enterprise, answers=given, found=found, by=actor())
    except Problem as problem:
        g.problem = problem
        return _preview(found, enterprise), problem.status
    flash("导入好了，都写成了草稿" if done is not None else "这个文件已经导入过了，什么都没变")
    return redirect(url_for("office.look", import_id=found.id))


@blueprint.post("/<import_id>/undo")
@allow("import.run")
def undo(import_id: str) -> Response:
    """Throw away the drafts that nobody has touched since."""
    found, _ = _found(import_id)
    count = carrying.take_back(found, queries.written_by(found), by=actor())
    flash(f"丢掉了 {count} 份草稿")
    return redirect(url_for("office.look", import_id=found.id))


def _preview(found: OfficeImport, enterprise: Unit) -> str:
    made, _ = _planned(found, enterprise, queries.answers_of(found))
    return render_template(
        "exchange/office.html", found=found, plan=made, tell=telling, kinds=KIND_NAMES, enterprise=enterprise
    )


def _done(found: OfficeImport) -> str:
    return render_template(
        "exchange/office_done.html",
        found=found,
        became=queries.became_of(found),
        kinds=KIND_NAMES,
        states=STATE_WORDS,
        untouched=[one for one in queries.written_by(found) if carrying.is_untouched(found, one)],
    )


def _form(enterprise: Unit) -> str:
    return render_template(
        "exchange/start.html",
        sheets=queries.sheets(enterprise.id),
        files=queries.office_imports(enterprise.id),
        enterprise=enterprise,
        text="",
    )


def _planned(
    found: OfficeImport, enterprise: Unit, given: Mapping[str, str]
) -> tuple[BringPlan, Mapping[str, str]]:
    """What the file would do with these answers; without those whose question another answer has made needless."""
    path, _ = blobs.read(found.enterprise_id, found.sha256)
    reading = read_file(path.read_bytes(), given, value_of(DUTY_LIMIT, enterprise.path))
    made = plan(reading, enterprise, given)
    asked = {one.key: given[one.key] for one in made.questions if one.key in given}
    return (made, given) if len(asked) == len(given) else _planned(found, enterprise, asked)


def _answers(found: OfficeImport, enterprise: Unit) -> dict[str, str]:
    """Key > chosen value, of those questions that are really asked."""
    keys = {one.key for one in _planned(found, enterprise, queries.answers_of(found))[0].questions}
    chosen: dict[str, str] = {}
    for name in [one for one in request.form if one.startswith("key-")]:
        number, key = name.removeprefix("key-"), request.form[name]
        value, typed = (
            request.form.get(f"answer-{number}", ""),
            request.form.get(f"typed-{number}", "").strip(),
        )
        if key in keys and (value or typed):
            chosen[key] = (typed if value in ("", "?") else value)[:LONGEST_ANSWER]
    return chosen


def _sent() -> tuple[str, bytes]:
    """Name and bytes of the file that was sent. Raises Invalid, FileTooLarge."""
    try:
        upload = request.files.get("file")
    except RequestEntityTooLarge as error:
        raise FileTooLarge() from error
    if upload is None or not upload.filename:
        raise Invalid("还没选文件", hint="选好 Excel 或 Word 文件，再点一次。")
    name = "".join(char for char in upload.filename if char.isprintable())
    return name or "文件", upload.stream.read(MAX_BYTES + 1)


def _enterprise() -> Unit:
    found = org.unit(current_user.enterprise_id)
    permit("import.run", found.path)
    return found


def _found(import_id: str) -> tuple[OfficeImport, Unit]:
    found = queries.office_import(id_or_missing(import_id))
    if found is None:
        raise Missing("没有这个文件")
    enterprise = org.unit(found.enterprise_id)
    permit("import.run", enterprise.path)
    return found, enterprise
