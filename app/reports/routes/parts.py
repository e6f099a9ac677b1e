"""What the pages of this room share."""

from flask import Blueprint

from app.checks.words import STATE_WORDS
from app.org.routes.parts import in_their_zone
from app.reports.items import WORDS
from app.reports.mastery import ABILITY_WORDS
from app.risk.matrices import LEVELS

blueprint = Blueprint("reports", __name__)
blueprint.before_request(in_their_zone)
SHAPES = {
    "done": "check",
    "late": "clock",
    "abnormal": "alert-triangle",
    "missed": "x",
    "unknown": "question-mark",
    "excused": "minus",
}


@blueprint.context_processor
def _words() -> dict[str, object]:
    words = {"mark_words": WORDS, "state_words": STATE_WORDS, "ability_words": ABILITY_WORDS}
    return words | {"levels": LEVELS, "shapes": SHAPES}
