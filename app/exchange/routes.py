"""Import by paste: read, look, decide, carry out; and the tables that wait."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cards.settings import DUTY_LIMIT
from app.core.errors import Invalid, Missing, Problem
from app.core.web import actor, allow, id_or_missing, permit
from app.exchange import actions, queries
from app.exchange.models import DutySheet
from app.exchange.plan import Plan, odd_lines, plan, read
from app.exchange.schemas import PastedDocument
from app.exchange.telling import FATE_WORDS
from app.exchange.textfile import MAX_BYTES, TooLarge, WrongType, decode
from app.org import queries as org
from app.org.models import Unit, UnitKind
from app.settings.queries import value_of

blueprint = Blueprint("exchange", __name__, url_prefix="/console/import")


@blueprint.get("")
@allow("import.run")
def start() -> str:
    """Where text is pasted, and the tables that wait."""
    return _start(_enterprise())


@blueprint.post("/preview")
@allow("import.run")
def preview() -> str | tuple[str, int]:
    """What the import would do; nothing is written. What can't be read comes back in the form, to be mended."""
    enterprise = _enterprise()
    try:
        text = _text()
        made = plan(read(text, value_of(DUTY_LIMIT, enterprise.path)), enterprise)
    except Problem as problem:
        return _start(enterprise, problem), problem.status
    return _page(made, text, enterprise)


@blueprint.post("")
@allow("import.run")
def carry_out() -> Response | tuple[str, int]:
    """Everything, or nothing. What was looked at is read again: the preview is no promise by itself."""
    enterprise = _enterprise()
    try:
        document = read(_text(), value_of(DUTY_LIMIT, enterprise.path))
        made = actions.carry_out(
            document, enterprise, chosen=_chosen(document), skip=_skipped(document), by=actor()
        )
    except Problem as problem:
        return _start(enterprise, problem), problem.status
    flash(f"导入好了：新岗位 {len(made.new_posts)} 个" if made.changes else "都有了，什么都没变")
    return redirect(url_for("exchange.start"))


@blueprint.get("/sheets/<sheet_id>")
@allow("import.run")
def sheet(sheet_id: str) -> str:
    """One table that was set apart, and where it could belong."""
    found = _sheet(sheet_id)
    enterprise = org.unit(found.enterprise_id)
    units = [one for one in org.units([enterprise.path]) if one.kind == UnitKind.DEPARTMENT]
    return render_template(
        "exchange/sheet.html",
        sheet=found,
        table=queries.table_of(found),
        posts=org.posts([enterprise.path]),
        units=units,
    )


@blueprint.post("/sheets/<sheet_id>/place")
@allow("import.run")
def settle(sheet_id: str) -> Response:
    """Say where a table belongs."""
    found = _sheet(sheet_id)
    chosen = id_or_missing(request.form.get("place", ""))
    if found.of == "department":
        actions.settle_department(found, org.unit(chosen), by=actor())
    else:
        actions.settle(found, org.post(chosen), by=actor())
    flash(f"“{found.title}”放好了")
    return redirect(url_for("exchange.start"))


def _start(enterprise: Unit, problem: Problem | None = None) -> str:
    """The form, with what was pasted still in it and what is wrong with that above it."""
    g.problem = problem
    return render_template(
        "exchange/start.html",
        sheets=queries.sheets(enterprise.id),
        files=queries.office_imports(enterprise.id),
        enterprise=enterprise,
        text=request.form.get("text", ""),
    )


def _chosen(document: PastedDocument) -> dict[str, str]:
    """Title of a duty table > the post that was chosen for it on the page."""
    return {
        table.title: value
        for number, table in enumerate(document.duty_tables)
        if (value := request.form.get(f"match-{number}", ""))
    }


def _skipped(document: PastedDocument) -> frozenset[int]:
    """The lines whose tick was taken away: an empty box sends nothing, so each has `skip-` beside its `keep-`."""
    form = request.form
    return frozenset(
        line for line in odd_lines(document) if f"skip-{line}" in form and f"keep-{line}" not in form
    )


def _page(made: Plan, text: str, enterprise: Unit) -> str:
    return render_template(
        "exchange/preview.html",
        plan=made,
        text=text,
        fates=FATE_WORDS,
        enterprise=enterprise,
        odd=odd_lines(made.document) & {one.line for one in made.new_posts},
        titles=sorted({one.title for one in made.document.posts} | _titles(enterprise)),
    )


def _titles(enterprise: Unit) -> set[str]:
    return {post.title for post in org.posts([enterprise.path])}


def _enterprise() -> Unit:
    """The enterprise of the account; importing reaches all of it."""
    found = org.unit(current_user.enterprise_id)
    permit("import.run", found.path)
    return found


def _text() -> str:
    """The pasted text, or that of a text file. Raises Invalid where both are empty."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return decode(upload.stream.read(MAX_BYTES + 1))
    text = request.form.get("text", "")
    if len(text.encode()) > MAX_BYTES:
        raise TooLarge()
    if not text.strip():
        raise Invalid("还没有粘贴内容")
    if "\0" in text:
        raise WrongType()
    return text


def _sheet(sheet_id: str) -> DutySheet:
    found = queries.sheet(id_or_missing(sheet_id))
    if found is None:
        raise Missing("没有这张表")
    permit("import.run", org.unit(found.enterprise_id).path)
    return found
