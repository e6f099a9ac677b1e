"""Importing a roster (花名册): template, preview, and all or nothing."""

import io
from typing import Any

import msgspec
from flask import current_app, flash, g, render_template, request, send_file
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid
from app.core.web import actor, allow
from app.org import actions, queries
from app.org.models import Unit
from app.org.roster import FateKind, counts, fates_of
from app.org.roster_file import MAX_BYTES, BadFile, RosterRow, read, template
from app.org.routes.parts import Page, blueprint, enterprise_for, or_form, to

ACT = "people.write"
LASTS = 60 * 60  # seconds from preview to confirmation
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/console/roster")
@allow(ACT)
def roster_form() -> str:
    """Where the filled-in file is handed in."""
    return render_template("org/roster.html", enterprise=enterprise_for(ACT))


@blueprint.get("/console/roster/template")
@allow(ACT)
def roster_template() -> Response:
    """The empty roster, with the enterprise's own names to copy from."""
    enterprise = enterprise_for(ACT)
    data = template(queries.units([enterprise.path]), queries.posts([enterprise.path]))
    return send_file(io.BytesIO(data), XLSX, as_attachment=True, download_name="花名册.xlsx")


@blueprint.post("/console/roster/preview")
@allow(ACT)
def preview_roster() -> Page:
    """What the file would change, row by row. Nothing is written."""
    enterprise, sent = enterprise_for(ACT), request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise BadFile("还没选文件", hint="选好 .xlsx 文件，再点一次。")
        return _preview(enterprise, read(sent.stream.read(MAX_BYTES + 1)))
    except BadFile as problem:
        g.problem = problem
        return roster_form(), problem.status


def _preview(enterprise: Unit, rows: list[RosterRow]) -> str:
    fates = fates_of(rows, queries.known_for(enterprise, rows))
    counted = counts(fates)
    ready = not counted[FateKind.BAD] and bool(counted[FateKind.NEW] or counted[FateKind.CHANGE])
    plan = {"rows": rows, "kinds": [fate.kind.value for fate in fates]}
    sealed = _sealer(enterprise).dumps(msgspec.to_builtins(plan)) if ready else ""
    return render_template("org/roster_preview.html", fates=fates, counts=counted, sealed=sealed)


def _sealer(enterprise: Unit) -> URLSafeTimedSerializer:
    """Signs the rows that a page carries from preview to confirmation, for this enterprise and person."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"roster {enterprise.id} {actor()}")


def _unsealed(enterprise: Unit) -> tuple[list[RosterRow], list[str]]:
    try:
        plan: dict[str, Any] = _sealer(enterprise).loads(request.form.get("plan", ""), max_age=LASTS)
    except BadData:
        raise Invalid("这次预览过期了，什么都没有导入", hint="请把文件再传一次。") from None
    return msgspec.convert(plan["rows"], list[RosterRow]), plan["kinds"]


@blueprint.post("/console/roster")
@allow(ACT)
@or_form(roster_form)
def import_roster() -> Page:
    """Do what the preview said, or, where it no longer holds, show how it stands now."""
    enterprise = enterprise_for(ACT)
    rows, kinds = _unsealed(enterprise)
    try:
        done = actions.take_in(rows, kinds, enterprise=enterprise, by=actor())
    except Conflict as problem:
        g.problem = problem
        return _preview(enterprise, rows), problem.status
    flash(f"导入好了：新加 {done['new']} 人，改了 {done['change']} 人，{done['same']} 人没变")
    return to("people_list")
