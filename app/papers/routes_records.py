"""A check record as PDF, for those who may read the record."""

from flask import Blueprint, Response
from flask_login import current_user

from app.checks.routes.records import readable_record
from app.core.clock import now
from app.core.web import SIGNED_IN, allow
from app.papers.records import record_sheet

blueprint = Blueprint("papers_records", __name__)


@blueprint.get("/checks/<record_id>.pdf")
@allow(SIGNED_IN)
def record_pdf(record_id: str) -> Response:
    """A record on paper, with its photos, its digest and the audit's head."""
    found = readable_record(record_id)
    answer = Response(record_sheet(found, by=current_user.name, at=now()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="check-{found.id}.pdf"'
    return answer
