"""One demanded check: beside the board where there is room, a page of its own elsewhere."""

from urllib.parse import urlencode

from flask import render_template, request, url_for

from app.core.clock import now
from app.core.web import allow
from app.reports.filters import KEPT, READ
from app.reports.panel import panel_of
from app.reports.routes.parts import blueprint

LIST = ("post", "own", "mark", "page")  # what a list has besides the board's filters


@blueprint.get("/console/board/window")
@allow(READ)
def window_page() -> str:
    """What became of one demanded check, and what can be done about it."""
    found = panel_of(request.args.get("key", ""), now())
    part = request.headers.get("HX-Request") == "true"
    template = "reports/panel.html" if part else "reports/window.html"
    return render_template(template, panel=found, back=_back())


def _back() -> str:
    held = {key: value for key in (*KEPT, *LIST) if (value := request.args.get(key, ""))}
    page = "reports.window_list" if request.args.get("from") == "list" else "reports.board"
    return f"{url_for(page)}?{urlencode(held)}"
